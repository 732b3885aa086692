package cloud.bleu.operator.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.zone.Clusters;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether a zone is where what is held of it is. */
class ZonePlacesTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  private final Map<String, String> clusters = new HashMap<>(Map.of("z", "s/k"));
  private final Map<String, String> uids = new HashMap<>(Map.of("s/k", "one"));
  private final Map<String, String> recorded = new HashMap<>();
  private final Map<String, String> rivals = new HashMap<>();
  private final ZonePlaces places =
      new ZonePlaces(
          clusters::get, uids::get, recorded::get, rivals::get, Clock.fixed(NOON, ZoneOffset.UTC));

  @Test
  void zoneIsFreeWhileNothingIsHeldOfIt() {
    assertNull(places.barred("z", null));
    clusters.put("of the own cluster", Clusters.OWN);
    assertNull(places.barred("of the own cluster", null));
    assertNull(places.barred("not declared", null));
  }

  @Test
  void zoneThatIsWhereItWasIsFree() {
    recorded.put("z", "one");
    assertNull(places.barred("z", null));
    assertNull(places.barred("z", "one"));
    uids.remove("s/k");
    assertNull(places.barred("z", "one"), "nobody has answered: nothing is seen of it anyhow");
  }

  @Test
  void zoneThatLeadsToAnotherClusterTakesNothingUntilItIsRecordedThere() {
    recorded.put("z", "one");
    uids.put("s/k", "two");
    Reach barred = places.barred("z", null);
    assertNotNull(barred);
    assertEquals(Reach.State.UNREACHED, barred.state());
    assertEquals("AnotherCluster", barred.reason());
    assertEquals(NOON, barred.since());
    assertTrue(barred.message().startsWith("what stands in it is in cluster one and"));
    recorded.put("z", "two");
    assertNull(places.barred("z", null));
    assertNotNull(places.barred("z", "one"), "the workload itself says it");
  }

  @Test
  void workloadThatSaysSomethingUntrueBarsNobodyElse() {
    assertNotNull(places.barred("z", "0000"));
    assertNull(places.barred("z", "one"));
    assertNull(places.barred("z", null));
    clusters.put("of the own cluster", Clusters.OWN);
    assertNotNull(places.barred("of the own cluster", "0000"));
    assertNull(places.barred("of the own cluster", null));
  }

  @Test
  void zoneThatIsOfTheOwnClusterByNowIsBarred() {
    clusters.put("z", Clusters.OWN);
    assertTrue(
        places
            .barred("z", "one")
            .message()
            .contains("is declared in the cluster of the operator now"));
    clusters.remove("z");
    assertTrue(places.barred("z", "one").message().contains("is not declared now"));
    clusters.put("z", ZonePlaces.ofKarmada("m"));
    assertTrue(
        places.barred("z", "one").message().contains("the zone is cluster m of Karmada now"));
    recorded.put("z", "one");
    assertEquals("AnotherCluster", places.barred("z", null).reason());
    recorded.clear();
    assertNull(places.barred("z", null));
  }

  @Test
  void zoneThatMayHaveTheNodesOfAnotherTakesNothingNewAndKeepsWhatItHas() {
    rivals.put("z", "y");
    assertEquals("SameCluster", places.barred("z", null).reason());
    assertNull(places.barred("z", "one"));
  }

  @Test
  void clusterThatBeginsToSayMoreOfItselfIsTheSameUntilItSaysSomethingElse() {
    recorded.put("z", "one");
    uids.put("s/k", "one.a");
    assertNull(places.barred("z", null));
    assertNull(places.barred("z", "one"));
    recorded.put("z", "one.a");
    assertNull(places.barred("z", "one.a"));
    uids.put("s/k", "one");
    assertNull(places.barred("z", "one.a"), "it says nothing at the moment");
    uids.put("s/k", "one.b");
    assertNotNull(places.barred("z", null));
    assertNotNull(places.barred("z", "one.a"));
    assertNotNull(places.barred("z", "one"), "what was recorded since says more");
    uids.put("s/k", "two.b");
    assertNotNull(places.barred("z", "one.a"));
  }

  /** Imported again, or of a hub that was restored object by object. */
  @Test
  void clusterThatIsRegisteredAnewIsTheSameByItsMark() {
    recorded.put("z", "one.a");
    uids.put("s/k", "two.a");
    assertNull(places.barred("z", null));
    assertNull(places.barred("z", "one.a"));
    recorded.put("z", "two.a");
    uids.put("s/k", "two");
    assertNull(places.barred("z", "one.a"), "it says nothing at the moment");
  }

  @Test
  void zoneOfWhichNobodyKnowsWhereItWasIsBarred() {
    assertNotNull(places.barred("z", ""));
  }
}

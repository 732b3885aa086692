package cloud.bleu.status.evacuation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus.Evacuation;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last evacuation of a workload of 6 replicas, two at home in each of the zones a, b and c. */
class LastEvacuationTest {

  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  private final Map<String, Zone> zones = new TreeMap<>();
  private final Map<String, Integer> runs = new TreeMap<>(Map.of("a", 2, "b", 2, "c", 2));
  private final Map<String, Integer> home = new TreeMap<>(runs);
  private SortedMap<String, Integer> told = new TreeMap<>(runs);
  private @Nullable Evacuation last;
  private final List<Evacuation> ended = new ArrayList<>();

  LastEvacuationTest() {
    runs.keySet().forEach(this::serves);
  }

  private void serves(String zone) {
    zones.put(zone, zone(zone, ZoneState.Active, new Health(Health.Signal.Healthy, null)));
  }

  private void silent(String zone, int second) {
    zones.put(zone, zone(zone, ZoneState.Active, new Health(Health.Signal.Silent, at(second))));
  }

  private void told(String zone, ZoneState state) {
    zones.put(zone, zone(zone, state, new Health(Health.Signal.Healthy, null)));
  }

  private static Zone zone(String name, ZoneState state, Health health) {
    return new ZoneBuilder(name).build().withHealth(state, null, health);
  }

  private static Instant at(int second) {
    return NOON.plusSeconds(second);
  }

  /** Some of its nodes are. */
  private void degraded(String zone, int second) {
    zones.put(zone, zone(zone, ZoneState.Active, new Health(Health.Signal.Degraded, at(second))));
  }

  /** A decision has so many replicas in a zone. */
  private void decided(String zone, int replicas) {
    runs.put(zone, replicas);
  }

  private void look(int second, boolean ready) {
    List<Assignment> assignments =
        runs.entrySet().stream()
            .map(e -> new Assignment(e.getKey(), e.getValue(), home.get(e.getKey()), null))
            .toList();
    Evacuation before = last;
    last =
        LastEvacuation.next(
            before,
            new LastEvacuation.Look(told, assignments, zones::get, "15s", ready, at(second)));
    told = new TreeMap<>(runs);
    Evacuation over = LastEvacuation.ended(status(before), status(last));
    if (over != null) {
      ended.add(over);
    }
  }

  private static BleuWorkloadStatus status(@Nullable Evacuation evacuation) {
    return new BleuWorkloadStatus(1L, List.of(), 6, 6, 0, null, null, null, null, null, evacuation);
  }

  @Test
  void whatNeverLeftAZoneHasNone() {
    look(0, true);
    silent("a", 1);
    look(2, false);
    serves("a");
    look(3, true);
    assertNull(last);
  }

  @Test
  void silenceIsTimedFromItsBeginningToTheLastReplicaThatIsReady() {
    silent("a", 1);
    look(2, false);
    decided("a", 0);
    look(17, false);
    assertEquals(
        new Evacuation(
            List.of("a"), "Silent", 2, 2, "15s", at(1).toString(), at(17).toString(), null, null),
        last);
    look(18, false);
    assertNull(last.readyTime());
    look(21, true);
    assertEquals(at(21).toString(), last.readyTime());
    assertEquals(20L, last.tookSeconds());
    look(22, true);
    assertEquals(20L, last.tookSeconds());
    assertEquals(1, ended.size(), "it is told once");
    assertEquals(
        "2 replicas that left a are Ready elsewhere after 20s, failover.after 15s included",
        LastEvacuation.sentence(ended.get(0)));
  }

  /** The zones are told as they were until the loss is known: so what left is seen all the same. */
  @ParameterizedTest
  @CsvSource({
    // what becomes known of zone a after its replicas were moved; since when it is timed
    "Silent, 1",
    "Lost, 20",
    "Drained, 20",
  })
  void aLossThatIsKnownAfterTheMoveIsSeenByTheZonesThatWereTold(String cause, int since) {
    look(0, true);
    decided("a", 0);
    decided("b", 4);
    if (cause.equals("Silent")) {
      silent("a", 1);
    } else {
      told("a", ZoneState.valueOf(cause));
    }
    look(20, false);
    assertEquals(List.of("a"), last.zones());
    assertEquals(cause, last.cause());
    assertEquals(at(since).toString(), last.sinceTime());
    assertEquals(at(20).toString(), last.movedTime());
    look(25, true);
    assertEquals(25L - since, last.tookSeconds());
    assertEquals(1, ended.size());
  }

  /** Why nobody may look with zones that are older than the decision. */
  @Test
  void whatIsToldAsMovedBeforeTheLossIsKnownIsNeverReported() {
    decided("a", 0);
    decided("b", 4);
    look(17, false);
    silent("a", 1);
    look(18, true);
    assertNull(last);
    assertEquals(List.of(), ended);
  }

  @Test
  void whoIsHomeAgainStillSaysHowItWas() {
    silent("a", 1);
    decided("a", 0);
    look(17, true);
    serves("a");
    decided("a", 1);
    look(2000, true);
    assertEquals(1, last.away());
    decided("a", 2);
    look(2010, true);
    assertNull(last.away());
    assertEquals(2, last.replicas());
    assertEquals(16L, last.tookSeconds());
    assertEquals(1, ended.size());
  }

  @Test
  void aReportIsTimedFromTheSilenceWhereThereIsOneAndElseFromTheMove() {
    told("a", ZoneState.Lost);
    decided("a", 0);
    look(5, false);
    look(9, true);
    assertEquals("Lost", last.cause());
    assertEquals(4L, last.tookSeconds());
    assertNull(last.failoverAfter());

    zones.put("b", zone("b", ZoneState.Lost, new Health(Health.Signal.Silent, at(1))));
    decided("b", 0);
    look(61, false);
    look(63, true);
    assertEquals("Lost", last.cause());
    assertEquals(62L, last.tookSeconds());
  }

  @Test
  void aDrainIsNoLoss() {
    told("a", ZoneState.Drained);
    decided("a", 0);
    look(5, false);
    look(9, true);
    assertEquals("Drained", last.cause());
    assertEquals(
        "2 replicas that left a are Ready elsewhere after 4s",
        LastEvacuation.sentence(ended.get(0)));
  }

  @Test
  void aLossBeforeTheLastReplicaIsReadyJoinsTheOneBefore() {
    silent("a", 1);
    decided("a", 0);
    look(17, false);
    silent("b", 10);
    decided("b", 0);
    look(26, false);
    look(30, true);
    assertEquals(List.of("a", "b"), last.zones());
    assertEquals(4, last.replicas());
    assertEquals(29L, last.tookSeconds());
    assertEquals(1, ended.size());
  }

  @Test
  void aLossAfterThatIsAnotherOne() {
    silent("a", 1);
    decided("a", 0);
    look(17, false);
    look(20, true);
    silent("b", 100);
    decided("b", 0);
    look(116, false);
    assertEquals(List.of("b"), last.zones(), "what left yesterday is not told again");
    assertEquals(2, last.replicas());
    assertEquals(4, last.away(), "and is away all the same");
    assertNull(last.readyTime());
    look(119, true);
    assertEquals(19L, last.tookSeconds());
    assertEquals(2, ended.size());
  }

  @Test
  void theSameZoneMayBeLostAgain() {
    silent("a", 1);
    decided("a", 0);
    look(17, true);
    serves("a");
    decided("a", 1);
    look(2000, true);
    silent("a", 2100);
    decided("a", 0);
    look(2116, false);
    look(2120, true);
    assertEquals(20L, last.tookSeconds());
    assertEquals(2, ended.size());
  }

  @Test
  void otherDecisionsWhileReplicasAreAwayAreNoEvacuation() {
    silent("a", 1);
    decided("a", 0);
    look(17, true);
    Evacuation known = last;
    silent("a", 300);
    look(320, true);
    decided("b", 1);
    look(330, true);
    assertEquals(known.tookSeconds(), last.tookSeconds());
    assertEquals(1, ended.size());
  }

  /** Another process may have decided it, or another decision came in the same turn. */
  @Test
  void whatLeftCountsWhateverTheDecisionWasCalled() {
    silent("a", 1);
    decided("a", 0);
    decided("b", 4);
    decided("c", 1);
    look(17, false);
    assertEquals(List.of("a"), last.zones());
    assertEquals(2, last.replicas());
  }

  @Test
  void whatWasFoundAwayAtTheFirstLookIsNoEvacuation() {
    silent("a", 1);
    decided("a", 0);
    told = new TreeMap<>();
    look(30, true);
    assertNull(last, "when it was decided is not known");
    look(40, true);
    assertNull(last);
  }

  @Test
  void whatIsScaledAwayInAZoneThatIsSilentDidNotLeaveIt() {
    silent("a", 1);
    decided("a", 0);
    home.put("a", 0);
    look(2, true);
    assertNull(last);
  }

  /** A part of a zone is no loss, and does not tell an old loss again. */
  @Test
  void overflowOfAnotherZoneIsNoLossOfOneThatWasLeftBefore() {
    silent("a", 1);
    decided("a", 0);
    decided("c", 4);
    look(17, true);
    Evacuation known = last;
    degraded("b", 20000);
    decided("b", 1);
    decided("c", 5);
    look(20300, true);
    assertEquals(known.movedTime(), last.movedTime());
    assertEquals(16L, last.tookSeconds());
    assertEquals(3, last.away());
    assertEquals(1, ended.size());
  }

  @Test
  void guestsOfAnEarlierLossLeaveTheirZoneToo() {
    home.put("d", 0);
    silent("a", 1);
    decided("a", 0);
    decided("d", 2);
    look(17, true);
    silent("d", 1000);
    decided("d", 0);
    decided("b", 4);
    look(1016, false);
    assertEquals(List.of("d"), last.zones());
    assertEquals(2, last.replicas());
    assertEquals(2, last.away());
    look(1020, true);
    assertEquals(20L, last.tookSeconds());
  }

  @Test
  void aLossAfterADrainIsTimedFromTheLossAndADrainAfterALossAddsNoCause() {
    told("a", ZoneState.Drained);
    decided("a", 0);
    look(5, false);
    silent("b", 10);
    decided("b", 0);
    look(25, false);
    assertEquals("Silent", last.cause());
    assertEquals("15s", last.failoverAfter());
    assertEquals(at(10).toString(), last.sinceTime());
    assertEquals(at(25).toString(), last.movedTime());
    told("c", ZoneState.Drained);
    decided("c", 0);
    look(30, false);
    assertEquals("Silent", last.cause());
    assertEquals(at(10).toString(), last.sinceTime());
    assertEquals(List.of("a", "b", "c"), last.zones());
    assertEquals(6, last.replicas());
  }

  /** A replica that never gets Ready has later losses join the first for a minute, not for good. */
  @Test
  void aLossLongAfterOneThatIsNotOverBeginsAnew() {
    silent("a", 1);
    decided("a", 0);
    look(17, false);
    silent("b", 5000);
    decided("b", 0);
    look(5016, false);
    assertEquals(List.of("b"), last.zones());
    assertEquals(at(5000).toString(), last.sinceTime());
    look(5020, true);
    assertEquals(20L, last.tookSeconds());
  }

  @Test
  void whatIsHomeBeforeItWasReadyElsewhereIsDropped() {
    silent("a", 1);
    decided("a", 0);
    look(17, false);
    serves("a");
    decided("a", 1);
    look(2000, false);
    assertEquals(1, last.away());
    decided("a", 2);
    look(2010, true);
    assertNull(last);
    assertEquals(List.of(), ended);
  }

  @Test
  void whatFoundNoPlaceIsNotOver() {
    told("a", ZoneState.Lost);
    decided("a", 0);
    look(5, false);
    look(5000, false);
    assertNotNull(last);
    assertNull(last.tookSeconds());
    assertEquals(List.of(), ended);
  }
}

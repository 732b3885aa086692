package cloud.bleu.delivery.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.RolloutSettings.Replacement;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which writes are due, from what is wanted and what is there. */
class RolloutTest {

  private static final String NEW = "new";
  private static final String OLD = "old";

  @Test
  void nothingThereAppliesEverything() {
    assertEquals(
        List.of("apply a 2", "apply b 1"), due(List.of(want("a", 2), want("b", 1)), List.of()));
  }

  @Test
  void asDecidedWritesNothing() {
    assertEquals(List.of(), due(List.of(want("a", 2)), List.of(have("a", NEW, 2, 2, true))));
  }

  @Test
  void replicasAloneAreScaled() {
    assertEquals(
        List.of("scale a 5"), due(List.of(want("a", 5)), List.of(have("a", NEW, 2, 2, true))));
  }

  @Test
  void oldReplicasStayUntilAsManyNewOnesAreReady() {
    List<ZoneManifest> moved = List.of(want("b", 3));
    assertEquals(List.of("apply b 3"), due(moved, List.of(have("a", NEW, 3, 3, true))));
    assertEquals(
        List.of("scale a 1"),
        due(moved, List.of(have("a", NEW, 3, 3, true), have("b", NEW, 3, 2, false))));
    assertEquals(
        List.of("delete a"),
        due(moved, List.of(have("a", NEW, 1, 1, true), have("b", NEW, 3, 3, true))));
  }

  @Test
  void replicasThatAreNotReadyAreNotKept() {
    assertEquals(
        List.of("scale a 1"), due(List.of(want("a", 1)), List.of(have("a", NEW, 9, 0, false))));
  }

  @Test
  void lostZoneIsNotWaitedFor() {
    assertEquals(
        List.of("apply b 3", "delete a"),
        due(List.of(want("b", 3)), List.of(have("a", NEW, 3, 3, true)), Set.of("a"), Set.of()));
  }

  @Test
  void whatALostZoneStillReportsMakesUpForNothing() {
    assertEquals(
        List.of(),
        due(
            List.of(want("a", 3)),
            List.of(have("a", NEW, 3, 3, true), have("b", NEW, 3, 3, true)),
            Set.of("a"),
            Set.of()));
  }

  @Test
  void whatMayRunInASilentZoneGoesAfterItsSuccessorsAreReady() {
    ZoneObservation silent = have("a", NEW, 3, 0, false);
    assertEquals(List.of("apply b 3"), due(List.of(want("b", 3)), List.of(silent), silent("a")));
    assertEquals(
        List.of("scale a 1"),
        due(List.of(want("b", 3)), List.of(have("b", NEW, 3, 2, false), silent), silent("a")));
    assertEquals(
        List.of("delete a"),
        due(List.of(want("b", 3)), List.of(have("b", NEW, 3, 3, true), silent), silent("a")));
  }

  @Test
  void whatStaysInASilentZoneIsNotWaitedFor() {
    ZoneObservation silent = have("a", NEW, 3, 0, false);
    assertEquals(
        List.of("scale a 1"),
        due(
            List.of(want("a", 1), want("b", 2)),
            List.of(silent, have("b", NEW, 2, 2, true)),
            silent("a")));
    assertEquals(List.of(), due(List.of(want("a", 3)), List.of(silent), silent("a")));
  }

  @Test
  void whatMayRunInASilentZoneStaysWhenTheZoneOfItsSuccessorsFallsSilentToo() {
    assertEquals(
        List.of(),
        due(
            List.of(want("b", 3)),
            List.of(have("a", NEW, 3, 0, false), have("b", NEW, 3, 0, false)),
            silent(Set.of("a", "b"))));
  }

  @Test
  void whatIsNotSeenYetInAZoneThatIsBackStaysUntilItsSuccessorsAreReady() {
    Rollout.Closed back = new Rollout.Closed(Set.of(), Set.of(), Set.of("a"), Set.of());
    assertEquals(
        List.of(),
        due(
            List.of(want("b", 3)),
            List.of(have("a", NEW, 3, 0, false), have("b", NEW, 3, 0, false)),
            back));
    assertEquals(
        List.of("scale a 5"),
        due(
            List.of(want("a", 4), want("b", 3)),
            List.of(have("a", NEW, 7, 2, false), have("b", NEW, 3, 2, false)),
            back));
  }

  @Test
  void whatIsTooManyInASilentZoneThatStaysGoesAtOnce() {
    assertEquals(
        List.of("scale a 1"),
        due(List.of(want("a", 1)), List.of(have("a", NEW, 3, 0, false)), silent("a")));
  }

  @Test
  void silentZoneThatRollsHoldsUpNobody() {
    assertEquals(
        List.of("apply b 2"),
        due(
            List.of(want("a", 2), want("b", 2)),
            List.of(have("a", NEW, 2, 0, false), have("b", OLD, 2, 2, true)),
            silent("a")));
  }

  private static Rollout.Closed silent(String zone) {
    return silent(Set.of(zone));
  }

  private static Rollout.Closed silent(Set<String> zones) {
    return new Rollout.Closed(Set.of(), zones, Set.of(), Set.of());
  }

  @Test
  void oneZoneRollsAtATime() {
    List<ZoneManifest> both = List.of(want("a", 2), want("b", 2));
    assertEquals(
        List.of("apply a 2"),
        due(both, List.of(have("a", OLD, 2, 2, true), have("b", OLD, 2, 2, true))));
    assertEquals(
        List.of(), due(both, List.of(have("a", NEW, 2, 1, false), have("b", OLD, 2, 2, true))));
    assertEquals(
        List.of("apply b 2"),
        due(both, List.of(have("a", NEW, 2, 2, true), have("b", OLD, 2, 2, true))));
  }

  /** One drained node would hold a new template back for ever. */
  @ParameterizedTest(name = "a {0} and c {1} of 3, {2}, budget {3}: {4}")
  @CsvSource({
    "2, 3, NEW_FIRST, 1, apply b 3",
    "0, 3, NEW_FIRST, 1, ''",
    "2, 3, OLD_FIRST, 1, ''",
    "2, 3, OLD_FIRST, 2, apply b 3",
    "2, 2, OLD_FIRST, 2, apply c 3",
    "2, 0, NEW_FIRST, 1, apply b 3",
    "2, 3, RECREATE,  3, ''",
    "2, 3, RECREATE,  4, apply b 3",
  })
  void zoneThatHasRolledHoldsOthersBackAsFarAsTheBudgetAsksIt(
      int a, int c, Replacement replacement, int budget, String expected) {
    Rollout rollout =
        Rollout.of(
            List.of(want("a", 3), want("b", 3), want("c", 3)),
            List.of(rolled("a", 3, a), have("b", OLD, 3, 3, true), have("c", OLD, 3, c, c == 3)),
            NONE,
            new Succession(false, List.of(), Set.of(), new Disruption(replacement, () -> budget)));
    List<String> due = rollout.due().stream().map(RolloutTest::text).toList();
    assertEquals(expected, String.join(",", due));
    assertEquals(expected.isEmpty(), rollout.turn().waiting().contains("b"), "told");
  }

  private static ZoneObservation rolled(String zone, int replicas, int available) {
    return new ZoneObservation(
        "",
        new DeploymentBuilder().withNewMetadata().endMetadata().build(),
        zone,
        false,
        NEW,
        replicas,
        replicas,
        available,
        available,
        available,
        false,
        true,
        false,
        null);
  }

  @Test
  void zoneThatRollsOnALostPlaceHoldsUpNobody() {
    assertEquals(
        List.of("apply b 2"),
        due(
            List.of(want("a", 2), want("b", 2)),
            List.of(have("a", NEW, 2, 0, false), have("b", OLD, 2, 2, true)),
            Set.of("a"),
            Set.of()));
  }

  @Test
  void mendedTemplateReplacesABrokenOne() {
    assertEquals(
        List.of("apply a 2"),
        due(
            List.of(want("a", 2), want("b", 2)),
            List.of(have("a", "broken", 2, 0, false), have("b", OLD, 2, 2, true))));
  }

  @Test
  void countChangesWhileAnotherZoneRolls() {
    assertEquals(
        List.of("scale b 4"),
        due(
            List.of(want("a", 2), want("b", 4)),
            List.of(have("a", NEW, 2, 1, false), have("b", OLD, 2, 2, true))));
  }

  @Test
  void untouchedZoneStaysAsItIs() {
    assertEquals(
        List.of(), due(List.of(), List.of(have("a", OLD, 3, 3, true)), Set.of(), Set.of("a")));
  }

  @Test
  void whatStandsBesideTheObjectOfAZoneGoesOnceThatIsAvailable() {
    ZoneObservation beside =
        new ZoneObservation(
            new DeploymentBuilder().withNewMetadata().endMetadata().build(),
            "a",
            true,
            NEW,
            2,
            2,
            2,
            2,
            true,
            false);
    assertEquals(
        List.of("delete a"),
        due(List.of(want("a", 2)), List.of(beside, have("a", NEW, 2, 2, true))));
    assertEquals(List.of("apply a 2"), due(List.of(want("a", 2)), List.of(beside)));
    assertEquals(
        List.of("scale a 1"),
        due(List.of(want("a", 2)), List.of(beside, have("a", NEW, 2, 1, false))));
    // It bears the label of a, and is what b has: of b nobody knows where it is.
    assertEquals(
        List.of(),
        due(
            List.of(want("a", 2), want("b", 2)),
            List.of(beside, have("a", NEW, 2, 2, true)),
            Set.of(),
            Set.of("b")));
  }

  @Test
  void whatStandsBesideASilentZoneStaysUntilTheZoneItselfOrOthersMakeUpForIt() {
    assertEquals(
        List.of("apply a 3"), due(List.of(want("a", 3)), List.of(beside("a", 3)), silent("a")));
    assertEquals(
        List.of("scale a 2"),
        due(
            List.of(want("a", 3)),
            List.of(beside("a", 3), have("a", NEW, 3, 1, false)),
            silent("a")));
    assertEquals(
        List.of("delete a"),
        due(
            List.of(want("a", 3)),
            List.of(beside("a", 3), have("a", NEW, 3, 3, true)),
            silent("a")));
  }

  @Test
  void nothingGoesBesideAZoneThatNothingIsSeenOf() {
    Rollout.Closed hidden = NONE.with(Set.of("a"), Set.of());
    assertEquals(
        List.of("apply a 1"),
        due(
            List.of(want("a", 1), want("b", 2)),
            List.of(beside("a", 3), have("b", NEW, 2, 2, true)),
            hidden),
        "and that is refused there");
    assertEquals(
        List.of("delete a"),
        due(List.of(want("b", 3)), List.of(beside("a", 3), have("b", NEW, 3, 3, true)), hidden),
        "the decision has left the zone");
  }

  @Test
  void zoneThatNothingIsSeenOfLacksOnlyWhatItDidNotHaveWhenItWasSeen() {
    Rollout.Closed hidden = NONE.with(Set.of("m"), Set.of());
    assertEquals(
        List.of("delete b"),
        due(
            List.of(want("a", 2), want("m", 2)),
            List.of(
                have("a", NEW, 2, 2, true),
                have("b", NEW, 2, 2, true),
                have("m", NEW, 2, 2, true).unseen()),
            hidden),
        "b is drained for a, and m stays as it was");
    assertEquals(
        List.of("scale a 1", "scale c 1"),
        due(
                List.of(want("a", 1), want("c", 1), want("m", 1)),
                List.of(
                    have("a", NEW, 2, 2, true),
                    have("c", NEW, 2, 2, true),
                    have("m", NEW, 2, 2, true).unseen()),
                hidden)
            .stream()
            .filter(one -> !one.endsWith("m 1"))
            .toList(),
        "three in place of six");
    assertEquals(
        List.of(),
        due(
            List.of(want("m", 3)),
            List.of(have("a", NEW, 3, 3, true), have("m", NEW, 3, 0, false).unseen()),
            hidden),
        "m was asked for the successors of a, and nobody saw one that was available");
    assertEquals(
        List.of("scale a 2"),
        due(
            List.of(want("m", 3)),
            List.of(have("a", NEW, 3, 3, true), have("m", NEW, 3, 1, false).unseen()),
            hidden),
        "one was seen");
    assertEquals(
        List.of("apply m 3"),
        due(List.of(want("m", 3)), List.of(have("a", NEW, 3, 3, true)), hidden),
        "nothing was ever seen there, and to write is refused there");
  }

  @Test
  void zoneThatIsLeftIsClearedInEachClusterThatItWasIn() {
    assertEquals(
        List.of("delete a", "delete a"),
        due(
            List.of(want("b", 3)),
            List.of(
                beside("a", 3),
                have("a", NEW, 3, 3, true).in("m", false),
                have("b", NEW, 3, 3, true))));
  }

  @Test
  void whatStandsInAnotherClusterThanALostZoneGoesAfterItsSuccessors() {
    assertEquals(
        List.of("apply b 3"),
        due(List.of(want("b", 3)), List.of(beside("a", 3)), Set.of("a"), Set.of()));
  }

  @Test
  void nothingGoesFromAZoneThatCannotBeBroughtToItsManifest() {
    assertEquals(
        List.of(), due(List.of(), List.of(beside("a", 3)), NONE.with(Set.of(), Set.of("a"))));
  }

  /** Two writers at once may destroy what they write. */
  @Test
  void oldReplicasEndBeforeNewOnesStartWhereTheyAreRecreated() {
    List<ZoneManifest> moved = List.of(want("b", 1));
    ZoneObservation writer = have("a", NEW, 1, 1, true);
    assertEquals(List.of("delete a"), recreated(moved, List.of(writer), List.of(), NONE));
    assertEquals(List.of(), recreated(moved, List.of(), List.of(writer), NONE), "it still ends");
    assertEquals(List.of("apply b 1"), recreated(moved, List.of(), List.of(), NONE));
  }

  @Test
  void noMoreReplicasRunThanAreDecidedWhereTheyAreRecreated() {
    assertEquals(
        List.of("scale a 2"),
        recreated(
            List.of(want("a", 2), want("b", 2)),
            List.of(have("a", NEW, 3, 3, true), have("b", NEW, 1, 1, true)),
            List.of(),
            NONE),
        "b grows once one of a has ended");
    assertEquals(
        List.of(),
        recreated(
            List.of(want("a", 2), want("b", 2)),
            List.of(ending("a", 2, 3), have("b", NEW, 1, 1, true)),
            List.of(),
            NONE),
        "which it has not yet");
    assertEquals(
        List.of("scale b 2"),
        recreated(
            List.of(want("a", 2), want("b", 2)),
            List.of(have("a", NEW, 2, 2, true), have("b", NEW, 1, 1, true)),
            List.of(),
            NONE));
    assertEquals(
        List.of("apply c 1", "delete b"),
        recreated(
            List.of(want("a", 1), want("c", 3)),
            List.of(have("a", NEW, 1, 1, true), have("b", NEW, 2, 2, true)),
            List.of(),
            NONE),
        "one of c is free to start, and two are not yet");
  }

  @Test
  void oneZoneOfThoseThatAreRecreatedRollsAtATime() {
    assertEquals(
        List.of("apply a 2"),
        recreated(
            List.of(want("a", 2), want("b", 2)),
            List.of(have("a", OLD, 2, 2, true), have("b", OLD, 2, 2, true)),
            List.of(),
            NONE));
  }

  /** Else there would be no failover. */
  @Test
  void nothingInALostOrSilentZoneIsWaitedForWhereItIsRecreated() {
    ZoneObservation writer = have("a", NEW, 1, 1, true);
    for (Rollout.Closed closed :
        List.of(silent("a"), new Rollout.Closed(Set.of("a"), Set.of(), Set.of(), Set.of()))) {
      assertEquals(
          List.of("apply b 1", "delete a"),
          recreated(List.of(want("b", 1)), List.of(writer), List.of(), closed));
    }
    assertEquals(
        List.of("delete c"),
        recreated(
            List.of(want("a", 1), want("b", 1)),
            List.of(writer, have("c", NEW, 1, 1, true)),
            List.of(),
            silent("a")),
        "what stays in a silent zone may run");
  }

  @Test
  void zoneThatIsHeldIsScaledAndKeepsItsTemplate() {
    Succession paused =
        new Succession(false, List.of(), Set.of("a"), Succession.NEW_FIRST.disruption());
    assertEquals(
        List.of("scale a 3"),
        due(List.of(want("a", 3)), List.of(have("a", OLD, 2, 2, true)), NONE, paused));
    assertEquals(
        List.of("apply b 2"),
        due(List.of(want("a", 2), want("b", 2)), List.of(have("a", OLD, 2, 2, true)), NONE, paused),
        "a new zone has no template to keep");
  }

  private static List<String> recreated(
      List<ZoneManifest> want,
      List<ZoneObservation> have,
      List<ZoneObservation> ending,
      Rollout.Closed closed) {
    return due(
        want,
        have,
        closed,
        new Succession(true, ending, Set.of(), new Disruption(Replacement.RECREATE, () -> 1)));
  }

  /** Its pods run on in a zone that the decision has left; in one of the decision they may. */
  @Test
  void whatIsKeptFromEndingIsAskedOnceMoreWhereTheDecisionHasLeft() {
    List<ZoneObservation> ending =
        List.of(
            kept("a", "example.com/x"),
            kept("b", "example.com/x"),
            kept("c", "foregroundDeletion"));
    Succession succession =
        new Succession(false, ending, Set.of(), new Disruption(Replacement.NEW_FIRST, () -> 1));
    List<ZoneObservation> have = List.of(have("d", NEW, 2, 2, true));
    assertEquals(
        List.of("apply b 1", "delete a"),
        due(List.of(want("b", 1), want("d", 2)), have, NONE, succession));
    assertEquals(
        List.of("apply b 1"),
        due(
            List.of(want("b", 1), want("d", 2)),
            have,
            new Rollout.Closed(Set.of(), Set.of(), Set.of(), Set.of("a")),
            succession),
        "nothing is written there");
  }

  private static ZoneObservation kept(String zone, String finalizer) {
    ZoneObservation child = ending(zone, 1, 1);
    child.object().getMetadata().setDeletionTimestamp("2026-11-28T12:00:00Z");
    child.object().getMetadata().setFinalizers(List.of(finalizer));
    return child;
  }

  private static ZoneObservation ending(String zone, int replicas, int exist) {
    return new ZoneObservation(
        new DeploymentBuilder().withNewMetadata().endMetadata().build(),
        zone,
        false,
        NEW,
        replicas,
        exist,
        replicas,
        replicas,
        false,
        false);
  }

  private static final Rollout.Closed NONE =
      new Rollout.Closed(Set.of(), Set.of(), Set.of(), Set.of());

  private static ZoneObservation beside(String zone, int replicas) {
    return have(zone, NEW, replicas, replicas, true).in("", true);
  }

  private static List<String> due(List<ZoneManifest> want, List<ZoneObservation> have) {
    return due(want, have, Set.of(), Set.of());
  }

  private static List<String> due(
      List<ZoneManifest> want,
      List<ZoneObservation> have,
      Set<String> lost,
      Set<String> untouched) {
    return due(want, have, new Rollout.Closed(lost, Set.of(), Set.of(), untouched));
  }

  private static List<String> due(
      List<ZoneManifest> want, List<ZoneObservation> have, Rollout.Closed closed) {
    return due(want, have, closed, Succession.NEW_FIRST);
  }

  private static List<String> due(
      List<ZoneManifest> want,
      List<ZoneObservation> have,
      Rollout.Closed closed,
      Succession succession) {
    return Stream.of(Rollout.of(want, have, closed, succession).due())
        .flatMap(List::stream)
        .map(RolloutTest::text)
        .toList();
  }

  private static String text(ZoneDesired desired) {
    if (desired instanceof ZoneDesired.DecidedManifest m) {
      return "apply " + m.zone() + " " + m.replicas();
    }
    if (desired instanceof ZoneDesired.StandingManifest m) {
      return "scale " + m.zone() + " " + m.replicas();
    }
    return "delete " + desired.zone();
  }

  private static ZoneManifest want(String zone, int replicas) {
    return new ZoneManifest(
        zone,
        "w-" + zone,
        replicas,
        new DeploymentBuilder().withNewMetadata().endMetadata().build(),
        NEW);
  }

  private static ZoneObservation have(
      String zone, String template, int replicas, int ready, boolean settled) {
    return new ZoneObservation(
        new DeploymentBuilder().withNewMetadata().endMetadata().build(),
        zone,
        false,
        template,
        replicas,
        replicas,
        ready,
        ready,
        settled,
        false);
  }
}

package cloud.bleu.delivery.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the target is asked for, and in which order, whatever it is. */
class ZoneRolloutTest {

  private static final DeliveryProblem PROBLEM = DeliveryProblem.passing("DeliveryRefused", "no");

  private final Recorder target = new Recorder();
  private final ZoneRollout rollout = new ZoneRollout(target);

  /** A target that only takes down what it is asked, and answers what it is told to. */
  private static final class Recorder implements ZoneTarget {
    final List<String> asked = new ArrayList<>();
    final Map<String, Ensured> answers = new HashMap<>();
    final Set<String> holding = new HashSet<>();
    final List<String> cleared = new ArrayList<>();
    final Map<String, Ensured> clearing = new HashMap<>();
    final Map<String, DeliveryProblem> refusing = new HashMap<>();
    final Map<String, Acceptance> accepting = new HashMap<>();

    @Override
    public TargetObservation observe(BleuWorkload workload, Set<String> zones) {
      throw new AssertionError("it was observed before");
    }

    @Override
    public boolean holds(ZoneManifest manifest, ZoneObservation seen) {
      return holding.contains(manifest.zone());
    }

    @Override
    public Acceptance dryRun(BleuWorkload workload, ZoneManifest manifest) {
      asked.add("try " + manifest.zone());
      DeliveryProblem problem = refusing.get(manifest.zone());
      return problem == null
          ? accepting.getOrDefault(manifest.zone(), Acceptance.TAKEN)
          : Acceptance.refused(problem);
    }

    @Override
    public Ensured ensure(BleuWorkload workload, ZoneDesired desired) {
      asked.add(words(desired));
      Ensured answer = answers.getOrDefault(desired.zone(), Ensured.WRITTEN);
      if (answer == Ensured.UNCHANGED) {
        holding.add(desired.zone());
      }
      return answer;
    }

    @Override
    public Ensured clear(BleuWorkload workload, ZoneObservation seen) {
      cleared.add(seen.zone());
      return clearing.getOrDefault(seen.zone(), Ensured.WRITTEN);
    }

    private static String words(ZoneDesired desired) {
      if (desired instanceof ZoneDesired.DecidedManifest m) {
        return m.zone() + " decided " + m.replicas();
      }
      return desired instanceof ZoneDesired.StandingManifest m
          ? m.zone() + " standing " + m.replicas()
          : desired.zone() + " nothing";
    }

    List<String> taken() {
      List<String> taken = List.copyOf(asked);
      asked.clear();
      return taken;
    }
  }

  private static ZoneManifest want(String zone, int replicas) {
    return new ZoneManifest(zone, "w-" + zone, replicas, new DeploymentBuilder().build(), "new");
  }

  private static ZoneObservation have(String zone, int replicas) {
    return new ZoneObservation(
        new DeploymentBuilder().build(),
        zone,
        false,
        "old",
        replicas,
        replicas,
        replicas,
        replicas,
        true,
        false);
  }

  private ZoneRollout.Outcome carryOut(List<ZoneManifest> want, ZoneObservation... have) {
    return carryOut(want, new TargetObservation(List.of(have), Map.of()));
  }

  private ZoneRollout.Outcome carryOut(List<ZoneManifest> want, TargetObservation seen) {
    BleuWorkload workload = new BleuWorkload();
    workload.getMetadata().setNamespace("shop");
    workload.getMetadata().setName("web");
    return rollout.carryOut(
        workload, want, seen, new Rollout.Closed(Set.of(), Set.of(), Set.of(), Set.of()));
  }

  @Test
  void templateIsTriedForEveryZoneBeforeTheFirstIsChangedAndNeverAgain() {
    List<ZoneManifest> want = List.of(want("a", 2), want("b", 2));
    ZoneRollout.Outcome outcome = carryOut(want);
    assertEquals(List.of("try a", "try b", "a decided 2", "b decided 2"), target.taken());
    assertTrue(outcome.accepted());
    assertFalse(outcome.asDecided());
    carryOut(want);
    assertEquals(List.of("a decided 2", "b decided 2"), target.taken());
    rollout.forget("shop", "web");
    carryOut(want);
    assertEquals("try a", target.taken().get(0));
  }

  @Test
  void templateThatIsRefusedInOneZoneReachesNone() {
    target.refusing.put("b", PROBLEM);
    ZoneRollout.Outcome outcome = carryOut(List.of(want("a", 2), want("b", 2)));
    assertEquals(List.of("try a", "try b"), target.taken());
    assertFalse(outcome.accepted());
    assertEquals(List.of(PROBLEM), outcome.problems());
  }

  @Test
  void nothingIsChangedWhileAZoneIsBeingAskedAboutTheTemplate() {
    target.accepting.put("b", Acceptance.underWay(null));
    ZoneRollout.Outcome outcome = carryOut(List.of(want("a", 2), want("b", 2)));
    assertEquals(List.of("try a", "try b"), target.taken());
    assertFalse(outcome.accepted());
    assertEquals(List.of(), outcome.problems());
    target.accepting.put("b", Acceptance.underWay(PROBLEM));
    assertEquals(
        List.of(PROBLEM), carryOut(List.of(want("a", 2), want("b", 2))).problems(), "as before");
  }

  @Test
  void zoneThatCannotBeAskedHoldsUpNobodyAndIsAskedLater() {
    target.accepting.put("b", Acceptance.NOT_ASKED);
    carryOut(List.of(want("a", 2), want("b", 2)));
    assertEquals(List.of("try a", "try b", "a decided 2", "b decided 2"), target.taken());
    target.accepting.remove("b");
    carryOut(List.of(want("a", 2), want("b", 2)));
    assertEquals(List.of("try b", "a decided 2", "b decided 2"), target.taken());
  }

  @Test
  void zoneThatCannotBeAskedTakesNobodyTheTurnAndIsScaledAsItStands() {
    target.accepting.put("a", Acceptance.NOT_ASKED);
    target.answers.put("a", Ensured.refused(PROBLEM));
    ZoneRollout.Outcome outcome =
        carryOut(List.of(want("a", 3), want("b", 2)), have("a", 2), have("b", 2));
    assertEquals(
        List.of("try a", "try b", "a decided 3", "a standing 3", "b decided 2"), target.taken());
    assertEquals(List.of(PROBLEM), outcome.problems());
  }

  @Test
  void zoneOfWhichNothingIsSeenIsNotWaitedFor() {
    TargetObservation seen =
        new TargetObservation(
            List.of(have("a", 2).unseen(), have("b", 2)),
            Map.of(),
            Map.of("a", new TargetObservation.Unseen(PROBLEM, java.time.Instant.EPOCH)));
    target.holding.add("a");
    ZoneRollout.Outcome outcome = carryOut(List.of(want("a", 2), want("b", 2)), seen);
    assertEquals(
        List.of("try a", "b decided 2"),
        target.taken().stream().filter(w -> !w.equals("try b")).toList());
    assertEquals(List.of(PROBLEM), outcome.problems());
  }

  /** What never started is deleted where it is seen that it did not. */
  @Test
  void onlyZonesInReachAreCleared() {
    List<ZoneManifest> want = List.of(want("a", 1), want("b", 1), want("c", 1), want("d", 1));
    TargetObservation seen =
        new TargetObservation(
            List.of(have("a", 1), have("b", 1), have("c", 1), have("d", 1), have("e", 1)),
            Map.of());
    rollout.carryOut(
        new BleuWorkload(),
        want,
        seen,
        new Rollout.Closed(Set.of("a"), Set.of("b"), Set.of("c"), Set.of("d")));
    assertEquals(List.of("e"), target.cleared);
  }

  @Test
  void whatRefusesToBeClearedIsToldAndWhatIsNewerIsLookedAtAgain() {
    target.clearing.put("a", Ensured.refused(PROBLEM));
    target.holding.add("a");
    ZoneRollout.Outcome refused = carryOut(List.of(want("a", 1)), have("a", 1));
    assertEquals(List.of(PROBLEM), refused.problems());
    assertFalse(refused.again());
    target.clearing.put("a", Ensured.STALE);
    assertTrue(carryOut(List.of(want("a", 1)), have("a", 1)).again());
  }

  @Test
  void obstacleConcernsItsZoneAlone() {
    ZoneRollout.Outcome outcome =
        carryOut(
            List.of(want("a", 2), want("b", 2)),
            new TargetObservation(List.of(), Map.of("a", PROBLEM)));
    assertEquals(List.of("try b", "b decided 2"), target.taken());
    assertEquals(List.of(PROBLEM), outcome.problems());
    assertTrue(outcome.anyZone());
    assertFalse(
        carryOut(List.of(want("a", 2)), new TargetObservation(List.of(), Map.of("a", PROBLEM)))
            .anyZone());
  }

  @Test
  void whatRunsStaysAndStaysGuardedWhileItsSuccessorsCannotBeWritten() {
    target.holding.add("a");
    TargetObservation obstructed =
        new TargetObservation(List.of(have("a", 3)), Map.of("m", PROBLEM));
    ZoneRollout.Outcome outcome = carryOut(List.of(want("m", 3)), obstructed);
    assertEquals(List.of(), target.taken(), "the decision has left a");
    assertEquals(List.of(PROBLEM), outcome.problems());
    assertTrue(outcome.anyZone(), "what runs in a is still to be guarded");
    assertFalse(outcome.asDecided());
    carryOut(List.of(want("a", 1), want("m", 2)), obstructed);
    assertEquals(List.of(), target.taken(), "a is to shrink");
    carryOut(List.of(want("a", 1), want("m", 1)), obstructed);
    assertEquals(List.of("a standing 2"), target.taken(), "only m's one has no successor");
  }

  /** It keeps its home there, so the target is still asked what is in the way. */
  @ParameterizedTest
  @CsvSource({
    "CompanionNotCarried, 2, far nothing",
    "CompanionNotCarried, 1, ''",
    "AnotherHome,         2, ''"
  })
  void whatTheDecisionHasLeftGoesThoughNothingNewMayComeThere(
      String obstacle, int successors, String asked) {
    target.holding.add("here");
    TargetObservation seen =
        new TargetObservation(
            List.of(have("far", 1), have("here", successors)),
            Map.of("far", DeliveryProblem.passing(obstacle, "no")));
    ZoneRollout.Outcome outcome = carryOut(List.of(want("here", 2)), seen);
    assertEquals(
        asked,
        String.join(
            " ", target.taken().stream().filter(words -> words.startsWith("far")).toList()));
    assertEquals(List.of(), outcome.problems());
  }

  @Test
  void refusalOfOneZoneLeavesTheOthersTheirTurn() {
    target.answers.put("a", Ensured.refused(PROBLEM));
    ZoneRollout.Outcome outcome = carryOut(List.of(want("a", 2), want("b", 2)));
    assertEquals(List.of("try a", "try b", "a decided 2", "b decided 2"), target.taken());
    assertEquals(List.of(PROBLEM), outcome.problems());
    assertFalse(outcome.again());
  }

  @Test
  void staleZoneAsksForAnotherTry() {
    target.answers.put("b", Ensured.STALE);
    assertTrue(carryOut(List.of(want("a", 2), want("b", 2))).again());
    assertEquals(List.of("try a", "try b", "a decided 2", "b decided 2"), target.taken());
  }

  @Test
  void zoneThatWasSoAlreadyHoldsUpNobody() {
    target.answers.put("a", Ensured.UNCHANGED);
    carryOut(List.of(want("a", 2), want("b", 2)), have("a", 2), have("b", 2));
    assertEquals(List.of("try a", "try b", "a decided 2", "b decided 2"), target.taken());
  }

  @Test
  void oneThatIsWrittenLetsTheNextZoneWait() {
    carryOut(List.of(want("a", 2), want("b", 2)), have("a", 2), have("b", 2));
    assertEquals(List.of("try a", "try b", "a decided 2"), target.taken());
  }

  @Test
  void targetWhoseManifestsAreOfOthersIsAskedForReplicasAlone() {
    target.holding.addAll(Set.of("a", "b"));
    ZoneRollout.Outcome outcome =
        carryOut(List.of(want("a", 1), want("b", 5)), have("a", 2), have("b", 2), have("c", 2));
    // b lacks three: a and c keep what they have until it is available.
    assertEquals(List.of("b standing 5"), target.taken());
    assertFalse(outcome.asDecided());
    assertTrue(
        carryOut(List.of(want("a", 2), want("b", 2)), have("a", 2), have("b", 2)).asDecided());
    assertEquals(List.of(), target.taken());
  }

  @Test
  void zoneThatTheDecisionLeftHoldsNothingInTheEnd() {
    target.holding.add("a");
    carryOut(List.of(want("a", 2)), have("a", 2), have("gone", 2));
    assertEquals(List.of("gone nothing"), target.taken());
  }
}

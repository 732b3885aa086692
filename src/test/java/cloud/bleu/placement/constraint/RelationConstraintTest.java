package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.constraint.RelationScene.numbers;
import static cloud.bleu.placement.constraint.RelationScene.stand;
import static cloud.bleu.placement.constraint.RelationScene.state;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Workload {@code a} is related to {@code b}, by counts. Zones z1 and z2 are in one region, z3 in
 * another.
 */
class RelationConstraintTest {

  /** Where a is without b: by zone, the relation with one that does not exist left out. */
  @ParameterizedTest
  @CsvSource({
    "1 1 1, 1 0 0, {2}",
    "1 0 1, 0 0 0, '{0, 2}'",
    "0 0 1, 0 0 1, {}",
    "0 0 0, 0 0 0, {}"
  })
  void isAlone(String a, String b, String zones) {
    PlanState state =
        state(
            workload("a")
                .affinity("b", Scope.REGION, true)
                .affinity("gone", Scope.REGION, true)
                .affinity("b", Scope.ZONE, false),
            ZoneState.Active);
    stand(state.workloadStates[0], a);
    stand(state.workloadStates[1], b);
    BitSet alone = new BitSet();
    RelationConstraint.alone(state, state.workloadStates[0].compiled).stream()
        .forEach(bit -> alone.set(bit % 3));
    assertEquals(zones, alone.toString());
  }

  /** Zones in which a is not as it should be, now or after a loss of a zone of its own. */
  @ParameterizedTest
  @CsvSource({
    "needs, 1 0 1, 1 0 0, 1",
    "needs, 1 0 0, 0 1 0, 0",
    // b is lost with z1, and a runs on in z2
    "needs, 1 1 0, 1 0 0, 1",
    "needs, 1 1 0, 1 1 0, 0",
    "apart, 1 0 1, 1 0 0, 1",
    "apart, 0 0 1, 1 0 0, 0",
    "apart, 1 1 0, 0 1 0, 2",
  })
  void breaches(String kind, String a, String b, int breaches) {
    WorkloadBuilder related = workload("a").tolerate(Scope.ZONE);
    PlanState state =
        state(
            kind.equals("needs")
                ? related.affinity("b", Scope.REGION, true)
                : related.antiAffinity("b", Scope.REGION, true),
            ZoneState.Active);
    stand(state.workloadStates[0], a);
    stand(state.workloadStates[1], b);
    assertEquals(
        breaches, RelationConstraint.breaches(state, state.workloadStates[0].compiled, numbers(a)));
  }

  /** Whoever needs one that does not exist is nowhere better off. */
  @ParameterizedTest
  @CsvSource({"1 0 1, 2, 0", "0 0 0, 0, 0"})
  void whatDoesNotExistIsMissingEverywhere(String a, int breaches, int ofExisting) {
    PlanState state = state(workload("a").affinity("gone", Scope.REGION, true), ZoneState.Active);
    WorkloadState one = state.workloadStates[0];
    assertEquals(breaches, RelationConstraint.breaches(state, one.compiled, numbers(a)));
    assertEquals(
        ofExisting, RelationConstraint.breachesOfExisting(state, one.compiled, numbers(a)));
  }

  private static ConstraintScene of(WorkloadBuilder a, Object... zonesAndCountsOfB) {
    return new ConstraintScene(
        RelationConstraint.INSTANCE,
        estate()
            .zone(zone("z1").cpu(9), zone("z2").cpu(9), zone("z3").cpu(9).region("r2"))
            .workload(a.replicas(3), workload("b").replicas(3))
            .running("b", zonesAndCountsOfB));
  }

  /** b stands in z1. */
  @ParameterizedTest
  @CsvSource({
    "needs, 0 0 0, 2 0 0, true",
    "needs, 0 0 0, 1 1 0, false",
    // what stands without it may stay, and more come only where it is
    "needs, 1 1 0, 1 1 0, true",
    "needs, 1 1 0, 1 2 0, false",
    "needs, 1 1 0, 2 1 0, true",
    "apart, 0 0 0, 0 1 1, true",
    "apart, 0 0 0, 1 1 0, false",
    "likes, 0 0 0, 0 1 1, true",
  })
  void admits(String kind, String stands, String tried, boolean admitted) {
    assertEquals(admitted, of(related(kind), "z1", 1).admits(stands, tried));
  }

  /** b stands in z1, a in z3: more come to z2, where b is not, only while z3 is out of service. */
  @ParameterizedTest
  @CsvSource({"Active, false", "Lost, true"})
  void growthIsNotBarredWhileAZoneIsOutOfService(ZoneState third, boolean admitted) {
    ConstraintScene scene =
        new ConstraintScene(
            RelationConstraint.INSTANCE,
            estate()
                .zone(zone("z1").cpu(9), zone("z2").cpu(9), zone("z3").cpu(9).state(third))
                .workload(related("needs").replicas(9), workload("b").replicas(3))
                .running("b", "z1", 1));
    assertEquals(admitted, scene.admits("1 1 1", "1 2 1"));
  }

  /** b stands in z1: a comes back to z2, where it stood without b before. */
  @ParameterizedTest
  @CsvSource({"1 1 0, false", "1 2 0, true"})
  void whatMovesIsAskedOnlyToMakeNothingWorse(String began, boolean admitted) {
    assertEquals(admitted, of(related("needs"), "z1", 1).admitsLater(began, "1 1 0", "1 2 0"));
  }

  private static WorkloadBuilder related(String kind) {
    return switch (kind) {
      case "needs" -> workload("a").affinity("b", Scope.ZONE, true);
      case "apart" -> workload("a").antiAffinity("b", Scope.ZONE, true);
      case "likes" -> workload("a").affinity("b", Scope.ZONE, false);
      default -> workload("a").affinity("gone", Scope.ZONE, true);
    };
  }

  /** b stands in z1. */
  @ParameterizedTest
  @CsvSource({
    "needs, 2 0 0, 0, ''",
    "needs, 1 1 1, 2, AffinityUnsatisfiable~",
    "apart, 0 1 1, 0, ''",
    "apart, 2 1 0, 1, AffinityUnsatisfiable~",
    "likes, 0 1 1, 0, AffinityPreferenceUnmet~",
    "missing, 0 1 1, 2, AffinityTargetMissing~",
  })
  void countsWhatIsRequiredAndTellsAll(String kind, String stands, int zones, String told) {
    ConstraintScene scene = of(related(kind), "z1", 1);
    assertEquals(zones, scene.count(stands));
    assertEquals(told, scene.told(stands));
  }

  @Test
  void relaxesWhatIsRequired() {
    assertEquals(
        List.of(
            "spec.placement.affinity[b/Region].required true -> false",
            "spec.placement.affinity[b/Zone].required true -> false",
            "spec.placement.antiAffinity[c].required true -> false"),
        of(workload("a")
                .affinity("b", Scope.ZONE, true)
                .affinity("b", Scope.REGION, true)
                .affinity("d", Scope.ZONE, false)
                .antiAffinity("c", Scope.ZONE, true))
            .relaxed());
    assertEquals(List.of(), of(related("likes")).relaxed());
  }
}

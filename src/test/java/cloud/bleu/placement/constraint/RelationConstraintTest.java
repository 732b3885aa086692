package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadFields;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who needs whom, by counts: workload {@code a} is related to {@code b}. Zones z1 and z2 are in one
 * region, z3 in another.
 */
class RelationConstraintTest {

  private static PlanState state(WorkloadBuilder a, ZoneState first) {
    return new PlanState(
        estate()
            .zone(
                zone("z1").region("r1").state(first),
                zone("z2").region("r1"),
                zone("z3").region("r2"))
            .workload(a.replicas(9), workload("b").replicas(9))
            .build());
  }

  private static PlanState needing() {
    return state(workload("a").affinity("b", Scope.REGION, true), ZoneState.Active);
  }

  private static int[] numbers(String counts) {
    return Arrays.stream(counts.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  private static void stand(WorkloadState one, String counts) {
    int[] x = numbers(counts);
    for (int z = 0; z < x.length; z++) {
      one.motion().run(z, x[z], 0);
    }
  }

  private static String zones(PlanState state) {
    StringBuilder zones = new StringBuilder();
    for (int z = 0; z < 3; z++) {
      zones.append(RelatedZones.admits(state, state.workloadStates[0].compiled, z) ? "+" : "-");
    }
    return zones.toString();
  }

  /** Where b is, whether z1 is drained, whether b stays there in this plan: where a may come. */
  @ParameterizedTest
  @CsvSource({
    "1 0 0, Active, false, ++-",
    "0 1 0, Active, false, ++-",
    "0 0 1, Active, false, --+",
    "1 0 1, Active, false, +++",
    "0 0 0, Active, false, ---",
    "1 0 0, Drained, false, ---",
    "1 0 0, Drained, true, ++-",
    "1 1 0, Drained, false, ++-",
    "1 0 1, Drained, false, --+",
  })
  void comesOnlyToWhatMayBeCountedOn(String b, ZoneState first, boolean stays, String where) {
    PlanState state = state(workload("a").affinity("b", Scope.REGION, true), first);
    stand(state.workloadStates[1], b);
    WorkloadFields.set(state.workloadStates[1], "stays", stays);
    assertEquals(where, zones(state));
  }

  /** Without one that does not exist what runs may move, and nothing new comes. */
  @ParameterizedTest
  @CsvSource({"true, +++", "false, ---"})
  void whatRunsMovesWithoutOneThatDoesNotExist(boolean moving, String where) {
    PlanState state = state(workload("a").affinity("gone", Scope.REGION, true), ZoneState.Active);
    WorkloadState a = state.workloadStates[0];
    a.moving(
        moving,
        () -> {
          assertEquals(where, zones(state));
          return true;
        });
  }

  @ParameterizedTest
  @CsvSource({"1 0 0, --+", "0 0 1, ++-", "0 0 0, +++", "1 0 1, ---"})
  void keepsAway(String b, String where) {
    PlanState state = state(workload("a").antiAffinity("b", Scope.REGION, true), ZoneState.Active);
    stand(state.workloadStates[1], b);
    assertEquals(where, zones(state));
  }

  /** What a has, what it had when the plan began, whether its turn has come: b's counts then. */
  @ParameterizedTest
  @CsvSource({
    "1 0 0, 1 0 0, decided, 1 0 0, 0 1 0, false",
    "1 0 0, 1 0 0, decided, 1 0 0, 0 0 1, true",
    "1 0 0, 1 0 0, decided, 2 0 0, 1 0 1, false",
    "0 0 1, 0 0 1, decided, 1 0 1, 2 0 0, true",
    // it is alone already, or not there
    "1 0 0, 1 0 0, decided, 0 0 1, 0 0 1, false",
    "0 0 1, 0 0 1, decided, 1 0 0, 0 1 0, false",
    "0 0 0, 0 0 0, decided, 1 0 0, 0 0 1, false",
    // it comes after, but for what came in this plan already
    "1 0 0, 1 0 0, waits, 1 0 0, 0 0 1, false",
    "1 0 0, 0 0 0, waits, 1 0 0, 0 0 1, true",
    "1 0 0, 0 0 0, follows, 1 0 0, 0 0 1, false",
  })
  void leavesSomebodyAlone(
      String x, String before, String turn, String now, String then, boolean alone) {
    PlanState state = needing();
    WorkloadState a = state.workloadStates[0];
    WorkloadState b = state.workloadStates[1];
    stand(a, x);
    WorkloadFields.began(a, numbers(before));
    WorkloadFields.set(a, "decided", !turn.equals("waits"));
    WorkloadFields.set(a, "follows", turn.equals("follows"));
    stand(b, now);
    assertEquals(alone, Dependents.leavesAlone(state, b.compiled, numbers(then)));
  }

  /** What a has; b's counts now and before: zones in which a is without it. */
  @ParameterizedTest
  @CsvSource({
    "1 0 1, false, 1 0 0, 1 0 0, 1",
    "1 1 0, false, 0 0 1, 0 0 1, 2",
    "1 0 1, false, 1 0 0, 0 0 1, 0",
    "1 0 1, true, 1 0 0, 1 0 0, 0",
    "1 0 1, false, 1 0 1, 1 0 1, 0",
  })
  void countsThoseThatAreWithoutIt(String a, boolean follows, String x, String before, int zones) {
    PlanState state = needing();
    stand(state.workloadStates[0], a);
    WorkloadFields.set(state.workloadStates[0], "follows", follows);
    assertEquals(
        zones,
        Dependents.leftAlone(state, state.workloadStates[1].compiled, numbers(x), numbers(before)));
  }

  /** What a has and had; b's counts now and then. */
  @ParameterizedTest
  @CsvSource({
    "1 0 0, 0 0 0, 1 0 0, 0 0 1, true",
    "1 0 0, 0 0 0, 1 0 0, 0 1 0, false",
    "1 0 0, 1 0 0, 1 0 0, 0 0 1, false",
    "2 0 0, 1 0 0, 1 0 0, 0 0 1, true",
    "1 0 0, 0 0 0, 0 0 1, 0 0 1, false",
  })
  void leavesWhatCameForIt(String a, String before, String now, String then, boolean leaves) {
    PlanState state = needing();
    stand(state.workloadStates[0], a);
    WorkloadFields.began(state.workloadStates[0], numbers(before));
    assertEquals(
        leaves,
        Dependents.leavesThoseThatCame(
            state, state.workloadStates[1].compiled, numbers(now), numbers(then)));
  }

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
}

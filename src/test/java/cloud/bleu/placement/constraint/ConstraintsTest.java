package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All of them together, in order. */
class ConstraintsTest {
  /** States all that there is, b being the one that it needs. */
  private static WorkloadBuilder asking() {
    return workload("a")
        .replicas(5)
        .perZone(2, 2)
        .spread(Scope.ZONE, 1, null, 1, true)
        .tolerate(Scope.ZONE, 4, Recover.None, true)
        .quorum()
        .replication(1_000L, null)
        .affinity("b", Scope.ZONE, true)
        .antiAffinity("c", Scope.ZONE, true);
  }

  private static EstateBuilder estateOf(WorkloadBuilder a) {
    return estate()
        .zones(9, "z1", "z2", "z3")
        .roundTrip("z1", "z2", 2_000)
        .roundTrip("z1", "z3", 1_000)
        .roundTrip("z2", "z3", 1_000)
        .workload(a, workload("b"))
        .running("b", "z3", 1);
  }

  private static ConstraintScene scene(WorkloadBuilder a) {
    return new ConstraintScene(PerZoneConstraint.INSTANCE, estateOf(a));
  }

  static Stream<Arguments> oneAtATime() {
    return Stream.of(
        arguments("nothing", workload("a"), true),
        arguments("too few in a zone", workload("a").perZone(3, null), false),
        arguments("uneven", workload("a").spread(Scope.ZONE, 1, null, 1, true), false),
        arguments("too few left", workload("a").tolerate(Scope.ZONE, 3, Recover.None, true), false),
        arguments("no majority", workload("a").quorum(), false),
        arguments("too far apart", workload("a").replication(1_000L, null), false),
        arguments("without b", workload("a").affinity("b", Scope.ZONE, true), false),
        arguments("apart from b", workload("a").antiAffinity("b", Scope.ZONE, true), true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void oneAtATime(String why, WorkloadBuilder a, boolean admitted) {
    PlacementTrial trial = scene(a.replicas(5)).trial("0 0 0", "3 2 0", plain -> plain);
    assertEquals(admitted, Constraints.admit(trial));
    PlanState state = trial.planState;
    assertEquals(admitted, Constraints.count(state, standing(state, "3 2 0")) == 0);
  }

  private static WorkloadState standing(PlanState state, String counts) {
    for (WorkloadState one : state.workloadStates) {
      if (one.compiled.workload.id().equals(Estates.id("a"))) {
        int[] x = ConstraintScene.numbers(counts);
        for (int z = 0; z < x.length; z++) {
          one.motion().run(z, x[z] - one.replicas(z), 0);
        }
        return one;
      }
    }
    throw new AssertionError();
  }

  static Stream<Arguments> leftOut() {
    return Stream.of(
        arguments(SpreadConstraint.class, workload("a").spread(Scope.ZONE, 1, null, 1, true)),
        arguments(
            SurvivalConstraint.class, workload("a").tolerate(Scope.ZONE, 3, Recover.None, true)),
        arguments(QuorumConstraint.class, workload("a").quorum()),
        arguments(PerZoneConstraint.class, workload("a").perZone(3, null)),
        arguments(RoundTripConstraint.class, workload("a").replication(1_000L, null)),
        arguments(RelationConstraint.class, workload("a").affinity("b", Scope.ZONE, true)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void leftOut(Class<?> asked, WorkloadBuilder a) {
    ConstraintScene scene = scene(a.replicas(5));
    for (Constraint one : Constraints.ALL) {
      PlacementTrial trial = scene.trial("0 0 0", "3 2 0", plain -> plain.without(one));
      assertEquals(one.getClass().equals(asked), Constraints.admit(trial), one.toString());
    }
  }

  /** The zones are told of one by one, between what is told of losses and of other workloads. */
  @Test
  void theOrderInWhichReasonsAreTold() {
    PlanState state = new PlanState(estateOf(asking()).build());
    assertEquals(
        "SurvivalUnsatisfiable~ SpreadUnsatisfiable~ QuorumUnsatisfiable~"
            + " PerZoneExceeded RoundTripExceeded PerZoneTooFew AffinityUnsatisfiable~",
        ConstraintScene.codes(Shortfalls.of(state, standing(state, "4 1 0"))));
  }

  @Test
  void whatASpecAsksIsNamedResilienceFirst() {
    assertEquals(
        List.of(
            "resilience.spread (Zone min 1 maxSkew 1)",
            "resilience.tolerate (Zone keep 4 recover None)",
            "resilience.quorum (a majority is 3 of 5)",
            "resilience.replication (round trips of at most 1000 µs)",
            "placement.perZone (min 2, max 2)",
            "placement.affinity (b by Zone)",
            "placement.antiAffinity (c by Zone)"),
        asked(asking().build()));
    assertEquals(List.of(), asked(workload("a").build()));
    Workload soft =
        workload("a")
            .spread(Scope.ZONE, 1, null, 1, false)
            .tolerate(Scope.ZONE, 1, Recover.None, false)
            .affinity("b", Scope.ZONE, false)
            .build();
    assertEquals(List.of(), asked(soft), "what is only preferred stands in no way");
  }

  private static List<String> asked(Workload workload) {
    return Constraints.asked(workload).stream().map(a -> a.message().text()).toList();
  }

  /** What no spec asks has nothing to name. */
  @Test
  void eachNamesWhereItIsAskedAndWhatWouldAskLess() {
    for (Constraint one : Constraints.ALL) {
      boolean ofASpec = !one.equals(CoverConstraint.INSTANCE);
      assertEquals(ofASpec, !one.asked(asking().build()).isEmpty(), one.toString());
      RelaxableItems items =
          new RelaxableItems(
              estateOf(asking()).build(), asking().build(), estateOf(asking()).build().zones());
      one.relax(items);
      assertEquals(ofASpec, !items.sorted().isEmpty(), one.toString());
    }
  }

  /** A search goes without these, one after another, to find out why replicas are refused. */
  @Test
  void theOrderInWhichOneIsLeftOut() {
    PlacementTrial trial = scene(asking()).trial("0 0 0", "0 0 0", plain -> plain);
    assertEquals(
        List.of("SurvivalUnsatisfiable", "SpreadUnsatisfiable", "QuorumUnsatisfiable"),
        Constraints.ALL.stream()
            .map(one -> one.refusal(trial, true))
            .filter(reason -> reason != null)
            .map(reason -> reason.code())
            .toList());
  }
}

package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.MoveList;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is told of the workload {@code a} where it stands. {@code ~} after a code: room or health
 * may mend it without anybody acting.
 */
class ShortfallsTest {
  private static final String NONE = "";

  private static WorkloadBuilder a(int replicas) {
    return workload("a").replicas(replicas);
  }

  private static EstateBuilder three(WorkloadBuilder... workloads) {
    return estate().zones(9, "z1", "z2", "z3").workload(workloads);
  }

  private static WorkloadBuilder keeps(int replicas, int keep, boolean hard) {
    return a(replicas).tolerate(Scope.ZONE, keep, Recover.None, hard);
  }

  private static WorkloadBuilder reserves(int replicas, boolean hard) {
    return a(replicas).tolerate(Scope.ZONE, 0, Recover.Reserved, hard);
  }

  static Stream<Arguments> survival() {
    return Stream.of(
        row("as many as asked outlive each zone", three(keeps(2, 1, true)), NONE, "z1", 1, "z2", 1),
        row("fewer", three(keeps(2, 1, true)), "SurvivalUnsatisfiable~", "z1", 2),
        row(
            "fewer than is only preferred",
            three(keeps(2, 1, false)),
            "SurvivalUnsatisfiable~",
            "z1",
            2),
        row(
            "by each loss that leaves fewer, and by no other",
            three(keeps(5, 4, true)),
            "SurvivalUnsatisfiable~ SurvivalUnsatisfiable~",
            "z1",
            2,
            "z2",
            2,
            "z3",
            1),
        row("nothing of what is not there", three(keeps(2, 1, true)), NONE),
        row("room is held for none", three(reserves(2, true)), "SurvivalUnsatisfiable~", "z1", 2),
        row(
            "room that is only preferred, for none",
            three(reserves(2, false)),
            "SurvivalUnsatisfiable~",
            "z1",
            2),
        row(
            "nobody asks to hold room",
            three(a(2).tolerate(Scope.ZONE, 0, Recover.BestEffort, true)),
            NONE,
            "z1",
            2),
        row(
            "data that cannot follow, said once for both zones",
            three(reserves(2, true).dataBound()),
            "DataBound",
            "z1",
            1,
            "z2",
            1),
        row(
            "data that the workload replicates",
            three(reserves(1, true).dataBound().replication(null, null)),
            "SurvivalUnsatisfiable~",
            "z1",
            1));
  }

  static Stream<Arguments> spread() {
    return Stream.of(
        row("within the skew", three(skewed(4, true)), NONE, "z1", 2, "z2", 1, "z3", 1),
        row("beyond it", three(skewed(3, true)), "SpreadUnsatisfiable~", "z1", 2, "z2", 1),
        row(
            "beyond a skew that is only preferred",
            three(skewed(3, false)),
            "SpreadUnsatisfiable~",
            "z1",
            2,
            "z2",
            1),
        row(
            "too few domains",
            three(a(2).spread(Scope.ZONE, 2, null, 9, true)),
            "SpreadUnsatisfiable~",
            "z1",
            2),
        row(
            "too many",
            three(a(3).spread(Scope.ZONE, 1, 2, 9, true)),
            "SpreadUnsatisfiable~",
            "z1",
            1,
            "z2",
            1,
            "z3",
            1),
        row(
            "each entry by itself",
            estate()
                .zone(zone("z1").site("s"), zone("z2").site("s"), zone("z3"))
                .workload(skewed(2, true).spread(Scope.SITE, 2, null, 1, true)),
            "SpreadUnsatisfiable~",
            "z1",
            1,
            "z2",
            1));
  }

  private static WorkloadBuilder skewed(int replicas, boolean hard) {
    return a(replicas).spread(Scope.ZONE, 1, null, 1, hard);
  }

  static Stream<Arguments> quorum() {
    return Stream.of(
        row("2 of 3 outlive any zone", three(a(3).quorum()), NONE, "z1", 1, "z2", 1, "z3", 1),
        row("1 of 3", three(a(3).quorum()), "QuorumUnsatisfiable~", "z1", 2, "z2", 1),
        row(
            "members that do not run are not left",
            three(a(5).quorum()),
            "QuorumUnsatisfiable~",
            "z1",
            2,
            "z2",
            2),
        row(
            "an even number is none wherever it runs",
            three(a(2).quorum()),
            "QuorumUnsatisfiable",
            "z1",
            1,
            "z2",
            1),
        row("nothing is told of what does not run", three(a(2).quorum()), NONE),
        row("nor is one alone", three(a(1).quorum()), "QuorumUnsatisfiable", "z1", 1),
        row(
            "a site that is named counts as one loss",
            sited(DataCopy.Synchronous),
            "QuorumUnsatisfiable~",
            "z1",
            1,
            "z2",
            1,
            "z3",
            1),
        row(
            "unless its copy is asynchronous",
            sited(DataCopy.Asynchronous),
            NONE,
            "z1",
            1,
            "z2",
            1,
            "z3",
            1));
  }

  private static EstateBuilder sited(DataCopy copy) {
    return estate()
        .zone(zone("z1").site("s"), zone("z2").site("s"), zone("z3"))
        .workload(a(3).quorum().tolerate(Scope.SITE, 0, Recover.None, copy, true));
  }

  static Stream<Arguments> bounds() {
    return Stream.of(
        row("at both bounds", three(a(5).perZone(2, 3)), NONE, "z1", 2, "z2", 3),
        row("more in a zone", three(a(3).perZone(0, 2)), "PerZoneExceeded", "z1", 3),
        row("fewer in a zone", three(a(3).perZone(2, null)), "PerZoneTooFew", "z1", 2, "z2", 1),
        row("at the round trip", near(2_000), NONE, "z1", 1, "z2", 1),
        row("beyond it, said once a pair", near(1_999), "RoundTripExceeded", "z1", 1, "z2", 1),
        row("none of a zone that is not in use", near(1_999), NONE, "z1", 2));
  }

  private static EstateBuilder near(long most) {
    return three(a(2).replication(most, null)).roundTrip("z1", "z2", 2_000);
  }

  static Stream<Arguments> relations() {
    return Stream.of(
        row(
            "with whom it needs",
            three(a(1).affinity("b", Scope.ZONE, true), workload("b")).running("b", "z1", 1),
            NONE,
            "z1",
            1),
        row(
            "apart from it",
            three(a(1).affinity("b", Scope.ZONE, true), workload("b")).running("b", "z2", 1),
            "AffinityUnsatisfiable~",
            "z1",
            1),
        row(
            "said once, though two zones lack it",
            three(a(2).affinity("b", Scope.ZONE, true), workload("b")).running("b", "z3", 1),
            "AffinityUnsatisfiable~",
            "z1",
            1,
            "z2",
            1),
        row(
            "whom it needs is not there at all",
            three(a(1).affinity("b", Scope.ZONE, true)),
            "AffinityTargetMissing~",
            "z1",
            1),
        row(
            "with whom it must not be",
            three(a(1).antiAffinity("b", Scope.ZONE, true), workload("b")).running("b", "z1", 1),
            "AffinityUnsatisfiable~",
            "z1",
            1),
        row(
            "with who must not be with it",
            three(a(1), workload("b").antiAffinity("a", Scope.ZONE, true)).running("b", "z1", 1),
            "AffinityUnsatisfiable~",
            "z1",
            1),
        row(
            "apart from whom it prefers",
            three(a(1).affinity("b", Scope.ZONE, false), workload("b")).running("b", "z2", 1),
            "AffinityPreferenceUnmet~",
            "z1",
            1),
        row(
            "with whom it prefers to be apart from",
            three(a(1).antiAffinity("b", Scope.ZONE, false), workload("b")).running("b", "z1", 1),
            "AffinityPreferenceUnmet~",
            "z1",
            1),
        row(
            "who needs it says so itself",
            three(a(1), workload("b").affinity("a", Scope.ZONE, true)).running("b", "z2", 1),
            NONE,
            "z1",
            1));
  }

  private static Arguments row(
      String why, EstateBuilder estate, String told, Object... zonesAndCounts) {
    return arguments(why, estate.running("a", zonesAndCounts), told);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"survival", "spread", "quorum", "bounds", "relations"})
  void tells(String why, EstateBuilder estate, String told) {
    assertEquals(told, told(estate, a -> {}));
  }

  static Stream<Arguments> held() {
    return Stream.of(
        arguments("for all of it", 2, true, NONE),
        arguments("for one of two", 1, true, "SurvivalUnsatisfiable~"),
        arguments("for one of two, which is only preferred", 1, false, "SurvivalUnsatisfiable~"));
  }

  @ParameterizedTest(name = "room is held {0}")
  @MethodSource
  void held(String why, int moves, boolean hard, String told) {
    MoveList list = new MoveList();
    list.add(0, 1, moves);
    assertEquals(
        told,
        told(three(reserves(2, hard)).running("a", "z1", 2), a -> a.evacuation().set(0, list)));
  }

  static Stream<Arguments> drill() {
    return Stream.of(
        arguments("it stays where it is to leave", true, "d", 2, "EvictionAwaited~"),
        arguments("it has to leave nothing", false, "d", 2, NONE),
        arguments("no drill is under way", true, null, 2, NONE),
        arguments("what has no place says so by itself", true, "d", 1, NONE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void drill(String why, boolean awaits, String drill, int standing, String told) {
    EstateBuilder estate =
        estate()
            .zone(drill == null ? zone("z1") : zone("z1").leftFor(drill), zone("z2"))
            .workload(a(2))
            .running("a", "z1", standing);
    assertEquals(told, told(estate, a -> a.notes().findEviction(awaits)));
  }

  @ParameterizedTest(name = "cliques cut: {0}")
  @MethodSource
  void cut(boolean cut, String told) {
    assertEquals(told, told(three(a(1)).running("a", "z1", 1), a -> a.notes().tryCliques(!cut)));
  }

  static Stream<Arguments> cut() {
    return Stream.of(arguments(true, "RoundTripSearchCut"), arguments(false, NONE));
  }

  private static String told(EstateBuilder builder, Consumer<WorkloadState> change) {
    Estate estate = builder.build();
    PlanState state = new PlanState(estate);
    WorkloadState own = null;
    for (WorkloadState one : state.workloadStates) {
      own = one.compiled.workload.id().equals(Estates.id("a")) ? one : own;
      for (Placement p : estate.placements()) {
        if (p.id().equals(one.compiled.workload.id())) {
          for (Assignment assignment : p.assignments()) {
            state.change(
                one,
                List.of(state.topology.names).indexOf(assignment.zone()),
                assignment.replicas());
          }
        }
      }
    }
    change.accept(own);
    return String.join(
        " ",
        Shortfalls.of(state, own).stream()
            .map(r -> r.code() + (r.canPassByItself() ? "~" : ""))
            .toList());
  }
}

package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.Constraint;
import cloud.bleu.placement.constraint.Constraints;
import cloud.bleu.placement.constraint.TrialRequest;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A search goes without a constraint where the trial does: what fills, bounds and moves know of it
 * themselves does not stand in the way. Three of one part each, in zones of two, so many to a part.
 * Zone z1, where d is, is far from z2, where c is.
 */
class LeftOutConstraintTest {
  private static WorkloadBuilder asking(String what, int part) {
    WorkloadBuilder a = workload("a").replicas(3 * part);
    WorkloadBuilder reserved = workload("a").replicas(2 * part);
    reserved.tolerate(Scope.ZONE, 0, Recover.Reserved, true);
    return switch (what) {
      case "spread" -> a.spread(Scope.ZONE, 1, 1, 3 * part, true);
      case "keep" -> a.tolerate(Scope.ZONE, 2 * part, Recover.None, true);
      case "quorum" -> a.quorum();
      case "fewest" -> a.perZone(2 * part, null);
      case "most" -> a.perZone(0, part);
      case "round trip" -> a.replication(1_000L, null);
      case "needs" -> a.affinity("b", Scope.ZONE, true);
      case "apart" -> a.antiAffinity("c", Scope.ZONE, true);
      case "most after a loss" -> reserved.perZone(0, part);
      case "round trip after a loss" -> reserved.replication(1_000L, null);
      case "needs after a loss" -> reserved.affinity("d", Scope.ZONE, true);
      case "apart after a loss" -> reserved.antiAffinity("c", Scope.ZONE, true);
      default -> throw new IllegalArgumentException(what);
    };
  }

  private static Estate of(String what, int part) {
    // What is left of the fewest has room, and the fewest have none.
    int second = what.equals("fewest") ? part : 2 * part;
    EstateBuilder estate =
        estate()
            .zone(zone("z1").cpu(2 * part), zone("z2").cpu(second))
            .roundTrip("z1", "z2", 2_000)
            .workload(
                asking(what, part),
                workload("b"),
                workload("c").noRequests(),
                workload("d").noRequests());
    return estate.running("c", "z2", 1).running("d", "z1", 1).build();
  }

  /** Without which one so many are placed, if with all of them none are. */
  private static List<String> without(Estate estate) {
    ReplicaPlacer placer = TrialScene.placer(estate);
    WorkloadState own = placer.trial.planState.workloadStates[placer.trial.compiled().number];
    int replicas = placer.trial.compiled().replicas();
    List<String> placed = new ArrayList<>();
    if (placer.place(replicas)) {
      placed.add("none");
    }
    for (Constraint one : Constraints.ALL) {
      placer.start(own, TrialRequest.PLAIN.without(one));
      if (placer.place(replicas)) {
        placed.add(one.getClass().getSimpleName().replace("Constraint", ""));
      }
    }
    return placed;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "spread, Spread",
    "keep, Survival",
    "quorum, Quorum",
    "fewest, PerZone",
    "most, PerZone",
    "round trip, RoundTrip",
    "needs, Relation",
    "apart, Relation",
    "most after a loss, Survival PerZone",
    "round trip after a loss, Survival RoundTrip",
    "needs after a loss, Survival Relation",
    "apart after a loss, Survival Relation",
  })
  void isNotInTheWay(String what, String without) {
    assertEquals(without, String.join(" ", without(of(what, 1))), "few, every way tried");
    assertEquals(without, String.join(" ", without(of(what, 101))), "many, some ways tried");
  }
}

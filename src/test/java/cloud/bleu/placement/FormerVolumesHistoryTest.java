package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Workloads with volumes in histories, with the volumes that a ledger would record. */
class FormerVolumesHistoryTest {

  /**
   * Zones come and go, and workloads grow and shrink. Nobody starts empty while there are volumes
   * of as many that nobody uses, and the check finds nothing.
   */
  @Test
  void nobodyStartsEmptyInAnyHistory() {
    int came = 0;
    int waited = 0;
    for (int seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      WorkloadBuilder[] shapes = {shape("a", random), shape("b", random), shape("c", random)};
      if (seed % 3 == 0) {
        // They need each other: they start together, or none of them does.
        shapes[0].affinity("b", Scope.ZONE, true);
        shapes[1].affinity("a", Scope.ZONE, true);
      }
      List<Placement> placements = List.of();
      for (int pass = 0; pass < 12; pass++) {
        Estate estate = drawn(random, shapes, placements);
        Plan plan = Specified.plan(estate);
        List<Placement> next = new ArrayList<>();
        for (Decision decision : plan.decisions()) {
          Placement before = before(placements, decision);
          Map<String, Integer> most = most(before);
          int empty = 0;
          int unused = 0;
          for (Assignment a : decision.assignments()) {
            int known = most.getOrDefault(a.zone(), 0);
            empty += Math.max(0, a.replicas() - known);
            came += Math.max(0, Math.min(a.replicas(), known) - replicas(before, a.zone()));
          }
          for (Map.Entry<String, Integer> volumes : most.entrySet()) {
            unused +=
                Math.max(
                    0, volumes.getValue() - replicas(decision.assignments(), volumes.getKey()));
          }
          int asked = estate.workload(decision.id()).replicas();
          int grows = Math.max(0, asked - most.values().stream().mapToInt(i -> i).sum());
          assertTrue(empty <= grows, seed + "/" + pass + ": " + decision);
          waited += unused > 0 && decision.missing() > 0 ? 1 : 0;
          most.replaceAll((zone, i) -> Math.max(i, replicas(decision.assignments(), zone)));
          decision.assignments().forEach(a -> most.merge(a.zone(), a.replicas(), Math::max));
          next.add(
              new Placement(
                  decision.id(),
                  null,
                  decision.assignments(),
                  decision.contingency(),
                  0,
                  leftInSomeOrder(most, random)));
        }
        placements = next;
      }
    }
    assertTrue(came > 100 && waited > 100, came + " came to volumes, " + waited + " waited");
  }

  private static Map<String, Integer> leftInSomeOrder(Map<String, Integer> most, Random random) {
    List<String> zones = new ArrayList<>(most.keySet());
    Collections.shuffle(zones, random);
    Map<String, Integer> volumes = new LinkedHashMap<>();
    zones.forEach(zone -> volumes.put(zone, most.get(zone)));
    return volumes;
  }

  private static WorkloadBuilder shape(String name, Random random) {
    WorkloadBuilder shape = workload(name).dataBound().cpu(1 + random.nextInt(2));
    switch (random.nextInt(6)) {
      case 0 -> shape.spread(Scope.ZONE, 1, null, 1, random.nextBoolean());
      case 1 -> shape.tolerate(Scope.ZONE, 1, Recover.None, random.nextBoolean());
      case 2 -> shape.perZone(0, 1 + random.nextInt(2));
      case 3 -> shape.weight("z1", 1).weight("z2", 2).weight("z3", 1);
      case 4 -> shape.priority(10);
      default -> {}
    }
    return shape;
  }

  private static Estate drawn(Random random, WorkloadBuilder[] shapes, List<Placement> placements) {
    EstateBuilder estate = estate();
    for (String name : List.of("z1", "z2", "z3", "z4")) {
      int state = random.nextInt(12);
      estate.zone(
          zone(name)
              .cpu(3 + random.nextInt(6))
              .state(
                  state == 0
                      ? ZoneState.Lost
                      : state == 1
                          ? ZoneState.Drained
                          : state == 2 ? ZoneState.Cordoned : ZoneState.Active));
    }
    for (WorkloadBuilder shape : shapes) {
      estate.workload(shape.replicas(random.nextInt(5)));
    }
    return estate.placement(placements.toArray(Placement[]::new)).build();
  }

  private static @Nullable Placement before(List<Placement> placements, Decision decision) {
    return placements.stream().filter(p -> p.id().equals(decision.id())).findFirst().orElse(null);
  }

  /** By zone, volumes: those that are used, those of replicas that are down, and others. */
  private static Map<String, Integer> most(@Nullable Placement before) {
    Map<String, Integer> most = new TreeMap<>();
    if (before != null) {
      most.putAll(before.volumes());
      before.assignments().forEach(a -> most.merge(a.zone(), a.replicas(), Math::max));
    }
    return most;
  }

  private static int replicas(@Nullable Placement before, String zone) {
    return before == null ? 0 : replicas(before.assignments(), zone);
  }

  private static int replicas(List<Assignment> assignments, String zone) {
    return assignments.stream()
        .filter(a -> a.zone().equals(zone))
        .mapToInt(Assignment::replicas)
        .sum();
  }
}

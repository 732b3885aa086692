package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rebalancing ends a breach of the spread by as few moves as there are. */
class FewestMovesTest {

  private static int moves(int[] running, int skew, int perZoneMax, int keep) {
    EstateBuilder builder = estate();
    Object[] placed = new Object[2 * running.length];
    for (int z = 0; z < running.length; z++) {
      builder.zone(zone("z" + z).cpu(500));
      placed[2 * z] = "z" + z;
      placed[2 * z + 1] = running[z];
    }
    WorkloadBuilder a =
        workload("a")
            .replicas(Arrays.stream(running).sum())
            .spread(Scope.ZONE, 1, null, skew, true)
            .perZone(0, perZoneMax)
            .rebalance(Workload.Rebalance.Mode.WhenNeeded, 500);
    if (keep > 0) {
      a.tolerate(Scope.ZONE, keep, Workload.Recover.BestEffort, true);
    }
    Estate e = builder.workload(a).running("a", placed).build();
    Plan plan = Planner.propose(e, Map.of());
    assertEquals(List.of(), Checker.check(e, plan), Arrays.toString(running));
    Decision decision = of(plan, "a");
    assertEquals(List.of(), decision.shortfalls(), Arrays.toString(running));
    return decision.moves().stream().mapToInt(Contingency.Move::replicas).sum();
  }

  /** With the floor f the fewest are what lies above f + skew, or what lacks below f. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,5,3,13,0 | 3 | 7",
        "1,13,13,3,0 | 2 | 12",
        "13,5,40,0,3,1 | 3 | 29",
      })
  void examples(String running, int skew, int fewest) {
    int[] counts =
        Arrays.stream(running.split(",")).mapToInt(c -> Integer.parseInt(c.trim())).toArray();
    assertEquals(fewest, moves(counts, skew, 500, 0));
  }

  /** Against every floor by itself: what is above floor and skew leaves, what is below comes. */
  @Test
  void asManyAsTheBestFloorAsks() {
    for (long seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      int[] running = new int[4 + random.nextInt(4)];
      for (int z = 0; z < running.length; z++) {
        running[z] = random.nextInt(random.nextBoolean() ? 6 : 30);
      }
      int total = Arrays.stream(running).sum();
      int skew = 1 + random.nextInt(4);
      int max = random.nextBoolean() ? 500 : Math.max(1, total / running.length + 2);
      int keep = random.nextBoolean() || total < 8 ? 0 : total - total / running.length - 2;
      int most = Math.min(max, total - keep);
      assertEquals(fewest(running, skew, most), moves(running, skew, max, keep), "seed " + seed);
    }
  }

  private static int fewest(int[] running, int skew, int most) {
    int total = Arrays.stream(running).sum();
    int best = Integer.MAX_VALUE;
    for (int floor = 0; floor <= total / running.length; floor++) {
      int top = Math.min(most, floor + skew);
      int leave = 0;
      int come = 0;
      for (int count : running) {
        leave += Math.max(0, count - top);
        come += Math.max(0, floor - count);
      }
      if (floor * running.length <= total && total <= (long) top * running.length) {
        best = Math.min(best, Math.max(leave, come));
      }
    }
    return best;
  }

  /** Zones within regions: both entries at once. */
  @Test
  void nestedDomains() {
    Estate e =
        estate()
            .zone(zone("a1").region("a").cpu(500), zone("a2").region("a").cpu(500))
            .zone(zone("b1").region("b").cpu(500), zone("b2").region("b").cpu(500))
            .zone(zone("b3").region("b").cpu(500))
            .workload(
                workload("a")
                    .replicas(60)
                    .spread(Scope.REGION, 1, null, 4, true)
                    .spread(Scope.ZONE, 1, null, 6, true)
                    .rebalance(Workload.Rebalance.Mode.WhenNeeded, 500))
            .running("a", "a1", 40, "a2", 2, "b1", 9, "b2", 9)
            .build();
    Plan plan = Planner.propose(e, Map.of());
    assertEquals(List.of(), Checker.check(e, plan));
    Decision decision = of(plan, "a");
    assertEquals(List.of(), decision.shortfalls());
    int moved = decision.moves().stream().mapToInt(Contingency.Move::replicas).sum();
    assertEquals(nested(), moved, decision.toString());
  }

  /** Every distribution of 60 over five zones. */
  private static int nested() {
    int[] now = {40, 2, 9, 9, 0};
    int best = Integer.MAX_VALUE;
    for (int a = 0; a <= 60; a++) {
      for (int b = 0; a + b <= 60; b++) {
        for (int c = 0; a + b + c <= 60; c++) {
          for (int d = 0; a + b + c + d <= 60; d++) {
            int[] x = {a, b, c, d, 60 - a - b - c - d};
            int least = Arrays.stream(x).min().orElseThrow();
            int most = Arrays.stream(x).max().orElseThrow();
            if (most - least <= 6 && Math.abs(a + b - 30) <= 2) {
              int moved = 0;
              for (int z = 0; z < 5; z++) {
                moved += Math.max(0, x[z] - now[z]);
              }
              best = Math.min(best, moved);
            }
          }
        }
      }
    }
    return best;
  }
}

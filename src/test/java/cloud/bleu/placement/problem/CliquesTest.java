package cloud.bleu.placement.problem;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sets of zones within the round trip. */
class CliquesTest {

  /** z1 and z2 are near, z2 and z3 are near, z1 and z3 are not. */
  private static EstateBuilder chain() {
    return estate()
        .zones(4, "z1", "z2", "z3")
        .roundTrip("z1", "z2", 1000)
        .roundTrip("z2", "z3", 1000)
        .roundTrip("z1", "z3", 3000);
  }

  @Test
  void maximalSetsInTheOrderOfNames() {
    Cliques cliques = cliques(chain(), 3);
    assertEquals("[{0, 1}, {1, 2}]", cliques.list.toString());
    assertFalse(cliques.cut);
  }

  private static Cliques cliques(EstateBuilder builder, int zones) {
    BitSet all = new BitSet();
    all.set(0, zones);
    return new Topology(builder.build()).distances.graph(2000).cliques(all);
  }

  @Test
  void replicasStandPairwiseWithinTheRoundTrip() {
    Plan plan =
        Planner.plan(chain().workload(workload("a").replicas(6).replication(2000L, null)).build());
    assertEquals("z1=3, z2=3", zones(of(plan, "a")));
    plan =
        Planner.plan(chain().workload(workload("a").replicas(9).replication(2000L, null)).build());
    assertFalse(of(plan, "a").placed());
  }

  @Test
  void anUnknownRoundTripDoesNotMeetTheBound() {
    Plan plan =
        Planner.plan(
            estate()
                .zone(zone("z1").cpu(2).nowhere(), zone("z2").cpu(2).nowhere())
                .workload(workload("a").replicas(3).replication(1_000_000L, null))
                .build());
    assertFalse(of(plan, "a").placed());
  }

  /** Seven groups of two, near to all but their twin: 128 sets. */
  @Test
  void cuttingIsReported() {
    EstateBuilder builder = estate();
    for (int group = 0; group < 7; group++) {
      builder.zones(9, "z" + group + "a", "z" + group + "b");
      builder.roundTrip("z" + group + "a", "z" + group + "b", 9000);
    }
    Plan plan =
        Planner.plan(builder.workload(workload("a").replicas(7).replication(2000L, null)).build());
    Decision a = of(plan, "a");
    assertTrue(a.placed());
    assertEquals(
        List.of("RoundTripSearchCut"), a.shortfalls().stream().map(Decision.Reason::code).toList());
  }

  /**
   * One clique among 60 zones, and 3 to the power of 20 of them: both cost a few thousand steps.
   */
  @Test
  void manyZonesWithinOneRoundTripEndSoon() {
    EstateBuilder near = estate();
    EstateBuilder triples = estate();
    for (int z = 10; z < 70; z++) {
      near.zones(9, "z" + z);
      triples.zones(9, "z" + z);
      if (z % 3 != 0) {
        triples.roundTrip("z" + z, "z" + (z - z % 3 + 1), 9000);
        triples.roundTrip("z" + z, "z" + (z - z % 3 + 3), 9000);
        triples.roundTrip("z" + (z - z % 3 + 1), "z" + (z - z % 3 + 2), 9000);
      }
    }
    Cliques one = cliques(near, 60);
    assertEquals(1, one.list.size());
    assertFalse(one.cut);
    assertTrue(one.steps() <= 60, one.steps() + " steps");
    Cliques many = cliques(triples, 60);
    assertEquals(Cliques.MOST, many.list.size());
    assertTrue(many.cut);
    assertTrue(many.steps() <= 60 * Cliques.MOST, many.steps() + " steps");
    Plan plan =
        Planner.plan(near.workload(workload("a").replicas(3).replication(2000L, null)).build());
    assertEquals("z10=1, z11=1, z12=1", zones(of(plan, "a")));
  }

  /** Against every subset of up to nine zones. */
  @Test
  void allMaximalSetsAndNoOthers() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int size = 1 + random.nextInt(9);
      EstateBuilder builder = estate();
      boolean[][] far = new boolean[size][size];
      for (int a = 0; a < size; a++) {
        builder.zones(9, "z" + a);
        for (int b = 0; b < a; b++) {
          far[a][b] = random.nextInt(100) < 40;
          far[b][a] = far[a][b];
          builder.roundTrip("z" + a, "z" + b, far[a][b] ? 9000 : 1000);
        }
      }
      assertEquals(maximal(far).toString(), cliques(builder, size).list.toString(), "seed " + seed);
    }
  }

  /** In name order: those with the first zone come first. */
  private static List<BitSet> maximal(boolean[][] far) {
    List<BitSet> maximal = new ArrayList<>();
    for (int bits = (1 << far.length) - 1; bits > 0; bits--) {
      BitSet set = new BitSet();
      for (int z = 0; z < far.length; z++) {
        set.set(z, (bits >> (far.length - 1 - z) & 1) == 1);
      }
      boolean clique = true;
      boolean more = false;
      for (int z = 0; z < far.length; z++) {
        int zone = z;
        boolean near = set.stream().allMatch(o -> o == zone || !far[o][zone]);
        clique &= near || !set.get(z);
        more |= near && !set.get(z);
      }
      if (clique && !more) {
        maximal.add(set);
      }
    }
    return maximal;
  }
}

package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
    Estate e = chain().workload(workload("a").replication(2000L, null)).build();
    World world = new World(e);
    Cliques cliques = new Cliques(world.subjects.get(0), new boolean[] {true, true, true});
    assertEquals("[{0, 1}, {1, 2}]", cliques.list.toString());
    assertFalse(cliques.cut);
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
}

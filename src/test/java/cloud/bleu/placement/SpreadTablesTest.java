package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code maxSkew} and {@code min} as Kubernetes means maxSkew and minDomains, worked out by hand: a
 * domain that gains may have at most floor + maxSkew, where floor is the least over the eligible
 * domains, or 0 if there are fewer than min.
 */
class SpreadTablesTest {

  /** Room in z1, z2, z3; a zone of 0 is too small and no domain, one of 1 can be full. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // room      | n | min | skew | expected
        " 9,9,9      | 3 | 1 | 1 | z1=1, z2=1, z3=1",
        " 9,9,9      | 4 | 1 | 1 | z1=2, z2=1, z3=1",
        // z3 holds 1: the others at most 2.
        " 9,9,1      | 5 | 1 | 1 | z1=2, z2=2, z3=1",
        " 9,9,1      | 6 | 1 | 1 | -",
        " 9,9,1      | 6 | 1 | 2 | z1=3, z2=2, z3=1",
        " 9,9,1      | 7 | 1 | 2 | z1=3, z2=3, z3=1",
        " 9,9,1      | 8 | 1 | 2 | -",
        // A zone that could not host one replica when empty is no domain.
        " 9,9,0      | 8 | 1 | 1 | z1=4, z2=4",
        // Fewer domains than min: the floor is 0.
        " 9,9,0      | 2 | 3 | 1 | z1=1, z2=1",
        " 9,9,0      | 3 | 3 | 1 | -",
        " 9,9,0      | 4 | 3 | 2 | z1=2, z2=2",
        " 9,9,0      | 5 | 3 | 2 | -",
        // One domain: nothing to be even with.
        " 9,0,0      | 7 | 1 | 1 | z1=7",
        " 9,0,0      | 7 | 2 | 3 | -",
        " 9,0,0      | 3 | 2 | 3 | z1=3",
      })
  void fresh(String room, int replicas, int min, int skew, String expected) {
    String[] cpus = room.split(",");
    EstateBuilder builder = estate();
    for (int z = 0; z < cpus.length; z++) {
      builder.zone(zone("z" + (z + 1)).cpu(Long.parseLong(cpus[z].trim())));
    }
    Plan plan =
        Planner.plan(
            builder
                .workload(
                    workload("a").replicas(replicas).spread(Scope.ZONE, min, null, skew, true))
                .build());
    assertEquals(expected.equals("-") ? "" : expected, zones(of(plan, "a")));
  }

  /** What runs is a constant: only where something is added is the skew asked. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // running in z1, z2, z3 | n | expected with maxSkew 1
        " 3,0,0 | 4 | z1=3, z2=1",
        " 3,0,0 | 5 | z1=3, z2=1, z3=1",
        " 3,0,0 | 7 | z1=3, z2=2, z3=2",
        " 3,0,0 | 10 | z1=4, z2=3, z3=3",
        " 2,2,0 | 5 | z1=2, z2=2, z3=1",
        " 1,4,1 | 7 | z1=2, z2=4, z3=1",
      })
  void growth(String running, int replicas, String expected) {
    String[] counts = running.split(",");
    Plan plan =
        Planner.plan(
            estate()
                .zones(20, "z1", "z2", "z3")
                .workload(
                    workload("a")
                        .replicas(replicas)
                        .spread(Scope.ZONE, 1)
                        .rebalance(Workload.Rebalance.Mode.Never, 0))
                .running(
                    "a",
                    "z1",
                    Integer.parseInt(counts[0].trim()),
                    "z2",
                    Integer.parseInt(counts[1].trim()),
                    "z3",
                    Integer.parseInt(counts[2].trim()))
                .build());
    assertEquals(expected, zones(of(plan, "a")), () -> of(plan, "a").toString());
  }
}

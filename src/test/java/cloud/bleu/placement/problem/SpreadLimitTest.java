package cloud.bleu.placement.problem;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * For each domain that gains: final count − floor ≤ maxSkew; the floor is the least count over the
 * domains in service, 0 where fewer than {@code min} are eligible. Used domains ≥ min(min,
 * replicas, domains in service), and at most {@code max} of them.
 */
class SpreadLimitTest {

  private static int[] counts(@Nullable String text) {
    return text == null
        ? new int[0]
        : Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  private static SpreadLimit limit(int min, @Nullable Integer max, int skew, ZoneState third) {
    Workload one = workload("a").spread(Scope.ZONE, min, max, skew, true).build();
    Topology topology =
        new Topology(estate().zone(zone("z1"), zone("z2"), zone("z3").state(third)).build());
    return new SpreadLimit(topology, one.spread().get(0), new AllowedZones(topology, one));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // counts, before, min, max, skew, state of z3: floor, domains required, breach
        "2 1 1, -, 1, -, 1, Active,   1, 1, 0",
        "3 1 1, -, 1, -, 1, Active,   1, 1, 1",
        "3 0 0, -, 1, -, 1, Active,   0, 1, 2",
        "3 0 0, -, 1, -, 2, Active,   0, 1, 1",
        "4 2 1, -, 1, -, 1, Active,   1, 1, 2",
        // no more domains are required than there are replicas
        "1 0 0, -, 3, -, 1, Active,   0, 1, 0",
        "0 0 0, -, 3, -, 1, Active,   0, 0, 0",
        "3 0 0, -, 2, -, 5, Active,   0, 2, 1",
        "3 0 0, -, 3, -, 5, Active,   0, 3, 2",
        // fewer eligible than min: the floor is 0, as in Kubernetes
        "2 2 2, -, 4, -, 1, Active,   0, 3, 3",
        "1 1 1, -, 4, -, 1, Active,   0, 3, 0",
        // what is out of service does not hold the floor down, and is still eligible
        "2 2 0, -, 1, -, 1, Cordoned, 2, 1, 0",
        "3 2 0, -, 1, -, 1, Lost,     2, 1, 0",
        "2 2 0, -, 3, -, 1, Lost,     2, 2, 0",
        "4 2 0, -, 1, -, 1, Drained,  2, 1, 1",
        // only what gains is asked
        "3 1 0, 3 0 0, 1, -, 1, Active, 0, 1, 0",
        "4 0 0, 3 0 0, 1, -, 1, Active, 0, 1, 3",
        "3 2 0, 3 0 0, 1, -, 1, Active, 0, 1, 1",
        // what is added opens at most as many domains as it has replicas
        "4 1 0, 4 0 0, 3, -, 9, Active, 0, 3, 0",
        "5 0 0, 4 0 0, 3, -, 9, Active, 0, 3, 1",
        "4 0 0, 4 0 0, 3, -, 9, Active, 0, 3, 0",
        // at most two domains, of which those in use hold the floor
        "2 2 0, -, 1, 2, 1, Active,   2, 1, 0",
        "3 1 0, -, 1, 2, 1, Active,   1, 1, 1",
        "2 2 1, -, 1, 2, 1, Active,   1, 1, 1",
        "2 2 2, 2 2 1, 1, 2, 1, Active, 2, 1, 0",
        "2 2 1, 2 2 0, 1, 2, 1, Active, 1, 1, 1",
      })
  void floorDomainsAndBreach(
      String counts,
      @Nullable String before,
      int min,
      @Nullable Integer max,
      int skew,
      ZoneState third,
      int floor,
      int required,
      int breach) {
    SpreadLimit limit = limit(min, max, skew, third);
    int[] x = counts(counts);
    SpreadLimit.Basis basis = limit.basis(null, null);
    assertEquals(floor, limit.floor(x, basis), "floor");
    int replicas = Arrays.stream(x).sum();
    assertEquals(required, limit.required(replicas, basis), "domains required");
    int[] had = before == null ? null : counts(before);
    int ran = had == null ? 0 : Arrays.stream(had).sum();
    assertEquals(breach, limit.breach(x, had, replicas, ran, basis), "breach");
  }
}

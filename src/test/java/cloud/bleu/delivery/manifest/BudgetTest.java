package cloud.bleu.delivery.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkloadSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code maxUnavailable = max(1, all − largest loss − keep)}. */
class BudgetTest {

  @ParameterizedTest(name = "{0} keeps {1} of a loss that leaves {2}: {3}")
  @CsvSource({
    "3 3 3, 6,   6, 1", // 9 - 3 - 6 = 0, and never 0
    "3 3 3, 2,   6, 4", // 9 - 3 - 2
    "3 3 3, 0,   6, 6",
    "4 4 4, 50%, 8, 2", // 12 - 4 - 6
    "5 2 2, 34%, 4, 1", // 9 - 5 - ceil(3.06) = 0
    "1,     0,   0, 1",
  })
  void evictionsLeaveWhatALossMustFind(String zones, String keep, int leaves, int expected) {
    BleuWorkloadSpec spec =
        spec("replicas: 1\nresilience: {tolerate: [{of: Site, keep: '%s'}]}".formatted(keep));
    assertEquals(expected, Budget.maxUnavailable(spec, assignments(zones), leaves));
  }

  /**
   * A majority of the members that are configured has to find itself after a loss: a quorum asks
   * for that as {@code keep} does.
   */
  @ParameterizedTest(name = "{0} of {1} members, keep {2}: {3}")
  @CsvSource({
    "1 1 1,         3, 0, 1", // 3 - 1 - 2 = 0, and never 0
    "2 2 1,         5, 0, 1", // 5 - 2 - 3 = 0
    "1 1 1 1 1,     5, 0, 1", // 5 - 1 - 3
    "1 1 1 1 1 1 1, 7, 0, 2", // 7 - 1 - 4
    "1 1 1 1 1 1 1, 7, 5, 1", // 7 - 1 - 5: the larger of the two is kept
    "2 2 1,         9, 0, 1", // members that do not run do not vote: 5 - 2 - 5
  })
  void evictionsLeaveAMajorityBesideALoss(String zones, int members, int keep, int expected) {
    List<Assignment> assignments = assignments(zones);
    BleuWorkloadSpec spec =
        spec(
            "replicas: %d\nresilience: {quorum: true, tolerate: [{of: Zone, keep: '%d'}]}"
                .formatted(members, keep));
    int largest = assignments.stream().mapToInt(Assignment::replicas).max().orElseThrow();
    int all = assignments.stream().mapToInt(Assignment::replicas).sum();
    assertEquals(expected, Budget.maxUnavailable(spec, assignments, all - largest));
  }

  private static BleuWorkloadSpec spec(String yaml) {
    return Serialization.unmarshal(yaml, BleuWorkloadSpec.class);
  }

  private static List<Assignment> assignments(String zones) {
    return Arrays.stream(zones.split(" "))
        .map(n -> new Assignment("z", Integer.valueOf(n), null, null))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // One cluster has all of it.
        "3 | a=6 | a=3",
        // In proportion, the remainder where most is left over: 4*3/6=2, 4*2/6=1.33, 4*1/6=0.67.
        "4 | a=3, b=2, c=1 | a=2, b=1, c=1",
        "2 | a=2, b=2 | a=1, b=1",
        "3 | a=2, b=2 | a=2, b=1",
        // Never 0, be it more than over all clusters: a drain of a node would never end.
        "1 | a=1, b=1, c=1 | a=1, b=1, c=1",
        "2 | a=9, b=1 | a=2, b=1",
        // Where nothing is placed there is nothing to share.
        "2 | a=0 | a=2",
      })
  void clustersShareWhatMayBeEvicted(int all, String replicas, String shares) {
    assertEquals(numbers(shares), Budget.shares(all, new java.util.TreeMap<>(numbers(replicas))));
  }

  private static java.util.Map<String, Integer> numbers(String text) {
    java.util.Map<String, Integer> numbers = new java.util.HashMap<>();
    for (String one : text.split(", ")) {
      numbers.put(one.split("=")[0], Integer.valueOf(one.split("=")[1]));
    }
    return numbers;
  }
}

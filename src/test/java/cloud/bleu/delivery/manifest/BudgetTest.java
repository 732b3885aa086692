package cloud.bleu.delivery.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.Resilience.Tolerate;
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
    List<Assignment> assignments =
        Arrays.stream(zones.split(" "))
            .map(n -> new Assignment("z", Integer.valueOf(n), null, null))
            .toList();
    assertEquals(
        expected,
        Budget.maxUnavailable(
            assignments, leaves, List.of(new Tolerate("Site", keep, null, null, null))));
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

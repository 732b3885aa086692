package cloud.bleu.delivery.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.Contingency;
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
            assignments,
            List.of(new Contingency("site a", List.of(), List.of(), leaves)),
            List.of(new Tolerate("Site", keep, null, null, null))));
  }
}

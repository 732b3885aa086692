package cloud.bleu.assess.wave;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much is planned to find when facts let waves go. */
class FactSearchTest {

  /** What was planned for earlier waves, and how many workloads one plan decides. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 10, 24",
    "0, 0, 1000, 24",
    "0, 0, 4000, 6",
    "24, 24000, 1000, 1",
    "23, 23000, 1000, 1",
    "22, 22000, 1000, 2",
    "230, 2300, 10, 10",
    "300, 3000, 10, 1",
    "0, 0, 100000, 1",
  })
  void theCostHasAnEndAndTodayIsLookedAtForEachWave(
      int plans, long decisions, int workloads, int most) {
    assertEquals(most, FactSearch.most(plans, decisions, workloads));
  }
}

package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** z2 is within 2 ms of z1 and of z3, which are 3.12 ms apart. */
class RoundTripConstraintTest {
  private static ConstraintScene of(WorkloadBuilder a) {
    EstateBuilder estate = estate().zones(9, "z1", "z2", "z3");
    return new ConstraintScene(
        RoundTripConstraint.INSTANCE,
        estate
            .roundTrip("z1", "z2", 2_000)
            .roundTrip("z2", "z3", 2_000)
            .roundTrip("z1", "z3", 3_120)
            .workload(a.replicas(3)));
  }

  private static ConstraintScene within(long micros) {
    return of(workload("a").replication(micros, null));
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 0, 1 1 0, true",
    "0 0 0, 0 2 1, true",
    "0 0 0, 1 0 1, false",
    // what runs too far apart is not asked, what comes to it is
    "1 0 1, 1 1 1, true",
    "1 0 1, 2 0 1, false",
  })
  void admits(String stands, String tried, boolean admitted) {
    assertEquals(admitted, within(2_000).admits(stands, tried));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 0 1", "1 1 1"})
  void whatIsNotBoundedIsNotAsked(String counts) {
    ConstraintScene free = of(workload("a").replication(null, null));
    assertEquals(true, free.admits("0 0 0", counts));
    assertEquals(0, free.count(counts));
    assertEquals("", free.told(counts));
  }

  @ParameterizedTest
  @CsvSource({
    "2000, 1 2 0, 0, ''",
    "2000, 1 1 1, 1, RoundTripExceeded",
    "1999, 1 1 1, 3, RoundTripExceeded RoundTripExceeded RoundTripExceeded",
    "3120, 1 1 1, 0, ''",
  })
  void countsAndTells(long micros, String stands, int pairs, String told) {
    assertEquals(pairs, within(micros).count(stands));
    assertEquals(told, within(micros).told(stands));
  }

  @Test
  void tellsThatNotAllSetsWereTried() {
    ConstraintScene scene = within(2_000);
    scene.standing("1 0 0").notes().tryCliques(false);
    assertEquals("RoundTripSearchCut", scene.told("1 0 0"));
  }

  @Test
  void relaxes() {
    assertEquals(
        List.of("spec.resilience.replication.maxRoundTrip 1ms -> 2ms, 3.2ms"),
        within(1_000).relaxed());
    assertEquals(List.of(), within(3_200).relaxed());
    assertEquals(List.of(), of(workload("a")).relaxed());
  }
}

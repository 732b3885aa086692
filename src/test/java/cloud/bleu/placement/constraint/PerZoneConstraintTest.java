package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code perZone: {min: 2, max: 3}}, unless it says otherwise. */
class PerZoneConstraintTest {
  private static ConstraintScene of(WorkloadBuilder a) {
    EstateBuilder estate = estate().zones(9, "z1", "z2", "z3");
    return new ConstraintScene(PerZoneConstraint.INSTANCE, estate.workload(a.replicas(6)));
  }

  private static ConstraintScene bounded() {
    return of(workload("a").perZone(2, 3));
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 0, 2 3 0, true",
    "0 0 0, 2 1 0, false",
    // what runs is not asked, what comes is
    "1 0 0, 1 2 0, true",
    "1 0 0, 1 1 0, false",
    "1 0 0, 2 2 0, true",
    // no zone takes more than the most, so that is not asked again
    "0 0 0, 6 0 0, true",
  })
  void admits(String stands, String tried, boolean admitted) {
    assertEquals(admitted, bounded().admits(stands, tried));
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1, true", "2, false"})
  void oneOfTheZoneIsTheLeastAnyhow(int min, boolean admitted) {
    assertEquals(admitted, of(workload("a").perZone(min, null)).admits("0 0 0", "1 0 0"));
  }

  @Test
  void aTrialThatGoesWithoutItHasNeitherALeastNorAMost() {
    PlacementTrial trial = bounded().trial("0 0 0", "1 0 0", plain -> plain);
    assertEquals(2, trial.perZoneMin());
    assertEquals(3, trial.most(0));
    trial.ask(TrialRequest.PLAIN.without(PerZoneConstraint.INSTANCE));
    assertEquals(0, trial.perZoneMin());
    assertEquals(7, trial.most(0), "six are asked for, and one more is as far as room is known");
  }

  @Test
  void theLeastIsNotAskedWhileAZoneIsOutOfService() {
    EstateBuilder estate =
        estate().zone(zone("z1").state(ZoneState.Lost), zone("z2").cpu(9), zone("z3").cpu(9));
    ConstraintScene scene =
        new ConstraintScene(
            PerZoneConstraint.INSTANCE,
            estate.workload(workload("a").replicas(3).perZone(2, null)));
    assertEquals(true, scene.admits("2 0 0", "2 1 0"));
    assertEquals(false, scene.admits("2 0 0", "2 1 0", plain -> plain.asking(true, false)));
  }

  @ParameterizedTest
  @CsvSource({
    "2 3 0, 0, ''",
    "5 0 0, 2, PerZoneExceeded",
    "1 3 0, 1, PerZoneTooFew",
    "4 1 1, 3, PerZoneExceeded PerZoneTooFew PerZoneTooFew",
  })
  void countsAndTells(String stands, int breaches, String told) {
    assertEquals(breaches, bounded().count(stands));
    assertEquals(told, bounded().told(stands));
  }

  @Test
  void fewerThanTheLeastInAllIsNoBreachAndIsTold() {
    assertEquals(0, bounded().count("1 0 0"));
    assertEquals("PerZoneTooFew", bounded().told("1 0 0"));
  }

  @Test
  void relaxes() {
    assertEquals(
        List.of("spec.placement.perZone.max 3 -> 4, 5, 6", "spec.placement.perZone.min 2 -> 1, 0"),
        bounded().relaxed());
    assertEquals(List.of(), of(workload("a")).relaxed());
  }
}

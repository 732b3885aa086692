package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of four replicas two outlive the loss of any zone, unless it says otherwise. */
class SurvivalConstraintTest {
  private static ConstraintScene of(WorkloadBuilder a) {
    return in(ZoneState.Active, a);
  }

  private static ConstraintScene in(ZoneState third, WorkloadBuilder a) {
    EstateBuilder estate =
        estate().zone(zone("z1").cpu(9), zone("z2").cpu(9), zone("z3").cpu(9).state(third));
    return new ConstraintScene(SurvivalConstraint.INSTANCE, estate.workload(a.replicas(4)));
  }

  private static WorkloadBuilder keeps(boolean hard) {
    return workload("a").tolerate(Scope.ZONE, 2, Recover.None, hard);
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 0, 2 2 0, true",
    "0 0 0, 3 1 0, false",
    // what runs so and only moves is asked to get no worse, growth is asked all
    "3 1 0, 3 0 1, true",
    "3 1 0, 4 0 0, false",
    "3 0 0, 3 1 0, false",
  })
  void admits(String stands, String tried, boolean admitted) {
    assertEquals(admitted, of(keeps(true)).admits(stands, tried));
  }

  @Test
  void isAskedWhereItIsHardOrATrialSaysSo() {
    assertEquals(true, of(keeps(false)).admits("0 0 0", "3 1 0"));
    assertEquals(
        false, of(keeps(false)).admits("0 0 0", "3 1 0", plain -> plain.asking(true, false)));
    assertEquals(
        true,
        of(keeps(true))
            .admits("0 0 0", "3 1 0", plain -> plain.without(SurvivalConstraint.INSTANCE)));
    assertEquals(true, of(keeps(true)).admits("0 0 0", "3 1 0", plain -> plain.leavingUnmet(1)));
    assertEquals(true, in(ZoneState.Lost, keeps(true)).admits("0 0 1", "3 1 1"));
  }

  @ParameterizedTest
  @CsvSource({
    "2 2 0, true, 0, 0, ''",
    "3 1 0, true, 1, 1, SurvivalUnsatisfiable~",
    "4 0 0, true, 2, 2, SurvivalUnsatisfiable~",
    "1 1 0, true, 2, 1, SurvivalUnsatisfiable~ SurvivalUnsatisfiable~",
    "3 1 0, false, 0, 0, SurvivalUnsatisfiable~",
  })
  void countsWhatIsHardAndTellsAll(
      String stands, boolean hard, int breaches, int most, String told) {
    ConstraintScene scene = of(keeps(hard));
    assertEquals(breaches, scene.count(stands));
    assertEquals(told, scene.told(stands));
    assertEquals(
        most,
        SurvivalConstraint.unkept(
            scene.standing(stands).compiled, ConstraintScene.numbers(stands)));
  }

  @Test
  void tellsOfReplicasWithoutAPlaceToGo() {
    WorkloadBuilder reserved = workload("a").tolerate(Scope.ZONE, 0, Recover.Reserved, true);
    assertEquals("SurvivalUnsatisfiable~", of(reserved).told("4 0 0"));
    assertEquals("DataBound", of(reserved.dataBound()).told("2 2 0"));
    assertEquals(0, of(reserved).count("4 0 0"));
  }

  @ParameterizedTest
  @CsvSource({"4, true, false", "5, true, true", "5, false, false"})
  void keepsNoMoreThanThereAre(int keep, boolean hard, boolean impossible) {
    WorkloadBuilder keeping = workload("a").tolerate(Scope.ZONE, keep, Recover.None, hard);
    assertEquals(
        impossible, SurvivalConstraint.impossible(of(keeping).standing("0 0 0").compiled) != null);
  }

  @Test
  void relaxesWhatIsHard() {
    assertEquals(
        List.of(
            "spec.resilience.tolerate[Zone].keep 2 -> 1, 0",
            "spec.resilience.tolerate[Zone].recover BestEffort -> None",
            "spec.resilience.tolerate[Zone].whenUnsatisfiable DoNotPlace -> PlaceAnyway"),
        of(workload("a")
                .tolerate(Scope.ZONE, 2, Recover.BestEffort, true)
                .tolerate(Scope.SITE, 1, Recover.Reserved, false))
            .relaxed());
    assertEquals(List.of(), of(workload("a")).relaxed());
  }

  /** z2 is 1 km from z1, z3 is 5 km and more: the places where an asynchronous copy may be. */
  @Test
  void relaxesHowFarAwayACopyTakesOver() {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").at(48.0, 2.0), zone("z2").at(48.01, 2.0), zone("z3").at(48.05, 2.0));
    ConstraintScene scene =
        new ConstraintScene(
            SurvivalConstraint.INSTANCE,
            estate.workload(
                workload("a")
                    .tolerate(Scope.ZONE, 0, Recover.None, DataCopy.Asynchronous, false)
                    .replication(null, 5_000L)));
    assertEquals(List.of("spec.resilience.replication.minDistanceKm 5 -> 4, 1"), scene.relaxed());
  }
}

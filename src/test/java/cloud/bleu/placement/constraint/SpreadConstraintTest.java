package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Over zones with {@code maxSkew: 1}, unless it says otherwise. Zones z1 and z2 are on one site.
 */
class SpreadConstraintTest {
  private static ConstraintScene of(WorkloadBuilder a) {
    EstateBuilder estate =
        estate()
            .zone(
                zone("z1").cpu(9).site("s"),
                zone("z2").cpu(9).site("s"),
                zone("z3").cpu(9).site("t"));
    return new ConstraintScene(SpreadConstraint.INSTANCE, estate.workload(a.replicas(4)));
  }

  private static ConstraintScene even(boolean hard) {
    return of(workload("a").spread(Scope.ZONE, 1, null, 1, hard));
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 0, 2 1 1, true",
    "0 0 0, 2 2 0, false",
    "0 0 0, 3 1 1, false",
    // what runs too much in one zone is not asked, what comes there is
    "3 0 0, 3 1 0, true",
    "3 0 0, 4 0 0, false",
  })
  void admits(String stands, String tried, boolean admitted) {
    assertEquals(admitted, even(true).admits(stands, tried));
  }

  /** A domain that is opened lowers the floor under what has come to others in this plan. */
  @ParameterizedTest
  @CsvSource({"0 0 0, false", "3 0 0, true"})
  void whatCameInThisPlanIsAskedAgain(String began, boolean admitted) {
    ConstraintScene three = of(workload("a").spread(Scope.ZONE, 1, 3, 1, true));
    assertEquals(admitted, three.admitsLater(began, "3 0 0", "3 1 0"));
    assertEquals(true, three.admitsLater(began, "3 0 0", "4 0 0"));
  }

  @Test
  void whereAllMayBePlacedAnewAllIsAsked() {
    PlacementTrial trial = even(true).trial("3 0 0", "3 1 0", plain -> plain);
    assertEquals(true, SpreadConstraint.INSTANCE.admit(trial));
    trial.anew();
    trial.set(new int[] {3, 1, 0});
    assertEquals(false, SpreadConstraint.INSTANCE.admit(trial));
    trial.set(new int[] {2, 1, 1});
    assertEquals(true, SpreadConstraint.INSTANCE.admit(trial));
  }

  @Test
  void isAskedWhereItIsHardOrATrialSaysSo() {
    assertEquals(true, even(false).admits("0 0 0", "2 2 0"));
    assertEquals(false, even(false).admits("0 0 0", "2 2 0", plain -> plain.asking(false, true)));
    assertEquals(
        true,
        even(true).admits("0 0 0", "2 2 0", plain -> plain.without(SpreadConstraint.INSTANCE)));
    assertEquals(
        false,
        even(true).admits("0 0 0", "2 2 0", plain -> plain.without(SurvivalConstraint.INSTANCE)));
  }

  @ParameterizedTest
  @CsvSource({
    "2 1 1, true, 0, ''",
    "4 0 0, true, 3, SpreadUnsatisfiable~",
    "2 2 0, true, 2, SpreadUnsatisfiable~",
    "2 2 0, false, 0, SpreadUnsatisfiable~",
  })
  void countsWhatIsHardAndTellsAll(String stands, boolean hard, int breaches, String told) {
    assertEquals(breaches, even(hard).count(stands));
    assertEquals(told, even(hard).told(stands));
  }

  @ParameterizedTest
  @CsvSource({"2 2 0, 1, SpreadUnsatisfiable~", "2 0 2, 0, ''"})
  void tellsOfDomainsThatAreMissing(String stands, int breaches, String told) {
    ConstraintScene two = of(workload("a").spread(Scope.SITE, 2, null, 9, true));
    assertEquals(breaches, two.count(stands));
    assertEquals(told, two.told(stands));
  }

  @Test
  void relaxesWhatIsHard() {
    assertEquals(
        List.of(
            "spec.resilience.spread[Site].max 1 -> 2",
            "spec.resilience.spread[Site].maxSkew 2 -> 3, 4",
            "spec.resilience.spread[Site].min 3 -> 2, 1",
            "spec.resilience.spread[Site].whenUnsatisfiable DoNotPlace -> PlaceAnyway"),
        of(workload("a").spread(Scope.SITE, 3, 1, 2, true).spread(Scope.ZONE, 3, null, 1, false))
            .relaxed());
    assertEquals(
        List.of(
            "spec.resilience.spread[0].maxSkew 3 -> 4",
            "spec.resilience.spread[0].whenUnsatisfiable DoNotPlace -> PlaceAnyway",
            "spec.resilience.spread[1].whenUnsatisfiable DoNotPlace -> PlaceAnyway"),
        of(workload("a").spread(Scope.SITE, 1, null, 3, true).spread(Scope.SITE, 1, null, 4, true))
            .relaxed());
    assertEquals(List.of(), of(workload("a")).relaxed());
  }
}

package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Waiver;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Replicas in a zone whose object does not exist, under rules: no rule can be asked of such a zone,
 * and unknown means no. What runs there stays where it is.
 */
class BreachOfGoneZonesTest {

  private static BoundRule rule(BoundRule.Action action, BoundRule.OnViolation onViolation) {
    return Estates.rule("any", action, onViolation, Verdict.Result.Reject, "z1", "z2", "z9");
  }

  private static EstateBuilder running(BoundRule... rules) {
    WorkloadBuilder a = workload("a").replicas(2);
    List.of(rules).forEach(a::rule);
    return estate().zones(9, "z1", "z2").workload(a).running("a", "z1", 1, "z9", 1);
  }

  private static List<String> told(List<Verdict> verdicts) {
    return verdicts.stream().map(v -> v.zone() + " " + v.rule() + " " + v.code()).toList();
  }

  /** The name of the zone may come before or after that of the one that exists. */
  @ParameterizedTest
  @CsvSource({"z9, z1, z1, z9", "z3, z4, z3, z4"})
  void everyEnforcedRuleFailsThere(String gone, String there, String first, String second) {
    Decision decision =
        Specified.a(
            estate()
                .zones(9, there)
                .workload(
                    workload("a")
                        .replicas(2)
                        .rule(Estates.only(gone, there))
                        .rule(
                            Estates.rule(
                                "warned",
                                BoundRule.Action.Warn,
                                BoundRule.OnViolation.Report,
                                Verdict.Result.Reject,
                                gone,
                                there)))
                .running("a", first, 1, second, 1));
    assertEquals(List.of(gone + " only ZoneUnknown"), told(decision.violations()));
    assertEquals(List.of(gone + " warned ZoneUnknown"), told(decision.warnings()));
    assertEquals(Verdict.Result.Unknown, decision.violations().get(0).result());
  }

  @Test
  void withoutAnyZoneNothingHolds() {
    Decision decision =
        Specified.a(
            estate()
                .workload(workload("a").replicas(2).only("z1", "z2"))
                .running("a", "z1", 1, "z2", 1));
    assertEquals(
        List.of("z1 only ZoneUnknown", "z2 only ZoneUnknown"), told(decision.violations()));
  }

  /** A zone that is gone is as one that is Cordoned: no rule has its replicas leave. */
  @ParameterizedTest
  @EnumSource(BoundRule.OnViolation.class)
  void nothingMoves(BoundRule.OnViolation onViolation) {
    Decision decision = Specified.a(running(rule(BoundRule.Action.Enforce, onViolation)));
    assertEquals("z1=1, z9=1", Estates.zones(decision));
    assertEquals(List.of("z9 any ZoneUnknown"), told(decision.violations()));
  }

  /** Who set the rule aside for the zone by its name knew which zone that is. */
  @Test
  void whatIsWaivedIsNoBreach() {
    BoundRule waived =
        rule(BoundRule.Action.Enforce, BoundRule.OnViolation.Report)
            .withWaivers(
                List.of(
                    new Waiver(
                        "w", List.of("z9"), Estates.NOW, Estates.NOW.plus(Duration.ofDays(1)))));
    assertEquals(List.of(), Specified.a(running(waived)).violations());
  }

  /** A decision that keeps silent about it is found by the check. */
  @Test
  void theCheckMissesIt() {
    Estate estate = running(rule(BoundRule.Action.Enforce, BoundRule.OnViolation.Report)).build();
    Estate ruleless = running().build();
    Plan silent = Planner.plan(ruleless);
    assertEquals(
        List.of("ViolationMissing"),
        Checker.check(estate, silent).stream().map(f -> f.code()).toList());
  }
}

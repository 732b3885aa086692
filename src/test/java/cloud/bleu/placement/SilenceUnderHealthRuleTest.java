package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Specified.shortfalls;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.rule.ZoneHealth;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An enforced {@code zone-health} rejects a silent zone. The zone still counts as one that the
 * workload may use: what is asked of the zones together is the same with the rule and without.
 */
class SilenceUnderHealthRuleTest {

  private static BoundRule health(BoundRule.Action action) {
    return new BoundRule(
        new ZoneHealth(),
        "health",
        null,
        action,
        BoundRule.OnViolation.Report,
        Parameters.NONE,
        List.of());
  }

  private static ZoneBuilder silent(ZoneBuilder zone, String how, int minutes) {
    return how.equals("silent")
        ? zone.unhealthySince(NOW.minus(Duration.ofMinutes(minutes)))
        : zone.state(ZoneState.Lost, NOW.minus(Duration.ofMinutes(minutes)));
  }

  private static WorkloadBuilder waiting(int replicas) {
    return workload("a").replicas(replicas).failover(Duration.ofMinutes(5), Duration.ofMinutes(30));
  }

  /** Three zones are asked for: a third one is silent, so the failover is as without the rule. */
  @ParameterizedTest
  @CsvSource({
    "silent, 1, true, Enforce, 'c1=2, c2=2, c3=2'",
    "silent, 15, true, Enforce, 'c1=3, c2=3'",
    "silent, 15, true, Warn, 'c1=3, c2=3'",
    "silent, 15, false, Enforce, 'c1=3, c2=3'",
    "silent, 60, true, Enforce, 'c1=3, c2=3'",
    "lost, 1, true, Enforce, 'c1=3, c2=3'",
  })
  void leavesASilentZoneWhenSoManyDomainsAreAskedFor(
      String how, int minutes, boolean hard, BoundRule.Action action, String expected) {
    assertEquals(
        expected,
        Specified.where(
            estate()
                .zone(zone("c1").nodes(2, 16), zone("c2").nodes(2, 16))
                .zone(silent(zone("c3").nodes(2, 16), how, minutes))
                .workload(waiting(6).rule(health(action)).spread(Scope.ZONE, 3, null, 1, hard))
                .running("a", "c1", 2, "c2", 2, "c3", 2)));
  }

  /** A zone that it may use is silent, so survival does not hold growth back. */
  @ParameterizedTest
  @ValueSource(strings = {"Enforce", "Warn"})
  void growsWhileAZoneThatItMayUseIsSilent(BoundRule.Action action) {
    Decision decision =
        Specified.a(
            estate()
                .zone(zone("c1").nodes(2, 16), zone("c2").nodes(2, 16))
                .zone(silent(zone("c3").nodes(2, 16), "silent", 1))
                .workload(
                    waiting(5).rule(health(action)).tolerate(Scope.ZONE, 3, Recover.None, true))
                .running("a", "c1", 2, "c2", 2));
    assertEquals(5, Specified.placed(decision), decision.toString());
    assertTrue(shortfalls(decision).contains("SurvivalUnsatisfiable"), decision.toString());
  }
}

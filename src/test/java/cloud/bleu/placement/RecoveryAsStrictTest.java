package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.BoundRule.Action;
import cloud.bleu.placement.estate.BoundRule.OnViolation;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict.Result;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replicas recover only where they could have been placed in the first place. */
class RecoveryAsStrictTest {

  /**
   * Two replicas in a zone of two that one of the rules accepts; the third zone has all the room.
   */
  private static Decision decided(BoundRule rule, long cpuOfSecond) {
    Plan plan =
        Planner.plan(
            estate()
                .zone(zone("a").cpu(2))
                .zone(zone("b").cpu(cpuOfSecond))
                .zone(zone("c").cpu(100))
                .workload(workload("w").replicas(2).rule(rule).tolerate(Scope.ZONE))
                .build());
    return Estates.of(plan, "w");
  }

  @ParameterizedTest
  @EnumSource(names = {"Reject", "Unknown"})
  void noMoveGoesToAZoneThatARuleExcludes(Result answer) {
    Decision decision =
        decided(Estates.rule("r", Action.Enforce, OnViolation.Report, answer, "a", "b"), 4);
    assertTrue(decision.placed());
    TreeSet<String> targets = new TreeSet<>();
    decision.contingency().forEach(c -> c.moves().forEach(m -> targets.add(m.to())));
    assertTrue(List.of("a", "b").containsAll(targets), targets.toString());
    assertTrue(!targets.isEmpty(), "something recovers somewhere");
  }

  /** Without it the excluded zone would do: a rule that only warns shows that. */
  @Test
  void withNoOtherZoneThereIsNoRecovery() {
    BoundRule enforced = Estates.rule("r", Action.Enforce, OnViolation.Report, Result.Reject, "a");
    BoundRule warned = Estates.rule("r", Action.Warn, OnViolation.Report, Result.Reject, "a");
    assertEquals(false, decided(enforced, 4).placed());
    assertEquals(true, decided(warned, 4).placed());
  }
}

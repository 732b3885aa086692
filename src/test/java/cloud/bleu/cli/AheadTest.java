package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changes within a day, and what policies say that cannot be meant. */
class AheadTest {

  private static String input(String policy) {
    return PlanCommandTest.ESTATE
            .replace(
                "metadata: {name: shop}",
                "metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}")
            .replaceFirst(
                "(?s)(metadata: \\{name: north\\}\\s*spec:\\s*)",
                "$1\n  maintenance: [{from: '2026-12-05T01:00:00Z', to: '2026-12-05T04:00:00Z'}]\n  ")
        + """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: SovereigntyPolicy
          metadata: {name: quiet}
          spec: {%s}
          ---
          """
            .formatted(policy)
        + PlanCommandTest.workload("web", 2, "");
  }

  /** An operation of three hours is seen, and its notice from the hour at which it begins. */
  @ParameterizedTest(name = "{0} hours")
  @CsvSource(
      delimiter = '|',
      value = {
        "0  | 2026-12-05 02:00: rule ops of quiet: Pass, then InMaintenance: north"
            + " 2026-12-05 05:00: rule ops of quiet: InMaintenance, then Pass: north",
        "24 | 2026-12-04 02:00: rule ops of quiet: Pass, then MaintenanceAnnounced: north"
            + " 2026-12-05 02:00: rule ops of quiet: MaintenanceAnnounced, then InMaintenance: north"
            + " 2026-12-05 05:00: rule ops of quiet: InMaintenance, then Pass: north",
      })
  void operationsStandAheadToTheInstant(int notice, String expected) {
    String policy =
        "rules: [{name: ops, rule: maintenance-window, parameters: {noticeHours: " + notice + "}}]";
    Typed typed = Typed.withInput(input(policy), "explain", "web", "-f", "-");
    assertTrue(
        typed.out().replaceAll("\\s+", " ").contains("Ahead " + expected + " Tolerates"),
        typed.out() + typed.err());
  }

  /** All at once. */
  @Test
  void whatAPolicyCannotMeanIsSaid() {
    Typed typed =
        Typed.withInput(
            input(
                "waiverLimits: {maxDays: 30}, rules: [{name: own, expression: \"zone.name != 'x'\","
                    + " requirements: [99.9.z, 19.2.a, ISO-27001.A.8, '3.2', '11.3']}]"),
            "plan",
            "-f",
            "-");
    assertEquals(Bleu.BAD_INPUT, typed.code());
    assertEquals(
        List.of(
            "spec.rules[0].requirements[0]: SecNumCloud 3.2 has no requirement 99.9.z; see `bleu rules"
                + " --requirements`, or put the name of the other text before it",
            "spec.rules[0].requirements[4]: SecNumCloud 3.2 has no requirement 11.3; see `bleu rules"
                + " --requirements`, or put the name of the other text before it",
            "spec.waiverLimits: no rule can be waived, so there is nothing to limit; name rules under"
                + " spec.waivable, or take the limits out"),
        typed
            .err()
            .lines()
            .filter(line -> line.contains("SovereigntyPolicy quiet, "))
            .map(line -> line.replaceFirst("^.*SovereigntyPolicy quiet, ", ""))
            .sorted()
            .toList(),
        typed.err());
  }
}

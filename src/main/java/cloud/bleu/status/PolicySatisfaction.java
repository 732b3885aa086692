package cloud.bleu.status;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.BreakGlassState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether every enforced rule holds where a workload runs, a policy's and those of {@code
 * spec.residency}: its condition {@code PolicySatisfied}. A break-glass that nobody countersigned
 * in time is a breach as well. Messages are stable: sorted, no clock, no counter.
 */
final class PolicySatisfaction {

  /** How many rules that find the same are named. */
  private static final int MOST_NAMED = 3;

  private PolicySatisfaction() {}

  static Cause of(WorkloadFacts facts) {
    Cause rules = withoutOutside(rules(facts), facts.observed());
    BreakGlassStatus glass = facts.breakGlass();
    return glass == null
            || glass.state() != BreakGlassState.Unsigned
            || rules.answer() == Cause.Answer.False
        ? rules
        : Cause.no(glass.state().code(), glass.message());
  }

  /** Where pods run that no decision moves, rules that hold where it is decided are not enough. */
  private static Cause withoutOutside(Cause rules, ObservedChildren observed) {
    return rules.answer() == Cause.Answer.False || observed.outside() == null
        ? rules
        : Cause.no("PodsOutsideDecisions", observed.outside());
  }

  private static Cause rules(WorkloadFacts facts) {
    Decision decision = facts.decision();
    if (decision == null) {
      return WorkloadConditions.NOT_YET;
    }
    if (facts.decided() == 0) {
      return Cause.unknown("NothingRuns", "nothing runs that could breach a policy");
    }
    if (decision.violations().isEmpty()) {
      return decision.warnings().isEmpty()
          ? holding(facts.planned())
          : Cause.yes("SatisfiedWithWarnings", messages(decision.warnings()));
    }
    Cause breach = Cause.no(decision.violations().get(0).code(), messages(decision.violations()));
    String remedy = OwnResidencyBreach.remedy(facts, decision);
    return remedy == null ? breach : breach.adding(remedy);
  }

  /**
   * Where no policy enforces a rule nothing was asked, and that is not to look like an approval.
   */
  private static Cause holding(@Nullable Workload planned) {
    if (planned == null) {
      return WorkloadConditions.NOT_YET;
    }
    List<BoundRule> stated =
        planned.rules().stream().filter(rule -> rule.policy() != null).toList();
    if (stated.isEmpty()) {
      return Cause.yes(
          "NoPolicy",
          "no policy governs this workload: "
              + (planned.rules().isEmpty()
                  ? "nothing is checked"
                  : "nothing is checked but what its own spec asks, and that holds")
              + "; label its namespace "
              + ObjectLabels.GOVERNED
              + "=Audit or name policies in spec.policies");
    }
    return Cause.yes(
        "Satisfied",
        planned.rules().stream().anyMatch(rule -> rule.action() == BoundRule.Action.Enforce)
            ? "every enforced rule holds where it runs"
            : "every rule holds where it runs, and none of them is enforced: their action is Audit"
                + " or Warn");
  }

  /** Each text once, after the zones that it is about and before the rules that find it. */
  private static String messages(List<Verdict> verdicts) {
    Map<Found, TreeSet<String>> zones = new HashMap<>();
    verdicts.forEach(v -> zones.computeIfAbsent(Found.of(v), f -> new TreeSet<>()).add(v.zone()));
    TreeMap<String, TreeSet<String>> rules = new TreeMap<>();
    zones.forEach(
        (found, in) ->
            rules
                .computeIfAbsent(
                    String.join(", ", in) + ": " + found.message(), text -> new TreeSet<>())
                .add(found.rule()));
    return rules.entrySet().stream()
        .map(text -> text.getKey() + statements(text.getValue()))
        .collect(Collectors.joining("; "));
  }

  /**
   * What a rule finds.
   *
   * @param rule which it is, and whose: what a waiver or a change of the policy would have to name
   */
  private record Found(String message, String rule) {

    static Found of(Verdict verdict) {
      String whose = verdict.policy() == null ? "its own spec" : verdict.policy();
      return new Found(verdict.message(), verdict.rule() + " of " + whose);
    }
  }

  /** The first of the rules by name, and how many more there are. */
  private static String statements(Collection<String> rules) {
    int more = rules.size() - MOST_NAMED;
    return (rules.size() == 1 ? " (rule " : " (rules ")
        + rules.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more)" : ")");
  }
}

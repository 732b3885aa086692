package cloud.bleu.translate.policy;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.translate.finding.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a policy that cannot be read, or for requests that nobody stated: nothing is known to
 * satisfy it, so nothing new is placed under it, and nothing that runs is moved.
 */
public record FailClosed(String code, String message) implements ZoneRule {

  /** Says in records of decisions what makes it. */
  static final String MADE_BY = "readable/1";

  /**
   * @param rules of the policy that have an error; empty when it is not in a rule
   */
  static BoundRule invalid(String policy, List<String> rules) {
    String where =
        rules.isEmpty() ? "" : (rules.size() == 1 ? " in rule " : " in rules ") + names(rules);
    return bound(
        policy,
        new FailClosed(
            "PolicyInvalid",
            "policy "
                + policy
                + " has an error"
                + where
                + "; correct it, its condition Ready says what"));
  }

  private static String names(List<String> rules) {
    return String.join(", ", rules.subList(0, Math.min(10, rules.size())))
        + (rules.size() > 10 ? " and " + (rules.size() - 10) + " more" : "");
  }

  static BoundRule missing(String policy) {
    return bound(
        policy,
        new FailClosed(
            "PolicyMissing",
            "there is no policy "
                + Problem.quote(policy)
                + "; add it or take it out of spec.policies"));
  }

  public static BoundRule requestsMissing(String path) {
    return bound(
        null,
        new FailClosed(
            "RequestsMissing",
            "no container states what it needs, so its room cannot be told; state requests for cpu"
                + " and memory under "
                + path));
  }

  private static BoundRule bound(@Nullable String policy, FailClosed rule) {
    return new BoundRule(
        rule,
        rule.declaration().id(),
        policy,
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.Report,
        Parameters.NONE,
        List.of());
  }

  @Override
  public Declaration declaration() {
    return new Declaration(
        "readable", "What the answer depends on can be read.", List.of(), List.of(), List.of(code));
  }

  @Override
  public Making making() {
    return new Making(MADE_BY, new TreeMap<>(Map.of("code", code, "message", message)), List.of());
  }

  @Override
  public Verdict evaluate(Question question) {
    return Verdict.unknown(code, Origin.Enforced, message);
  }
}

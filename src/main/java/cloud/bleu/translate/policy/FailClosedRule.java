package cloud.bleu.translate.policy;

import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a policy that cannot be read, or for requests that nobody stated: nothing is known to
 * satisfy it, so nothing new is placed under it, and nothing that runs is moved.
 */
public record FailClosedRule(String code, Message finding) implements ZoneRule {

  /** Says in records of decisions what makes it. */
  static final String MADE_BY = "readable/1";

  /** Names of rules in the finding, before it says how many more there are. */
  private static final int MOST_RULES = 10;

  /**
   * @param rules of the policy that have an error; empty when it is not in a rule
   */
  static BoundRule invalid(String policy, List<String> rules) {
    int more = rules.size() - MOST_RULES;
    return bound(
        policy,
        new FailClosedRule(
            "PolicyInvalid",
            Message.of(
                    "policy.invalid",
                    "policy",
                    policy,
                    "count",
                    rules.size(),
                    "rules",
                    rules.subList(0, Math.min(MOST_RULES, rules.size())),
                    "more",
                    more > 0 ? more : null)
                .advising(Message.of("do.correctPolicy"))));
  }

  static BoundRule missing(String policy) {
    return bound(
        policy,
        new FailClosedRule(
            "PolicyMissing",
            Message.of("policy.missing", "policy", ShownText.quote(policy))
                .advising(Message.of("do.addPolicy"))));
  }

  /**
   * For a workload whose containers state no requests.
   *
   * @param path where they belong, such as {@code spec.workload}
   */
  public static BoundRule requestsMissing(String path) {
    return bound(
        null,
        new FailClosedRule(
            "RequestsMissing",
            Message.of("requests.noContainer")
                .advising(Message.of("do.stateRequestsUnder", "path", path))));
  }

  private static BoundRule bound(@Nullable String policy, FailClosedRule rule) {
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
    return new Making(
        MADE_BY, new TreeMap<>(Map.of("code", code, "message", finding.text())), List.of());
  }

  @Override
  public Verdict evaluate(Question question) {
    return Verdict.unknown(code, Origin.Enforced, finding);
  }
}

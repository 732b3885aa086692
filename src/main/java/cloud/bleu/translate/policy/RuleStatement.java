package cloud.bleu.translate.policy;

import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.evidence.record.Digest;
import cloud.bleu.placement.catalogue.ParameterCheck;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a policy states with one of its rules, as the approval of a waiver is bound to it: the names
 * of policy and rule, what the rule asks, and its parameters. Two ways of writing the same are the
 * same: the order of a list, {@code 0.50} and {@code 0.5}, a default that is written or left out.
 * What is done with the answer (action, onViolation, message) is no part of it.
 */
public final class RuleStatement {
  private static final String FORM = "rule-statement/1";
  private static final String EXPRESSION = "expression";

  private RuleStatement() {}

  /**
   * Digest of a rule of a policy that is read by itself.
   *
   * @param rule its name in the policy
   * @return {@code sha256:<64 hex digits>}; null where the policy states no such rule, or has an
   *     error
   */
  public static @Nullable String digest(SovereigntyPolicy policy, String rule) {
    if (policy.getSpec() == null) {
      return null;
    }
    Findings findings = new Findings(ObjectRef.of(policy), new ArrayList<>(), new ArrayList<>());
    List<BoundRule> rules =
        PolicyRules.bind(policy.getMetadata().getName(), policy.getSpec(), findings);
    return findings.blocked()
        ? null
        : rules.stream()
            .filter(r -> r.name().equals(rule))
            .findFirst()
            .map(RuleStatement::digest)
            .orElse(null);
  }

  /** Digest of a rule as a policy states it: {@code sha256:<64 hex digits>}. */
  static String digest(BoundRule rule) {
    TreeMap<String, Object> tree = new TreeMap<>();
    tree.put("form", FORM);
    tree.put("policy", rule.policy());
    tree.put("name", rule.name());
    tree.put("rule", rule.rule().declaration().id());
    ZoneRule.Making making = rule.rule().making();
    if (making != null) {
      tree.put(EXPRESSION, making.texts().get(EXPRESSION));
    }
    tree.put("parameters", parameters(rule));
    return Digest.of(tree);
  }

  /** Those that ask for something else than their default, each in one form. */
  private static TreeMap<String, Object> parameters(BoundRule rule) {
    TreeMap<String, Object> stated = new TreeMap<>();
    for (RuleParameter parameter : rule.rule().declaration().parameters()) {
      Object value = rule.parameters().values().get(parameter.name());
      Object implied = ParameterCheck.byDefault(parameter);
      Object said = value == null ? null : canonical(parameter, value);
      if (said != null && (implied == null || !said.equals(canonical(parameter, implied)))) {
        stated.put(parameter.name(), said);
      }
    }
    return stated;
  }

  private static Object canonical(RuleParameter parameter, Object value) {
    return switch (parameter.type()) {
      case TextList, CountryList ->
          value instanceof List<?> list
              ? list.stream().map(String::valueOf).distinct().sorted().toList()
              : value;
      case Decimal, Whole ->
          new BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString();
      case Text, Flag -> value;
    };
  }
}

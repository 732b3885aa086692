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
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a policy states with one of its rules, as the approval of a waiver is bound to it: the names
 * of policy and rule, what the rule asks, and its parameters. Two ways of writing the same are the
 * same: the order of a list, {@code 0.50} and {@code 0.5}, a default that is written or left out.
 * What is done with the answer (action, onViolation, message) is no part of it.
 *
 * @param name of the statement in its policy
 * @param rule id of the rule that it states
 * @param expression the text of a rule of one's own; null for a rule of the catalogue
 * @param parameters those that ask for something else than their default, each in one form
 */
public record RuleStatement(
    String policy,
    String name,
    String rule,
    @Nullable String expression,
    SortedMap<String, Object> parameters) {
  private static final String FORM = "rule-statement/1";
  private static final String EXPRESSION = "expression";

  public RuleStatement {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
  }

  /**
   * A rule of a policy that is read by itself.
   *
   * @param name of the rule in the policy
   * @return null where the policy states no such rule, or has an error
   */
  public static @Nullable RuleStatement of(SovereigntyPolicy policy, String name) {
    if (policy.getSpec() == null) {
      return null;
    }
    Findings findings = new Findings(ObjectRef.of(policy), new ArrayList<>(), new ArrayList<>());
    List<BoundRule> rules =
        PolicyRules.bind(policy.getMetadata().getName(), policy.getSpec(), findings);
    return findings.blocked()
        ? null
        : rules.stream()
            .filter(r -> r.name().equals(name))
            .findFirst()
            .map(RuleStatement::of)
            .orElse(null);
  }

  /** A rule as a policy states it. */
  static RuleStatement of(BoundRule rule) {
    ZoneRule.Making making = rule.rule().making();
    return new RuleStatement(
        Objects.requireNonNull(rule.policy()),
        rule.name(),
        rule.rule().declaration().id(),
        making == null ? null : making.texts().get(EXPRESSION),
        parameters(rule));
  }

  /** Of all of it: {@code sha256:<64 hex digits>}. */
  public String digest() {
    TreeMap<String, Object> tree = new TreeMap<>();
    tree.put("form", FORM);
    tree.put("policy", policy);
    tree.put("name", name);
    tree.put("rule", rule);
    if (expression != null) {
      tree.put(EXPRESSION, expression);
    }
    tree.put("parameters", parameters);
    return Digest.of(tree);
  }

  /** What it asks, for a person: the rule with its parameters, or the expression. */
  public String asks() {
    if (expression != null) {
      return "the expression " + expression;
    }
    StringBuilder text = new StringBuilder(rule);
    parameters.forEach(
        (parameter, value) -> text.append(", ").append(parameter).append(' ').append(words(value)));
    return text.append(parameters.isEmpty() ? ", no parameters" : "").toString();
  }

  private static String words(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
        : String.valueOf(value);
  }

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

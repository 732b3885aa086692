package cloud.bleu.translate.policy;

import cloud.bleu.api.v1alpha1.SovereigntyPolicySpec;
import cloud.bleu.credential.ShownText;
import cloud.bleu.expression.ExpressionError;
import cloud.bleu.expression.Expressions;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.KnownNames;
import cloud.bleu.translate.finding.RequirementIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements of a policy as bound rules. */
final class PolicyRules {
  private static final List<String> FACT_RULES = List.of("fact-freshness", "fact-basis");

  private final String policy;
  private final Findings findings;
  private final List<BoundRule> rules = new ArrayList<>();
  private final Map<String, Object> facts;

  private PolicyRules(
      String policy, SovereigntyPolicySpec.@Nullable Facts facts, Findings findings) {
    this.policy = policy;
    this.findings = findings;
    this.facts = parameters(facts);
  }

  /** Every statement that can be bound; what is wrong with the others is found. */
  static List<BoundRule> bind(String policy, SovereigntyPolicySpec spec, Findings findings) {
    PolicyRules all = new PolicyRules(policy, spec.facts(), findings);
    if (spec.rules().isEmpty()) {
      findings.block("spec.rules", "no rule is given", null, "state at least one rule");
    }
    Set<String> names = new TreeSet<>();
    Set<String> factsUsedBy = new TreeSet<>();
    int i = 0;
    for (SovereigntyPolicySpec.PolicyRule rule : spec.rules()) {
      String path = FieldPath.item("spec.rules", i++);
      String name = findings.name(path, rule.name(), "give each rule a name of its own");
      if (!names.add(name)) {
        findings.block(
            path + ".name",
            "the name " + ShownText.quote(name) + " is given twice",
            null,
            "give each rule a name of its own");
      }
      all.bind(rule, name, path);
      if (rule.rule() != null) {
        factsUsedBy.addAll(all.factsOf(rule.rule()).keySet());
      }
    }
    all.bindFacts(factsUsedBy);
    return all.rules;
  }

  private void bind(SovereigntyPolicySpec.PolicyRule api, String name, String path) {
    BoundRule.Action action =
        findings.choice(
            path + ".action", api.action(), BoundRule.Action.class, BoundRule.Action.Enforce);
    BoundRule.OnViolation onViolation =
        findings.choice(
            path + ".onViolation",
            api.onViolation(),
            BoundRule.OnViolation.class,
            BoundRule.OnViolation.Report);
    String expression = api.expression();
    if (expression != null) {
      own(api, name, expression, path, action, onViolation);
      return;
    }
    String id = api.rule();
    if (id == null) {
      findings.block(
          path,
          "neither a rule nor an expression is given",
          null,
          "name a rule of `bleu rules`, or write an expression of your own");
      return;
    }
    expressionsOnly(api, path);
    Map<String, Object> parameters = new TreeMap<>(factsOf(id));
    parameters.putAll(api.parameters());
    Catalogue.Binding binding = Catalogue.bind(id, parameters);
    if (binding instanceof Catalogue.Binding.Bound bound) {
      rules.add(
          new BoundRule(
              bound.rule(),
              name,
              policy,
              action,
              onViolation,
              bound.parameters(),
              bound.requirements()));
    } else if (binding instanceof Catalogue.Binding.Refused refused) {
      for (Catalogue.Problem problem : refused.problems()) {
        boolean ruleItself = problem.field().equals("rule");
        findings.block(
            FieldPath.join(path, problem.field()),
            problem.message(),
            ruleItself ? KnownNames.shown(ids()) : null,
            ruleItself ? "see `bleu rules`" : "see `bleu rules " + id + "`");
      }
    }
  }

  /** What the kind refuses as well: a rule of the catalogue would take no notice of it. */
  private void expressionsOnly(SovereigntyPolicySpec.PolicyRule api, String path) {
    if (api.message() != null) {
      findings.block(
          path + ".message",
          "a message belongs to an expression: a rule of the catalogue has its own",
          null,
          "leave it out");
    }
    if (!api.requirements().isEmpty()) {
      findings.block(
          path + ".requirements",
          "requirements belong to an expression: a rule of the catalogue has its own",
          null,
          "leave them out");
    }
  }

  /** A rule of the customer's own. */
  private void own(
      SovereigntyPolicySpec.PolicyRule api,
      String name,
      String expression,
      String path,
      BoundRule.Action action,
      BoundRule.OnViolation onViolation) {
    if (api.rule() != null) {
      findings.block(
          path, "both a rule and an expression are given", null, "make two entries of it");
    }
    if (!api.parameters().isEmpty()) {
      findings.block(
          path + ".parameters",
          "an expression takes no parameters",
          null,
          "write the values into the expression");
    }
    RequirementIds.check(api.requirements(), path + ".requirements", findings);
    Expressions.Compiled compiled =
        Expressions.compile(expression, api.message(), api.requirements());
    if (compiled instanceof Expressions.Compiled.Rule own) {
      rules.add(
          new BoundRule(
              own.rule(),
              name,
              policy,
              action,
              onViolation,
              Parameters.NONE,
              own.rule().declaration().requirements()));
    } else if (compiled instanceof Expressions.Compiled.Refused refused) {
      for (ExpressionError error : refused.errors()) {
        findings.block(
            path + "." + error.part(),
            error.text(),
            error.accepted(),
            error.part().equals("message")
                ? "correct it: a message is an expression too, and text stands in it in single"
                    + " quotes, as in message: \"'text'\""
                : "correct it; `bleu rules --try` shows the answers of an expression");
      }
    }
  }

  private static List<String> ids() {
    return Catalogue.rules().stream().map(r -> r.declaration().id()).toList();
  }

  /** What spec.facts says, as far as this rule takes it as a parameter. */
  private Map<String, Object> factsOf(String id) {
    var rule = Catalogue.rule(id);
    if (rule == null) {
      return Map.of();
    }
    Set<String> taken =
        rule.declaration().parameters().stream().map(p -> p.name()).collect(Collectors.toSet());
    Map<String, Object> own = new TreeMap<>(facts);
    own.keySet().retainAll(taken);
    return own;
  }

  /**
   * What spec.facts asks holds even if no rule of the policy reads it: as an enforced rule of the
   * catalogue's name.
   */
  private void bindFacts(Set<String> used) {
    for (String id : FACT_RULES) {
      Map<String, Object> parameters = factsOf(id);
      boolean stated = used.containsAll(parameters.keySet());
      if (!stated && Catalogue.bind(id, parameters) instanceof Catalogue.Binding.Bound bound) {
        rules.add(
            new BoundRule(
                bound.rule(),
                id,
                policy,
                BoundRule.Action.Enforce,
                BoundRule.OnViolation.Report,
                bound.parameters(),
                bound.requirements(),
                List.of(),
                "spec.facts"));
      }
    }
  }

  private static Map<String, Object> parameters(SovereigntyPolicySpec.@Nullable Facts facts) {
    TreeMap<String, Object> parameters = new TreeMap<>();
    if (facts != null) {
      if (facts.maxAgeDays() != null) {
        parameters.put("maxAgeDays", facts.maxAgeDays());
        parameters.put("graceDays", facts.graceDays());
      }
      if (!facts.acceptBasis().isEmpty()) {
        parameters.put("acceptBasis", facts.acceptBasis());
      }
    }
    return parameters;
  }
}

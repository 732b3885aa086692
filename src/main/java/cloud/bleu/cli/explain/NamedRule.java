package cloud.bleu.cli.explain;

import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.cli.input.CompletionNames;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.plan.Glossary;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.translate.policy.TemplateStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule by the name that somebody gives it.
 *
 * @param policy null for the engine and for names that several shipped policies give
 * @param rule id of the rule; null for an expression or what the engine itself looks at
 * @param says who states it
 */
public record NamedRule(String name, @Nullable String policy, @Nullable String rule, String says) {

  /** What the engine itself looks at, by name. */
  private static final Map<String, String> OF_THE_ENGINE = ofTheEngine();

  private static Map<String, String> ofTheEngine() {
    Map<String, String> what = new HashMap<>();
    what.put("capacity", "whether the zone and its largest node hold one replica");
    what.put("readable", "whether the policy, or what a replica needs, can be read");
    for (TemplateStatement statement : TemplateStatement.values()) {
      what.put(statement.id(), whether(statement));
    }
    what.replaceAll((name, whether) -> "Looked at by the engine itself: " + whether + ".");
    return Map.copyOf(what);
  }

  private static String whether(TemplateStatement statement) {
    return switch (statement) {
      case NODES ->
          "whether a node of the zone meets the template's node selector and required node affinity";
      case SELECTOR -> "whether the zone's own node selector replaces keys of the template's";
      case CLUSTER ->
          "whether the zone is in the operator's cluster, for pods that others create there";
      case KARMADA ->
          "whether the zone is a cluster of Karmada, for what Karmada carries out and for nothing"
              + " else";
      case AGENT ->
          "whether the agents of a ManagedCluster bring the workload there, with what goes along";
      case LABELS -> "whether the template leaves the operator's labels to it";
      case PLACE -> "whether the template asks for a zone, a region or a node itself";
    };
  }

  /** The statements of that name; empty where nobody makes one. */
  public static List<NamedRule> named(
      String name, InputOptions input, Glossary glossary, IOStreams streams) {
    String own = OF_THE_ENGINE.get(name);
    if (own != null) {
      return List.of(new NamedRule(name, null, null, own));
    }
    if (input.namesInput()) {
      return stated(name, Input.read(input, streams).objects().policies());
    }
    String shipped = glossary.rule(name);
    if (shipped != null) {
      return List.of(
          new NamedRule(
              name, null, shipped, "The name that shipped policies give to rule " + shipped + "."));
    }
    return stated(name, new CompletionNames(input).policies());
  }

  private static List<NamedRule> stated(String name, List<SovereigntyPolicy> policies) {
    List<NamedRule> statements = new ArrayList<>();
    for (SovereigntyPolicy policy : policies) {
      if (policy.getSpec() != null) {
        policy.getSpec().rules().stream()
            .filter(r -> name.equals(r.name()))
            .forEach(
                r ->
                    statements.add(
                        new NamedRule(
                            name,
                            policy.getMetadata().getName(),
                            r.rule(),
                            "Stated by policy "
                                + policy.getMetadata().getName()
                                + (r.action() == null ? "" : ", " + r.action())
                                + (r.expression() == null ? "" : ": " + r.expression()))));
      }
    }
    return statements;
  }

  /** The statement for a program. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("statement", name);
    tree.put("says", says);
    if (policy != null) {
      tree.put("policy", policy);
    }
    if (rule != null) {
      tree.put("rule", rule);
    }
    return tree;
  }
}

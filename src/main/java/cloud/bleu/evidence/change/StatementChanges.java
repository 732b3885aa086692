package cloud.bleu.evidence.change;

import cloud.bleu.evidence.record.JsonTree;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.catalogue.ParameterComparison;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.RuleParameter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What became of one statement of a policy. It asks for less if its action or onViolation does
 * less, if a parameter has a value that the rule calls looser, or if it serves one identifier less.
 * For another rule, another expression, or a parameter on which the rule is silent nobody can tell:
 * then the old statement is gone and the new one is new.
 *
 * @param factsBefore what the policy said of facts, which its rules on facts take unless they say
 *     otherwise
 */
record StatementChanges(
    PolicyNotes notes, Map<String, Object> factsBefore, Map<String, Object> factsAfter) {

  /** From doing most to doing least; what is left out is the first. */
  private static final List<String> ACTIONS = List.of("Enforce", "Warn", "Audit");

  private static final List<String> REACTIONS = List.of("MoveNow", "Rebalance", "Report");

  private static final String EXPRESSION = "expression";

  void of(String name, Map<String, Object> old, Map<String, Object> now) {
    ranked(name, "action", ACTIONS, "Enforce", old, now);
    ranked(name, "onViolation", REACTIONS, "Report", old, now);
    Object before = asked(old);
    Object after = asked(now);
    if (Objects.equals(before, after)) {
      parameters(name, old, now);
    } else {
      boolean both = old.containsKey(EXPRESSION) && now.containsKey(EXPRESSION);
      notes.unclear(name, both ? EXPRESSION : "rule", before, after);
    }
    notes.rest(
        name,
        old,
        now,
        Set.of("name", "action", "onViolation", "message", "rule", EXPRESSION, "parameters"));
  }

  private static @Nullable Object asked(Map<String, Object> statement) {
    Object expression = statement.get(EXPRESSION);
    return expression == null ? statement.get("rule") : expression;
  }

  private void ranked(
      String name,
      String field,
      List<String> order,
      String otherwise,
      Map<String, Object> old,
      Map<String, Object> now) {
    String before = String.valueOf(old.getOrDefault(field, otherwise));
    String after = String.valueOf(now.getOrDefault(field, otherwise));
    if (!before.equals(after)) {
      String change = field + " was " + before + " and is " + after;
      if (order.indexOf(after) > order.indexOf(before)) {
        notes.removed(name, change);
      } else {
        notes.changed(name, change);
      }
    }
  }

  private void parameters(String name, Map<String, Object> old, Map<String, Object> now) {
    Map<String, Object> before = JsonTree.map(old.get("parameters"));
    Map<String, Object> after = JsonTree.map(now.get("parameters"));
    ZoneRule rule = Catalogue.rule(String.valueOf(now.get("rule")));
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String parameter : names) {
      Object was = before.get(parameter);
      Object is = after.get(parameter);
      if (Objects.equals(was, is)) {
        continue;
      }
      switch (loosened(declared(rule, parameter), parameter, was, is)) {
        case Yes -> notes.field(name, parameter, was, is, true);
        case No -> notes.field(name, parameter, was, is, false);
        case Unclear -> notes.unclear(name, parameter, was, is);
      }
    }
    if (rule != null) {
      TreeSet<String> less = new TreeSet<>(rule.requirements(Parameters.of(before)));
      less.removeAll(rule.requirements(Parameters.of(after)));
      if (!less.isEmpty()) {
        notes.removed(name, "it serves no more " + String.join(", ", less));
      }
    }
  }

  private ParameterComparison loosened(
      @Nullable RuleParameter declared,
      String parameter,
      @Nullable Object before,
      @Nullable Object after) {
    return declared == null
        ? ParameterComparison.Unclear
        : ParameterComparison.of(
            declared,
            before == null ? factsBefore.get(parameter) : before,
            after == null ? factsAfter.get(parameter) : after);
  }

  private static @Nullable RuleParameter declared(@Nullable ZoneRule rule, String parameter) {
    return rule == null
        ? null
        : rule.declaration().parameters().stream()
            .filter(p -> p.name().equals(parameter))
            .findFirst()
            .orElse(null);
  }
}

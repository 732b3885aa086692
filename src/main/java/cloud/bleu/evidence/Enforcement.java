package cloud.bleu.evidence;

import cloud.bleu.placement.Catalogue;
import cloud.bleu.placement.Parameters;
import cloud.bleu.placement.ZoneRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is enforced, policy by policy, and what of it was taken back. A policy is the tree of its
 * spec, with fields as in the API. Less is: a policy or a rule that is gone, an action or an
 * onViolation that does less, facts that may be older or rest on more bases, a rule more that can
 * be waived, parameters with which a rule serves an identifier less, fewer data classes. Whether
 * other parameters ask for less depends on the rule; they are recorded as changed. What a policy
 * ceases to govern by another selection, or by labels of a namespace, is told by {@link #released}.
 */
public final class Enforcement {

  /** From doing most to doing least; what is left out is the first. */
  private static final List<String> ACTIONS = List.of("Enforce", "Warn", "Audit");

  private static final List<String> REACTIONS = List.of("MoveNow", "Rebalance", "Report");

  private final List<Note> notes = new ArrayList<>();

  private Enforcement() {}

  /** The same tree with numbers as they are read from JSON, so that it equals what was kept. */
  public static Map<String, Object> asRead(Map<String, Object> policies) {
    return JsonTree.object(CanonicalJson.text(policies));
  }

  /** What there is to record between two states, policies by name. */
  public static List<Note> changes(Map<String, Object> before, Map<String, Object> after) {
    Enforcement enforcement = new Enforcement();
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      Object old = before.get(name);
      Object now = after.get(name);
      if (old == null) {
        enforcement.note(Kinds.ENFORCEMENT_CHANGED, name, null, "the policy is new");
      } else if (now == null) {
        enforcement.note(Kinds.ENFORCEMENT_REMOVED, name, null, "the policy is gone");
      } else if (!old.equals(now)) {
        enforcement.policy(name, JsonTree.asObject(old), JsonTree.asObject(now));
      }
    }
    return enforcement.notes;
  }

  /**
   * Workloads that policies govern no more, though both are there.
   *
   * @param before policies by workload, as {@code namespace/name}
   * @param after the same now
   */
  public static List<Note> released(
      Map<String, ? extends Collection<String>> before,
      Map<String, ? extends Collection<String>> after,
      Set<String> policies) {
    List<Note> notes = new ArrayList<>();
    new TreeMap<>(before)
        .forEach(
            (workload, by) -> {
              Collection<String> now = after.get(workload);
              for (String policy : new TreeSet<>(by)) {
                if (now != null && !now.contains(policy) && policies.contains(policy)) {
                  TreeMap<String, String> content = new TreeMap<>();
                  content.put("policy", policy);
                  content.put("namespace", workload.substring(0, workload.indexOf('/')));
                  content.put("name", workload.substring(workload.indexOf('/') + 1));
                  content.put("change", "the policy governs the workload no more");
                  notes.add(new Note(Kinds.ENFORCEMENT_REMOVED, content));
                }
              }
            });
    return notes;
  }

  private void policy(String name, Map<String, Object> old, Map<String, Object> now) {
    Map<String, Map<String, Object>> rulesBefore = rules(old);
    Map<String, Map<String, Object>> rules = rules(now);
    for (Map.Entry<String, Map<String, Object>> one : rulesBefore.entrySet()) {
      Map<String, Object> left = rules.get(one.getKey());
      if (left == null) {
        note(Kinds.ENFORCEMENT_REMOVED, name, one.getKey(), "the rule is gone");
      } else {
        rule(name, one.getKey(), one.getValue(), left);
      }
    }
    rules.keySet().stream()
        .filter(rule -> !rulesBefore.containsKey(rule))
        .forEach(rule -> note(Kinds.ENFORCEMENT_CHANGED, name, rule, "the rule is new"));
    facts(name, map(old.get("facts")), map(now.get("facts")));
    for (Object rule : added(old.get("waivable"), now.get("waivable"))) {
      note(Kinds.ENFORCEMENT_REMOVED, name, String.valueOf(rule), "the rule can be waived");
    }
    for (Object rule : added(now.get("waivable"), old.get("waivable"))) {
      note(Kinds.ENFORCEMENT_CHANGED, name, String.valueOf(rule), "the rule cannot be waived");
    }
    selection(name, map(old.get("appliesTo")), map(now.get("appliesTo")));
    rest(name, null, old, now, Set.of("rules", "facts", "waivable", "appliesTo"));
  }

  private void rule(String policy, String rule, Map<String, Object> old, Map<String, Object> now) {
    ranked(policy, rule, "action", ACTIONS, "Enforce", old, now);
    ranked(policy, rule, "onViolation", REACTIONS, "Report", old, now);
    if (!serves(now).containsAll(serves(old))) {
      note(
          Kinds.ENFORCEMENT_REMOVED,
          policy,
          rule,
          "parameters was "
              + said(old.get("parameters"))
              + " and is "
              + said(now.get("parameters"))
              + ", with which it serves less");
      rest(
          policy, rule, old, now, Set.of("name", "action", "onViolation", "message", "parameters"));
    } else {
      rest(policy, rule, old, now, Set.of("name", "action", "onViolation", "message"));
    }
  }

  /** The identifiers that a rule of the catalogue serves as it is stated. */
  private static List<String> serves(Map<String, Object> statement) {
    ZoneRule rule = Catalogue.rule(String.valueOf(statement.get("rule")));
    return rule == null
        ? List.of()
        : rule.requirements(Parameters.of(map(statement.get("parameters"))));
  }

  private void selection(String policy, Map<String, Object> old, Map<String, Object> now) {
    Object before = old.get("dataClasses");
    Object after = now.get("dataClasses");
    if (!Objects.equals(before, after)) {
      // None named: any class.
      boolean less = !isEmpty(after) && (isEmpty(before) || !added(after, before).isEmpty());
      note(
          less ? Kinds.ENFORCEMENT_REMOVED : Kinds.ENFORCEMENT_CHANGED,
          policy,
          null,
          "appliesTo.dataClasses was " + said(before) + " and is " + said(after));
    }
    rest(policy, null, old, now, Set.of("dataClasses"));
  }

  private void ranked(
      String policy,
      String rule,
      String field,
      List<String> order,
      String otherwise,
      Map<String, Object> old,
      Map<String, Object> now) {
    String before = String.valueOf(old.getOrDefault(field, otherwise));
    String after = String.valueOf(now.getOrDefault(field, otherwise));
    if (!before.equals(after)) {
      boolean less = order.indexOf(after) > order.indexOf(before);
      note(
          less ? Kinds.ENFORCEMENT_REMOVED : Kinds.ENFORCEMENT_CHANGED,
          policy,
          rule,
          field + " was " + before + " and is " + after);
    }
  }

  private void facts(String policy, Map<String, Object> old, Map<String, Object> now) {
    for (String field : List.of("maxAgeDays", "graceDays")) {
      Object before = old.get(field);
      Object after = now.get(field);
      if (!Objects.equals(before, after)) {
        boolean absentIsMost = field.equals("maxAgeDays");
        boolean less = days(after, absentIsMost) > days(before, absentIsMost);
        note(
            less ? Kinds.ENFORCEMENT_REMOVED : Kinds.ENFORCEMENT_CHANGED,
            policy,
            null,
            "facts." + field + " was " + said(before) + " and is " + said(after));
      }
    }
    Object before = old.get("acceptBasis");
    Object after = now.get("acceptBasis");
    if (!Objects.equals(before, after)) {
      // None named: any basis will do.
      boolean less = isEmpty(after) || (!isEmpty(before) && !added(before, after).isEmpty());
      note(
          less ? Kinds.ENFORCEMENT_REMOVED : Kinds.ENFORCEMENT_CHANGED,
          policy,
          null,
          "facts.acceptBasis was " + said(before) + " and is " + said(after));
    }
    rest(policy, null, old, now, Set.of("maxAgeDays", "graceDays", "acceptBasis"));
  }

  /** Fields of which nobody can tell from here whether they ask for less. */
  private void rest(
      String policy,
      @Nullable String rule,
      Map<String, Object> old,
      Map<String, Object> now,
      Set<String> but) {
    TreeSet<String> fields = new TreeSet<>(old.keySet());
    fields.addAll(now.keySet());
    fields.removeAll(but);
    for (String field : fields) {
      if (!Objects.equals(old.get(field), now.get(field))) {
        note(
            Kinds.ENFORCEMENT_CHANGED,
            policy,
            rule,
            field + " was " + said(old.get(field)) + " and is " + said(now.get(field)));
      }
    }
  }

  private void note(String kind, String policy, @Nullable String rule, String change) {
    TreeMap<String, String> content = new TreeMap<>();
    content.put("policy", policy);
    content.put("change", change);
    if (rule != null) {
      content.put("rule", rule);
    }
    notes.add(new Note(kind, content));
  }

  private static Map<String, Map<String, Object>> rules(Map<String, Object> policy) {
    Map<String, Map<String, Object>> rules = new TreeMap<>();
    if (policy.get("rules") instanceof List<?> list) {
      for (Object rule : list) {
        Map<String, Object> fields = map(rule);
        rules.put(String.valueOf(fields.get("name")), fields);
      }
    }
    return rules;
  }

  private static Map<String, Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> ? JsonTree.asObject(value) : Map.of();
  }

  private static Set<Object> added(@Nullable Object before, @Nullable Object after) {
    Set<Object> added = new HashSet<>(after instanceof List<?> list ? list : List.of());
    added.removeAll(before instanceof List<?> list ? list : List.of());
    return new TreeSet<>(added);
  }

  private static boolean isEmpty(@Nullable Object list) {
    return !(list instanceof List<?> items) || items.isEmpty();
  }

  private static long days(@Nullable Object days, boolean absentIsMost) {
    return days instanceof Number n ? n.longValue() : absentIsMost ? Long.MAX_VALUE : 0;
  }

  private static String said(@Nullable Object value) {
    return value == null ? "not given" : CanonicalJson.text(value);
  }
}

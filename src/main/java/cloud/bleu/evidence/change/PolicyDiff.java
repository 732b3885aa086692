package cloud.bleu.evidence.change;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.JsonTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is enforced, policy by policy, and what was taken back. A policy is the tree of its spec,
 * with fields as in the API. Something is taken back if a policy or a rule is gone, a rule asks for
 * less (see {@link StatementChanges}), facts may be older or rest on more bases, one more rule can
 * be waived, waivers may be longer or more, there are fewer data classes, or a selector no longer
 * selects all of the namespaces that it did. {@link #released} tells what a policy ceases to govern
 * because labels of a namespace or data classes of a workload change.
 */
public final class PolicyDiff {

  /** Rules that hold where no rule of the policy says so, and what of its facts they ask. */
  private static final Map<String, String> FACT_RULES =
      Map.of("fact-basis", "acceptBasis", "fact-freshness", "maxAgeDays");

  private PolicyDiff() {}

  /** The tree with numbers as they are read from JSON, so that it equals what was kept. */
  public static Map<String, Object> asRead(Map<String, Object> policies) {
    return JsonTree.object(CanonicalJson.text(policies));
  }

  /** What there is to record between two states, policies by name. */
  public static List<ChainNote> changes(Map<String, Object> before, Map<String, Object> after) {
    List<ChainNote> notes = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      Object old = before.get(name);
      Object now = after.get(name);
      PolicyNotes of = new PolicyNotes(name, notes);
      if (old == null) {
        of.changed(null, "the policy is new");
      } else if (now == null) {
        of.removed(null, "the policy is gone");
      } else if (!old.equals(now)) {
        policy(of, JsonTree.asObject(old), JsonTree.asObject(now));
      }
    }
    return notes;
  }

  /**
   * Workloads that policies govern no more, though both are there.
   *
   * @param before policies by workload, as {@code namespace/name}
   * @param after the same now
   */
  public static List<ChainNote> released(
      Map<String, ? extends Collection<String>> before,
      Map<String, ? extends Collection<String>> after,
      Set<String> policies) {
    List<ChainNote> notes = new ArrayList<>();
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
                  notes.add(new ChainNote(EntryKinds.ENFORCEMENT_REMOVED, content));
                }
              }
            });
    return notes;
  }

  private static void policy(PolicyNotes notes, Map<String, Object> old, Map<String, Object> now) {
    Map<String, Object> factsBefore = JsonTree.map(old.get("facts"));
    Map<String, Object> factsAfter = JsonTree.map(now.get("facts"));
    StatementChanges statements = new StatementChanges(notes, factsBefore, factsAfter);
    Map<Called, Map<String, Object>> rulesBefore = rules(old);
    Map<Called, Map<String, Object>> rules = rules(now);
    rulesBefore.forEach(
        (called, before) -> {
          Map<String, Object> left = rules.get(called);
          if (left == null) {
            notes.removed(called.text(), "the rule is gone");
          } else {
            statements.of(called.text(), before, left);
          }
        });
    rules.forEach(
        (called, rule) -> {
          if (!rulesBefore.containsKey(called)) {
            notes.changed(called.text(), "the rule is new");
            Map<String, Object> implied = implied(rule, rulesBefore.values(), factsBefore);
            if (implied != null) {
              statements.of(called.text(), implied, rule);
            }
          }
        });
    facts(notes, factsBefore, factsAfter);
    for (Object rule : added(old.get("waivable"), now.get("waivable"))) {
      notes.removed(String.valueOf(rule), "the rule can be waived");
    }
    for (Object rule : added(now.get("waivable"), old.get("waivable"))) {
      notes.changed(String.valueOf(rule), "the rule cannot be waived");
    }
    numbers(
        notes,
        "waiverLimits.",
        List.of("maxDays", "maxRenewals"),
        JsonTree.map(old.get("waiverLimits")),
        JsonTree.map(now.get("waiverLimits")));
    selection(notes, JsonTree.map(old.get("appliesTo")), JsonTree.map(now.get("appliesTo")));
    notes.rest(null, old, now, Set.of("rules", "facts", "waivable", "waiverLimits", "appliesTo"));
  }

  /**
   * What a new rule on facts stands for: until a policy states one, what it says of facts is
   * enforced as it is.
   *
   * @return null where nothing was
   */
  private static @Nullable Map<String, Object> implied(
      Map<String, Object> rule, Collection<Map<String, Object>> before, Map<String, Object> facts) {
    String asks = FACT_RULES.get(String.valueOf(rule.get("rule")));
    boolean stated = before.stream().anyMatch(b -> Objects.equals(b.get("rule"), rule.get("rule")));
    return asks == null || stated || isNone(facts.get(asks))
        ? null
        : Map.of("rule", Objects.requireNonNull(rule.get("rule")));
  }

  private static void selection(
      PolicyNotes notes, Map<String, Object> old, Map<String, Object> now) {
    Object before = old.get("dataClasses");
    Object after = now.get("dataClasses");
    if (!Objects.equals(before, after)) {
      // None named: any class.
      boolean less = !isNone(after) && (isNone(before) || !added(after, before).isEmpty());
      notes.field(null, "appliesTo.dataClasses", before, after, less);
    }
    Object selectedBefore = old.get("namespaceSelector");
    Object selected = now.get("namespaceSelector");
    if (!Objects.equals(selectedBefore, selected)) {
      boolean less = !NamespaceSelection.of(selected).covers(NamespaceSelection.of(selectedBefore));
      notes.field(null, "appliesTo.namespaceSelector", selectedBefore, selected, less);
    }
    notes.rest(null, old, now, Set.of("dataClasses", "namespaceSelector"));
  }

  private static void facts(PolicyNotes notes, Map<String, Object> old, Map<String, Object> now) {
    numbers(notes, "facts.", List.of("maxAgeDays"), old, now);
    Object grace = old.getOrDefault("graceDays", 0L);
    Object graceNow = now.getOrDefault("graceDays", 0L);
    if (!grace.equals(graceNow)) {
      boolean less = number(graceNow) > number(grace);
      notes.field(null, "facts.graceDays", grace, graceNow, less);
    }
    Object before = old.get("acceptBasis");
    Object after = now.get("acceptBasis");
    if (!Objects.equals(before, after)) {
      // None named: any basis will do.
      boolean less = isNone(after) || (!isNone(before) && !added(before, after).isEmpty());
      notes.field(null, "facts.acceptBasis", before, after, less);
    }
    notes.rest(null, old, now, Set.of("maxAgeDays", "graceDays", "acceptBasis"));
  }

  /** The greater, the less is asked; not given asks for nothing. */
  private static void numbers(
      PolicyNotes notes,
      String path,
      List<String> fields,
      Map<String, Object> old,
      Map<String, Object> now) {
    for (String field : fields) {
      Object before = old.get(field);
      Object after = now.get(field);
      if (!Objects.equals(before, after)) {
        notes.field(null, path + field, before, after, number(after) > number(before));
      }
    }
  }

  /**
   * What a rule goes by: its name, or its path where it has no name of its own. A name that reads
   * like a path is another one than that path.
   */
  private record Called(String text, boolean isName) {}

  /** By what each goes by, so that none hides another. */
  private static Map<Called, Map<String, Object>> rules(Map<String, Object> policy) {
    Map<Called, Map<String, Object>> rules =
        new TreeMap<>(Comparator.comparing(Called::text).thenComparing(Called::isName));
    if (policy.get("rules") instanceof List<?> list) {
      int i = 0;
      for (Object rule : list) {
        Map<String, Object> fields = JsonTree.map(rule);
        Called path = new Called("spec.rules[" + i++ + "]", false);
        Called named = fields.get("name") instanceof String name ? new Called(name, true) : path;
        rules.put(rules.containsKey(named) ? path : named, fields);
      }
    }
    return rules;
  }

  private static Set<Object> added(@Nullable Object before, @Nullable Object after) {
    Set<Object> added = new HashSet<>(after instanceof List<?> list ? list : List.of());
    added.removeAll(before instanceof List<?> list ? list : List.of());
    return new TreeSet<>(added);
  }

  private static boolean isNone(@Nullable Object value) {
    return value == null || (value instanceof List<?> items && items.isEmpty());
  }

  private static long number(@Nullable Object number) {
    return number instanceof Number n ? n.longValue() : Long.MAX_VALUE;
  }
}

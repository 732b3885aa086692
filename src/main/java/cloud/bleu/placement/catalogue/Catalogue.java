package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.QuotedText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every rule there is, by id. The build lists the classes of {@code placement.rule}; documentation,
 * {@code bleu rules} and the binding of policies derive from it.
 */
public final class Catalogue {

  private static final SortedMap<String, ZoneRule> RULES = load();

  private Catalogue() {}

  /** All rules, sorted by id. */
  public static List<ZoneRule> rules() {
    return List.copyOf(RULES.values());
  }

  /** The rule of that id, null when there is none. */
  public static @Nullable ZoneRule rule(String id) {
    return RULES.get(id);
  }

  /** What became of a statement of a policy. */
  public sealed interface Binding {
    /**
     * @param parameters as given, with the declared defaults filled in
     * @param requirements SecNumCloud ids served with these parameters
     */
    record Bound(ZoneRule rule, Parameters parameters, List<String> requirements)
        implements Binding {}

    /** Every error, not the first. */
    record Refused(List<Problem> problems) implements Binding {
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  /**
   * @param field below the statement: {@code rule}, {@code parameters.acceptStates[1]}
   * @param message what is wrong and what would be accepted
   */
  public record Problem(String field, String message) {}

  /**
   * Binds a rule to parameters as a YAML or JSON reader delivers them. Pure and total.
   *
   * @param id of the rule
   * @param raw texts, booleans, numbers and lists; null when the statement has no parameters
   */
  public static Binding bind(String id, @Nullable Map<String, ?> raw) {
    ZoneRule rule = RULES.get(id);
    if (rule == null) {
      String meant =
          NearestName.of(id, RULES.keySet()).map(n -> "; did you mean " + n + "?").orElse("");
      return new Binding.Refused(
          List.of(
              new Problem(
                  "rule",
                  "there is no rule "
                      + QuotedText.of(id)
                      + meant
                      + (meant.isEmpty() ? "; `bleu rules` lists them" : ""))));
    }
    return bind(rule, raw);
  }

  /** Binds a rule that is at hand, as {@link #bind(String, Map)} does. */
  public static Binding bind(ZoneRule rule, @Nullable Map<String, ?> raw) {
    List<Problem> problems = new ArrayList<>();
    Parameters parameters =
        ParameterCheck.check(
            rule.declaration(),
            raw == null ? Collections.<String, Object>emptyMap() : raw,
            problems);
    if (problems.isEmpty()) {
      rule.contradictions(parameters).forEach(m -> problems.add(new Problem("parameters", m)));
    }
    return problems.isEmpty()
        ? new Binding.Bound(rule, parameters, rule.requirements(parameters))
        : new Binding.Refused(problems);
  }

  private static SortedMap<String, ZoneRule> load() {
    TreeMap<String, ZoneRule> rules = new TreeMap<>();
    for (ZoneRule rule : ServiceLoader.load(ZoneRule.class, ZoneRule.class.getClassLoader())) {
      ZoneRule other = rules.put(rule.declaration().id(), rule);
      if (other != null) {
        throw new IllegalStateException("two rules of id " + rule.declaration().id());
      }
    }
    return Collections.unmodifiableSortedMap(rules);
  }
}

package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import cloud.bleu.placement.cycle.ParameterComparison;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.RuleParameter.Looser;
import cloud.bleu.placement.rules.Catalogue;
import cloud.bleu.placement.rules.Catalogue.Binding;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a rule says of its parameters is how it answers. */
class LoosenessTest {

  private static final int QUESTIONS = 3_000;

  /** Naming registries lets one in where the zone names none: what is not known is then known. */
  private static final Set<String> BOTH_WAYS = Set.of("registry-allowed.allow");

  static Stream<ZoneRule> rules() {
    return Catalogue.rules().stream().filter(r -> !r.declaration().parameters().isEmpty());
  }

  @Test
  void ofWhichItCannotBeToldIsTheSchemeAlone() {
    assertEquals(
        Set.of("qualified-offering.scheme"),
        rules()
            .flatMap(
                r ->
                    r.declaration().parameters().stream()
                        .filter(p -> p.looser() == Looser.Unclear)
                        .map(p -> r.declaration().id() + "." + p.name()))
            .collect(Collectors.toSet()));
  }

  /** What passes with the stricter value of a parameter passes with the looser one. */
  @ParameterizedTest
  @MethodSource("rules")
  void theStricterValuePassesNothingMore(ZoneRule rule) {
    Set<String> compared = new TreeSet<>();
    for (int seed = 0; seed < QUESTIONS; seed++) {
      RandomCase random = new RandomCase(seed);
      Case c = random.next();
      Map<String, Object> one = random.parameters(rule.declaration()).values();
      Map<String, Object> other = random.parameters(rule.declaration()).values();
      for (RuleParameter parameter : rule.declaration().parameters()) {
        String name = parameter.name();
        TreeMap<String, Object> edited = new TreeMap<>(one);
        edited.remove(name);
        if (other.containsKey(name)) {
          edited.put(name, other.get(name));
        }
        boolean looser =
            ParameterComparison.of(parameter, one.get(name), edited.get(name))
                    == ParameterComparison.Yes
                && ParameterComparison.of(parameter, edited.get(name), one.get(name))
                    == ParameterComparison.No;
        if (looser
            && !BOTH_WAYS.contains(rule.declaration().id() + "." + name)
            && Catalogue.bind(rule, one) instanceof Binding.Bound strict
            && Catalogue.bind(rule, edited) instanceof Binding.Bound loose) {
          compared.add(name);
          if (!rule.evaluate(c.question(strict.parameters())).failing()) {
            assertFalse(
                rule.evaluate(c.question(loose.parameters())).failing(),
                () -> rule.declaration().id() + " " + one + " and " + edited);
          }
        }
      }
    }
    assertNotEquals(Set.of(), compared);
  }
}

package cloud.bleu.cli.french;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.expression.Expressions;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.WaiverState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every code has a French sentence. Whoever adds a code adds a line to {@code
 * src/main/resources/cloud/bleu/cli/french/explain_fr.properties}, in its place by alphabet.
 */
class FrenchTest {

  private static final Path FILE =
      Path.of("src/main/resources/cloud/bleu/cli/french/explain_fr.properties");

  private final French french = new French();

  /** Of verdicts that no rule of the catalogue gives. */
  private static final List<String> ELSEWHERE =
      List.of(
          "NodesUnknown",
          "PolicyInvalid",
          "PolicyMissing",
          "RuleFailed",
          "TemplateExcludesZone",
          "TemplateLabelReserved",
          "TemplateSelectorReplaced");

  private static TreeSet<String> codes() {
    TreeSet<String> codes = new TreeSet<>(ELSEWHERE);
    Catalogue.rules().forEach(r -> codes.addAll(r.declaration().codes()));
    codes.addAll(
        ((Expressions.Compiled.Rule) Expressions.compile("true", null, List.of()))
            .rule()
            .declaration()
            .codes());
    Arrays.stream(ReasonCode.values()).forEach(c -> codes.add(c.name()));
    return codes;
  }

  @Test
  void everyCodeHasASentence() {
    TreeSet<String> missing = codes();
    missing.removeAll(french.keys());
    assertEquals(Set.of(), missing, "add a line for each of these to " + FILE);
  }

  @Test
  void wordsOfEnumerationsAreThere() {
    TreeSet<String> missing = new TreeSet<>();
    Stream.concat(
            Arrays.stream(Origin.values()).map(o -> "origin." + o),
            Arrays.stream(BoundRule.Action.values()).map(a -> "action." + a))
        .filter(key -> !french.keys().contains(key))
        .forEach(missing::add);
    assertEquals(Set.of(), missing, "add a line for each of these to " + FILE);
  }

  @Test
  void everyRuleFactAndStateOfAWaiverHasWords() {
    TreeSet<String> missing = new TreeSet<>();
    Catalogue.rules().forEach(r -> missing.add("rule." + r.declaration().id()));
    Arrays.stream(StatedFact.Kind.values()).forEach(k -> missing.add("fact." + k));
    Arrays.stream(WaiverState.values()).forEach(s -> missing.add("waiver." + s));
    missing.removeAll(french.keys());
    assertEquals(Set.of(), missing, "add a line for each of these to " + FILE);
  }

  @Test
  void phrasesHaveBothLanguages() {
    TreeSet<String> english = new TreeSet<>();
    for (String key : french.keys()) {
      if (key.startsWith("turn.")) {
        String[] both = french.word(key).split(" => ", -1);
        assertEquals(2, both.length, key);
        assertTrue(english.add(both[0]), key + ": " + both[0] + " is there twice");
        assertEquals(both[0].split("\\{}", -1).length, both[1].split("\\{}", -1).length, key);
      }
    }
  }

  /** Why a rule does not apply, or cannot look, is said in French, not quoted. */
  @Test
  void whyARuleDoesNotApplyHasItsPhrase() throws IOException {
    TreeSet<String> missing = new TreeSet<>();
    Pattern reason =
        Pattern.compile(
            "not(?:Applicable|Evaluated)\\(\\s*\"([^\"]+(?:\"\\s*\\+\\s*\"[^\"]+)*)\"\\)");
    try (Stream<Path> rules = Files.list(Path.of("src/main/java/cloud/bleu/placement/rule"))) {
      for (Path rule : rules.toList()) {
        reason
            .matcher(Files.readString(rule))
            .results()
            .forEach(m -> missing.add(m.group(1).replaceAll("\"\\s*\\+\\s*\"", "")));
      }
    }
    assertTrue(missing.contains("the workload states no dependency"), missing.toString());
    for (String key : french.keys()) {
      if (key.startsWith("turn.")) {
        missing.remove(french.word(key).split(" => ", -1)[0]);
      }
    }
    assertEquals(Set.of(), missing, "add a turn for each of these to " + FILE);
  }

  /** What a policy may accept short of it, and what nobody need state, is not said to be so. */
  @Test
  void noRuleSaysMoreThanItFinds() {
    for (String key : french.keys()) {
      if (key.startsWith("rule.")) {
        assertFalse(french.word(key).matches(".*(en vigueur|assez loin).*"), french.word(key));
      }
    }
  }

  @Test
  void sentencesUseWhatThereIs() {
    TreeMap<String, Set<String>> parameters = new TreeMap<>();
    for (ZoneRule rule : Catalogue.rules()) {
      Set<String> own = new TreeSet<>();
      rule.declaration().parameters().stream()
          .map(RuleParameter::name)
          .forEach(name -> own.add("p." + name));
      rule.declaration()
          .codes()
          .forEach(code -> parameters.computeIfAbsent(code, c -> new TreeSet<>()).addAll(own));
    }
    TreeMap<String, Set<String>> unknown = new TreeMap<>();
    for (String code : codes()) {
      Set<String> slots = new TreeSet<>(french.slots(code));
      slots.removeAll(FrenchValues.NAMES);
      slots.removeAll(parameters.getOrDefault(code, Set.of()));
      if (!slots.isEmpty()) {
        unknown.put(code, slots);
      }
    }
    assertEquals(new TreeMap<>(), unknown, "nothing fills these");
  }

  @Test
  void theFileIsSortedAndEveryLineIsASentence() throws IOException {
    List<String> keys =
        Files.readAllLines(FILE).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.substring(0, line.indexOf('=')))
            .toList();
    assertEquals(keys.stream().sorted().toList(), keys);
    assertEquals(new TreeSet<>(keys).size(), keys.size(), "a key is given twice");
    for (String code : codes()) {
      String sentence = french.of(code, new TreeMap<>());
      assertTrue(sentence != null && sentence.endsWith("."), code + ": " + sentence);
    }
  }
}

package cloud.bleu.placement.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.StatedFact;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The words of an explanation, in {@code explain.properties} and {@code explain_fr.properties}. */
class ExplanationWordsTest {

  private final ExplanationWords french = ExplanationWords.FRENCH;

  @Test
  void wordsOfEnumerationsAreThere() {
    TreeSet<String> missing = new TreeSet<>();
    Stream.of(
            Arrays.stream(Origin.values()).map(o -> "origin." + o),
            Arrays.stream(BoundRule.Action.values()).map(a -> "action." + a),
            Arrays.stream(StatedFact.Kind.values()).map(k -> "fact." + k))
        .flatMap(keys -> keys)
        .filter(key -> !french.keys().contains(key))
        .forEach(missing::add);
    assertEquals(Set.of(), missing, "add a line for each of these to both files");
  }

  /** None and one are singular. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          text.placed,  0, 'a : 0 réplica placé sur 0, p'
          text.placed,  1, 'a : 1 réplica placé sur 1, p'
          text.placed,  2, 'a : 2 réplicas placés sur 2, p'
          text.andMore, 1, et 1 autre
          text.andMore, 2, et 2 autres
          text.zonesOf, 1, 1 zone sur 1
          text.zonesOf, 3, 3 zones sur 3
          text.zones,   1, 1 zone
          text.zones,   0, 0 zone
          """)
  void numbersAgreeWithTheirWords(String key, int count, String said) {
    Map<String, Object> values = new HashMap<>();
    for (String name : List.of("placed", "asked", "count", "all")) {
      values.put(name, count);
    }
    values.put("workload", "a");
    values.put("policies", "p");
    assertEquals(said, french.said(key, values));
  }

  /** What the engine calls a fact in records, where both have it. */
  @ParameterizedTest
  @EnumSource(
      value = StatedFact.Kind.class,
      names = {"Agreement", "Homologation", "LegalEntity", "Qualification", "Supplier", "Field"},
      mode = EnumSource.Mode.EXCLUDE)
  void aFactIsCalledAsInRecords(StatedFact.Kind kind) {
    StatedFact fact =
        new StatedFact(kind, "z", "p (P)", "o", "", "", "", true, null, StatedFact.Window.NONE);
    assertEquals(
        fact.text(),
        ExplanationWords.ENGLISH.said(
            "fact." + kind, Map.of("zone", "z", "provider", "p (P)", "offering", "o")));
  }

  /** And no fact of either language is printed as missing. */
  @Test
  void aBlankFactIsSaidToBeNotStated() {
    assertEquals(
        "not stated: not stated",
        ExplanationWords.ENGLISH.said("text.because", Map.of("code", " ", "sentence", List.of())));
    assertEquals(
        " : non précisé",
        french.said("text.because", Map.of("code", ExplanationWords.NOTHING, "sentence", "")));
  }

  @ParameterizedTest
  @CsvSource({"zone z,zone z", "region r,région r", "hazard:quake q,hazard:quake q", "x,x"})
  void aLossIsNamedByItsKindOfPlace(String event, String said) {
    assertEquals(said, french.event(event));
  }
}

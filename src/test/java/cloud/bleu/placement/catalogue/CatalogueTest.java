package cloud.bleu.placement.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.placement.catalogue.Catalogue.Binding;
import cloud.bleu.placement.catalogue.Catalogue.Problem;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.RuleParameter.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Policies are bound to rules with every error at once. */
public class CatalogueTest {

  /** A rule with one parameter of each type. */
  private static final ZoneRule RULE =
      new ZoneRule() {
        @Override
        public Declaration declaration() {
          return new Declaration(
              "test",
              "test",
              List.of(
                  RuleParameter.of("text", Type.Text, "").oneOf("Alpha", "Beta"),
                  RuleParameter.of("list", Type.TextList, "")
                      .oneOf("Alpha", "Beta")
                      .orElse("[Beta]"),
                  RuleParameter.of("countries", Type.CountryList, "").mustBeGiven(),
                  RuleParameter.of("flag", Type.Flag, "").orElse("false"),
                  RuleParameter.of("decimal", Type.Decimal, "").between(0, 100).orElse("24"),
                  RuleParameter.of("whole", Type.Whole, "").between(1, 10)),
              List.of(),
              List.of());
        }

        @Override
        public List<String> contradictions(Parameters parameters) {
          return parameters.flag("flag", false) && parameters.text("text", "").equals("Beta")
              ? List.of("flag and Beta exclude each other")
              : List.of();
        }

        @Override
        public Verdict evaluate(Question question) {
          return Verdict.pass(Origin.Declared, Message.recorded("test"));
        }
      };

  @Test
  void listsEveryRuleOnceSortedById() {
    List<String> ids = Catalogue.rules().stream().map(r -> r.declaration().id()).toList();
    assertEquals(ids.stream().distinct().sorted().toList(), ids);
    for (String id : ids) {
      assertEquals(id, Catalogue.rule(id).declaration().id());
    }
    assertNull(Catalogue.rule("no-such-rule"));
  }

  @Test
  void fillsInDefaults() {
    Parameters bound = bound(Map.of("countries", List.of("EU")));
    assertEquals(List.of("Beta"), bound.texts("list", List.of()));
    assertEquals(new BigDecimal("24"), bound.decimal("decimal", BigDecimal.ZERO));
    assertEquals("absent", bound.text("text", "absent"));
    assertEquals(false, bound.values().get("flag"));
  }

  @Test
  void takesNumbersAsTextAndAsNumbers() {
    for (Object number : List.of("24.5", 24.5, new BigDecimal("24.5"))) {
      Parameters bound = bound(Map.of("countries", List.of("FR"), "decimal", number));
      assertEquals(new BigDecimal("24.5"), bound.decimal("decimal", BigDecimal.ZERO));
    }
    assertEquals("10", bound(Map.of("countries", List.of("FR"), "whole", 10L)).text("whole", ""));
  }

  @Test
  void saysThatNumberHasToStandInQuotesToBeText() {
    Map<String, Object> raw = Map.of("countries", List.of("FR"), "text", 3.2);
    assertEquals(
        List.of(
            new Problem(
                "parameters.text", "is the number 3.2, a text is expected; put it in quotes")),
        refused(raw));
  }

  @Test
  void reportsEveryErrorAtOnce() {
    Map<String, Object> raw = new HashMap<>();
    raw.put("txt", "Alpha");
    raw.put("text", "alpha");
    raw.put("list", "Beta");
    raw.put("flag", "true");
    raw.put("decimal", "100.000000001");
    raw.put("whole", "1.5");
    raw.put("countries", Arrays.asList("FRA", false, "fr", "EL", "XX", null));
    assertEquals(
        List.of(
            new Problem("parameters.txt", "rule test has no such parameter; did you mean text?"),
            new Problem(
                "parameters.text", "is \"alpha\", which is not accepted; did you mean Alpha?"),
            new Problem(
                "parameters.list",
                "is \"Beta\", a list of texts is expected; accepted: Alpha, Beta"),
            new Problem("parameters.countries[0]", "is \"FRA\"; did you mean FR?"),
            new Problem(
                "parameters.countries[1]",
                "is the boolean false, a text is expected; put it in quotes"),
            new Problem("parameters.countries[2]", "is \"fr\"; did you mean FR?"),
            new Problem("parameters.countries[3]", "is \"EL\"; did you mean GR?"),
            new Problem(
                "parameters.countries[4]",
                "is \"XX\"; an ISO 3166-1 alpha-2 code, EU or EEA is expected"),
            new Problem("parameters.countries[5]", "is null, a text is expected"),
            new Problem("parameters.flag", "is \"true\", true or false is expected"),
            new Problem(
                "parameters.decimal", "is \"100.000000001\", out of range; accepted: 0 to 100"),
            new Problem(
                "parameters.whole", "is \"1.5\", a whole number is expected; accepted: 1 to 10")),
        refused(raw));
  }

  @Test
  void refusesWhatIsMissingOrEmpty() {
    assertEquals(
        List.of(new Problem("parameters.countries", "is missing; write a list of country codes")),
        refused(null));
    assertEquals(
        List.of(new Problem("parameters.countries", "is empty; write at least one")),
        refused(Map.of("countries", List.of())));
  }

  @Test
  void refusesNumbersThatAreNone() {
    for (Object number :
        List.of(
            "",
            "NaN",
            "1e9",
            "1E999999999",
            "+1",
            " 1",
            "1,5",
            "1234567890",
            Double.NaN,
            true,
            List.of(),
            Map.of(),
            "1".repeat(10_000))) {
      List<Problem> problems = refused(Map.of("countries", List.of("FR"), "decimal", number));
      assertEquals("parameters.decimal", problems.get(0).field(), String.valueOf(number));
      assertEquals(1, problems.size());
    }
  }

  @Test
  void messagesHoldNoControlOrDirectionCharactersAndStayShort() {
    String nasty = "a\u0000b\u202Ec\nd" + "x".repeat(10_000);
    for (Problem problem :
        refused(Map.of(nasty, "x", "text", nasty, "countries", List.of(nasty)))) {
      String all = problem.field() + problem.message();
      assertEquals(-1, all.indexOf('\u0000') + all.indexOf('\u202E') + all.indexOf('\n') + 2, all);
      assertEquals(true, all.length() < 300, all);
    }
  }

  @Test
  void asksForContradictionsOnceEveryParameterIsRightOnItsOwn() {
    Map<String, Object> raw = Map.of("countries", List.of("FR"), "flag", true, "text", "Beta");
    assertEquals(
        List.of(new Problem("parameters", "flag and Beta exclude each other")), refused(raw));
  }

  @Test
  void namesTheNearestRule() {
    Binding.Refused refused =
        assertInstanceOf(Binding.Refused.class, Catalogue.bind("data-locaton", null));
    assertEquals(
        List.of(
            new Problem("rule", "there is no rule \"data-locaton\"; did you mean data-location?")),
        refused.problems());
    refused = assertInstanceOf(Binding.Refused.class, Catalogue.bind("weather", null));
    assertEquals(
        "there is no rule \"weather\"; `bleu rules` lists them",
        refused.problems().get(0).message());
  }

  @Test
  void aLooserParameterDropsTheRequirement() {
    assertEquals(List.of("19.2.b"), requirements(null));
    assertEquals(List.of("19.2.b"), requirements(Map.of("countries", List.of("FR", "DE"))));
    assertEquals(List.of(), requirements(Map.of("countries", List.of("EEA"))));
    assertEquals(List.of(), requirements(Map.of("countries", List.of("FR", "CH"))));
  }

  private static List<String> requirements(Map<String, ?> raw) {
    return assertInstanceOf(Binding.Bound.class, Catalogue.bind("data-location", raw))
        .requirements();
  }

  private static Parameters bound(Map<String, ?> raw) {
    return assertInstanceOf(Binding.Bound.class, Catalogue.bind(RULE, raw)).parameters();
  }

  private static List<Problem> refused(Map<String, ?> raw) {
    return assertInstanceOf(Binding.Refused.class, Catalogue.bind(RULE, raw)).problems();
  }
}

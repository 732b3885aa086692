package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.assessment.Requirement;
import cloud.bleu.evidence.assessment.RequirementLedger;
import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.catalogue.Catalogue.Binding;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Zone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every rule. A new rule is tested here without a line being added. */
class RuleContractTest {

  /** So many that every code is answered, rare ones several times. */
  private static final int QUESTIONS = Campaign.isLong() ? 6_000 : 3_000;

  private static final int PARAMETERS = 6_000;
  private static final Pattern CODE = Pattern.compile("([A-Z][a-z0-9]*|EU)+");

  /** Words with which a sentence that says what to do begins. */
  private static final Pattern ADVICE =
      Pattern.compile(
          "(check|correct|create|find|lower|record|state|take|use|wait) .+", Pattern.DOTALL);

  private static final Set<String> REQUIREMENTS =
      RequirementLedger.all().stream().map(Requirement::id).collect(Collectors.toSet());

  /** By seed; for all rules the same, as to draw one costs more than to answer it. */
  private static List<Case> cases = List.of();

  @BeforeAll
  static void draw() {
    cases = IntStream.range(0, QUESTIONS).mapToObj(seed -> new RandomCase(seed).next()).toList();
  }

  @AfterAll
  static void forget() {
    cases = List.of();
  }

  static Stream<ZoneRule> rules() {
    return Catalogue.rules().stream();
  }

  @Test
  void theFirstRulesAreThere() {
    List<String> ids = rules().map(r -> r.declaration().id()).toList();
    assertTrue(
        ids.containsAll(
            List.of(
                "countries",
                "data-location",
                "fact-basis",
                "fact-freshness",
                "layers-covered",
                "ownership-thresholds",
                "providers",
                "qualified-offering",
                "regions",
                "seat-in-eu",
                "services-offered",
                "zone-state",
                "zones")),
        ids.toString());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void declaresItself(ZoneRule rule) {
    ZoneRule.Declaration declaration = rule.declaration();
    assertEquals(rule.getClass().getSimpleName(), className(declaration.id()));
    assertEquals("cloud.bleu.placement.rule", rule.getClass().getPackageName());
    assertTrue(declaration.summary().endsWith("."), declaration.summary());
    assertEquals(
        new TreeSet<>(declaration.requirements()).stream().toList(), declaration.requirements());
    assertTrue(
        REQUIREMENTS.containsAll(declaration.requirements()),
        declaration.requirements().toString());
    assertFalse(declaration.codes().isEmpty());
    assertEquals(new TreeSet<>(declaration.codes()).stream().toList(), declaration.codes());
    for (String code : declaration.codes()) {
      assertTrue(CODE.matcher(code).matches(), code);
    }
    List<String> names = declaration.parameters().stream().map(RuleParameter::name).toList();
    assertEquals(names.stream().distinct().toList(), names);
    for (RuleParameter parameter : declaration.parameters()) {
      assertTrue(parameter.summary().endsWith("."), parameter.summary());
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void defaultsPassItsOwnCheck(ZoneRule rule) {
    if (Catalogue.bind(rule, null) instanceof Binding.Refused refused) {
      refused
          .problems()
          .forEach(p -> assertTrue(p.message().startsWith("is missing"), p.toString()));
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void answersTheSameWithDefaultsWrittenOut(ZoneRule rule) {
    if (Catalogue.bind(rule, null) instanceof Binding.Bound bound) {
      assertEquals(rule.requirements(Parameters.NONE), bound.requirements());
      for (int seed = 0; seed < QUESTIONS / 4; seed++) {
        Case c = cases.get(seed);
        assertEquals(
            rule.evaluate(c.question(Parameters.NONE)),
            rule.evaluate(c.question(bound.parameters())),
            "seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void answersAnythingInTheSameFormAndOnlyWithDeclaredCodes(ZoneRule rule) {
    Set<String> seen = new TreeSet<>();
    for (int seed = 0; seed < QUESTIONS; seed++) {
      RandomCase random = new RandomCase(PARAMETERS + seed);
      Case c = cases.get(seed);
      Parameters parameters = random.parameters(rule.declaration());
      String replay = rule.declaration().id() + " seed " + seed;
      ZoneRule.Question question = c.question(parameters);
      Verdict verdict = rule.evaluate(question);
      assertEquals(verdict, rule.evaluate(question), replay);
      Case shuffled = c.copy();
      random.shuffle(shuffled);
      assertEquals(
          verdict, rule.evaluate(shuffled.question(parameters)), () -> replay + ", shuffled");
      String message = verdict.message();
      assertFalse(message.isBlank(), replay);
      if (verdict.failing() || verdict.warns()) {
        seen.add(verdict.code());
        assertTrue(rule.declaration().codes().contains(verdict.code()), () -> replay + verdict);
        int advice = message.lastIndexOf("; ");
        assertTrue(
            advice > 0 && ADVICE.matcher(message.substring(advice + 2)).matches(),
            () -> replay + " does not say what to do: " + message);
      } else {
        assertEquals(verdict.result().name(), verdict.code(), replay);
      }
      assertTrue(
          rule.declaration().requirements().containsAll(rule.requirements(parameters)), replay);
      rule.contradictions(parameters).forEach(m -> assertTrue(m.contains("; "), m));
    }
    assertEquals(
        new TreeSet<>(rule.declaration().codes()), seen, "every declared code can be answered");
  }

  /**
   * A waiver is for its statement where replicas run. Whatever else a rule asks that statement
   * about, such as a backup zone or a dependency, is answered as without it.
   */
  @ParameterizedTest
  @MethodSource("rules")
  void answersTheSameWhateverIsWaivedOfOtherStatements(ZoneRule rule) {
    for (int seed = 0; seed < QUESTIONS / 4; seed++) {
      Case plain = cases.get(seed);
      Case waived = plain.copy();
      waived.rules =
          plain.rules.stream().map(b -> b.withWaivers(List.of(Case.waiver("")))).toList();
      assertEquals(
          rule.evaluate(plain.question(Parameters.NONE)),
          rule.evaluate(waived.question(Parameters.NONE)),
          "seed " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void whatBreaksItIsUnknownNotAnException(ZoneRule rule) {
    Case c = new Case();
    c.region = null;
    c.siteProvenance = null;
    c.locationProvenance = null;
    c.state = null;
    c.ownershipProvenance = null;
    c.zoneProvider = null;
    Zone zone = c.zone();
    BoundRule bound =
        new BoundRule(
            rule,
            "name",
            "policy",
            BoundRule.Action.Enforce,
            BoundRule.OnViolation.Report,
            Case.parameters("countries", List.of("FR"), "allow", List.of("x"), "deny", "garbage"),
            List.of());
    Estate estate = new Estate(c.now, List.of(), List.of(), List.of(), List.of(), List.of());
    Verdict verdict = bound.evaluate(c.workload(), zone, estate);
    assertEquals("name", verdict.rule());
    assertEquals("policy", verdict.policy());
    assertTrue(verdict.failing() || verdict.result() != Verdict.Result.Waived);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void bindsOrRefusesAnything(ZoneRule rule) {
    Random random = new Random(7);
    Object[] garbage = {
      null,
      "",
      "x",
      "\u0000",
      "\u202E",
      "x".repeat(10_000),
      -1,
      1e300,
      Double.NaN,
      Long.MAX_VALUE,
      true,
      List.of(),
      List.of(List.of()),
      Map.of("a", "b"),
      List.of("", "EU", "Qualified")
    };
    for (int i = 0; i < 500; i++) {
      Map<String, Object> raw = new HashMap<>();
      for (RuleParameter parameter : rule.declaration().parameters()) {
        raw.put(parameter.name(), garbage[random.nextInt(garbage.length)]);
      }
      raw.put("unknown" + i, "x");
      Binding.Refused refused = assertInstanceOf(Binding.Refused.class, Catalogue.bind(rule, raw));
      assertTrue(refused.problems().get(0).message().contains("no such parameter"));
    }
  }

  private static String className(String id) {
    return Stream.of(id.split("-"))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }
}

package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneAspect;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Zone;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a rule says that it looks at is all that it looks at: where zones and workloads are the same
 * in that, and differ in one thing or in all others, the answer is the same. A new rule is tested
 * here without a line being added.
 */
class SharedAnswersTest {

  private static final int QUESTIONS = 100;

  /** Of the workload, the zone and the instant; what is stated of providers stays. */
  private static final List<Field> FIELDS =
      Arrays.stream(Case.class.getDeclaredFields())
          .filter(f -> !Modifier.isStatic(f.getModifiers()) && !f.isSynthetic())
          .toList();

  /** By seed; for all rules the same, as to make and compare them costs more than the answers. */
  private static List<ZoneRule.Question> bases = List.of();

  private static List<List<Other>> others = List.of();

  @BeforeAll
  static void draw() throws IllegalAccessException {
    bases = new ArrayList<>();
    others = new ArrayList<>();
    for (int seed = 0; seed < QUESTIONS; seed++) {
      Case base = new RandomCase(seed).next();
      bases.add(base.question(Parameters.NONE));
      others.add(others(seed, base));
    }
  }

  @AfterAll
  static void forget() {
    bases = List.of();
    others = List.of();
  }

  static Stream<ZoneRule> rules() {
    return Catalogue.rules().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void whatLooksTheSameToARuleGetsTheSameAnswer(ZoneRule rule) {
    int shared = 0;
    for (int seed = 0; seed < QUESTIONS; seed++) {
      RandomCase random = new RandomCase(seed);
      random.next();
      Asked asked = new Asked(rule, random.parameters(rule.declaration()), bases.get(seed));
      for (Other other : others.get(seed)) {
        shared += asked.same(other, "seed " + seed + " " + other.how);
      }
    }
    assertTrue(shared > QUESTIONS, "looks at everything: " + shared);
  }

  /**
   * A workload and a zone that differ from those of a seed in one thing, or in all but one.
   *
   * @param alike in what the zone does not differ
   */
  private record Other(String how, Workload workload, Zone zone, Set<ZoneAspect> alike) {}

  private static List<Other> others(int seed, Case base) throws IllegalAccessException {
    List<Other> all = new ArrayList<>();
    Zone zone = bases.get(seed).zone();
    Case other = new RandomCase(seed + QUESTIONS).next();
    Case changed = new RandomCase(seed).next();
    Case rest = new RandomCase(seed + 2 * QUESTIONS).next();
    for (Field field : FIELDS) {
      all.add(other(field.getName(), zone, changed, field, other));
      all.add(other("all but " + field.getName(), zone, rest, field, base));
    }
    return all;
  }

  /** A case that has one thing of another one, beside a zone. */
  private static Other other(String how, Zone zone, Case changed, Field field, Case other)
      throws IllegalAccessException {
    Object kept = field.get(changed);
    field.set(changed, field.get(other));
    Zone elsewhere = changed.zone();
    Workload workload = changed.workload();
    field.set(changed, kept);
    Set<ZoneAspect> alike = EnumSet.noneOf(ZoneAspect.class);
    for (ZoneAspect aspect : ZoneAspect.values()) {
      boolean same =
          aspect == ZoneAspect.Zone
              ? elsewhere.equals(zone)
              : aspect.of(elsewhere).equals(aspect.of(zone));
      if (same) {
        alike.add(aspect);
      }
    }
    return new Other(how, workload, elsewhere, alike);
  }

  /** A question and what was answered, to ask about both workloads in both zones. */
  private static final class Asked {
    private final ZoneRule rule;
    private final Parameters parameters;
    private final ZoneRule.Question question;
    private final Object about;
    private final Verdict answer;

    /**
     * @param question about the facts among which others are asked about as well
     */
    Asked(ZoneRule rule, Parameters parameters, ZoneRule.Question question) {
      this.rule = rule;
      this.parameters = parameters;
      this.question = question;
      this.about = rule.about(question.workload());
      this.answer = answer(question.workload(), question.zone());
    }

    int same(Other other, String replay) {
      if (about == null) {
        return 0;
      }
      boolean alike = other.alike.contains(rule.aspect());
      boolean asked = about.equals(rule.about(other.workload));
      return (alike ? same(question.workload(), other.zone, replay, " in its zone") : 0)
          + (asked ? same(other.workload, question.zone(), replay, " by its workload") : 0)
          + (alike && asked ? same(other.workload, other.zone, replay, "") : 0);
    }

    private int same(Workload other, Zone there, String replay, String how) {
      assertEquals(
          answer, answer(other, there), () -> rule.declaration().id() + " " + replay + how);
      return 1;
    }

    private Verdict answer(Workload of, Zone at) {
      Estate estate = question.estate();
      Provider provider = estate.provider(at.provider());
      return rule.evaluate(new ZoneRule.Question(of, at, provider, parameters, estate, Link.Zone));
    }
  }

  /** A rule of which nothing can be said beforehand is asked for each zone of its ground. */
  @ParameterizedTest
  @MethodSource("rules")
  void oneThatLooksAtNoZoneSaysTheSameOfAll(ZoneRule rule) {
    for (int seed = 0; rule.aspect() == ZoneAspect.Anywhere && seed < QUESTIONS * 10; seed++) {
      RandomCase random = new RandomCase(seed);
      Case base = random.next();
      Parameters parameters = random.parameters(rule.declaration());
      ZoneRule.Question here = base.question(parameters);
      Zone elsewhere = new RandomCase(seed + 1).next().zone();
      ZoneRule.Question there =
          new ZoneRule.Question(
              here.workload(), elsewhere, null, parameters, here.estate(), Link.Zone);
      assertEquals(rule.evaluate(here), rule.evaluate(there), "seed " + seed);
    }
  }
}

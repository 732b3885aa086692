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
import java.time.Duration;
import java.time.Instant;
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
 * What an answer is kept by from one plan to the next: in two estates that have nothing in common
 * but what the rule says that it looks at, it is the same at the same instant; and in one estate it
 * turns at no instant that the rule does not name.
 */
class LastingAnswersTest {

  private static final int QUESTIONS = 100;

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
  void whatElseAnEstateHoldsDoesNotMatter(ZoneRule rule) {
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
   * Facts that differ from those of a seed in one thing, or in all but one.
   *
   * @param alike in what of the zone and its provider they do not differ
   */
  private record Other(String how, ZoneRule.Question question, Set<ZoneAspect> alike) {}

  private static List<Other> others(int seed, Case base) throws IllegalAccessException {
    List<Other> all = new ArrayList<>();
    ZoneRule.Question asked = bases.get(seed);
    Case other = new RandomCase(seed + QUESTIONS).next();
    other.now = base.now;
    Case changed = new RandomCase(seed).next();
    Case rest = new RandomCase(seed + 2 * QUESTIONS).next();
    rest.now = base.now;
    for (Field field : FIELDS) {
      all.add(other(field.getName(), asked, with(changed, field, other)));
      all.add(other("all but " + field.getName(), asked, with(rest, field, base)));
    }
    return all;
  }

  /** The question about a case that has one thing of another one. */
  private static ZoneRule.Question with(Case changed, Field field, Case other)
      throws IllegalAccessException {
    Object kept = field.get(changed);
    field.set(changed, field.get(other));
    ZoneRule.Question question = changed.question(Parameters.NONE);
    field.set(changed, kept);
    return question;
  }

  private static Other other(String how, ZoneRule.Question asked, ZoneRule.Question question) {
    Set<ZoneAspect> alike = EnumSet.noneOf(ZoneAspect.class);
    for (ZoneAspect aspect : ZoneAspect.values()) {
      if (looks(aspect, asked).equals(looks(aspect, question))) {
        alike.add(aspect);
      }
    }
    return new Other(how, question, alike);
  }

  /** A question and what was answered; others are asked about theirs among their own facts. */
  private static final class Asked {
    private final ZoneRule rule;
    private final Parameters parameters;
    private final Object about;
    private final Verdict answer;

    Asked(ZoneRule rule, Parameters parameters, ZoneRule.Question question) {
      this.rule = rule;
      this.parameters = parameters;
      this.about = rule.about(question.workload());
      this.answer = rule.evaluate(with(parameters, question));
    }

    int same(Other other, String replay) {
      if (about == null
          || !other.alike.contains(rule.aspect())
          || !about.equals(rule.about(other.question.workload()))) {
        return 0;
      }
      assertEquals(
          answer,
          rule.evaluate(with(parameters, other.question)),
          () -> rule.declaration().id() + " " + replay);
      return 1;
    }
  }

  private static ZoneRule.Question with(Parameters parameters, ZoneRule.Question question) {
    return new ZoneRule.Question(
        question.workload(),
        question.zone(),
        question.provider(),
        parameters,
        question.estate(),
        Link.Zone);
  }

  private static List<Object> looks(ZoneAspect aspect, ZoneRule.Question question) {
    Zone zone = question.zone();
    Object provider = question.provider() == null ? "none" : question.provider();
    return switch (aspect) {
      case Anywhere -> List.of();
      case Provider -> List.of(zone.provider(), provider);
      case Offerings -> List.of(zone.provider(), provider, zone.offerings(), zone.region());
      case Zone -> List.of(zone, provider);
    };
  }

  @ParameterizedTest
  @MethodSource("rules")
  void anAnswerTurnsAtNoInstantThatIsNotNamed(ZoneRule rule) {
    for (int seed = 0; seed < QUESTIONS; seed++) {
      RandomCase random = new RandomCase(seed);
      Case base = random.next();
      Parameters parameters = random.parameters(rule.declaration());
      ZoneRule.Question question = base.question(parameters);
      // Every instant that anything in the question names, those around it, and some more.
      List<Instant> instants = new ArrayList<>();
      for (Zone.Maintenance m : base.maintenance) {
        for (long hours : new long[] {0, 1, 24, 39, 60, 100, 400}) {
          around(m.from().minus(Duration.ofHours(hours)), instants);
        }
        around(m.to(), instants);
      }
      around(base.now, instants);
      Instant midnight =
          base.now.atZone(ZoneRule.PARIS).toLocalDate().atStartOfDay(ZoneRule.PARIS).toInstant();
      for (int minute = 0; minute < 3 * 24 * 60; minute += 97) {
        instants.add(midnight.plus(Duration.ofMinutes(minute)));
      }
      around(midnight, instants);
      instants.sort(null);
      List<Instant> turning = rule.turningPoints(question.zone(), parameters);
      List<Object> days = instants.stream().map(LastingAnswersTest::day).toList();
      Verdict kept = null;
      for (int i = 1; i < instants.size(); i++) {
        Instant before = instants.get(i - 1);
        Instant after = instants.get(i);
        boolean turns =
            !days.get(i - 1).equals(days.get(i))
                || turning.stream().anyMatch(t -> t.isAfter(before) && !t.isAfter(after));
        if (turns) {
          kept = null;
        } else {
          Verdict first = kept == null ? at(before, rule, question) : kept;
          kept = at(after, rule, question);
          assertEquals(
              first, kept, () -> rule.declaration().id() + " between " + before + " and " + after);
        }
      }
    }
  }

  private static void around(Instant instant, List<Instant> into) {
    into.addAll(List.of(instant.minusNanos(1), instant, instant.plusNanos(1)));
  }

  private static Object day(Instant instant) {
    return instant.atZone(ZoneRule.PARIS).toLocalDate();
  }

  private static Verdict at(Instant instant, ZoneRule rule, ZoneRule.Question question) {
    Estate then = question.estate().at(instant);
    Workload workload = question.workload();
    Provider provider = question.provider();
    return rule.evaluate(
        new ZoneRule.Question(
            workload, question.zone(), provider, question.parameters(), then, Link.Zone));
  }
}

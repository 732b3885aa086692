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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a rule says that it looks at is all that it looks at: where zones and workloads are the same
 * in that, and differ in one thing or in all others, the answer is the same. A new rule is tested
 * here without a line being added.
 */
class SharedAnswersTest {

  private static final int QUESTIONS = 150;

  /** Of the workload, the zone and the instant; what is stated of providers stays. */
  private static final List<Field> FIELDS =
      Arrays.stream(Case.class.getDeclaredFields())
          .filter(f -> !Modifier.isStatic(f.getModifiers()) && !f.isSynthetic())
          .toList();

  static Stream<ZoneRule> rules() {
    return Catalogue.rules().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void whatLooksTheSameToARuleGetsTheSameAnswer(ZoneRule rule) throws Exception {
    int shared = 0;
    for (int seed = 0; seed < QUESTIONS; seed++) {
      RandomCase random = new RandomCase(seed);
      Case base = random.next();
      Parameters parameters = random.parameters(rule.declaration());
      Estate estate = base.question(parameters).estate();
      Asked asked = new Asked(rule, parameters, estate, base);
      Case other = new RandomCase(seed + QUESTIONS).next();
      Case changed = new RandomCase(seed).next();
      for (Field field : FIELDS) {
        Object kept = field.get(changed);
        field.set(changed, field.get(other));
        String replay = "seed " + seed + " " + field.getName();
        shared += asked.same(changed, replay);
        field.set(changed, kept);
      }
      Case all = new RandomCase(seed + 2 * QUESTIONS).next();
      for (Field field : FIELDS) {
        Object kept = field.get(all);
        field.set(all, field.get(base));
        String replay = "seed " + seed + " all but " + field.getName();
        shared += asked.same(all, replay);
        field.set(all, kept);
      }
    }
    assertTrue(shared > QUESTIONS, "looks at everything: " + shared);
  }

  /** A question and what was answered, to ask about both workloads in both zones. */
  private static final class Asked {
    private final ZoneRule rule;
    private final Parameters parameters;
    private final Estate estate;
    private final Workload workload;
    private final Zone zone;
    private final Object looks;
    private final Verdict answer;

    /**
     * @param estate the facts of this case, among which others are asked about as well
     */
    Asked(ZoneRule rule, Parameters parameters, Estate estate, Case asked) {
      this.rule = rule;
      this.parameters = parameters;
      this.estate = estate;
      this.workload = asked.workload();
      this.zone = asked.zone();
      this.looks = looks(workload, zone);
      this.answer = answer(workload, zone);
    }

    int same(Case second, String replay) {
      Workload others = second.workload();
      Zone elsewhere = second.zone();
      return same(workload, elsewhere, replay, " in its zone")
          + same(others, zone, replay, " by its workload")
          + same(others, elsewhere, replay, "");
    }

    private int same(Workload other, Zone there, String replay, String how) {
      if (!looks(other, there).equals(looks)) {
        return 0;
      }
      assertEquals(
          answer, answer(other, there), () -> rule.declaration().id() + " " + replay + how);
      return 1;
    }

    private Object looks(Workload of, Zone at) {
      Object about = rule.about(of);
      Object ground = rule.aspect() == ZoneAspect.Zone ? at : rule.aspect().of(at);
      return about == null ? new Object() : List.of(ground, about);
    }

    private Verdict answer(Workload of, Zone at) {
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

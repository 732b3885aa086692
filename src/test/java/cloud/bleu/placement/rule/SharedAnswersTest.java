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
      Case other = new RandomCase(seed + QUESTIONS).next();
      Case changed = new RandomCase(seed).next();
      for (Field field : FIELDS) {
        Object kept = field.get(changed);
        field.set(changed, field.get(other));
        String replay = "seed " + seed + " " + field.getName();
        shared += same(rule, parameters, estate, base, changed, replay);
        field.set(changed, kept);
      }
      Case all = new RandomCase(seed + 2 * QUESTIONS).next();
      for (Field field : FIELDS) {
        Object kept = field.get(all);
        field.set(all, field.get(base));
        String replay = "seed " + seed + " all but " + field.getName();
        shared += same(rule, parameters, estate, base, all, replay);
        field.set(all, kept);
      }
    }
    assertTrue(shared > QUESTIONS, "looks at everything: " + shared);
  }

  /**
   * Asks about both workloads in both zones.
   *
   * @param estate the facts of the first
   */
  private static int same(
      ZoneRule rule, Parameters parameters, Estate estate, Case first, Case second, String replay) {
    List<Object> looks = new ArrayList<>();
    List<Verdict> answers = new ArrayList<>();
    for (Workload workload : List.of(first.workload(), second.workload())) {
      Object about = rule.about(workload);
      for (Zone zone : List.of(first.zone(), second.zone())) {
        Object ground = rule.aspect() == ZoneAspect.Zone ? zone : rule.aspect().of(zone);
        looks.add(about == null ? new Object() : List.of(ground, about));
        Provider provider = estate.provider(zone.provider());
        answers.add(
            rule.evaluate(
                new ZoneRule.Question(workload, zone, provider, parameters, estate, Link.Zone)));
      }
    }
    int shared = 0;
    for (int i = 1; i < looks.size(); i++) {
      if (looks.get(i).equals(looks.get(0))) {
        assertEquals(
            answers.get(0), answers.get(i), rule.declaration().id() + " " + replay + " " + i);
        shared++;
      }
    }
    return shared;
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

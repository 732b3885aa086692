package cloud.bleu.placement.problem;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.catalogue.RuleAnswers;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules answer now, later, and with every zone in service, in one estate after another. */
class RuleForecastTest {

  /** Says the day, the state and the country of each zone that it is asked about. */
  private static final ZoneRule TELLING =
      new ZoneRule() {
        @Override
        public Declaration declaration() {
          return new Declaration("telling", "test", List.of(), List.of(), List.of("Odd"));
        }

        @Override
        public Verdict evaluate(Question question) {
          return Verdict.reject(
              "Odd",
              Origin.Declared,
              Message.recorded(
                  "%s %s %s; go"
                      .formatted(
                          question.today(),
                          question.zone().state(),
                          question.zone().location().country())));
        }
      };

  private static final BoundRule RULE =
      new BoundRule(
          TELLING,
          "telling",
          "policy",
          BoundRule.Action.Enforce,
          BoundRule.OnViolation.Report,
          Parameters.NONE,
          List.of());

  private static Estate one(int days, ZoneState state, String country) {
    return estate()
        .zone(zone("z1").state(state).country(country))
        .workload(workload("a").rule(RULE))
        .build()
        .at(NOW.plus(Duration.ofDays(days)));
  }

  private static String said(RuleAnswers answers, Estate estate) {
    String said = answers.of(RULE, estate.workloads().get(0)).of(0).message();
    return said.substring(0, said.indexOf(';'));
  }

  private static String said(RuleForecast rules, Estate estate) {
    return String.join(
        " | ",
        said(rules.now(), estate),
        said(rules.later(7), estate),
        said(rules.whenActive(), estate));
  }

  /** Of the second estate as if there had been no first one. */
  @ParameterizedTest
  @CsvSource({
    // days since, state, country of the second estate; what is said of it
    "0, Lost, FR, 2026-03-01 Lost FR | 2026-03-08 Lost FR | 2026-03-01 Active FR",
    "0, Lost, DE, 2026-03-01 Lost DE | 2026-03-08 Lost DE | 2026-03-01 Active DE",
    "0, Active, FR, 2026-03-01 Active FR | 2026-03-08 Active FR | 2026-03-01 Active FR",
    "2, Lost, FR, 2026-03-03 Lost FR | 2026-03-10 Lost FR | 2026-03-03 Active FR",
    "2, Drained, DE, 2026-03-03 Drained DE | 2026-03-10 Drained DE | 2026-03-03 Active DE",
  })
  void whatIsTakenOverIsOfTheNewEstate(int days, ZoneState state, String country, String said) {
    Estate before = one(0, ZoneState.Lost, "FR");
    RuleForecast rules = new RuleForecast(before, null);
    assertEquals(
        "2026-03-01 Lost FR | 2026-03-08 Lost FR | 2026-03-01 Active FR", said(rules, before));
    Estate after = one(days, state, country);
    assertEquals(said, said(new RuleForecast(after, rules), after));
    assertEquals(said, said(new RuleForecast(after, null), after));
  }

  /** What was not asked of the estate between is not older for it. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void anEstateIsPassedOver(boolean asked) {
    Estate first = one(0, ZoneState.Lost, "FR");
    RuleForecast rules = new RuleForecast(first, null);
    said(rules, first);
    Estate between = one(1, ZoneState.Active, "DE");
    RuleForecast next = new RuleForecast(between, rules);
    if (asked) {
      said(next, between);
    }
    Estate last = one(2, ZoneState.Drained, "IT");
    assertEquals(
        "2026-03-03 Drained IT | 2026-03-10 Drained IT | 2026-03-03 Active IT",
        said(new RuleForecast(last, next), last));
  }
}

package cloud.bleu.evidence.oscal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.evidence.assessment.AssessedWorkload;
import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.assessment.RuleAnswer;
import cloud.bleu.placement.estate.BoundRule.Action;
import cloud.bleu.placement.estate.Verdict.Result;
import cloud.bleu.placement.model.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an objective is called for the answers on it, one zone each. */
class SatisfiedTest {

  private static final String REQUIREMENT = "19.2.b";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          Pass Enforce Enforced                                 | satisfied
          Pass Enforce Observed                                 | satisfied
          Pass Audit Observed                                   | satisfied
          Pass Warn Enforced                                    | -
          Pass Audit Enforced                                   | -
          Pass Enforce Attested                                 | -
          Pass Enforce Declared                                 | -
          Pass Enforce Assumed                                  | -
          NotApplicable Enforce Enforced                        | -
          NotEvaluated Enforce Enforced                         | -
          Pass Enforce Enforced, NotApplicable Enforce Declared | satisfied
          Pass Enforce Enforced, Pass Enforce Attested          | -
          Pass Enforce Enforced, Pass Audit Enforced            | -
          Pass Enforce Enforced, Reject Audit Enforced          | not-satisfied
          Pass Enforce Enforced, Unknown Enforce Assumed        | not-satisfied
          Waived Enforce Enforced                               | not-satisfied
          """)
  void anObjectiveIsSatisfiedByWhatTheOperatorEnforcesOrSaw(String answers, String state) {
    assertEquals(state, state(results(answers)));
  }

  @ParameterizedTest
  @CsvSource({"Pass Enforce Enforced, TEST", "Pass Audit Enforced, EXAMINE"})
  void whatOnlyAuditsIsNoTest(String answer, String method) {
    Map<?, ?> observation = (Map<?, ?>) list(results(answer), "observations").get(0);
    assertEquals(List.of(method), observation.get("methods"));
  }

  private static String state(Map<?, ?> result) {
    List<?> findings = list(result, "findings");
    if (findings.isEmpty()) {
      return null;
    }
    Map<?, ?> target = (Map<?, ?>) ((Map<?, ?>) findings.get(0)).get("target");
    return (String) ((Map<?, ?>) target.get("status")).get("state");
  }

  private static Map<?, ?> results(String answers) {
    List<RuleAnswer> all = new ArrayList<>();
    for (String answer : answers.split(", ")) {
      String[] words = answer.split(" ");
      all.add(
          answer(
              "z" + all.size(),
              Result.valueOf(words[0]),
              Action.valueOf(words[1]),
              Origin.valueOf(words[2])));
    }
    AssessedWorkload workload =
        new AssessedWorkload("shop", "web", new TreeMap<>(Map.of("z0", 1)), 0, null, all);
    Map<String, Object> document =
        OscalResults.of(
            new Assessment(Instant.EPOCH, List.of(workload), new TreeMap<>()),
            null,
            List.of(),
            "1");
    return (Map<?, ?>) list((Map<?, ?>) document.get("assessment-results"), "results").get(0);
  }

  private static RuleAnswer answer(String zone, Result result, Action action, Origin origin) {
    boolean failing = Arrays.asList(Result.Reject, Result.Unknown, Result.Waived).contains(result);
    return new RuleAnswer(
        zone,
        RuleAnswer.Use.InUse,
        "strict",
        "place",
        "data-location",
        "The zone lies in one of the countries.",
        action,
        result,
        failing ? "CountryNotAccepted" : result.name(),
        origin,
        List.of(REQUIREMENT),
        List.of(),
        List.of(),
        "",
        null,
        null);
  }

  private static List<?> list(Map<?, ?> tree, String name) {
    return tree.get(name) instanceof List<?> list ? list : List.of();
  }
}

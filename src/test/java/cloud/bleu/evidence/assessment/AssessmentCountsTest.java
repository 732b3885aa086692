package cloud.bleu.evidence.assessment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.BoundRule.Action;
import cloud.bleu.placement.estate.Verdict.Result;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.StatedFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an assessment counts: identifiers with an answer, and workloads that pass. */
class AssessmentCountsTest {

  /** What was answered, by result and identifier, and how the last sentence begins. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Pass 19.2.b                                    | checked 1 of 278 identifiers;
          Pass 19.2.b, Reject 19.2.a                     | checked 2 of 278 identifiers;
          Waived 19.2.b                                  | checked 1 of 278 identifiers;
          Unknown 19.2.b                                 | checked 0 of 278 identifiers; 1 unknown;
          Unknown 19.2.b, Unknown 19.6.b, Pass 19.2.a    | checked 1 of 278 identifiers; 2 unknown;
          Unknown 19.2.b, Pass 19.2.b                    | checked 1 of 278 identifiers;
          NotApplicable 19.2.b, NotEvaluated 19.2.a      | checked 0 of 278 identifiers;
          Unknown 3.2                                    | checked 0 of 278 identifiers;
          """)
  void whatNobodyKnowsIsNotChecked(String answers, String begins) {
    List<RuleAnswer> all = new ArrayList<>();
    for (String answer : answers.split(", ")) {
      String[] words = answer.split(" ");
      all.add(answer(Result.valueOf(words[0]), Action.Enforce, List.of(words[1]), List.of()));
    }
    String closing = of(workload(2, 0, all)).closing();
    assertTrue(closing.startsWith(begins), closing);
    assertTrue(closing.matches(".*(identifiers|unknown); \\d+ visible only through .*"), closing);
  }

  /**
   * Result, action and bases of each answer; then workloads that are asked anything, that pass, and
   * that pass on nothing better than an assumption or the press for one fact.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Pass Enforce Contract                             | 1 1 0
          Pass Enforce Contract+Assumption                  | 1 1 1
          Pass Enforce Press                                | 1 1 1
          Pass Enforce Observation                          | 1 1 0
          Pass Enforce                                      | 1 1 0
          Pass Enforce Contract, Pass Enforce Press         | 1 1 1
          Pass Enforce Contract, Pass Warn Assumption       | 1 1 0
          Pass Enforce Press, Reject Enforce Contract       | 1 0 0
          Pass Enforce Press, Unknown Enforce               | 1 0 0
          Pass Enforce Contract, Waived Enforce Press       | 1 0 0
          Pass Enforce Contract, Reject Audit Assumption    | 1 1 0
          Pass Warn Press                                   | 0 0 0
          NotApplicable Enforce                             | 0 0 0
          """)
  void howManyPassAndOnWhat(String answers, String counts) {
    List<RuleAnswer> all = new ArrayList<>();
    for (String answer : answers.split(", ")) {
      String[] words = answer.split(" ");
      List<StatedFact> facts =
          words.length < 3
              ? List.of(fact(null))
              : Stream.of(words[2].split("\\+")).map(Basis::valueOf).map(b -> fact(b)).toList();
      all.add(answer(Result.valueOf(words[0]), Action.valueOf(words[1]), List.of(), facts));
    }
    PassCount count = of(workload(2, 0, all)).passes();
    assertEquals(counts, count.asked() + " " + count.passing() + " " + count.weak());
  }

  @Test
  void whatIsNotPlacedWholeDoesNotPass() {
    List<RuleAnswer> pass =
        List.of(answer(Result.Pass, Action.Enforce, List.of(), List.of(fact(Basis.Press))));
    assertEquals(new PassCount(2, 1, 1), of(workload(1, 1, pass), workload(2, 0, pass)).passes());
  }

  private static Assessment of(AssessedWorkload... workloads) {
    return new Assessment(Instant.EPOCH, List.of(workloads), new TreeMap<>());
  }

  private static AssessedWorkload workload(int replicas, int missing, List<RuleAnswer> answers) {
    return new AssessedWorkload(
        "shop", "web", new TreeMap<>(Map.of("z0", replicas)), missing, null, answers);
  }

  private static StatedFact fact(@Nullable Basis basis) {
    return new StatedFact(
        StatedFact.Kind.Ownership,
        "acme",
        "acme",
        "",
        "",
        "",
        "",
        true,
        basis == null ? null : new Provenance(basis, "", null, null, null),
        StatedFact.Window.NONE);
  }

  private static RuleAnswer answer(
      Result result, Action action, List<String> requirements, List<StatedFact> facts) {
    return new RuleAnswer(
        "z0",
        RuleAnswer.Use.InUse,
        "strict",
        "place",
        "data-location",
        "The zone lies in one of the countries.",
        action,
        result,
        result.name(),
        Origin.Declared,
        requirements,
        List.of(),
        facts,
        "",
        null,
        null);
  }
}

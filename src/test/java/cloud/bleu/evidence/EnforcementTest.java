package cloud.bleu.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as taking enforcement back, and what as another policy. */
class EnforcementTest {

  private static final String BEFORE =
      """
      {"appliesTo":{"dataClasses":["Health","Sensitive"]},"facts":{"acceptBasis":["Contract","RegulatorList"],"graceDays":30,"maxAgeDays":400},
       "rules":[{"name":"keys","rule":"key-custody","action":"Warn"},
                {"name":"own","rule":"ownership-thresholds","action":"Enforce","onViolation":"Rebalance",
                 "parameters":{"individualPercent":"24"}}],
       "waivable":["keys"]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "action":"Enforce"           | "action":"Warn"              | EnforcementRemoved own: action was Enforce and is Warn
          "action":"Warn"              | "action":"Audit"             | EnforcementRemoved keys: action was Warn and is Audit
          "action":"Warn"              | "action":"Enforce"           | EnforcementChanged keys: action was Warn and is Enforce
          "onViolation":"Rebalance"    | "onViolation":"Report"       | EnforcementRemoved own: onViolation was Rebalance and is Report
          "onViolation":"Rebalance"    | "onViolation":"MoveNow"      | EnforcementChanged own: onViolation was Rebalance and is MoveNow
          "maxAgeDays":400             | "maxAgeDays":500             | EnforcementRemoved: facts.maxAgeDays was 400 and is 500
          ,"maxAgeDays":400            | ''                           | EnforcementRemoved: facts.maxAgeDays was 400 and is not given
          "maxAgeDays":400             | "maxAgeDays":90              | EnforcementChanged: facts.maxAgeDays was 400 and is 90
          "graceDays":30               | "graceDays":31               | EnforcementRemoved: facts.graceDays was 30 and is 31
          ["Contract","RegulatorList"] | ["Contract","Press","RegulatorList"] | EnforcementRemoved: facts.acceptBasis was ["Contract","RegulatorList"] and is ["Contract","Press","RegulatorList"]
          ["Contract","RegulatorList"] | []                           | EnforcementRemoved: facts.acceptBasis was ["Contract","RegulatorList"] and is []
          ["Contract","RegulatorList"] | ["RegulatorList"]            | EnforcementChanged: facts.acceptBasis was ["Contract","RegulatorList"] and is ["RegulatorList"]
          ["keys"]                     | ["keys","own"]               | EnforcementRemoved own: the rule can be waived
          ["keys"]                     | []                           | EnforcementChanged keys: the rule cannot be waived
          "24"                         | "39"                         | EnforcementRemoved own: parameters was {"individualPercent":"24"} and is {"individualPercent":"39"}, with which it serves less
          "24"                         | "10"                         | EnforcementChanged own: parameters was {"individualPercent":"24"} and is {"individualPercent":"10"}
          ["Health","Sensitive"]       | ["Health"]                   | EnforcementRemoved: appliesTo.dataClasses was ["Health","Sensitive"] and is ["Health"]
          ["Health","Sensitive"]       | []                           | EnforcementChanged: appliesTo.dataClasses was ["Health","Sensitive"] and is []
          ["Health","Sensitive"]       | ["Health","Ordinary","Sensitive"] | EnforcementChanged: appliesTo.dataClasses was ["Health","Sensitive"] and is ["Health","Ordinary","Sensitive"]
          {"name":"keys","rule":"key-custody","action":"Warn"}, | ''  | EnforcementRemoved keys: the rule is gone
          "name":"keys"                | "name":"custody"             | EnforcementRemoved keys: the rule is gone; EnforcementChanged custody: the rule is new
          """)
  void editOfAPolicyIsNamed(String written, String edited, String said) {
    Object before = JsonTree.parse(BEFORE);
    Object after = JsonTree.parse(BEFORE.replace(written, edited));
    assertEquals(said, said(Map.of("p", before), Map.of("p", after)));
  }

  @Test
  void policyThatComesOrGoesIsNamed() {
    Object policy = JsonTree.parse(BEFORE);
    assertEquals("EnforcementRemoved: the policy is gone", said(Map.of("p", policy), Map.of()));
    assertEquals("EnforcementChanged: the policy is new", said(Map.of(), Map.of("p", policy)));
    assertEquals("", said(Map.of("p", policy), Map.of("p", JsonTree.parse(BEFORE))));
  }

  @Test
  void workloadThatAPolicyGovernsNoMoreIsNamed() {
    List<Note> notes =
        Enforcement.released(
            Map.of("a/web", List.of("p", "q", "gone"), "a/left", List.of("p")),
            Map.of("a/web", List.of("q"), "a/new", List.of()),
            Set.of("p", "q"));
    assertEquals(1, notes.size(), notes.toString());
    assertEquals("EnforcementRemoved", notes.get(0).kind());
    assertEquals(
        Map.of(
            "policy", "p",
            "namespace", "a",
            "name", "web",
            "change", "the policy governs the workload no more"),
        notes.get(0).content());
  }

  private static String said(Map<String, Object> before, Map<String, Object> after) {
    List<Note> notes = Enforcement.changes(before, after);
    return notes.stream()
        .map(
            n ->
                n.kind()
                    + (n.content().containsKey("rule") ? " " + n.content().get("rule") : "")
                    + ": "
                    + n.content().get("change"))
        .collect(Collectors.joining("; "));
  }
}

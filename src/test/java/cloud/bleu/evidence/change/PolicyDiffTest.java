package cloud.bleu.evidence.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.record.JsonTree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as taking enforcement back, and what as another policy. */
class PolicyDiffTest {

  private static final String BEFORE =
      """
      {"appliesTo":{"dataClasses":["Health","Sensitive"],
                    "namespaceSelector":{"matchLabels":{"env":"prod"}}},
       "facts":{"acceptBasis":["Contract","RegulatorList"],"graceDays":30,"maxAgeDays":400},
       "rules":[{"name":"keys","rule":"key-custody","action":"Warn"},
                {"name":"mine","expression":"zone.name != 'x'","action":"Enforce"},
                {"name":"own","rule":"ownership-thresholds","action":"Enforce","onViolation":"Rebalance",
                 "parameters":{"individualPercent":"24"}}],
       "waivable":["keys"],"waiverLimits":{"maxDays":30,"maxRenewals":1}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "name":"own","rule":"ownership-thresholds","action":"Enforce" | "name":"own","rule":"ownership-thresholds","action":"Warn"  | EnforcementRemoved own: action was Enforce and is Warn
          "name":"own","rule":"ownership-thresholds","action":"Enforce" | "name":"own","rule":"ownership-thresholds","action":"Audit" | EnforcementRemoved own: action was Enforce and is Audit
          "action":"Warn"              | "action":"Audit"             | EnforcementRemoved keys: action was Warn and is Audit
          "action":"Warn"              | "action":"Enforce"           | EnforcementChanged keys: action was Warn and is Enforce
          "onViolation":"Rebalance"    | "onViolation":"Report"       | EnforcementRemoved own: onViolation was Rebalance and is Report
          "onViolation":"Rebalance"    | "onViolation":"MoveNow"      | EnforcementChanged own: onViolation was Rebalance and is MoveNow
          "maxAgeDays":400             | "maxAgeDays":500             | EnforcementRemoved: facts.maxAgeDays was 400 and is 500
          ,"maxAgeDays":400            | ''                           | EnforcementRemoved: facts.maxAgeDays was 400 and is not given
          "maxAgeDays":400             | "maxAgeDays":90              | EnforcementChanged: facts.maxAgeDays was 400 and is 90
          "graceDays":30               | "graceDays":31               | EnforcementRemoved: facts.graceDays was 30 and is 31
          "graceDays":30               | "graceDays":0                | EnforcementChanged: facts.graceDays was 30 and is 0
          ["Contract","RegulatorList"] | ["Contract","Press","RegulatorList"] | EnforcementRemoved: facts.acceptBasis was ["Contract","RegulatorList"] and is ["Contract","Press","RegulatorList"]
          ["Contract","RegulatorList"] | []                           | EnforcementRemoved: facts.acceptBasis was ["Contract","RegulatorList"] and is []
          ["Contract","RegulatorList"] | ["RegulatorList"]            | EnforcementChanged: facts.acceptBasis was ["Contract","RegulatorList"] and is ["RegulatorList"]
          ["keys"]                     | ["keys","own"]               | EnforcementRemoved own: the rule can be waived
          ["keys"]                     | []                           | EnforcementChanged keys: the rule cannot be waived
          "maxDays":30                 | "maxDays":31                 | EnforcementRemoved: waiverLimits.maxDays was 30 and is 31
          "maxDays":30,                | ''                           | EnforcementRemoved: waiverLimits.maxDays was 30 and is not given
          "maxDays":30                 | "maxDays":7                  | EnforcementChanged: waiverLimits.maxDays was 30 and is 7
          "maxRenewals":1              | "maxRenewals":2              | EnforcementRemoved: waiverLimits.maxRenewals was 1 and is 2
          "maxRenewals":1              | "maxRenewals":0              | EnforcementChanged: waiverLimits.maxRenewals was 1 and is 0
          "24"                         | "39"                         | EnforcementRemoved own: individualPercent was "24" and is "39"; EnforcementRemoved own: it serves no more 19.6.b
          "24"                         | "10"                         | EnforcementChanged own: individualPercent was "24" and is "10"
          ["Health","Sensitive"]       | ["Health"]                   | EnforcementRemoved: appliesTo.dataClasses was ["Health","Sensitive"] and is ["Health"]
          ["Health","Sensitive"]       | []                           | EnforcementChanged: appliesTo.dataClasses was ["Health","Sensitive"] and is []
          ["Health","Sensitive"]       | ["Health","Ordinary","Sensitive"] | EnforcementChanged: appliesTo.dataClasses was ["Health","Sensitive"] and is ["Health","Ordinary","Sensitive"]
          {"env":"prod"}               | {"env":"prod","team":"a"}    | EnforcementRemoved: appliesTo.namespaceSelector was {"matchLabels":{"env":"prod"}} and is {"matchLabels":{"env":"prod","team":"a"}}
          {"env":"prod"}               | {}                           | EnforcementChanged: appliesTo.namespaceSelector was {"matchLabels":{"env":"prod"}} and is {"matchLabels":{}}
          {"name":"keys","rule":"key-custody","action":"Warn"}, | ''  | EnforcementRemoved keys: the rule is gone
          "name":"keys"                | "name":"custody"             | EnforcementRemoved keys: the rule is gone; EnforcementChanged custody: the rule is new
          "key-custody"                | "encrypted-storage"          | EnforcementRemoved keys: whether it asks for less cannot be told: rule was "key-custody" and is "encrypted-storage"; EnforcementChanged keys: the rule is new with its rule
          zone.name != 'x'             | zone.name != 'y'             | EnforcementRemoved mine: whether it asks for less cannot be told: expression was "zone.name != 'x'" and is "zone.name != 'y'"; EnforcementChanged mine: the rule is new with its expression
          """)
  void editOfAPolicyIsNamed(String written, String edited, String said) {
    Object before = JsonTree.parse(BEFORE);
    Object after = JsonTree.parse(BEFORE.replace(written, edited));
    assertEquals(said, said(Map.of("p", before), Map.of("p", after)));
  }

  /** A rule from before the schema asked for its name, or one of two that have the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"rule":"key-custody"},{"rule":"encrypted-storage"} | {"rule":"key-custody"} | EnforcementRemoved spec.rules[1]: the rule is gone
          {"rule":"key-custody"} | {"rule":"key-custody"},{"rule":"encrypted-storage"} | EnforcementChanged spec.rules[1]: the rule is new
          {"rule":"key-custody"} | {"name":"null","rule":"key-custody"} | EnforcementRemoved spec.rules[0]: the rule is gone; EnforcementChanged null: the rule is new
          {"name":"a","rule":"key-custody"},{"name":"a","rule":"encrypted-storage"} | {"name":"a","rule":"key-custody"} | EnforcementRemoved spec.rules[1]: the rule is gone
          {"name":"spec.rules[1]","rule":"key-custody"},{"rule":"encrypted-storage"} | {"name":"a","rule":"zones"},{"rule":"encrypted-storage"} | EnforcementRemoved spec.rules[1]: the rule is gone; EnforcementChanged a: the rule is new
          {"rule":"encrypted-storage"},{"name":"spec.rules[0]","rule":"key-custody"} | {"rule":"encrypted-storage"} | EnforcementRemoved spec.rules[0]: the rule is gone
          """)
  void ruleWithoutANameOfItsOwnHidesNoOther(String written, String edited, String said) {
    String policy = "{\"rules\":[%s]}";
    assertEquals(said, said(policy.formatted(written), policy.formatted(edited)));
  }

  /** Each parameter in both directions; an empty cell is one that is not given. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ownership-thresholds           | individualPercent  | "10"                  | "10.5"                          | Removed
          ownership-thresholds           | individualPercent  | 10                    | 9                               | Changed
          ownership-thresholds           | individualPercent  |                       | "23"                            | Changed
          ownership-thresholds           | collectivePercent  | "20"                  |                                 | Removed
          data-location                  | countries          | ["FR"]                | ["EU"]                          | Removed
          data-location                  | countries          | ["EU"]                | ["FR"]                          | Changed
          data-location                  | countries          | ["FR","NC"]           | ["FR"]                          | Changed
          data-location                  | countries          | ["FR"]                | ["DE"]                          | Removed
          data-location                  | countries          | ["FR"]                |                                 | Removed
          countries                      | countries          | ["FR"]                | ["FR","IT"]                     | Removed
          governing-law                  | countries          | ["FR"]                | ["FR","DE"]                     | Removed
          administration-location        | countries          | ["FR"]                | ["FR","DE"]                     | Removed
          technical-data-location        | countries          | ["FR","DE"]           | ["FR"]                          | Changed
          support-location               | countries          | ["FR"]                |                                 | Removed
          support-location               | countries          |                       | ["FR"]                          | Changed
          support-location               | acceptNonEUSupport | ["None"]              | ["None","Listed"]               | Removed
          support-location               | acceptNonEUSupport | ["None","Listed"]     | ["None"]                        | Changed
          qualified-offering             | acceptStates       | ["Qualified"]         | ["Qualified","InEvaluation"]    | Removed
          qualified-offering             | acceptStates       | ["Qualified","InEvaluation"] | ["Qualified"]            | Changed
          qualified-offering             | acceptOpenWindow   | false                 | true                            | Removed
          qualified-offering             | acceptOpenWindow   |                       | true                            | Removed
          qualified-offering             | acceptOpenWindow   | true                  | false                           | Changed
          qualified-offering             | version            | "3.2"                 |                                 | Removed
          qualified-offering             | version            |                       | "3.2"                           | Changed
          qualified-offering             | version            | "3.2"                 | "3.1"                           | Removed Changed
          qualified-offering             | scheme             |                       | "HDS"                           | Removed Changed
          qualified-offering             | activities         | ["1","2"]             | ["1"]                           | Removed
          qualified-offering             | activities         |                       | ["1"]                           | Changed
          agreement-states-qualification | subscriptions      | ["a"]                 |                                 | Removed
          agreement-states-qualification | subscriptions      | ["a"]                 | ["a","b"]                       | Changed
          key-custody                    | accept             | ["CustomerExternal"]  | ["CustomerExternal","Provider"] | Removed
          key-custody                    | accept             | ["CustomerExternal","Provider"] | ["CustomerExternal"]  | Changed
          operating-autonomy             | accept             | ["OwnSkills"]         |                                 | Removed
          homologation                   | dataClasses        | ["Health","Ordinary"] | ["Health"]                      | Removed
          homologation                   | dataClasses        | ["Health"]            | ["Health","Ordinary"]           | Changed
          backup-location                | minDistanceKm      | 300                   | 200                             | Removed
          backup-location                | minDistanceKm      |                       | 200                             | Changed
          maintenance-window             | noticeHours        | 24                    | 12                              | Removed
          maintenance-window             | noticeHours        | 12                    |                                 | Changed
          fact-freshness                 | maxAgeDays         | 100                   | 200                             | Removed
          fact-freshness                 | maxAgeDays         | 100                   | 50                              | Changed
          fact-freshness                 | graceDays          |                       | 1                               | Removed
          fact-basis                     | acceptBasis        | ["Contract"]          | ["Contract","Observation"]      | Removed
          fact-basis                     | acceptBasis        | ["Contract","Press"]  | ["Contract"]                    | Changed
          registry-allowed               | allow              | ["a.example"]         | []                              | Removed
          registry-allowed               | allow              |                       | ["a.example"]                   | Changed
          registry-allowed               | digest             | true                  | false                           | Removed
          registry-allowed               | digest             | false                 | true                            | Changed
          egress-declared                | allow              | ["a.example"]         | ["a.example","b.example"]       | Removed
          egress-declared                | allowAnywhere      | false                 | true                            | Removed
          egress-declared                | bootstrap          | ["a.example"]         |                                 | Removed
          egress-declared                | requireBootstrap   |                       | false                           | Removed
          egress-declared                | requireBootstrap   | false                 | true                            | Changed
          zones                          | allow              | ["a"]                 | ["a","b"]                       | Removed
          zones                          | deny               | ["a"]                 | []                              | Removed
          zones                          | deny               | []                    | ["a"]                           | Changed
          zones                          | misspelt           | 1                     | 2                               | Removed Changed
          """)
  void aParameterIsLooserOneWay(
      String rule, String parameter, String before, String after, String kinds) {
    List<ChainNote> notes =
        PolicyDiff.changes(
            Map.of("p", stating(rule, parameter, before)),
            Map.of("p", stating(rule, parameter, after)));
    String said =
        notes.stream()
            .filter(n -> !n.content().get("change").startsWith("it serves no more"))
            .map(n -> n.kind().replace("Enforcement", ""))
            .collect(Collectors.joining(" "));
    assertEquals(kinds, said, notes.toString());
  }

  private static Object stating(String rule, String parameter, String value) {
    return JsonTree.parse(
        "{\"rules\":[{\"name\":\"r\",\"rule\":\"%s\",\"parameters\":{%s}}]}"
            .formatted(rule, value == null ? "" : "\"" + parameter + "\":" + value));
  }

  /** The parameters of rules on facts that are not given are what the policy says of facts. */
  @Test
  void aRuleOnFactsIsComparedWithWhatThePolicySays() {
    String facts = "{\"facts\":{\"maxAgeDays\":100},\"rules\":[%s]}";
    String without = facts.formatted("");
    String as = facts.formatted("{\"name\":\"age\",\"rule\":\"fact-freshness\"}");
    String older =
        facts.formatted(
            "{\"name\":\"age\",\"rule\":\"fact-freshness\",\"parameters\":{\"maxAgeDays\":200}}");
    String audited =
        facts.formatted("{\"name\":\"age\",\"rule\":\"fact-freshness\",\"action\":\"Audit\"}");
    String removed = "EnforcementRemoved age: maxAgeDays was not given and is 200";
    assertEquals(removed, said(as, older));
    assertEquals("EnforcementChanged age: the rule is new", said(without, as));
    assertEquals("EnforcementChanged age: the rule is new; " + removed, said(without, older));
    assertEquals(
        "EnforcementChanged age: the rule is new; EnforcementRemoved age: action was Enforce and is"
            + " Audit",
        said(without, audited));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          In a,b         | In a           | Removed
          In a           | In a,b         | Changed
          In a           | In b           | Removed
          Exists         | In a           | Removed
          In a           | Exists         | Changed
          NotIn a        | NotIn a,b      | Removed
          NotIn a,b      | NotIn a        | Changed
          In a           | NotIn b        | Changed
          In a           | NotIn a        | Removed
          DoesNotExist   | NotIn a        | Changed
          Exists         | NotIn a        | Removed
          DoesNotExist   | Exists         | Removed
          Exists         | DoesNotExist   | Removed
          """)
  void aSelectorThatSelectsNotAllThatItDidIsLess(String before, String after, String kind) {
    assertEquals(
        "Enforcement" + kind,
        PolicyDiff.changes(Map.of("p", selecting(before)), Map.of("p", selecting(after)))
            .get(0)
            .kind());
  }

  private static Object selecting(String requirement) {
    String[] words = requirement.split(" ");
    String values =
        words.length == 1 ? "" : ",\"values\":[\"" + words[1].replace(",", "\",\"") + "\"]";
    return JsonTree.parse(
        "{\"appliesTo\":{\"namespaceSelector\":{\"matchExpressions\":[{\"key\":\"k\",\"operator\":\"%s\"%s}]}}}"
            .formatted(words[0], values));
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
    List<ChainNote> notes =
        PolicyDiff.released(
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

  private static String said(String before, String after) {
    return said(Map.of("p", JsonTree.parse(before)), Map.of("p", JsonTree.parse(after)));
  }

  private static String said(Map<String, Object> before, Map<String, Object> after) {
    List<ChainNote> notes = PolicyDiff.changes(before, after);
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

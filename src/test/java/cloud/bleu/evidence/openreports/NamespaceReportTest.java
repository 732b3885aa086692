package cloud.bleu.evidence.openreports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.assessment.AssessedWorkload;
import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.assessment.RuleAnswer;
import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.placement.estate.BoundRule.Action;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict.Result;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Waiver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespaceReportTest {
  private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "Pass,    Enforce, Pass,               pass, high",
    "Pass,    Audit,   Pass,               pass, low",
    "Reject,  Enforce, CountryNotAccepted, fail, high",
    "Unknown, Enforce, CountryUnknown,     fail, high",
    "Reject,  Warn,    CountryNotAccepted, warn, medium",
    "Unknown, Audit,   CountryUnknown,     warn, low",
    "Waived,  Enforce, CountryNotAccepted, warn, high",
    "Unknown, Enforce, RuleFailed,         error, high",
  })
  void eachAnswerHasItsResult(
      Result result, Action action, String code, String expected, String severity) {
    Map<String, Object> line =
        results(report(workload("web", answer("a", "p", result, action, code, "m")))).get(0);
    assertEquals(expected, line.get("result"));
    assertEquals(severity, line.get("severity"));
  }

  /** What one person alone set aside fails; it says who, and by when another one signs. */
  @Test
  void aBreakGlassIsNoWaiver() {
    Map<String, Object> open = results(report(workload("web", broken(null)))).get(0);
    assertEquals("fail", open.get("result"));
    assertEquals(
        Map.of(
            "breakGlass", "BreakGlassAwaitingSignature",
            "breakGlassBy", "anne",
            "breakGlassDue", "2026-11-25T12:00:00Z"),
        ofBreakGlass(open));
    Map<String, Object> signed = results(report(workload("web", broken("bob")))).get(0);
    assertEquals("warn", signed.get("result"));
    assertEquals(
        Map.of(
            "breakGlass", "BreakGlassCountersigned",
            "breakGlassBy", "anne",
            "breakGlassCountersignedBy", "bob",
            "breakGlassDue", "2026-11-26T12:00:00Z"),
        ofBreakGlass(signed));
  }

  private static Map<String, Object> ofBreakGlass(Map<String, Object> line) {
    Map<String, Object> properties = new TreeMap<>();
    ((Map<?, ?>) line.get("properties"))
        .forEach(
            (name, value) -> {
              if (name.toString().startsWith("breakGlass") || name.equals("waivedUntil")) {
                properties.put(name.toString(), value);
              }
            });
    return properties;
  }

  private static RuleAnswer broken(String signed) {
    BreakGlass glass =
        new BreakGlass("a", AT, AT.plusSeconds(2 * 86400), "anne", "the region is lost", signed);
    return answer("a", "p", Result.Waived, Action.Enforce, "No", "not in a", glass.waiver());
  }

  @Test
  void whatDoesNotApplyIsNoResult() {
    NamespaceReport report =
        report(
            workload(
                "web",
                answer("a", "p", Result.NotApplicable, Action.Enforce, "NotApplicable", "")));
    assertEquals(1, results(report).size());
  }

  /** The worst zone speaks, and the zones of which that is so are named. */
  @Test
  void theWorstZoneSpeaks() {
    Map<String, Object> line =
        results(
                report(
                    workload(
                        "web",
                        answer("a", "p", Result.Pass, Action.Enforce, "Pass", "in a"),
                        answer("b", "p", Result.Reject, Action.Enforce, "No", "not in b"),
                        answer("c", "p", Result.Pass, Action.Enforce, "Pass", "in c"))))
            .get(0);
    assertEquals("fail", line.get("result"));
    assertEquals("not in b", line.get("message"));
    assertEquals("b", ((Map<?, ?>) line.get("properties")).get("zones"));
  }

  @Test
  void whatRunsNowhereBreaksNoRule() {
    AssessedWorkload nowhere =
        new AssessedWorkload(
            "shop",
            "web",
            new TreeMap<>(),
            2,
            new Decision.Reason("NoZoneAllowed", "no zone is allowed; relax", false),
            List.of());
    Map<String, Object> line = results(report(nowhere)).get(0);
    assertEquals("skip", line.get("result"));
    assertEquals(Map.of("code", "NoZoneAllowed"), line.get("properties"));
  }

  @Test
  void theTimestampIsThatOfTheAnswerAndNotOfTheWriting() {
    AssessedWorkload web =
        workload("web", answer("a", "p", Result.Pass, Action.Enforce, "Pass", ""));
    NamespaceReport once =
        NamespaceReport.of(
            "shop", new Assessment(AT, List.of(web), new TreeMap<>()), Map.of("web", AT));
    NamespaceReport later =
        NamespaceReport.of(
            "shop",
            new Assessment(AT.plusSeconds(3600), List.of(web), new TreeMap<>()),
            Map.of("web", AT));
    assertEquals(once, later);
    assertEquals(
        Map.of("seconds", AT.getEpochSecond(), "nanos", 0), results(once).get(0).get("timestamp"));
  }

  /**
   * Two statements of each of many: the failures are listed first, and what is left out is said.
   */
  @ParameterizedTest
  @CsvSource({"300, 10", "300, 4000"})
  void itIsBoundedAndSaysWhatIsLeftOut(int workloads, int message) {
    List<AssessedWorkload> all = new ArrayList<>();
    for (int i = 0; i < workloads; i++) {
      all.add(
          workload(
              "w%03d".formatted(i),
              answer("a", "good", Result.Pass, Action.Enforce, "Pass", "x".repeat(message)),
              answer("a", "bad", Result.Reject, Action.Enforce, "No", "x".repeat(message))));
    }
    NamespaceReport report = report(all.toArray(AssessedWorkload[]::new));
    List<Map<String, Object>> results = results(report);
    int listed = results.size() - 1;
    assertTrue(listed <= NamespaceReport.MAX_RESULTS);
    assertEquals(2 * workloads - listed, report.omitted());
    assertTrue(report.omitted() > 0);
    assertTrue(
        CanonicalJson.bytes(report.body()).length < NamespaceReport.MAX_BYTES + 4096,
        "with the summary and the last result");
    assertEquals("fail", results.get(0).get("result"));
    assertEquals(
        results.stream().map(r -> String.valueOf(r.get("result"))).sorted().toList(),
        results.stream().map(r -> String.valueOf(r.get("result"))).toList(),
        "fail, pass, skip");
    assertEquals(
        Map.of("fail", workloads, "error", 0, "warn", 0, "pass", workloads, "skip", 1),
        report.body().get("summary"));
    String last = String.valueOf(results.get(listed).get("message"));
    assertTrue(last.startsWith(report.omitted() + " more results are counted and not listed; "));
    assertTrue(last.endsWith("this is not a qualification"));
  }

  /** Whoever may read the namespace reads it: no credential, and no character cut in half. */
  @ParameterizedTest
  @CsvSource({
    // letters before, what is written then, what is shown of that
    "0, https://user:p@ss@host/ says no, https://***@host/ says no",
    "1021, \uD83D\uDE00x, \uD83D\uDE00…",
    "1022, \uD83D\uDE00x, …",
  })
  void messageIsAsOthersShowIt(int before, String written, String shown) {
    String message = "x".repeat(before) + written;
    Map<String, Object> line =
        results(
                report(
                    workload(
                        "web", answer("a", "p", Result.Reject, Action.Enforce, "No", message))))
            .get(0);
    assertEquals("x".repeat(before) + shown, line.get("message"));
  }

  private static NamespaceReport report(AssessedWorkload... workloads) {
    return NamespaceReport.of(
        "shop", new Assessment(AT, List.of(workloads), new TreeMap<>()), Map.of());
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> results(NamespaceReport report) {
    return (List<Map<String, Object>>) report.body().get("results");
  }

  private static AssessedWorkload workload(String name, RuleAnswer... answers) {
    return new AssessedWorkload(
        "shop", name, new TreeMap<>(Map.of("a", 1)), 0, null, List.of(answers));
  }

  private static RuleAnswer answer(
      String zone, String statement, Result result, Action action, String code, String message) {
    return answer(zone, statement, result, action, code, message, null);
  }

  private static RuleAnswer answer(
      String zone,
      String statement,
      Result result,
      Action action,
      String code,
      String message,
      Waiver waiver) {
    return new RuleAnswer(
        zone,
        RuleAnswer.Use.InUse,
        "policy",
        statement,
        "data-location",
        "Data is there.",
        action,
        result,
        code,
        Origin.Attested,
        List.of("19.2.b"),
        List.of(),
        List.of(),
        message,
        waiver,
        null);
  }
}

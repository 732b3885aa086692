package cloud.bleu.assess.report;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.Assessment.Excepted;
import cloud.bleu.assess.catalogue.Entry;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.model.Finding;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.assess.model.UnreadKind;
import cloud.bleu.ci.Sarif;
import cloud.bleu.credential.ShownText;
import cloud.bleu.translate.manifest.ManifestProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An assessment as SARIF 2.1.0, which forges show in a pull request. */
public final class SarifLog {

  private SarifLog() {}

  /**
   * The log of one run.
   *
   * @param version of this program
   */
  public static Map<String, Object> of(
      Assessment assessment, FindingCatalogue catalogue, String version) {
    List<String> codes = catalogue.entries().stream().map(Entry::code).toList();
    List<Map<String, Object>> results = new ArrayList<>();
    for (Finding finding : assessment.findings()) {
      results.add(result(finding, codes, "new"));
    }
    for (Finding finding : assessment.known()) {
      results.add(result(finding, codes, "unchanged"));
    }
    for (Excepted excepted : assessment.excepted()) {
      Map<String, Object> result = result(excepted.finding(), codes, "new");
      result.put(
          "suppressions",
          List.of(
              Sarif.map(
                  "kind",
                  "external",
                  "status",
                  "accepted",
                  "justification",
                  excepted.exception().reason()
                      + " ("
                      + excepted.exception().owner()
                      + ", until "
                      + excepted.exception().until()
                      + ")")));
      results.add(result);
    }
    return Sarif.log(
        Sarif.driver(
            "bleu assess", version, catalogue.entries().stream().map(SarifLog::rule).toList()),
        invocation(assessment),
        results);
  }

  private static Map<String, Object> rule(Entry entry) {
    return Sarif.map(
        "id",
        entry.code(),
        "name",
        entry.code(),
        "shortDescription",
        Sarif.map("text", entry.summary()),
        "properties",
        entry.requirements().isEmpty()
            ? null
            : Sarif.map(
                "tags", entry.requirements().stream().map(r -> "SecNumCloud 3.2 " + r).toList()));
  }

  private static Map<String, Object> invocation(Assessment assessment) {
    List<Map<String, Object>> told =
        Stream.concat(
                Stream.of(assessment.input().broken(), assessment.input().templates())
                    .flatMap(List::stream)
                    .map(SarifLog::notification),
                assessment.input().unread().stream().map(SarifLog::notification))
            .toList();
    String origin = assessment.input().origin().says();
    return Sarif.map(
        "executionSuccessful",
        assessment.input().isWhole(),
        "toolExecutionNotifications",
        told.isEmpty() ? null : told,
        "properties",
        origin.isEmpty() ? null : Sarif.map("input", ShownText.visible(origin)));
  }

  private static Map<String, Object> notification(UnreadKind kind) {
    return Sarif.map(
        "level",
        kind.isNeeded() ? "error" : "note",
        "message",
        Sarif.map("text", ShownText.visible(kind.toString())));
  }

  private static Map<String, Object> notification(ManifestProblem problem) {
    return Sarif.map(
        "level",
        "error",
        "message",
        Sarif.map("text", ShownText.visible(problem.toString())),
        "locations",
        List.of(Sarif.map("physicalLocation", Sarif.physical(problem.file(), problem.line()))));
  }

  private static Map<String, Object> result(
      Finding finding, List<String> codes, String baselineState) {
    return Sarif.map(
        "ruleId",
        finding.code(),
        "ruleIndex",
        codes.indexOf(finding.code()),
        "kind",
        finding.severity() == Severity.Fine ? "pass" : "fail",
        "level",
        level(finding.severity()),
        "message",
        Sarif.map(
            "text",
            ShownText.visible(
                finding.found() + ": " + finding.severity().name() + ": " + finding.says())),
        "locations",
        List.of(
            Sarif.location(
                finding.place().isInFile()
                    ? Sarif.physical(finding.place().file(), finding.place().line())
                    : null,
                finding.place().object(),
                finding.place().object()
                    + (finding.place().path().isEmpty() ? "" : ", " + finding.place().path()))),
        "partialFingerprints",
        Sarif.map("bleuAssess/v1", finding.fingerprint()),
        "baselineState",
        baselineState,
        "properties",
        Sarif.map(
            "severity",
            finding.severity().name(),
            "changeTo",
            ShownText.visible(finding.change()),
            "basis",
            finding.advice().basis(),
            "source",
            finding.advice().source(),
            "asOf",
            finding.asOf()));
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case Blocks -> "error";
      case Change -> "warning";
      case Look -> "note";
      case Fine -> "none";
    };
  }
}

package cloud.bleu.assess.report;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.Assessment.Excepted;
import cloud.bleu.assess.catalogue.Entry;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.model.Finding;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.manifest.ManifestProblem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An assessment as SARIF 2.1.0, which forges show in a pull request. */
public final class SarifLog {

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

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
              map(
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
    Map<String, Object> driver =
        map(
            "name",
            "bleu assess",
            "semanticVersion",
            version.matches("[0-9].*") ? version : null,
            "version",
            version,
            "rules",
            catalogue.entries().stream().map(SarifLog::rule).toList());
    Map<String, Object> run =
        map(
            "tool",
            map("driver", driver),
            "invocations",
            List.of(invocation(assessment)),
            "columnKind",
            "utf16CodeUnits",
            "results",
            results);
    return map("$schema", SCHEMA, "version", "2.1.0", "runs", List.of(run));
  }

  private static Map<String, Object> rule(Entry entry) {
    return map(
        "id",
        entry.code(),
        "name",
        entry.code(),
        "shortDescription",
        map("text", entry.summary()),
        "properties",
        entry.requirements().isEmpty()
            ? null
            : map("tags", entry.requirements().stream().map(r -> "SecNumCloud 3.2 " + r).toList()));
  }

  private static Map<String, Object> invocation(Assessment assessment) {
    List<Map<String, Object>> told =
        Stream.of(assessment.input().broken(), assessment.input().templates())
            .flatMap(List::stream)
            .map(SarifLog::notification)
            .toList();
    return map(
        "executionSuccessful",
        assessment.input().isWhole(),
        "toolExecutionNotifications",
        told.isEmpty() ? null : told);
  }

  private static Map<String, Object> notification(ManifestProblem problem) {
    return map(
        "level",
        "error",
        "message",
        map("text", Problem.visible(problem.toString())),
        "locations",
        List.of(map("physicalLocation", physical(problem.file(), problem.line()))));
  }

  private static Map<String, Object> result(
      Finding finding, List<String> codes, String baselineState) {
    return map(
        "ruleId",
        finding.code(),
        "ruleIndex",
        codes.indexOf(finding.code()),
        "kind",
        finding.severity() == Severity.Fine ? "pass" : "fail",
        "level",
        level(finding.severity()),
        "message",
        map(
            "text",
            Problem.visible(
                finding.found() + ": " + finding.severity().name() + ": " + finding.says())),
        "locations",
        List.of(
            map(
                "physicalLocation",
                physical(finding.place().file(), finding.place().line()),
                "logicalLocations",
                List.of(
                    map(
                        "name",
                        Problem.visible(finding.place().object()),
                        "fullyQualifiedName",
                        Problem.visible(
                            finding.place().object()
                                + (finding.place().path().isEmpty()
                                    ? ""
                                    : ", " + finding.place().path())),
                        "kind",
                        "object")))),
        "partialFingerprints",
        map("bleuAssess/v1", finding.fingerprint()),
        "baselineState",
        baselineState,
        "properties",
        map(
            "severity",
            finding.severity().name(),
            "changeTo",
            Problem.visible(finding.change()),
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

  private static Map<String, Object> physical(String file, int line) {
    return map(
        "artifactLocation",
        map("uri", uri(file)),
        "region",
        line < 1 ? null : map("startLine", line));
  }

  /** A path as a relative reference; standard input has a name that no file has. */
  private static String uri(String file) {
    if (file.equals("-")) {
      return "stdin:";
    }
    try {
      String path = Problem.visible(file).replace('\\', '/');
      return new URI(null, null, path.startsWith("./") ? path.substring(2) : path, null)
          .toASCIIString();
    } catch (URISyntaxException e) {
      return "stdin:";
    }
  }

  /** A map in this order, without what is null. */
  private static Map<String, Object> map(@Nullable Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      Object value = pairs[i + 1];
      if (value != null) {
        map.put(String.valueOf(pairs[i]), value);
      }
    }
    return map;
  }
}

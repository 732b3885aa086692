package cloud.bleu.cli.plan;

import cloud.bleu.ci.Sarif;
import cloud.bleu.cli.plan.PlanFinding.Level;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.manifest.ManifestProblem;
import cloud.bleu.translate.manifest.SourceLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is wrong with a plan as SARIF 2.1.0, which forges show in a pull request. */
public final class PlanSarif {

  /** The code of what is wrong with manifests, so that nothing is planned. */
  static final String INPUT_ERROR = "InputError";

  private static final String NAME = "bleu plan";
  private static final String FINGERPRINT = "bleuPlan/v1";

  private PlanSarif() {}

  /**
   * The log of one run.
   *
   * @param source where a workload is written; null of one in a cluster
   * @param whole whether the plan was made of everything that was given
   * @param version of this program
   */
  public static Map<String, Object> of(
      List<PlanFinding> findings,
      Function<WorkloadId, @Nullable SourceLine> source,
      boolean whole,
      String version) {
    List<String> codes =
        List.copyOf(new TreeSet<>(findings.stream().map(PlanFinding::code).toList()));
    Glossary glossary = new Glossary();
    return Sarif.log(
        Sarif.driver(NAME, version, codes.stream().map(c -> rule(c, glossary)).toList()),
        Sarif.map("executionSuccessful", whole),
        findings.stream().map(f -> result(f, codes, source.apply(f.workload()))).toList());
  }

  /**
   * The log of a run that planned nothing, as manifests are refused.
   *
   * @param version of this program
   */
  public static Map<String, Object> refused(List<ManifestProblem> problems, String version) {
    Map<String, Object> rule =
        Sarif.map(
            "id",
            INPUT_ERROR,
            "name",
            INPUT_ERROR,
            "shortDescription",
            Sarif.map("text", "The manifests are refused, and nothing is planned."),
            "help",
            Sarif.map("text", "Correct what the message names."));
    return Sarif.log(
        Sarif.driver(NAME, version, List.of(rule)),
        Sarif.map("executionSuccessful", false),
        problems.stream().map(PlanSarif::result).toList());
  }

  private static Map<String, Object> result(ManifestProblem problem) {
    String text = ShownText.visible(problem.toString());
    return Sarif.map(
        "ruleId",
        INPUT_ERROR,
        "ruleIndex",
        0,
        "level",
        "error",
        "message",
        Sarif.map("text", text),
        "locations",
        List.of(Sarif.map("physicalLocation", Sarif.physical(problem.file(), problem.line()))),
        "partialFingerprints",
        Sarif.map(FINGERPRINT, hash(problem.file() + "\n" + problem.text() + "\n" + INPUT_ERROR)));
  }

  private static Map<String, Object> rule(String code, Glossary glossary) {
    Glossary.Entry entry = glossary.of(code);
    return Sarif.map(
        "id",
        code,
        "name",
        code,
        "shortDescription",
        entry == null ? null : Sarif.map("text", entry.meaning()),
        "help",
        entry == null ? null : Sarif.map("text", entry.next()));
  }

  private static Map<String, Object> result(
      PlanFinding finding, List<String> codes, @Nullable SourceLine source) {
    String workload = "BleuWorkload " + finding.workload();
    return Sarif.map(
        "ruleId",
        finding.code(),
        "ruleIndex",
        codes.indexOf(finding.code()),
        "level",
        finding.level() == Level.Error ? "error" : "warning",
        "message",
        Sarif.map("text", ShownText.visible(finding.workload() + ": " + finding.text())),
        "locations",
        List.of(
            Sarif.location(
                source == null ? null : Sarif.physical(source.file(), source.line()),
                workload,
                workload)),
        "partialFingerprints",
        Sarif.map(FINGERPRINT, fingerprint(finding)),
        "suppressions",
        suppressions(finding.setAside()),
        "properties",
        Sarif.map(
            "zones",
            List.copyOf(finding.zones()),
            "rule",
            finding.rule(),
            "requirements",
            finding.requirements()));
  }

  /** What one person alone set aside is not accepted yet; null of what nobody set aside. */
  private static @Nullable List<Map<String, Object>> suppressions(
      PlanFinding.@Nullable SetAside setAside) {
    return setAside == null
        ? null
        : List.of(
            Sarif.map(
                "kind",
                "external",
                "status",
                setAside.accepted() ? "accepted" : "underReview",
                "justification",
                ShownText.visible(setAside.by())));
  }

  /** Equal for what is wrong in the same way, wherever it is written and whatever its zones. */
  private static String fingerprint(PlanFinding finding) {
    String same = finding.workload() + "\n" + finding.code() + "\n" + finding.rule();
    return hash(same);
  }

  private static String hash(String same) {
    return UUID.nameUUIDFromBytes(same.getBytes(StandardCharsets.UTF_8)).toString();
  }
}

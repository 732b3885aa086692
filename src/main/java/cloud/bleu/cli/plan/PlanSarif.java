package cloud.bleu.cli.plan;

import cloud.bleu.ci.Sarif;
import cloud.bleu.cli.plan.PlanFinding.Level;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.Problem;
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
        Sarif.driver("bleu plan", version, codes.stream().map(c -> rule(c, glossary)).toList()),
        Sarif.map("executionSuccessful", whole),
        findings.stream().map(f -> result(f, codes, source.apply(f.workload()))).toList());
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
        Sarif.map("text", Problem.visible(finding.workload() + ": " + finding.text())),
        "locations",
        List.of(
            Sarif.location(
                source == null ? null : Sarif.physical(source.file(), source.line()),
                workload,
                workload)),
        "partialFingerprints",
        Sarif.map("bleuPlan/v1", fingerprint(finding)),
        "properties",
        Sarif.map(
            "zones",
            List.copyOf(finding.zones()),
            "rule",
            finding.rule(),
            "requirements",
            finding.requirements()));
  }

  /** The same for what is wrong in the same way, wherever it is written and whatever its zones. */
  private static String fingerprint(PlanFinding finding) {
    String same = finding.workload() + "\n" + finding.code() + "\n" + finding.rule();
    return UUID.nameUUIDFromBytes(same.getBytes(StandardCharsets.UTF_8)).toString();
  }
}

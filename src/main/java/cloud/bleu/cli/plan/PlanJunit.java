package cloud.bleu.cli.plan;

import cloud.bleu.ci.JunitDocument;
import cloud.bleu.cli.plan.PlanFinding.Level;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.manifest.ManifestProblem;
import cloud.bleu.translate.manifest.SourceLine;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** A plan in the XML of JUnit: a suite a namespace, a case a workload. */
public final class PlanJunit {

  private static final String SUITE = "bleu plan";

  private PlanJunit() {}

  /**
   * The document. A workload fails that has replicas without a zone, or for which an enforced rule
   * does not hold where they are.
   *
   * @param setAside rules that somebody set aside for its workloads
   * @param source where a workload is written; null of one in a cluster
   */
  public static String of(
      Plan plan,
      Objectives objectives,
      SetAsideRules setAside,
      Function<WorkloadId, @Nullable SourceLine> source) {
    SortedMap<String, List<Decision>> byNamespace = new TreeMap<>();
    plan.decisions()
        .forEach(
            d -> byNamespace.computeIfAbsent(d.id().namespace(), n -> new ArrayList<>()).add(d));
    return JunitDocument.of(
        SUITE,
        xml -> {
          for (var suite : byNamespace.entrySet()) {
            List<Decision> decisions = suite.getValue();
            long failures =
                decisions.stream()
                    .filter(d -> !errors(PlanFindings.of(d, objectives, setAside)).isEmpty())
                    .count();
            xml.suite(suite.getKey(), decisions.size(), failures, 0, 0);
            for (Decision decision : decisions) {
              workload(
                  xml,
                  decision,
                  PlanFindings.of(decision, objectives, setAside),
                  source.apply(decision.id()));
            }
            xml.end();
          }
        });
  }

  /**
   * The document of a run that planned nothing: each error of the manifests is a case that fails.
   */
  public static String refused(List<ManifestProblem> problems) {
    return JunitDocument.of(
        SUITE,
        xml -> {
          xml.suite("input", problems.size(), problems.size(), 0, 0);
          for (ManifestProblem problem : problems) {
            String text = problem.toString();
            xml.testcase("input", ShownText.visible(text), problem.file(), problem.line());
            xml.failure(PlanSarif.INPUT_ERROR, text, "");
            xml.end();
          }
          xml.end();
        });
  }

  private static void workload(
      JunitDocument xml, Decision decision, List<PlanFinding> findings, @Nullable SourceLine source)
      throws XMLStreamException {
    List<PlanFinding> errors = errors(findings);
    xml.testcase(
        decision.id().namespace(),
        decision.id().name(),
        source == null ? null : source.file(),
        source == null ? 0 : source.line());
    if (!errors.isEmpty()) {
      xml.failure(
          errors.get(0).code(), errors.get(0).text(), lines(errors.subList(1, errors.size())));
    }
    xml.output(
        lines(findings.stream().filter(f -> f.level() != Level.Error).toList())
            + "zones: "
            + PlanFacts.zones(decision));
    xml.end();
  }

  private static List<PlanFinding> errors(List<PlanFinding> findings) {
    return findings.stream().filter(f -> f.level() == Level.Error).toList();
  }

  private static String lines(List<PlanFinding> findings) {
    StringBuilder lines = new StringBuilder();
    findings.forEach(f -> lines.append(f.text()).append("; "));
    return lines.toString();
  }
}

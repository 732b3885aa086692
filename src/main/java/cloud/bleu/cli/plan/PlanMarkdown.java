package cloud.bleu.cli.plan;

import cloud.bleu.ci.Markdown;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.manifest.ManifestProblem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plan as the comment of a pull request. */
public final class PlanMarkdown {

  private static final String HEADING = "## Placement plan\n\n";

  private PlanMarkdown() {}

  /**
   * A heading, the figures, what changes or else where everything is, and what is wrong.
   *
   * @param zones how many there are, null when that cannot be seen
   * @param setAside rules that somebody set aside for its workloads
   * @param changes as Markdown; null: every workload with its zones stands there
   */
  public static String of(
      @Nullable Integer zones,
      Plan plan,
      Objectives objectives,
      SetAsideRules setAside,
      @Nullable String changes) {
    StringBuilder text = new StringBuilder(HEADING);
    text.append(PlanText.summary(zones, plan));
    if (changes == null) {
      workloads(plan, text);
    } else {
      text.append(changes);
    }
    findings(PlanFindings.of(plan, objectives, setAside), text);
    orphans(plan, text);
    return text.toString();
  }

  /** A heading and every error of manifests that are refused. */
  public static String refused(List<ManifestProblem> problems) {
    StringBuilder text = new StringBuilder(HEADING);
    text.append("Nothing was planned: ")
        .append(problems.size())
        .append(problems.size() == 1 ? " error.\n" : " errors.\n");
    List<String> rows = new ArrayList<>();
    problems.forEach(p -> rows.add("| " + Markdown.cell(p.toString()) + " |\n"));
    Markdown.table("| what is wrong |\n|---|\n", rows, Markdown.LONGEST - text.length(), text);
    return text.toString();
  }

  private static void orphans(Plan plan, StringBuilder text) {
    List<String> rows = new ArrayList<>();
    for (WorkloadId orphan : plan.orphans()) {
      rows.add("| " + Markdown.cell(orphan.toString()) + " |\n");
    }
    Markdown.table(
        "| has no BleuWorkload, and so holds no room: WorkloadPlacement |\n|---|\n",
        rows,
        Markdown.LONGEST - text.length(),
        text);
  }

  private static void workloads(Plan plan, StringBuilder text) {
    List<String> rows = new ArrayList<>();
    for (Decision d : plan.decisions()) {
      int replicas = PlanFacts.replicas(d);
      rows.add(
          "| "
              + Markdown.cell(d.id().toString())
              + " | "
              + (d.missing() == 0 ? replicas : replicas + " of " + (replicas + d.missing()))
              + " | "
              + Markdown.cell(PlanFacts.tolerates(d))
              + " | "
              + Markdown.cell(PlanFacts.zones(d))
              + " |\n");
    }
    Markdown.table(
        "| workload | replicas | tolerates | zones |\n|---|---|---|---|\n",
        rows,
        Markdown.LONGEST / 3,
        text);
  }

  private static void findings(List<PlanFinding> findings, StringBuilder text) {
    List<String> rows = new ArrayList<>();
    for (PlanFinding finding : findings) {
      rows.add(
          "| "
              + finding.level()
              + " | "
              + Markdown.cell(finding.workload().toString())
              + " | "
              + finding.code()
              + " | "
              + Markdown.cell(String.join(", ", finding.zones()))
              + " | "
              + Markdown.cell(
                  finding.says()
                      + (finding.setAside() == null
                          ? ""
                          : "; set aside by " + finding.setAside().by()))
              + " |\n");
    }
    Markdown.table(
        "| | workload | code | zones | what is wrong |\n|---|---|---|---|---|\n",
        rows,
        Markdown.LONGEST / 3,
        text);
  }
}

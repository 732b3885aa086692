package cloud.bleu.assess.report;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.model.Finding;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.assess.model.UnreadKind;
import cloud.bleu.assess.model.WorkloadAnswer;
import cloud.bleu.ci.Markdown;
import java.util.ArrayList;
import java.util.List;

/** An assessment as the comment of a pull request. */
public final class MarkdownReport {

  private MarkdownReport() {}

  /** Tables of workloads and of findings; those that no comment could hold are counted. */
  public static String of(Assessment assessment) {
    StringBuilder text = new StringBuilder();
    text.append("## Assessment for ")
        .append(Markdown.cell(assessment.target().name()))
        .append("\n\n");
    if (!assessment.input().origin().says().isEmpty()) {
      text.append(Markdown.cell(assessment.input().origin().says())).append(".\n\n");
    }
    text.append(
        "| Blocks | Change | Look | Fine | excepted | known |\n|---|---|---|---|---|---|\n");
    for (Severity severity : Severity.values()) {
      text.append("| ").append(assessment.count(severity)).append(' ');
    }
    text.append("| ").append(assessment.excepted().size());
    text.append(" | ").append(assessment.known().size()).append(" |\n");
    workloads(assessment, text);
    findings(assessment, text);
    notSeen(assessment, text);
    return text.toString();
  }

  private static void workloads(Assessment assessment, StringBuilder text) {
    List<String> rows = new ArrayList<>();
    for (WorkloadAnswer workload : assessment.workloads()) {
      rows.add(
          "| "
              + Markdown.cell(workload.place().object())
              + " | "
              + workload.answer()
              + " | "
              + (workload.notSeen().isEmpty()
                  ? ""
                  : Markdown.cell(String.join(", ", workload.notSeen())))
              + " |\n");
    }
    Markdown.table(
        "| workload | answer | not seen |\n|---|---|---|\n", rows, Markdown.LONGEST / 3, text);
  }

  private static void findings(Assessment assessment, StringBuilder text) {
    List<String> rows = new ArrayList<>();
    for (Finding finding : assessment.findings()) {
      if (finding.severity() != Severity.Fine) {
        rows.add(
            "| "
                + finding.severity()
                + " | "
                + finding.code()
                + " | "
                + Markdown.cell(finding.place().position())
                + " | "
                + Markdown.cell(finding.found())
                + " | "
                + Markdown.cell(finding.says())
                + " |\n");
      }
    }
    Markdown.table(
        "| | code | where | found | change to |\n|---|---|---|---|---|\n",
        rows,
        Markdown.LONGEST - text.length(),
        text);
  }

  private static void notSeen(Assessment assessment, StringBuilder text) {
    for (UnreadKind kind : assessment.input().unread()) {
      text.append("\n- Not seen: ").append(Markdown.cell(kind.toString()));
    }
    if (!assessment.input().unread().isEmpty()) {
      text.append('\n');
    }
    text.append("\nNot seen: ")
        .append(assessment.input().templates().size())
        .append(" templates that are not rendered, ")
        .append(assessment.input().broken().size())
        .append(" documents that cannot be read, ")
        .append(assessment.input().unknownKinds().size())
        .append(" kinds of which nothing is known; ")
        .append(String.join("; ", AssessmentTree.NEVER_SEEN))
        .append(".\nData as of ")
        .append(assessment.asOf())
        .append(".\n");
  }
}

package cloud.bleu.cli.assess;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.InputSummary;
import cloud.bleu.assess.catalogue.Entry;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.model.Finding;
import cloud.bleu.assess.model.MigrationTarget;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.assess.model.WorkloadAnswer;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An assessment, or the catalogue, for people. */
public final class AssessmentText {

  private AssessmentText() {}

  /**
   * Workloads, then findings: the same one in several places is told once, but in {@code wide}.
   *
   * @param format table, wide or name
   */
  public static String of(Assessment assessment, Format format) {
    Table workloads = workloads(assessment);
    if (format == Format.NAME) {
      return workloads.text(format);
    }
    StringBuilder text = new StringBuilder();
    if (!workloads.isEmpty()) {
      text.append(workloads.text(format)).append('\n');
    }
    boolean wide = format == Format.WIDE && !assessment.findings().isEmpty();
    String findings = wide ? each(assessment).text(format) : grouped(assessment);
    if (!findings.isEmpty()) {
      text.append(findings).append('\n');
    }
    return text.append(closing(assessment)).toString();
  }

  private static Table workloads(Assessment assessment) {
    Table table = new Table("WORKLOAD", "ANSWER", "BLOCKS", "CHANGE", "LOOK", "NOT SEEN");
    for (WorkloadAnswer workload : assessment.workloads()) {
      table.row(
          workload.place().object(),
          workload.answer(),
          workload.count(Severity.Blocks),
          workload.count(Severity.Change),
          workload.count(Severity.Look),
          workload.notSeen().isEmpty() ? "-" : String.join(", ", workload.notSeen()));
    }
    return table;
  }

  /** What was found several times with one answer is reported once, with its first place. */
  private static String grouped(Assessment assessment) {
    Map<String, List<Finding>> groups = new LinkedHashMap<>();
    for (Finding finding : assessment.findings()) {
      if (finding.severity() != Severity.Fine) {
        String group = finding.code() + "\n" + finding.found() + "\n" + finding.says();
        groups.computeIfAbsent(group, g -> new ArrayList<>()).add(finding);
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<Finding> group : groups.values()) {
      Finding first = group.get(0);
      text.append(
          Table.wrapped(
              first.severity()
                  + " "
                  + first.code()
                  + " "
                  + first.place().position()
                  + (group.size() == 1 ? "" : " and " + (group.size() - 1) + " more"),
              2));
      text.append(Table.hanging("  found ", first.found()));
      text.append(Table.hanging("  to    ", first.says()));
    }
    return text.toString();
  }

  private static Table each(Assessment assessment) {
    Table table =
        new Table(
            "ANSWER",
            "CODE",
            "FOUND",
            "CHANGE TO",
            "WHERE",
            "OBJECT",
            "PATH",
            "SECNUMCLOUD",
            "BASIS",
            "SOURCE");
    for (Finding finding : assessment.findings()) {
      table.row(
          finding.severity(),
          finding.code(),
          finding.found(),
          finding.says(),
          finding.place().isInFile() ? finding.place().position() : "-",
          finding.place().object(),
          finding.place().path(),
          finding.requirements().isEmpty() ? "-" : String.join(", ", finding.requirements()),
          finding.advice().basis(),
          finding.advice().source());
    }
    return table;
  }

  private static String closing(Assessment assessment) {
    InputSummary input = assessment.input();
    StringBuilder text = new StringBuilder();
    if (!input.origin().says().isEmpty()) {
      text.append(Table.wrapped(input.origin().says() + ".", 0));
    }
    text.append(
        Table.wrapped(
            number(input.objects(), "object")
                + " for "
                + assessment.target().name()
                + ": "
                + assessment.count(Severity.Blocks)
                + " Blocks, "
                + assessment.count(Severity.Change)
                + " Change, "
                + assessment.count(Severity.Look)
                + " Look, "
                + assessment.count(Severity.Fine)
                + " Fine; "
                + assessment.excepted().size()
                + " excepted, "
                + assessment.known().size()
                + " in the baseline.",
            0));
    List<String> notSeen = new ArrayList<>();
    count(notSeen, input.broken().size(), "document that cannot be read");
    count(notSeen, input.templates().size(), "template that is not rendered");
    count(notSeen, input.noObjects().size(), "document that is no object of Kubernetes");
    count(notSeen, input.owned(), "object that a controller made of others");
    input.unread().forEach(kind -> notSeen.add(kind.says()));
    input
        .unknownKinds()
        .forEach((kind, count) -> notSeen.add(count + " " + kind + " (only its texts)"));
    if (!notSeen.isEmpty()) {
      text.append(Table.wrapped("Not looked into: " + String.join("; ", notSeen) + ".", 2));
    }
    text.append(
        Table.wrapped(
            "Manifests do not say what programs call, what images contain or where data goes. Data as"
                + " of "
                + assessment.asOf()
                + ".",
            2));
    return text.toString();
  }

  private static void count(List<String> all, int count, String what) {
    if (count > 0) {
      all.add(number(count, what));
    }
  }

  /** {@code 1 document that ...}, {@code 2 documents that ...}. */
  private static String number(int count, String what) {
    if (count == 1) {
      return "1 " + what;
    }
    int space = what.indexOf(' ');
    String noun = space < 0 ? what : what.substring(0, space);
    String rest = space < 0 ? "" : what.substring(space);
    return count
        + " "
        + noun
        + "s"
        + rest.replace(" is no object", " are no objects")
            .replace(" is ", " are ")
            .replace("object of", "object of");
  }

  /** Every code, with what it means on each target. */
  public static String of(FindingCatalogue catalogue, Format format) {
    Table table = new Table("CODE", "BLEU", "S3NS", "OTHERS", "SECNUMCLOUD", "SUMMARY");
    for (Entry entry : catalogue.entries()) {
      table.row(
          entry.code(),
          entry.severity(MigrationTarget.BLEU),
          entry.severity(MigrationTarget.S3NS),
          entry.severity(MigrationTarget.of("others")),
          entry.requirements().isEmpty() ? "-" : String.join(", ", entry.requirements()),
          entry.summary());
    }
    return table.text(format);
  }
}

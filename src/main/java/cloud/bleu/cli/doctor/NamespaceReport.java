package cloud.bleu.cli.doctor;

import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one namespace, and what to do next.
 *
 * @param level {@code Audit} or {@code Enforce}; null: it is governed by nothing
 * @param findings what admission would refuse
 * @param beside what is to be known and changes nothing of that
 * @param admission policies without which nothing is refused, that are missing or do not refuse;
 *     empty where all are there, or nobody looked
 */
public record NamespaceReport(
    String namespace,
    @Nullable String level,
    List<Finding> findings,
    List<UnaskedFindings> beside,
    SortedSet<String> admission) {

  public NamespaceReport {
    findings = List.copyOf(findings);
    beside = List.copyOf(beside);
  }

  /** For people: what would be refused, what is beside it, and the next step. */
  public String text(Format format) {
    Table table = table(findings);
    if (format == Format.NAME) {
      return table.text(format, 0, 1);
    }
    StringBuilder text = new StringBuilder();
    if (!admission.isEmpty()) {
      text.append(
          Table.wrapped(
              "Nothing is enforced in this cluster: admission policies are missing or do not refuse: "
                  + Installation.named(admission),
              2));
    }
    text.append(namespace)
        .append(": governed ")
        .append(level == null ? "by nothing" : level)
        .append(", Enforce would refuse ")
        .append(
            findings.isEmpty()
                ? "nothing"
                : findings.size() == 1 ? "1 thing" : findings.size() + " things")
        .append('\n');
    if (!findings.isEmpty()) {
      text.append('\n').append(table.text(format)).append('\n');
    }
    for (UnaskedFindings sort : beside) {
      if (!sort.findings().isEmpty()) {
        text.append('\n')
            .append(sort.heading())
            .append("\n\n")
            .append(table(sort.findings()).text(format))
            .append('\n');
      }
    }
    return text.append(Table.hanging("Next: ", next())).toString();
  }

  /** For programs. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("namespace", namespace);
    tree.put("governed", level == null ? "" : level);
    tree.put("admissionMissing", List.copyOf(admission));
    tree.put("findings", trees(findings));
    beside.forEach(b -> tree.put(b.key(), trees(b.findings())));
    tree.put("next", next());
    return tree;
  }

  private String next() {
    String next = step();
    return admission.isEmpty()
        ? next
        : "install or upgrade the chart with admission.enabled=true, then look again"
            + (findings.isEmpty() ? "" : "; " + next);
  }

  private String step() {
    boolean enforced = "Enforce".equals(level);
    if (!findings.isEmpty()) {
      return enforced
          ? "what runs goes on running; what is listed would not start again"
          : "mend what is listed, then look again"
              + (level == null
                  ? "; meanwhile Audit shows who is affected: kubectl label namespace "
                      + namespace
                      + " placement.bleu.cloud/governed=Audit"
                  : "");
    }
    return enforced
        ? "nothing is left to do"
        : "enforce it: kubectl label --overwrite namespace "
            + namespace
            + " placement.bleu.cloud/governed=Enforce";
  }

  private static Table table(List<Finding> findings) {
    Table table = new Table("KIND", "NAME", "CODE", "WHY, AND WHAT TO DO");
    findings.forEach(f -> table.row(f.kind(), f.name(), f.code(), f.message()));
    return table;
  }

  private static List<Map<String, Object>> trees(List<Finding> findings) {
    return findings.stream().map(Finding::tree).toList();
  }
}

package cloud.bleu.cli.doctor;

import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.delivery.gate.ChartPolicies;
import java.util.ArrayList;
import java.util.Collections;
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
 * @param unseen workloads of which no decision is seen
 * @param admission policies without which not everything is refused, that are missing or do not
 *     refuse; empty where all are there, null where nobody looked
 */
public record NamespaceFindings(
    String namespace,
    @Nullable String level,
    List<Finding> findings,
    List<AdvisoryFindings> beside,
    Unseen unseen,
    @Nullable SortedSet<String> admission) {

  /**
   * Workloads that run pods and of which it is not known whether they have a decision.
   *
   * @param workloads their names
   * @param plan what to type to see what would be decided
   */
  public record Unseen(SortedSet<String> workloads, String plan) {

    /** Each decision that there is is seen. */
    public static final Unseen NONE = new Unseen(Collections.emptySortedSet(), "");

    boolean isEmpty() {
      return workloads.isEmpty();
    }

    private String names() {
      return "the pods of " + Installation.named(workloads) + ": no decision is seen";
    }
  }

  public NamespaceFindings {
    findings = List.copyOf(findings);
    beside = List.copyOf(beside);
  }

  /**
   * What would be refused, what is beside it, and the next step.
   *
   * @param errors of objects that were left out, by their key; a tree has them too
   */
  public String text(Format format, Map<String, Object> errors) {
    if (format.isTree()) {
      Map<String, Object> tree = tree();
      tree.putAll(errors);
      return format.write(tree);
    }
    Table table = table(findings);
    if (format == Format.NAME) {
      return table.text(format, 0, 1);
    }
    StringBuilder text = new StringBuilder();
    if (admission != null && !admission.isEmpty()) {
      text.append(
          Table.wrapped(
              (ChartPolicies.isNothingKept(admission) ? "Nothing" : "Not everything")
                  + " is enforced in this cluster: admission policies are missing or do not refuse: "
                  + Installation.named(admission),
              2));
    }
    text.append(
        Table.wrapped(
            namespace + ": governed " + (level == null ? "by nothing" : level) + ", " + refused(),
            2));
    if (!findings.isEmpty()) {
      text.append('\n').append(table.text(format)).append('\n');
    }
    for (AdvisoryFindings sort : beside) {
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
    tree.put("admissionMissing", admission == null ? null : List.copyOf(admission));
    tree.put("decisionsNotSeen", List.copyOf(unseen.workloads()));
    tree.put("findings", trees(findings));
    beside.forEach(b -> tree.put(b.key(), trees(b.findings())));
    tree.put("next", next());
    return tree;
  }

  private String refused() {
    if (findings.isEmpty() && !unseen.isEmpty()) {
      return "not known whether Enforce would refuse " + unseen.names();
    }
    return "Enforce would refuse "
        + (findings.isEmpty()
            ? "nothing"
            : findings.size() == 1 ? "1 thing" : findings.size() + " things")
        + (unseen.isEmpty() ? "" : "; not known of " + unseen.names());
  }

  private String next() {
    List<String> steps = new ArrayList<>();
    if (admission != null && !admission.isEmpty()) {
      steps.add("install or upgrade the chart with admission.enabled=true, then look again");
    }
    if (!findings.isEmpty()) {
      steps.add(mending());
    }
    if (!unseen.isEmpty()) {
      steps.add(
          "`%s` says what would be decided; `%s doctor -n %s` asks the cluster, which has the decisions"
              .formatted(unseen.plan(), Program.name(), namespace));
    }
    return steps.isEmpty() ? enforcing() : String.join("; ", steps);
  }

  private String mending() {
    return "Enforce".equals(level)
        ? "what runs goes on running; what is listed would not start again"
        : "correct what is listed, then look again"
            + (level == null
                ? "; meanwhile Audit shows who is affected: kubectl label --overwrite namespace "
                    + namespace
                    + " placement.bleu.cloud/governed=Audit"
                : "");
  }

  private String enforcing() {
    if ("Enforce".equals(level)) {
      return "nothing is left to do"
          + (admission == null
              ? " where the admission policies are there, which was not looked at"
              : "");
    }
    return "enforce it: kubectl label --overwrite namespace "
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

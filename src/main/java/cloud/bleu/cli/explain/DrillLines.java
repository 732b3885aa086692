package cloud.bleu.cli.explain;

import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.drill.DrillCoverage;
import cloud.bleu.drill.DrillCoverage.Answer;
import cloud.bleu.drill.DrillRecord;
import cloud.bleu.drill.DrillValidity;
import cloud.bleu.placement.simulation.Loss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What drills say of a workload, one entry for each drill. */
final class DrillLines {

  private static final String STATUS = "Each line is the status of that ResilienceDrill. ";

  private DrillLines() {}

  /** What no answer here goes beyond, in the modes of these drills. */
  static String limit(DrillCoverage coverage) {
    List<Boolean> live = coverage.answers().stream().map(a -> a.drill().live()).distinct().toList();
    String limit =
        STATUS
            + (live.contains(true)
                ? "Live: the replicas were moved and timed, while the zones worked. "
                : "")
            + (live.contains(false) || live.isEmpty()
                ? "Shadow: nothing was moved. How long the moves take is not known."
                : "");
    return limit.strip();
  }

  /** A paragraph for each drill, and one for the losses that none simulates. */
  static String text(DrillCoverage coverage) {
    StringBuilder text = new StringBuilder();
    for (Answer answer : coverage.answers()) {
      text.append(Table.wrapped("  " + line(answer), 4));
    }
    if (!coverage.untried().isEmpty()) {
      text.append(
          Table.wrapped(
              "  no drill simulates the loss of: " + String.join(", ", coverage.untried()), 4));
    }
    return text.toString();
  }

  private static String line(Answer answer) {
    DrillValidity drill = answer.drill();
    Run last = drill.last();
    String faults =
        drill.faults().stream().map(DrillValidity.Fault::code).collect(Collectors.joining(", "));
    return drill.name()
        + (last == null
            ? loss(drill) + (drill.live() ? ", live" : "")
            : ", loss of " + last.scope() + (last.live() ? ", live" : "") + ", ran " + last.at())
        + ": "
        + known(answer)
        + (drill.isProof()
            ? "; the run counts until " + drill.until()
            : "; the drill is no proof now: " + faults);
  }

  private static String loss(DrillValidity drill) {
    Loss loss = drill.loss();
    return loss == null ? "" : ", loss of " + loss.name();
  }

  private static String known(Answer answer) {
    WorkloadVerdict verdict = answer.verdict();
    return switch (answer.known()) {
      case Verdict -> verdict == null ? "" : verdict(verdict);
      case NotConcerned -> "it had no replica there";
      case NotListed ->
          "its status lists the worst " + answer.drill().workloads().size() + ", and not this one";
      case NotKept -> "its status lists the workloads of a later run alone";
      case Younger -> "it ran before this workload was there";
      case NotRun -> "no run of its loss in its mode is recorded";
    };
  }

  private static String verdict(WorkloadVerdict verdict) {
    return "%s, %s of %s replicas lost, %s afterwards%s%s"
        .formatted(
            verdict.outcome(),
            verdict.lost(),
            verdict.before(),
            verdict.after(),
            verdict.recoverySeconds() == null
                ? ""
                : ", whole elsewhere after " + verdict.recoverySeconds() + " s",
            verdict.term() == null ? "" : "; " + DrillRecord.broken(verdict));
  }

  /** One map for each drill, for programs, with the names of the fields of a status. */
  static List<Map<String, Object>> tree(DrillCoverage coverage) {
    return coverage.answers().stream().map(DrillLines::tree).toList();
  }

  private static Map<String, Object> tree(Answer answer) {
    DrillValidity drill = answer.drill();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", drill.name());
    Run last = drill.last();
    tree.put("mode", drill.live() ? "Live" : "Shadow");
    tree.put("known", answer.known().name());
    Loss loss = drill.loss();
    put(tree, "scope", last != null ? last.scope() : loss == null ? null : loss.name());
    put(tree, "at", last == null ? null : last.at());
    put(tree, "verdict", last == null ? null : last.verdict());
    put(tree, "digest", last == null ? null : last.digest());
    WorkloadVerdict verdict = answer.verdict();
    if (verdict != null) {
      tree.put("outcome", verdict.outcome());
      tree.put("before", verdict.before());
      tree.put("lost", verdict.lost());
      tree.put("after", verdict.after());
      put(tree, "term", verdict.term());
      if (verdict.missing() != null) {
        tree.put("missing", verdict.missing());
      }
      put(tree, "code", verdict.code());
      put(tree, "recoverySeconds", verdict.recoverySeconds());
      put(tree, "message", verdict.message());
    }
    put(tree, "lastPassed", drill.passed());
    put(tree, "countsUntil", drill.until());
    tree.put("noProof", drill.faults().stream().map(DrillValidity.Fault::code).toList());
    return tree;
  }

  private static void put(Map<String, Object> tree, String name, @Nullable Object value) {
    if (value != null) {
      tree.put(name, value.toString());
    }
  }
}

package cloud.bleu.cli.explain;

import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.drill.DrillCoverage;
import cloud.bleu.drill.DrillCoverage.Answer;
import cloud.bleu.drill.DrillRecord;
import cloud.bleu.drill.DrillValidity;
import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.simulation.Loss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What drills say of a workload, one entry for each drill. */
public final class DrillLines {

  private static final ExplanationWords WORDS = ExplanationWords.ENGLISH;

  private DrillLines() {}

  /** What no answer here goes beyond, in the modes of these drills. */
  public static String limit(DrillCoverage coverage, ExplanationWords words) {
    List<Boolean> live = coverage.answers().stream().map(a -> a.drill().live()).distinct().toList();
    List<String> limits = new ArrayList<>(List.of(words.word("text.drillStatus")));
    if (live.contains(true)) {
      limits.add(words.word("text.drillLimitLive"));
    }
    if (live.contains(false) || live.isEmpty()) {
      limits.add(words.word("text.drillLimit"));
    }
    return String.join(" ", limits);
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
              "  " + WORDS.said("text.drillUntried", Map.of("losses", coverage.untried())), 4));
    }
    return text.toString();
  }

  private static String line(Answer answer) {
    DrillValidity drill = answer.drill();
    List<String> faults = drill.faults().stream().map(DrillValidity.Fault::code).toList();
    return loss(drill)
        + ": "
        + known(answer)
        + "; "
        + (drill.isProof()
            ? WORDS.said("text.drillCounts", Map.of("date", String.valueOf(drill.until())))
            : WORDS.said("text.drillNoProof", Map.of("codes", faults)));
  }

  private static String loss(DrillValidity drill) {
    Run last = drill.last();
    Loss loss = drill.loss();
    if (last != null) {
      return WORDS.said(
          last.live() ? "text.drillRanLive" : "text.drillRan",
          Map.of("drill", drill.name(), "loss", last.scope(), "date", last.at()));
    }
    return loss == null
        ? drill.name() + (drill.live() ? ", live" : "")
        : WORDS.said(
            drill.live() ? "text.drillLossLive" : "text.drillLoss",
            Map.of("drill", drill.name(), "loss", loss.name()));
  }

  private static String known(Answer answer) {
    WorkloadVerdict verdict = answer.verdict();
    return verdict == null
        ? WORDS.said("drill." + answer.known(), Map.of("count", answer.drill().workloads().size()))
        : verdict(verdict);
  }

  private static String verdict(WorkloadVerdict verdict) {
    return WORDS.said(
            "text.drillVerdict",
            Map.of(
                "outcome", verdict.outcome(),
                "lost", verdict.lost(),
                "before", verdict.before(),
                "after", verdict.after()))
        + (verdict.recoverySeconds() == null
            ? ""
            : ", whole elsewhere after " + verdict.recoverySeconds() + " s")
        + (verdict.term() == null ? "" : "; " + DrillRecord.broken(verdict));
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

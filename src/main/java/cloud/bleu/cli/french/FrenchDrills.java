package cloud.bleu.cli.french;

import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.cli.explain.DrillLines;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.drill.DrillCoverage;
import cloud.bleu.drill.DrillCoverage.Answer;
import cloud.bleu.drill.DrillValidity;
import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.simulation.Loss;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What drills say of a workload, in French. */
final class FrenchDrills {

  private final ExplanationWords french;
  private final DrillCoverage coverage;

  FrenchDrills(ExplanationWords french, DrillCoverage coverage) {
    this.french = french;
    this.coverage = coverage;
  }

  /** A paragraph for each drill, and one for the losses that none simulates. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Answer answer : coverage.answers()) {
      text.append(Table.wrapped("  " + line(answer), 4));
    }
    if (!coverage.untried().isEmpty()) {
      text.append(
          Table.wrapped(
              "  "
                  + french.said(
                      "text.drillUntried",
                      Map.of(
                          "losses",
                          coverage.untried().stream()
                              .map(french::event)
                              .collect(Collectors.joining(", ")))),
              4));
    }
    return text.toString();
  }

  /** The text, and then what no drill proves; empty where there is nothing to say. */
  String whole() {
    String lines = text();
    return lines.isEmpty()
        ? ""
        : lines + Table.wrapped("  " + DrillLines.limit(coverage, french), 4);
  }

  /** Whether a sentence of the operator is among it, which is in English. */
  boolean isRecorded() {
    return coverage.answers().stream()
        .anyMatch(a -> a.verdict() != null && a.verdict().message() != null);
  }

  private String line(Answer answer) {
    DrillValidity drill = answer.drill();
    Run last = drill.last();
    Loss loss = drill.loss();
    String head =
        last != null
            ? french.said(
                last.live() ? "text.drillRanLive" : "text.drillRan",
                Map.of(
                    "drill", drill.name(), "loss", french.event(last.scope()), "date", last.at()))
            : loss != null
                ? french.said(
                    drill.live() ? "text.drillLossLive" : "text.drillLoss",
                    Map.of("drill", drill.name(), "loss", french.event(loss.name())))
                : drill.name();
    String standing =
        drill.isProof()
            ? french.said("text.drillCounts", Map.of("date", String.valueOf(drill.until())))
            : french.said(
                "text.drillNoProof",
                Map.of(
                    "codes",
                    drill.faults().stream()
                        .map(DrillValidity.Fault::code)
                        .collect(Collectors.joining(", "))));
    return head + " : " + known(answer) + " ; " + standing;
  }

  private String known(Answer answer) {
    WorkloadVerdict verdict = answer.verdict();
    if (verdict == null) {
      return french.said(
          "drill." + answer.known(), Map.of("count", answer.drill().workloads().size()));
    }
    String counts =
        french.said(
            "text.drillVerdict",
            Map.of(
                "outcome", french.word("drill." + verdict.outcome()),
                "lost", verdict.lost(),
                "before", verdict.before(),
                "after", verdict.after()));
    return verdict.term() == null ? counts : counts + " ; " + broken(verdict, verdict.term());
  }

  private String broken(WorkloadVerdict verdict, String term) {
    Map<String, Object> said = new HashMap<>();
    said.put("term", term);
    said.put("code", String.valueOf(verdict.code()));
    said.put("sentence", String.valueOf(verdict.message()));
    if (verdict.missing() == null) {
      return french.said("text.drillTooSlow", said);
    }
    said.put("count", verdict.missing());
    return french.said("text.drillBroken", said);
  }
}

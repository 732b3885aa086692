package cloud.bleu.cli.assess;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.dependency.HeldVolume;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.assess.model.WorkloadAnswer;
import cloud.bleu.assess.wave.Obstacle;
import cloud.bleu.assess.wave.Wave;
import cloud.bleu.assess.wave.WaveFacts;
import cloud.bleu.assess.wave.WaveOutcome;
import cloud.bleu.assess.wave.WavePlan;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.translate.finding.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A plan in waves for people. */
public final class WavePlanText {

  private final Assessment assessment;
  private final DependencyGraph graph;
  private final WavePlan plan;

  private WavePlanText(Assessment assessment, DependencyGraph graph, WavePlan plan) {
    this.assessment = assessment;
    this.graph = graph;
    this.plan = plan;
  }

  /**
   * What stands in the way of the next wave, then the waves, then what to keep for each.
   *
   * @param format table, wide or name
   */
  public static String of(
      Assessment assessment, DependencyGraph graph, WavePlan plan, Format format) {
    WavePlanText text = new WavePlanText(assessment, graph, plan);
    Table waves = text.waves();
    if (format == Format.NAME) {
      return waves.text(format, 1);
    }
    return text.next()
        + "\n"
        + waves.text(format)
        + text.reasons()
        + text.later()
        + text.facts()
        + "\n"
        + text.rollBack()
        + text.closing();
  }

  private String next() {
    Wave next = plan.next();
    if (next == null) {
      return plan.waves().isEmpty()
          ? "Nothing is selected: no workload of the input is one of the plan.\n"
          : "Everything has moved.\n";
    }
    return inTheWay(next, "Next: wave " + next.title());
  }

  private String inTheWay(Wave wave, String title) {
    String when = wave.date() == null ? "" : " on " + wave.date();
    StringBuilder text = new StringBuilder(title + when);
    if (!wave.stops().isEmpty()) {
      text.append("; in its way:\n");
    } else if (plan.planned()) {
      text.append("; nothing that is known stands in its way.\n");
    } else {
      text.append("; no finding stands in its way; of room and policies nothing is known.\n");
    }
    for (Obstacle obstacle : wave.obstacles()) {
      String where = obstacle.place() == null ? "" : " " + obstacle.place().position();
      text.append(
          Table.hanging(
              "  " + obstacle.kind() + " ",
              (obstacle.workload() + where + ": " + obstacle.says())
                  .replaceFirst("^: ", "")
                  .strip()));
    }
    return text.toString();
  }

  private Table waves() {
    Table table =
        new Table("WAVE", "WORKLOAD", "TOGETHER", "BLOCKS", "CHANGE", "LOOK", "HOLDS", "LANDS IN");
    for (Wave wave : plan.waves()) {
      for (WaveOutcome outcome : wave.outcomes()) {
        WorkloadAnswer answer = answer(outcome.workload());
        table.row(
            wave.number(),
            outcome.workload(),
            together(wave, outcome.workload()),
            count(answer, Severity.Blocks),
            count(answer, Severity.Change),
            count(answer, Severity.Look),
            holds(outcome.workload()),
            lands(outcome));
      }
    }
    return table;
  }

  private WorkloadAnswer answer(String workload) {
    return assessment.workloads().stream()
        .filter(w -> w.place().object().equals(workload))
        .findFirst()
        .orElseThrow();
  }

  private static int count(WorkloadAnswer answer, Severity severity) {
    return answer.count(severity);
  }

  /** Groups have letters; what moves by itself has none. */
  private static String together(Wave wave, String workload) {
    int letter = 0;
    for (List<String> group : wave.groups()) {
      if (group.size() > 1) {
        letter++;
        if (group.contains(workload)) {
          return "group " + letter;
        }
      }
    }
    return "-";
  }

  /** Why people want groups together, where they say it. */
  private String reasons() {
    StringBuilder text = new StringBuilder();
    for (Wave wave : plan.waves()) {
      for (int i = 0; i < wave.groups().size(); i++) {
        String reason = wave.reasons().get(i);
        if (!reason.isEmpty()) {
          String group = together(wave, wave.groups().get(i).get(0));
          text.append(
              Table.hanging(
                  "  wave " + wave.number() + ", " + group + ": ", Problem.visible(reason)));
        }
      }
    }
    return text.isEmpty() ? "" : "\nTogether by the rules:\n" + text;
  }

  private String holds(String workload) {
    String all =
        graph.volumes().stream()
            .filter(v -> v.workload().equals(workload))
            .map(HeldVolume::size)
            .collect(Collectors.joining("+"));
    return all.isEmpty() ? "-" : all;
  }

  private static String lands(WaveOutcome outcome) {
    return switch (outcome.state()) {
      case Placed -> outcome.zones();
      case Moved -> "moved: " + outcome.zones();
      case Arriving -> "not ready yet";
      case NotPlaced -> outcome.code() == null ? "not placed" : outcome.code();
      case NoDraft -> "with its nodes";
      case NotPlanned -> "-";
    };
  }

  /** What stands in the way of the waves after the next one. */
  private String later() {
    StringBuilder text = new StringBuilder();
    Wave next = plan.next();
    for (Wave wave : plan.waves()) {
      if (!wave.equals(next) && !wave.obstacles().isEmpty()) {
        text.append('\n').append(inTheWay(wave, "Wave " + wave.title()));
      }
    }
    return text.toString();
  }

  /** When the facts of the target let each wave go. */
  private String facts() {
    StringBuilder text = new StringBuilder();
    for (Wave wave : plan.waves()) {
      WaveFacts facts = wave.facts();
      if (facts != null) {
        text.append(Table.hanging("  wave " + wave.title() + " ", facts.headline()));
        facts.lines().forEach(line -> text.append(Table.hanging("    ", line)));
      }
    }
    return text.isEmpty() ? "" : "\nBy the facts of the target:\n" + text;
  }

  private String rollBack() {
    StringBuilder text = new StringBuilder();
    for (Wave wave : plan.waves()) {
      if (!wave.rollBack().isEmpty()) {
        text.append("To go back from wave ").append(wave.number()).append(":\n");
        wave.rollBack().forEach(note -> text.append(Table.hanging("  - ", note)));
      }
    }
    return text.isEmpty() ? "" : text.append('\n').toString();
  }

  private String closing() {
    return Table.wrapped(
        plan.waves().size()
            + (plan.waves().size() == 1 ? " wave. " : " waves. ")
            + (plan.planned()
                ? "Each is planned on what the target holds by then. "
                : "Nothing is planned: give the zones of the target with --estate. ")
            + "Dependencies that no manifest states are not seen.",
        0);
  }
}

package cloud.bleu.assess.report;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.dependency.Entrance;
import cloud.bleu.assess.dependency.HeldVolume;
import cloud.bleu.assess.model.Finding;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.assess.model.WorkloadAnswer;
import cloud.bleu.assess.wave.Obstacle;
import cloud.bleu.assess.wave.Wave;
import cloud.bleu.assess.wave.WaveFacts;
import cloud.bleu.assess.wave.WaveOutcome;
import cloud.bleu.assess.wave.WavePlan;
import cloud.bleu.ci.Markdown;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is to do for each wave, as a list of Markdown that people tick off. */
public final class CutoverChecklist {

  private static final String BOX = "- [ ] ";

  private final Assessment assessment;
  private final DependencyGraph graph;
  private final StringBuilder text = new StringBuilder();

  private CutoverChecklist(Assessment assessment, DependencyGraph graph) {
    this.assessment = assessment;
    this.graph = graph;
  }

  /** The list of all waves, the first one first. */
  public static String of(Assessment assessment, DependencyGraph graph, WavePlan plan) {
    CutoverChecklist list = new CutoverChecklist(assessment, graph);
    list.text
        .append("# Cutover to ")
        .append(Markdown.cell(assessment.target().name()))
        .append("\n");
    plan.waves().forEach(list::wave);
    return list.text.toString();
  }

  private void wave(Wave wave) {
    text.append("\n## Wave ").append(wave.number());
    text.append(wave.date() == null ? "" : ", " + wave.date());
    text.append(wave.hasMoved() ? ", has moved\n\n" : "\n\n");
    for (WaveOutcome outcome : wave.outcomes()) {
      text.append("- ").append(Markdown.cell(outcome.workload()));
      text.append(outcome.zones().isEmpty() ? "" : ": " + outcome.zones()).append('\n');
    }
    if (wave.hasMoved()) {
      return;
    }
    facts(wave);
    Set<String> workloads = new TreeSet<>();
    wave.groups().forEach(workloads::addAll);
    section("In the way", obstacles(wave.stops()));
    section("Look first", obstacles(wave.looks()));
    section("Before", before(workloads));
    section("On the day", onTheDay(wave));
    section("To go back", wave.rollBack());
  }

  /** When the facts of the target let it go: nothing that is ticked off. */
  private void facts(Wave wave) {
    WaveFacts facts = wave.facts();
    if (facts != null) {
      text.append("\nBy the facts of the target: ")
          .append(Markdown.cell(facts.headline()))
          .append(".\n");
      facts.lines().forEach(l -> text.append("- ").append(Markdown.cell(l)).append('\n'));
    }
  }

  private void section(String title, Iterable<String> lines) {
    boolean any = false;
    for (String line : lines) {
      if (!any) {
        text.append("\n### ").append(title).append("\n\n");
        any = true;
      }
      text.append(BOX).append(Markdown.cell(line)).append('\n');
    }
  }

  private static Set<String> obstacles(List<Obstacle> obstacles) {
    Set<String> lines = new LinkedHashSet<>();
    for (Obstacle obstacle : obstacles) {
      lines.add(
          obstacle.kind()
              + (obstacle.workload().isEmpty() ? "" : " " + obstacle.workload())
              + (obstacle.place() == null ? "" : ", " + obstacle.place().position())
              + ": "
              + obstacle.says());
    }
    return lines;
  }

  /** Findings of the workloads and of what they are reached through; those of Look by code. */
  private Set<String> before(Set<String> workloads) {
    Set<String> objects = new TreeSet<>(workloads);
    for (WorkloadAnswer answer : assessment.workloads()) {
      if (workloads.contains(answer.place().object())) {
        objects.addAll(answer.through());
      }
    }
    Set<String> lines = new LinkedHashSet<>();
    for (Finding finding : assessment.findings()) {
      if (objects.contains(finding.place().object()) && finding.severity() == Severity.Change) {
        lines.add(
            finding.code()
                + ", "
                + finding.place().position()
                + ": "
                + (finding.advice().to() == null
                    ? finding.found() + ": " + finding.says()
                    : "change " + finding.found() + " to " + finding.says()));
      }
    }
    for (Finding finding : assessment.findings()) {
      if (objects.contains(finding.place().object()) && finding.severity() == Severity.Look) {
        lines.add(
            "Look at "
                + finding.code()
                + ", "
                + finding.place().position()
                + ": "
                + finding.found());
      }
    }
    return lines;
  }

  private Set<String> onTheDay(Wave wave) {
    Map<String, WaveOutcome> workloads = new TreeMap<>();
    wave.outcomes().stream()
        .filter(l -> l.state() != WaveOutcome.State.Moved)
        .forEach(l -> workloads.put(l.workload(), l));
    Set<String> lines = new LinkedHashSet<>();
    for (HeldVolume volume : graph.volumes()) {
      if (workloads.containsKey(volume.workload())) {
        lines.add(
            "Stop writes to "
                + volume.workload()
                + ", copy "
                + volume.name()
                + " ("
                + volume.size()
                + ", "
                + volume.storageClass()
                + "), and compare it");
      }
    }
    // Data is there before who reads it.
    Set<String> inOrder = new LinkedHashSet<>(graph.holders());
    inOrder.retainAll(workloads.keySet());
    inOrder.addAll(workloads.keySet());
    inOrder.stream().map(workloads::get).forEach(outcome -> lines.add(application(outcome)));
    for (Entrance entrance : graph.entrances()) {
      if (workloads.containsKey(entrance.workload())) {
        lines.add("Point " + entrance.name() + " to the target");
      }
    }
    return lines;
  }

  private static String application(WaveOutcome outcome) {
    if (!outcome.drafted() && outcome.state() != WaveOutcome.State.NotPlanned) {
      return "There is no draft of " + outcome.workload() + ": " + outcome.reason();
    }
    return "Apply "
        + (outcome.drafted() ? "the draft of " : "")
        + outcome.workload()
        + ", and wait until it is available";
  }
}

package cloud.bleu.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.simulation.DrillOutcome;
import cloud.bleu.placement.simulation.Loss;
import cloud.bleu.time.InstantText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What drills say of one workload.
 *
 * @param answers of the drills that concern it, those that broke a promise first
 * @param untried losses that it asks to tolerate, that take zones where it is placed, and that no
 *     drill simulates; empty when there is no drill at all
 * @param seen false: drills could not be listed, so there is nothing to say of them
 */
public record DrillCoverage(List<Answer> answers, List<String> untried, boolean seen) {

  /** Without a drill. */
  public static final DrillCoverage NONE = new DrillCoverage(List.of(), List.of(), true);

  /** Where nobody may list drills. */
  public static final DrillCoverage NOT_SEEN = new DrillCoverage(List.of(), List.of(), false);

  /** What is known of a workload from the last run of a drill. */
  public enum Known {
    /** What it did to it. */
    Verdict,
    /** It did nothing to it: it had no replica there. */
    NotConcerned,
    /** It concerned more workloads than its status lists. */
    NotListed,
    /** Another run followed it, and its status lists what that one did. */
    NotKept,
    /** It ran before the workload was there. */
    Younger,
    /** No run is recorded. */
    NotRun
  }

  /**
   * Of one drill.
   *
   * @param verdict null unless it is known
   */
  public record Answer(DrillValidity drill, Known known, @Nullable WorkloadVerdict verdict) {

    /** Whether the last run broke a promise to the workload. */
    public boolean isBroken() {
      return verdict != null && verdict.outcome().equals(DrillOutcome.Breaches.name());
    }
  }

  /**
   * Of a workload.
   *
   * @param created when the workload was made; null: not known
   */
  public static DrillCoverage of(
      Workload workload,
      Decision decision,
      @Nullable Instant created,
      Estate estate,
      List<DrillValidity> drills) {
    if (drills.isEmpty()) {
      return NONE;
    }
    Set<String> zones =
        decision.assignments().stream()
            .filter(a -> a.replicas() > 0)
            .map(a -> a.zone())
            .collect(Collectors.toCollection(TreeSet::new));
    List<Answer> answers = new ArrayList<>();
    for (DrillValidity drill : drills) {
      Answer answer = answer(drill, workload.id(), created);
      Loss loss = drill.loss();
      if (answer.verdict() != null
          || loss != null && loss.zones().stream().anyMatch(zones::contains)) {
        answers.add(answer);
      }
    }
    answers.sort(
        Comparator.comparing((Answer a) -> !a.isBroken()).thenComparing(a -> a.drill().name()));
    return new DrillCoverage(List.copyOf(answers), untried(workload, zones, estate, drills), true);
  }

  private static Answer answer(DrillValidity drill, WorkloadId id, @Nullable Instant created) {
    if (drill.last() == null) {
      return new Answer(drill, Known.NotRun, null);
    }
    Instant ran = InstantText.parse(drill.last().at());
    if (created != null && ran != null && created.isAfter(ran)) {
      // What it says of this name is about another workload, which is gone.
      return new Answer(drill, Known.Younger, null);
    }
    WorkloadVerdict verdict = drill.verdict(id);
    if (verdict != null) {
      return new Answer(drill, Known.Verdict, verdict);
    }
    Known known =
        drill.more() == 0
            ? Known.NotConcerned
            : drill.workloads().isEmpty() ? Known.NotKept : Known.NotListed;
    return new Answer(drill, known, null);
  }

  private static List<String> untried(
      Workload workload, Set<String> zones, Estate estate, List<DrillValidity> drills) {
    Set<String> tried =
        drills.stream()
            .flatMap(drill -> Stream.ofNullable(drill.loss()))
            .map(Loss::name)
            .collect(Collectors.toSet());
    TreeSet<String> untried = new TreeSet<>();
    for (Workload.Tolerate entry : workload.tolerate()) {
      Scope scope = entry.of();
      for (Zone zone : estate.zones()) {
        String value = scope.valueIn(zone);
        if (zones.contains(zone.name()) && value != null && !value.equals(Scope.UNKNOWN)) {
          String name = Loss.of(scope, value, estate).name();
          if (!tried.contains(name)) {
            untried.add(name);
          }
        }
      }
    }
    return List.copyOf(untried);
  }
}

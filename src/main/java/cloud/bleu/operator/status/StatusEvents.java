package cloud.bleu.operator.status;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus.Evacuation;
import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.LapseCondition;
import cloud.bleu.status.ProviderStatus;
import cloud.bleu.status.TargetReach;
import cloud.bleu.status.UndeclaredObjects;
import cloud.bleu.status.WorkloadStatus;
import cloud.bleu.status.ZoneStatus;
import cloud.bleu.status.evacuation.LastEvacuation;
import cloud.bleu.time.DurationText;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events for conditions that people wait for, when these change. */
public final class StatusEvents {

  private static final String GATE = "NextWaveClear";

  private final EventRecorder recorder;

  /**
   * @param recorder sends the Events
   */
  public StatusEvents(EventRecorder recorder) {
    this.recorder = recorder;
  }

  /** Records what flips between the status that a workload has and the one it gets. */
  public void of(BleuWorkload workload, BleuWorkloadStatus next) {
    List<Condition> before =
        workload.getStatus() == null ? List.of() : workload.getStatus().conditions();
    if (!before.isEmpty()) {
      // What is ready at the first look was just decided, and that was said.
      flip(workload, before, next.conditions(), "Ready", "True", "Normal");
    }
    flip(workload, before, next.conditions(), "Stalled", "True", "Warning");
    if (Conditions.find(next.conditions(), "Stalled") == null) {
      // What is stalled is not placed for the same reason, and that was just said.
      flip(workload, before, next.conditions(), "Placed", "False", "Warning");
    }
    flip(workload, before, next.conditions(), "PolicySatisfied", "False", "Warning");
    flip(workload, before, next.conditions(), "Resilient", "False", "Warning");
    flip(workload, before, next.conditions(), WorkloadStatus.BREAK_GLASS, "True", "Warning");
    lapse(workload, before, next.conditions());
    evacuated(workload, LastEvacuation.ended(workload.getStatus(), next));
  }

  /** Records that the last replica that left zones is Ready elsewhere, and how long it took. */
  private void evacuated(BleuWorkload workload, @Nullable Evacuation over) {
    if (over == null) {
      return;
    }
    String asked = workload.getSpec().resilience().rto();
    Duration rto = asked == null ? null : DurationText.parse(asked);
    boolean late =
        rto != null
            && !over.cause().equals(LastEvacuation.DRAINED)
            && Duration.ofSeconds(over.tookSeconds()).compareTo(rto) > 0;
    recorder.record(
        EventRecorder.reference(workload),
        late ? "Warning" : "Normal",
        late ? "EvacuatedLate" : "Evacuated",
        "MoveReplicas",
        LastEvacuation.sentence(over)
            + (late ? ", which is longer than rto " + asked + ": see status.lastEvacuation" : ""));
  }

  /** Records that a lapse came nearer, or is there. */
  public void lapse(HasMetadata object, List<Condition> before, List<Condition> after) {
    flip(object, before, after, LapseCondition.TYPE, "True", "Warning");
    flip(object, before, after, ProviderStatus.LAPSED, "True", "Warning");
  }

  /**
   * Records that a zone turned silent, lost nodes or is back, that its cluster runs what no
   * workload declares, that the own view is in doubt, and that the loss of the zone waits, for
   * others or for its record.
   */
  public void zone(HasMetadata object, List<Condition> before, List<Condition> after) {
    if (!before.isEmpty()) {
      flip(object, before, after, "Healthy", "True", "Normal");
    }
    flip(object, before, after, "Healthy", "False", "Warning");
    flip(object, before, after, TargetReach.TYPE, "True", "Normal");
    flip(object, before, after, TargetReach.TYPE, "False", "Warning");
    flip(object, before, after, TargetReach.Enforcement.TYPE, "True", "Normal");
    flip(object, before, after, TargetReach.Enforcement.TYPE, "False", "Warning");
    flip(object, before, after, UndeclaredObjects.TYPE, "True", "Warning");
    flip(object, before, after, ZoneStatus.VIEW_IN_DOUBT, "True", "Warning");
    flip(object, before, after, ZoneStatus.TOO_MANY_LOSSES, "True", "Warning");
    flip(object, before, after, ZoneStatus.LOSS_NOT_RECORDED, "True", "Warning");
    lapse(object, before, after);
  }

  /** Records that a workload that is being deleted waits for other clusters. */
  public void ending(BleuWorkload workload, BleuWorkloadStatus next) {
    List<Condition> before =
        workload.getStatus() == null ? List.of() : workload.getStatus().conditions();
    flip(workload, before, next.conditions(), "Ready", "False", "Warning");
  }

  /** Records what came of a drill. */
  public void drill(HasMetadata drill, boolean passed, String summary) {
    recorder.record(
        EventRecorder.reference(drill),
        passed ? "Normal" : "Warning",
        passed ? "DrillPassed" : "DrillFailed",
        "Simulate",
        summary);
  }

  /** Records that a live drill moves replicas from now on. */
  public void drillBegan(HasMetadata drill, String message) {
    recorder.record(
        EventRecorder.reference(drill), "Normal", "DrillBegan", "MoveReplicas", message);
  }

  /** Records that a live drill ended before its verdict was known. */
  public void drillAborted(HasMetadata drill, String summary) {
    recorder.record(
        EventRecorder.reference(drill), "Warning", "DrillAborted", "MoveReplicas", summary);
  }

  /**
   * Records that a wave has moved, that the way of the next one is free or not, and that somebody
   * must act.
   */
  public void migration(MigrationPlan plan, MigrationPlanStatus next) {
    MigrationPlanStatus old = plan.getStatus();
    List<Condition> before = old == null ? List.of() : old.conditions();
    if (old != null && old.inventory() != null) {
      Set<Integer> done = done(old);
      for (MigrationPlanStatus.Wave wave : next.waves()) {
        if (wave.state().equals("Done") && !done.contains(wave.wave())) {
          recorder.record(
              EventRecorder.reference(plan),
              "Normal",
              "WaveMoved",
              "Observe",
              "the target holds all of wave " + wave.wave());
        }
      }
    }
    flip(plan, before, next.conditions(), "Stalled", "True", "Warning");
    gate(plan, Conditions.find(before, GATE), next);
  }

  /**
   * A reader of events in the namespace default need not have the right to read plans: no name of a
   * workload is in them.
   */
  private void gate(MigrationPlan plan, @Nullable Condition old, MigrationPlanStatus next) {
    Condition now = Conditions.find(next.conditions(), GATE);
    if (now == null || "Unknown".equals(now.getStatus()) || same(old, now)) {
      return;
    }
    boolean isClear = "True".equals(now.getStatus());
    String wave = next.next() == null ? "the next wave" : "wave " + next.next().wave();
    recorder.record(
        EventRecorder.reference(plan),
        isClear ? "Normal" : "Warning",
        now.getReason(),
        "Observe",
        wave + (isClear ? ": nothing is in the way" : " may not move: " + now.getReason()));
  }

  private static Set<Integer> done(MigrationPlanStatus status) {
    return status.waves().stream()
        .filter(w -> w.state().equals("Done"))
        .map(MigrationPlanStatus.Wave::wave)
        .collect(Collectors.toSet());
  }

  private void flip(
      HasMetadata object,
      List<Condition> before,
      List<Condition> after,
      String type,
      String status,
      String level) {
    Condition old = Conditions.find(before, type);
    Condition now = Conditions.find(after, type);
    if (now != null && status.equals(now.getStatus()) && !same(old, now)) {
      recorder.record(
          EventRecorder.reference(object), level, now.getReason(), "Observe", now.getMessage());
    }
  }

  private static boolean same(@Nullable Condition old, Condition now) {
    return old != null
        && now.getStatus().equals(old.getStatus())
        && now.getReason().equals(old.getReason());
  }
}

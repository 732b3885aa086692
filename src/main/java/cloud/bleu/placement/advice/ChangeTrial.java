package cloud.bleu.placement.advice;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadSnapshot;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.cycle.WorkloadTurn;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.SupposedRelations;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries changes of one workload while all others stand still, unless the workload may take their
 * room. After each trial everything is as it was before. The steps of a trial are counted before it
 * is made, so all trials together take no more than there are. So are the others that may give way
 * in it: their reserves are given back and held again in each trial, whatever comes of it.
 */
final class ChangeTrial {
  /** Steps for all trials of a workload, and for one. */
  static final long STEPS = 20_000;

  private static final long STEPS_OF_A_TRIAL = 4_000;

  /** So many looks at a zone to scale down are a step, as they are to fill zones. */
  private static final int LOOKS = 64;

  private final PlanState planState;
  private final WorkloadTurn turn;
  private final ChangedZones zones;
  private final @Nullable Placement ran;
  private final int number;
  private final long mostGiveWay;
  private long left = STEPS;
  private long giveWay;
  private long trials;
  private boolean cut;
  private @Nullable List<WorkloadSnapshot> lower;

  /**
   * Of a workload.
   *
   * @param ran what ran of it when the plan began; null for nothing
   * @param mostGiveWay others that may give way in a trial, in all trials together
   */
  ChangeTrial(
      PlanState planState,
      WorkloadTurn turn,
      ChangedZones zones,
      @Nullable Placement ran,
      int number,
      long mostGiveWay) {
    this.planState = planState;
    this.turn = turn;
    this.zones = zones;
    this.ran = ran;
    this.number = number;
    this.mostGiveWay = mostGiveWay;
  }

  /** Changed workloads that were placed, or not. */
  long trials() {
    return trials;
  }

  /** Steps that this took, to search and to scale down: no more than {@link #STEPS}. */
  long steps() {
    return STEPS - left;
  }

  /** Others that might give way in the trials, counted anew in each. */
  long giveWay() {
    return giveWay;
  }

  /** Whether something was not tried, or not to the end. */
  boolean cut() {
    return cut;
  }

  /** Whether all replicas of a change find their place. */
  boolean places(Workload changed) {
    if (left <= 0 || !planState.events.knows(planState.topology, changed.tolerate())) {
      cut = true;
      return false;
    }
    WorkloadState before = planState.workloadStates[number];
    CompiledWorkload compiled =
        CompiledWorkload.instead(
            before.compiled, changed, zones.of(changed), planState.columns, planState.events);
    if (changed.affinity().equals(before.compiled.workload.affinity())
        && changed.antiAffinity().equals(before.compiled.workload.antiAffinity())) {
      return places(before, compiled, known(compiled));
    }
    List<CompiledWorkload> all = new ArrayList<>(planState.compiledWorkloads);
    all.set(number, compiled);
    try (SupposedRelations supposed = new SupposedRelations(all, planState.topology)) {
      return places(before, compiled, WorkloadSnapshot.around(planState, compiled));
    }
  }

  private boolean places(
      WorkloadState before, CompiledWorkload compiled, List<WorkloadSnapshot> others) {
    return places(before, TrialStart.standing(before, compiled), others)
        && placesFromWhatRan(before, compiled, others);
  }

  /**
   * Whether fewer replicas have a place too, if the plan took some from where they ran: what it
   * takes, it takes from what is left once that is scaled down.
   */
  private boolean placesFromWhatRan(
      WorkloadState before, CompiledWorkload compiled, List<WorkloadSnapshot> others) {
    WorkloadState fewer = TrialStart.ran(planState, before, compiled, ran);
    if (fewer == null) {
      return true;
    }
    long steps = 1 + WorkloadTurn.looksToShrink(fewer) / LOOKS;
    if (steps > left) {
      cut = true;
      return false;
    }
    left -= steps;
    instead(
        before,
        fewer,
        others,
        () -> {
          turn.shrink(fewer);
          return true;
        });
    TrialStart.take(fewer, before);
    return places(before, fewer, others);
  }

  private boolean places(WorkloadState before, WorkloadState tried, List<WorkloadSnapshot> others) {
    if (giveWay + others.size() > mostGiveWay) {
      cut = true;
      return false;
    }
    giveWay += others.size();
    return instead(
        before,
        tried,
        others,
        () -> {
          long granted = Math.min(left, STEPS_OF_A_TRIAL);
          planState.steps.grant(number, granted);
          boolean placed = turn.decide(tried) instanceof Decision.Outcome.Placed;
          left -= granted - planState.steps.left(number);
          trials++;
          cut |= !placed && planState.steps.left(number) == 0;
          return placed;
        });
  }

  /** Asks while another state of a workload is in its place; all is as before then. */
  private boolean instead(
      WorkloadState before,
      WorkloadState tried,
      List<WorkloadSnapshot> others,
      BooleanSupplier question) {
    planState.compiledWorkloads.set(number, tried.compiled);
    planState.workloadStates[number] = tried;
    planState.leave(before);
    planState.ledger.use(tried, true);
    try {
      return question.getAsBoolean();
    } finally {
      planState.leave(tried);
      planState.ledger.use(before, true);
      planState.workloadStates[number] = before;
      planState.compiledWorkloads.set(number, before.compiled);
      WorkloadSnapshot.putBack(planState, others.stream().filter(other -> !other.same()).toList());
      planState.hold(before);
    }
  }

  /** The others, the same in all trials. */
  private List<WorkloadSnapshot> known(CompiledWorkload compiled) {
    List<WorkloadSnapshot> known = lower;
    if (known == null) {
      known = WorkloadSnapshot.around(planState, compiled);
      lower = known;
    }
    return known;
  }
}

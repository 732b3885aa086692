package cloud.bleu.placement.advice;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.cycle.WorkloadTurn;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.search.ReplicaPlacer;
import cloud.bleu.placement.search.SearchEffort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds what workloads without a place would have to give up. Each set of changes is tried with all
 * others where the plan leaves them.
 */
public final class RelaxationSearch {
  /** Trials for all workloads of a plan. */
  private static final int TRIALS = 20_000;

  /**
   * Others that may give way in a trial, in all trials of a plan together. Each workload has its
   * part of them, and of what those before it left.
   */
  private static final long GIVE_WAY = 3_000_000;

  private final Estate estate;
  private final PlannedEstate planned;
  private final PlanState planState;
  private final WorkloadTurn turn;
  private long stepsTaken;
  private long trialsTaken;
  private long giveWay;

  private RelaxationSearch(Estate estate, Plan plan) {
    this.estate = estate;
    planned = new PlannedEstate(estate, plan);
    planState = planned.planState;
    ReplicaPlacer placer = new ReplicaPlacer(planState, SearchEffort.ANY_PLACE);
    turn = new WorkloadTurn(planState, placer, false);
  }

  /** The plan, with changes named in the decisions that need them. */
  public static Plan relax(Estate estate, Plan plan) {
    return search(estate, plan).plan();
  }

  /**
   * A plan with its advice, and what that took.
   *
   * @param trials changed workloads that were placed
   * @param steps that they took, to search and to scale down
   * @param giveWay others that might give way in them, counted anew in each
   */
  record Advised(Plan plan, long trials, long steps, long giveWay) {}

  /** The plan as {@link #relax} has it, with what it took. */
  static Advised search(Estate estate, Plan plan) {
    return search(estate, plan, GIVE_WAY);
  }

  /**
   * The plan as {@link #relax} has it with another bound.
   *
   * @param most others that may give way in a trial, in all trials together
   */
  static Advised search(Estate estate, Plan plan, long most) {
    long open = plan.decisions().stream().filter(RelaxationSearch::wanted).count();
    if (open == 0) {
      return new Advised(plan, 0, 0, 0);
    }
    int trials = (int) Math.min(Relaxations.MOST_TRIALS, TRIALS / open);
    RelaxationSearch search = new RelaxationSearch(estate, plan);
    List<Decision> decisions = new ArrayList<>();
    for (int i = 0; i < plan.decisions().size(); i++) {
      Decision decision = plan.decisions().get(i);
      if (wanted(decision)) {
        decisions.add(search.relax(i, decision, trials, (most - search.giveWay) / open));
        open--;
      } else {
        decisions.add(decision);
      }
    }
    return new Advised(
        new Plan(decisions, plan.orphans()), search.trialsTaken, search.stepsTaken, search.giveWay);
  }

  private static boolean wanted(Decision decision) {
    Decision.Reason reason = null;
    if (decision.outcome() instanceof Decision.Outcome.Unplaceable u) {
      reason = u.reason();
    } else if (decision.outcome() instanceof Decision.Outcome.PartlyPlaced p) {
      reason = p.reason();
    }
    return reason != null
        && !reason.code().equals("StaysDown")
        && !reason.code().equals("RequestsMissing");
  }

  private Decision relax(int number, Decision decision, int trials, long mostGiveWay) {
    if (lower(number) > mostGiveWay) {
      return decision.withRelax(List.of(), false);
    }
    Workload workload = estate.workloads().get(number);
    ChangedZones zones = new ChangedZones(planState.topology, workload);
    RoomBound bound = new RoomBound(planState, zones, number);
    ChangeTrial trial =
        new ChangeTrial(planState, turn, zones, planned.ran(workload.id()), number, mostGiveWay);
    List<WorkloadState> earlier =
        planned.before(number).stream()
            .filter(other -> !other.compiled.workload.suspended())
            .toList();
    int placed = planState.workloadStates[number].total();
    // When its turn comes those before it have held room at home, and those after it have not.
    Relaxations.Found found =
        planState.roomScope.holdingHomes(
            earlier,
            () ->
                placesUnchanged(workload, trial)
                    ? new Relaxations.Found(List.of(), false)
                    : Relaxations.search(
                        estate, workload, placed, trial::places, bound::allows, trials));
    trialsTaken += trial.trials();
    stepsTaken += trial.steps();
    giveWay += trial.giveWay();
    return decision.withRelax(found.sets(), found.complete() && !trial.cut());
  }

  /** Workloads that run and have a lower priority: so many may give way in a trial at least. */
  private long lower(int number) {
    int priority = planState.compiledWorkloads.get(number).priority();
    return Arrays.stream(planState.workloadStates)
        .filter(other -> other.compiled.priority() < priority && other.total() > 0)
        .count();
  }

  /**
   * Whether one that needs others finds its place as it is with those standing still. Then it lacks
   * it for what comes of the turns of all, and a trial does not tell whether a change helps.
   */
  private static boolean placesUnchanged(Workload workload, ChangeTrial trial) {
    return workload.affinity().stream().anyMatch(Workload.Affinity::required)
        && trial.places(workload);
  }
}

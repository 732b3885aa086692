package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.EvacuationPlan;
import cloud.bleu.placement.capacity.MoveList;
import cloud.bleu.placement.capacity.Moves;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.VacatedZones;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.Shortfalls;
import cloud.bleu.placement.constraint.ToleratedLosses;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/** Makes the {@link Decision} of what was decided. */
public final class DecisionAssembly {
  private final PlanState planState;
  private final boolean adorned;

  /**
   * Reads a plan state.
   *
   * @param adorned whether decisions say of themselves what they tolerate, which zones are
   *     rejected, and what fails or warns where replicas are
   */
  public DecisionAssembly(PlanState planState, boolean adorned) {
    this.planState = planState;
    this.adorned = adorned;
  }

  /**
   * The decision on a workload as it stands in this plan.
   *
   * @param outcome what its turn came to
   */
  public Decision decision(WorkloadState workloadState, Decision.Outcome outcome) {
    CompiledWorkload compiled = workloadState.compiled;
    List<Assignment> assignments = new ArrayList<>();
    List<Verdict> violations = new ArrayList<>();
    List<Verdict> warnings = new ArrayList<>();
    long cost = 0;
    for (int z = 0; z < planState.zones(); z++) {
      if (workloadState.replicas(z) > 0 || workloadState.homes(z) > 0) {
        assignments.add(
            new Assignment(
                planState.topology.names[z], workloadState.replicas(z), workloadState.homes(z)));
      }
      if (workloadState.replicas(z) > 0) {
        if (adorned) {
          violations.addAll(compiled.allowed.violations(z));
          warnings.addAll(compiled.allowed.warnings(z));
        }
        cost += workloadState.replicas(z) * compiled.price[z];
      }
    }
    assignments.sort(Comparator.comparing(Assignment::zone));
    List<Contingency> contingency =
        unlessEqual(contingency(workloadState), workloadState.inForce().contingency());
    int missing = Math.max(0, compiled.replicas() - workloadState.total());
    Moves moved = moved(workloadState);
    return new Decision(
        compiled.workload.id(),
        outcome,
        cause(workloadState, contingency),
        missing,
        unlessEqual(assignments, workloadState.inForce().assignments()),
        contingency,
        moves(moved),
        voluntary(workloadState, moved),
        adorned ? ToleratedLosses.of(planState, workloadState) : List.of(),
        adorned ? compiled.allowed.rejected() : Collections.emptySortedMap(),
        violations,
        warnings,
        Shortfalls.of(planState, workloadState),
        List.of(),
        !(outcome instanceof Decision.Outcome.Unplaceable),
        cost);
  }

  /** The list before if nothing is different: whoever compares the two need not look inside. */
  private static <T> List<T> unlessEqual(List<T> now, List<T> before) {
    return now.equals(before) ? before : now;
  }

  private static Decision.Cause cause(WorkloadState workloadState, List<Contingency> contingency) {
    boolean same =
        workloadState.inForce().known()
            && !workloadState.inForce().homeGone()
            && workloadState.places().unchanged()
            && contingency == workloadState.inForce().contingency();
    return same ? Decision.Cause.Unchanged : workloadState.notes().cause();
  }

  /**
   * Pairs known from motion first, then what moved to where another was gone; then what had to
   * leave its zone, what ran elsewhere and may have been evicted, what may run in silent zones, and
   * what is lost, each in the order of names. What was too many left for nowhere: where others
   * come, they come from where they had to leave.
   */
  private Moves moved(WorkloadState workloadState) {
    MoveList all = new MoveList();
    int[] left = new int[planState.zones()];
    int[] came = new int[planState.zones()];
    for (int z = 0; z < left.length; z++) {
      int leaves =
          workloadState.before(z) - workloadState.replicas(z) - workloadState.places().givenUp(z);
      left[z] = workloadState.compiled.dataBound() ? 0 : Math.max(0, leaves);
      came[z] = Math.max(0, workloadState.replicas(z) - workloadState.before(z));
    }
    Moves known = workloadState.moved();
    int[] elsewhere = new int[left.length];
    for (int i = 0; i < known.size(); i++) {
      elsewhere[known.from(i)] +=
          known.count(i) - pair(all, left, came, known.from(i), known.to(i), known.count(i));
    }
    for (int from = 0; from < left.length; from++) {
      for (int to = 0; to < came.length && elsewhere[from] > 0; to++) {
        elsewhere[from] -= pair(all, left, came, from, to, elsewhere[from]);
      }
    }
    boolean[] lost = workloadState.compiled.allowed.lost;
    pairUp(all, left, came, from -> !lost[from] && leaves(workloadState, from));
    pairUp(all, left, came, from -> !lost[from]);
    pairUp(all, left, came, from -> lost[from] && !VacatedZones.gone(planState, from));
    pairUp(all, left, came, from -> lost[from] && VacatedZones.gone(planState, from));
    return all;
  }

  /**
   * How many of these moves were taken from the budgets. A replica that had to leave its zone and
   * went on from where it came to has moved once, and had to.
   */
  private int voluntary(WorkloadState workloadState, Moves moved) {
    int free = 0;
    for (int i = 0; i < moved.size(); i++) {
      int from = moved.from(i);
      boolean due = workloadState.compiled.allowed.lost[from] || leaves(workloadState, from);
      free += due ? 0 : moved.count(i);
    }
    return Math.min(workloadState.notes().movedNow(), free);
  }

  private boolean leaves(WorkloadState workloadState, int zone) {
    return VacatedZones.hasToLeave(planState, workloadState.compiled, zone);
  }

  private static void pairUp(MoveList all, int[] left, int[] came, IntPredicate which) {
    for (int from = 0; from < left.length; from++) {
      for (int to = 0; to < came.length && left[from] > 0; to++) {
        if (which.test(from)) {
          pair(all, left, came, from, to, Integer.MAX_VALUE);
        }
      }
    }
  }

  /** Pairs as many as there are, and no more than asked; how many these are. */
  private static int pair(MoveList all, int[] left, int[] came, int from, int to, int most) {
    int count = Math.max(0, Math.min(most, Math.min(left[from], came[to])));
    if (count > 0) {
      all.add(from, to, count);
      left[from] -= count;
      came[to] -= count;
    }
    return count;
  }

  private List<Contingency> contingency(WorkloadState workloadState) {
    ProtectedEvent[] protectedEvents = workloadState.compiled.protectedEvents.list;
    List<Contingency> list = new ArrayList<>();
    int total = workloadState.total();
    for (int g = 0; g < protectedEvents.length; g++) {
      int inside = protectedEvents[g].count(workloadState.counts());
      if (inside == 0) {
        continue;
      }
      int evicted =
          planState.evictions.evicted(
              workloadState, workloadState.counts(), protectedEvents[g].ofEstate);
      list.add(
          new Contingency(
              protectedEvents[g].event,
              moves(workloadState.evacuation().moves(g)),
              evicts(workloadState.evacuation().evicts(g)),
              total - inside - evicted));
    }
    list.sort(Comparator.comparing(Contingency::event));
    return list;
  }

  List<Contingency.Move> moves(Moves moves) {
    List<Contingency.Move> list = new ArrayList<>();
    for (int i = 0; i < moves.size(); i++) {
      list.add(
          new Contingency.Move(
              planState.topology.names[moves.from(i)],
              planState.topology.names[moves.to(i)],
              moves.count(i)));
    }
    list.sort(Comparator.comparing(Contingency.Move::from).thenComparing(Contingency.Move::to));
    return list;
  }

  private List<Contingency.Eviction> evicts(List<EvacuationPlan.Victim> victims) {
    List<Contingency.Eviction> list = new ArrayList<>();
    for (EvacuationPlan.Victim victim : victims) {
      list.add(
          new Contingency.Eviction(
              planState.compiledWorkloads.get(victim.workload()).workload.id(),
              planState.topology.names[victim.zone()],
              victim.replicas()));
    }
    list.sort(
        Comparator.comparing(Contingency.Eviction::workload)
            .thenComparing(Contingency.Eviction::zone));
    return list;
  }
}

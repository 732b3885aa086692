package cloud.bleu.placement.simulation;

import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.MoveBudget;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Where an estate comes to rest when nothing changes any more: plan upon plan, each with the budget
 * of another hour, until one moves nothing. The bound on the moves of all workloads together only
 * delays rest, so it is ignored unless it is 0: then nothing ever moves for a better state.
 *
 * @param estate with what runs then
 * @param plan the last one
 */
public record RestState(Estate estate, Plan plan) {

  /** More hours than any budget needs that is meant to be used. */
  private static final int MOST_HOURS = 1000;

  /** Where an estate comes to rest. */
  public static RestState of(Estate start) {
    return of(start, Planner::plan);
  }

  /** Where an estate comes to rest, without advice on what to relax. */
  static RestState decided(Estate start) {
    return of(start, Planner::decisions);
  }

  private static RestState of(Estate start, Function<Estate, Plan> planner) {
    MoveBudget budget = start.moveBudget();
    Estate estate = budget == null || budget.perHour() == 0 ? start : start.withMoveBudget(null);
    for (int hours = 0; ; hours++) {
      Plan plan = planner.apply(estate);
      Estate next = running(estate, plan);
      boolean still = same(estate.placements(), next.placements());
      if (still || hours >= MOST_HOURS) {
        return new RestState(next.withMoveBudget(budget), plan);
      }
      estate = next;
    }
  }

  private static Estate running(Estate estate, Plan plan) {
    return running(estate, plan.decisions());
  }

  /** An estate with these decisions in force, each for the workload of its name. */
  public static Estate running(Estate estate, Collection<Decision> decisions) {
    Map<WorkloadId, Workload> workloads = new HashMap<>();
    estate.workloads().forEach(workload -> workloads.put(workload.id(), workload));
    Map<WorkloadId, Placement> before = new HashMap<>();
    estate.placements().forEach(placement -> before.put(placement.id(), placement));
    List<Placement> placements = new ArrayList<>();
    for (Decision d : decisions) {
      placements.add(Placement.of(d, workloads.get(d.id()), 0, before.get(d.id())));
    }
    return with(estate, placements);
  }

  /** The estate with other placements in force. */
  public static Estate with(Estate estate, List<Placement> placements) {
    return estate.withPlacements(placements);
  }

  private static boolean same(List<Placement> a, List<Placement> b) {
    return a.size() == b.size()
        && java.util.stream.IntStream.range(0, a.size())
            .allMatch(
                i ->
                    a.get(i).id().equals(b.get(i).id())
                        && a.get(i).assignments().equals(b.get(i).assignments()));
  }
}

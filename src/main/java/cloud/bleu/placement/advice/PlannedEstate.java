package cloud.bleu.placement.advice;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.StateLoader;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.cycle.SchedulingOrder;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An estate in which every workload stands where a plan leaves it. */
final class PlannedEstate {
  final PlanState planState;

  /** In the order of decisions. */
  private final List<WorkloadState> order = new ArrayList<>();

  /** What ran when the plan began. */
  private final Map<WorkloadId, Placement> ran;

  PlannedEstate(Estate estate, Plan plan) {
    ran = StateLoader.inForce(estate);
    Estate frozen = frozen(estate, plan);
    planState = new PlanState(frozen);
    StateLoader.load(planState, frozen);
    for (WorkloadState each : planState.workloadStates) {
      planState.ledger.use(each, true);
      planState.hold(each);
      each.turnRole().stay();
    }
    planState.ledger.boundOutgrown();
    SchedulingOrder.of(planState)
        .forEach(group -> group.forEach(c -> order.add(planState.workloadStates[c.number])));
  }

  private Estate frozen(Estate estate, Plan plan) {
    List<Workload> still = new ArrayList<>();
    List<Placement> standing = new ArrayList<>();
    for (int i = 0; i < estate.workloads().size(); i++) {
      Workload workload = estate.workloads().get(i);
      Decision decision = plan.decisions().get(i);
      // Whether room is held for it at home is what its rules say of that zone.
      boolean away = decision.assignments().stream().anyMatch(a -> a.home() > a.replicas());
      still.add(away ? workload : workload.withRules(List.of()));
      Placement before = ran(workload.id());
      standing.add(
          Placement.of(
              decision,
              workload,
              decision.voluntary() + (before == null ? 0 : before.movesInLastHour()),
              before));
    }
    return estate.withWorkloads(still).withPlacements(standing);
  }

  /** What ran of a workload when the plan began; null for nothing. */
  @Nullable Placement ran(WorkloadId id) {
    return ran.get(id);
  }

  /** Those whose turn comes before that of a workload. */
  List<WorkloadState> before(int number) {
    return order.subList(0, order.indexOf(planState.workloadStates[number]));
  }
}

package cloud.bleu.operator.pass.plan;

import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.ledger.RoomChange;
import cloud.bleu.operator.trace.PassStage;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.PlannerMemory;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plans passes. A decision that cannot be committed and moves a workload, or has another one make
 * room, moves nothing: the plan is made again with that workload frozen. So nobody else gets its
 * room, and nobody makes room for it. What is remembered between passes changes no plan.
 */
public final class PassPlanner {

  private final UnaryOperator<List<ProposedDecision>> withholding;
  private final Function<WorkloadId, @Nullable DecisionInForce> inForce;
  private final PlannerMemory.Around around;
  private final PlannerMemory memory;

  /** Of the plans with frozen workloads, while there are any. */
  private @Nullable PlannerMemory memoryOfFrozen;

  /** Plans what a ledger is to commit; each check of a plan is traced. */
  public PassPlanner(Ledger ledger, Traces traces) {
    this(ledger::withhold, ledger::inForce, check -> traces.stage(PassStage.CHECK, check::get));
  }

  /**
   * @param withholding those of some changes that cannot be committed
   * @param inForce the decision in force, null where there is none
   * @param around told of each check of a plan
   */
  public PassPlanner(
      UnaryOperator<List<ProposedDecision>> withholding,
      Function<WorkloadId, @Nullable DecisionInForce> inForce,
      PlannerMemory.Around around) {
    this.withholding = withholding;
    this.inForce = inForce;
    this.around = around;
    this.memory = new PlannerMemory(around);
  }

  /** An equal estate that shares with the one planned last what is equal. */
  public Estate sharing(Estate estate) {
    return memory.sharing(estate);
  }

  /**
   * Plans one.
   *
   * @param change that a decision makes, null when it makes none
   */
  public PassPlan plan(Estate estate, Function<Decision, @Nullable ProposedDecision> change) {
    return plan(estate, change, decision -> false);
  }

  /**
   * Plans one, where some decisions are not to be committed.
   *
   * @param waits whether a decision is not; its workload is frozen, so it takes no room
   */
  public PassPlan plan(
      Estate estate,
      Function<Decision, @Nullable ProposedDecision> change,
      Predicate<Decision> waits) {
    Plan plan = Planner.plan(estate, memory);
    List<ProposedDecision> proposed = changes(plan, change);
    List<ProposedDecision> more = withheld(plan, proposed, waits);
    if (more.isEmpty()) {
      memoryOfFrozen = null;
      return new PassPlan(estate, plan, Map.of(), proposed, List.of());
    }
    PlannerMemory own = memoryOfFrozen == null ? new PlannerMemory(around) : memoryOfFrozen;
    memoryOfFrozen = own;
    FrozenWorkloads frozen = new FrozenWorkloads(estate, inForce);
    while (!more.isEmpty()) {
      frozen.add(plan, proposed, more);
      plan = Planner.plan(frozen.estate(), own);
      proposed = changes(plan, change);
      more = withheld(plan, proposed, waits);
    }
    return new PassPlan(frozen.estate(), plan, frozen.withheld(), proposed, frozen.waiting());
  }

  /** Changes of the plan that are not to be committed, and then those that cannot be. */
  private List<ProposedDecision> withheld(
      Plan plan, List<ProposedDecision> proposed, Predicate<Decision> waits) {
    Set<WorkloadId> waiting =
        plan.decisions().stream().filter(waits).map(Decision::id).collect(Collectors.toSet());
    Map<Boolean, List<ProposedDecision>> some =
        proposed.stream().collect(Collectors.partitioningBy(one -> waiting.contains(one.id())));
    List<ProposedDecision> more = new ArrayList<>(some.getOrDefault(true, List.of()));
    more.addAll(withholding.apply(moving(some.getOrDefault(false, List.of()))));
    return more;
  }

  /** Changes that give room back, or take it in zones where others were preempted. */
  private List<ProposedDecision> moving(List<ProposedDecision> proposed) {
    Map<WorkloadId, RoomChange> rooms = new HashMap<>();
    Set<String> evicted = new HashSet<>();
    for (ProposedDecision change : proposed) {
      RoomChange room = RoomChange.of(change, inForce.apply(change.id()));
      rooms.put(change.id(), room);
      if (change.cause().equals(Decision.Cause.Preempted.name())) {
        evicted.addAll(room.gives());
      }
    }
    return proposed.stream()
        .filter(
            change -> {
              RoomChange room = rooms.getOrDefault(change.id(), RoomChange.NONE);
              return !room.gives().isEmpty() || !Collections.disjoint(room.takes(), evicted);
            })
        .toList();
  }

  private static List<ProposedDecision> changes(
      Plan plan, Function<Decision, @Nullable ProposedDecision> change) {
    return plan.decisions().stream().map(change).filter(Objects::nonNull).toList();
  }
}

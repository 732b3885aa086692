package cloud.bleu.operator.pass;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.PlannerMemory;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides for those first that take over what runs: into the room that this has, while all others
 * stand still. All of them at once where each gets all that it asks, so that none takes the room of
 * another. Others are decided in the next pass.
 */
final class Adoption {

  /** Plans in a pass for one of them alone. */
  private static final int ALONE = 20;

  private final AdoptedRooms rooms;
  private final PlannerMemory memory = new PlannerMemory();

  /** Whether the pass decides for these alone. */
  private boolean isFirst;

  private int turn;

  Adoption(AdoptedRooms rooms) {
    this.rooms = rooms;
  }

  /**
   * What a pass decides.
   *
   * @param planned for everybody, where what runs is no room of its workload
   * @param change that a decision makes, null when it makes none
   * @return the same where nobody takes anything over
   */
  PassPlan first(PassPlan planned, Function<Decision, @Nullable ProposedDecision> change) {
    Set<WorkloadId> some = rooms.adoptable();
    PassPlan adopting = some.isEmpty() ? null : together(planned, some, change);
    isFirst = adopting != null;
    if (adopting == null) {
      return planned;
    }
    rooms.tried(adopting.proposed().stream().map(ProposedDecision::id).collect(Collectors.toSet()));
    return adopting;
  }

  /**
   * Takes note of what was committed of that.
   *
   * @return whether the others wait for their turn
   */
  boolean committed(List<ProposedDecision> changes) {
    changes.stream().map(ProposedDecision::id).forEach(rooms::decided);
    return isFirst;
  }

  /** All that get what they ask beside each other; else the first one that does alone. */
  private @Nullable PassPlan together(
      PassPlan planned,
      Set<WorkloadId> all,
      Function<Decision, @Nullable ProposedDecision> change) {
    Set<WorkloadId> some = all;
    while (!some.isEmpty()) {
      Estate estate = rooms.given(some);
      Map<WorkloadId, Decision> decided = decided(estate, some);
      if (decided.keySet().equals(some)) {
        return with(planned, estate, decided, change);
      }
      some = decided.keySet();
    }
    for (WorkloadId id : all.size() == 1 ? Set.<WorkloadId>of() : next(all)) {
      Estate estate = rooms.given(Set.of(id));
      PassPlan one = with(planned, estate, decided(estate, Set.of(id)), change);
      if (one != null) {
        return one;
      }
    }
    return null;
  }

  /** Some of them, each time others, so that a pass is not as long as there are workloads. */
  private List<WorkloadId> next(Set<WorkloadId> all) {
    List<WorkloadId> order = new ArrayList<>(new TreeSet<>(all));
    Collections.rotate(order, -turn % order.size());
    List<WorkloadId> some = order.subList(0, Math.min(ALONE, order.size()));
    turn = (turn + some.size()) % order.size();
    return some;
  }

  /** What is decided for those that get all that they ask. */
  private Map<WorkloadId, Decision> decided(Estate estate, Set<WorkloadId> some) {
    Map<WorkloadId, Decision> decided = new HashMap<>();
    for (Decision decision : Planner.plan(estate, memory).decisions()) {
      if (some.contains(decision.id())
          && decision.outcome() instanceof Decision.Outcome.Placed
          && decision.whole()) {
        decided.put(decision.id(), decision);
      }
    }
    return decided;
  }

  private static @Nullable PassPlan with(
      PassPlan planned,
      Estate estate,
      Map<WorkloadId, Decision> decided,
      Function<Decision, @Nullable ProposedDecision> change) {
    List<ProposedDecision> proposed =
        decided.values().stream().map(change).filter(Objects::nonNull).toList();
    if (proposed.isEmpty()) {
      return null;
    }
    List<Decision> decisions = new ArrayList<>();
    planned.plan().decisions().forEach(d -> decisions.add(decided.getOrDefault(d.id(), d)));
    return new PassPlan(
        estate,
        new Plan(decisions, planned.plan().orphans()),
        planned.withheld(),
        proposed,
        planned.waiting());
  }
}

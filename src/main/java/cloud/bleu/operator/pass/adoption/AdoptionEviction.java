package cloud.bleu.operator.pass.adoption;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes room for a workload that takes over what runs, by eviction of lower priorities. These
 * change nothing else. No workload is evicted if that cannot be committed, nor for a workload whose
 * own decision cannot be.
 */
final class AdoptionEviction {

  /**
   * Plans in which workloads of lower priority are frozen that would do more than make room, so
   * that nobody gets the room that another one leaves.
   */
  private static final int ROUNDS = 3;

  private final AdoptedRooms rooms;
  private final AdoptionCandidates candidates;
  private final WorkloadId one;
  private final UnaryOperator<List<ProposedDecision>> withholding;

  /**
   * @param one that gets all that it asks
   * @param withholding those of some changes that cannot be committed
   */
  AdoptionEviction(
      AdoptedRooms rooms,
      AdoptionCandidates candidates,
      WorkloadId one,
      UnaryOperator<List<ProposedDecision>> withholding) {
    this.rooms = rooms;
    this.candidates = candidates;
    this.one = one;
    this.withholding = withholding;
  }

  /**
   * Workloads with a decision in force, of lower priority than one that may have them make room.
   */
  static Set<WorkloadId> lower(AdoptedRooms rooms, WorkloadId one) {
    List<Workload> all = rooms.estate().workloads();
    Workload taker = all.stream().filter(w -> w.id().equals(one)).findFirst().orElse(null);
    Set<WorkloadId> lower = new TreeSet<>();
    if (taker != null && taker.priority().preempts()) {
      all.stream()
          .filter(w -> w.priority().value() < taker.priority().value())
          .map(Workload::id)
          .filter(id -> rooms.isDecided(id) && !rooms.takesOver(id))
          .forEach(lower::add);
    }
    return lower;
  }

  /**
   * The pass in which it gets that; null where it does not, however much room they make.
   *
   * @param lowest those that may make room, as {@link #lower} says
   */
  @Nullable PassPlan plan(Set<WorkloadId> lowest) {
    Set<WorkloadId> lower = new TreeSet<>(lowest);
    Set<String> left = new TreeSet<>();
    for (int round = 0; round < ROUNDS && !lower.isEmpty(); round++) {
      AdoptionTrial trial =
          new AdoptionTrial(rooms.given(Set.of(one), lower, left), Set.of(one), candidates.taken());
      // Before anybody is asked to make room for it.
      List<ProposedDecision> own = trial.changes(candidates.change());
      if (own.isEmpty() || !withholding.apply(own).isEmpty()) {
        return null;
      }
      if (!lower.removeAll(still(trial, lower))) {
        Set<String> crossed = trial.crossed(rooms);
        if (left.containsAll(crossed)) {
          return trial.with(candidates.planned(), candidates.change());
        }
        left.addAll(crossed);
      }
    }
    return null;
  }

  /** Workloads that are to be frozen; the changes of the others are used. */
  private Set<WorkloadId> still(AdoptionTrial trial, Set<WorkloadId> lower) {
    Set<WorkloadId> still = new TreeSet<>();
    List<ProposedDecision> making = new ArrayList<>();
    for (WorkloadId id : lower) {
      Decision decision = trial.all().get(id);
      ProposedDecision change = decision == null ? null : candidates.change().apply(decision);
      if (decision == null || change == null) {
        continue;
      }
      boolean makes =
          decision.cause() == Decision.Cause.Preempted || ReplicaShift.stays(rooms, decision);
      if (makes && !rooms.promised().late().isOwed(id, one, ReplicaShift.made(rooms, decision))) {
        trial.take(decision);
        making.add(change);
      } else {
        still.add(id);
      }
    }
    withholding.apply(making).forEach(withheld -> still.add(withheld.id()));
    return still;
  }
}

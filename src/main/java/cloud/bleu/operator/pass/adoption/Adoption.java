package cloud.bleu.operator.pass.adoption;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides first for the takers: the workloads that take over what runs. A taker gets the room of
 * what runs, while all other workloads keep their decisions. All takers are decided at once where
 * each gets all that it asks, so that none takes the room of another. Other workloads are decided
 * in the next pass, which takes nothing over, or before that in a pass that answers a loss or a
 * drain. A taker that asks for more than runs is decided where nobody else is to be decided, or
 * gets what a plan without what runs also gives it: free room goes by priority. Givers are
 * workloads of lower priority. They make room for what a taker lacks beyond what runs, and for no
 * more.
 */
public final class Adoption {

  private final AdoptedRooms rooms;
  private final UnaryOperator<List<ProposedDecision>> withholding;
  private final AdoptionTurns turns;
  private final PromisedRoom promised;
  private final AdoptionPause pause = new AdoptionPause();

  /** Whether the pass decides for these alone. */
  private boolean isFirst;

  /** Whether some wait for a pass that may do so. */
  private boolean isDue;

  /** Whether the last such pass committed something. */
  private boolean hasAdopted;

  /**
   * @param withholding those of some changes that cannot be committed
   */
  public Adoption(AdoptedRooms rooms, UnaryOperator<List<ProposedDecision>> withholding) {
    this.rooms = rooms;
    this.withholding = withholding;
    this.promised = rooms.promised();
    this.turns = new AdoptionTurns(rooms, withholding, pause, promised);
  }

  /** Plans a pass for everybody, where what runs is no room of its workload. */
  public interface Planning {
    /**
     * The plan.
     *
     * @param waits whether a decision is not to be committed
     */
    PassPlan plan(Predicate<Decision> waits);
  }

  /**
   * What a pass decides.
   *
   * @param planning plans it for everybody; what it decides where nobody takes anything over
   * @param change that a decision makes, null when it makes none
   */
  public PassPlan first(Planning planning, Function<Decision, @Nullable ProposedDecision> change) {
    boolean turnOfOthers = isFirst;
    isFirst = false;
    pause.begin();
    turns.begin();
    isDue = turnOfOthers && !rooms.adoptable().isEmpty();
    return decided(planning, change).waitingAlso(turns.withheld());
  }

  private PassPlan decided(
      Planning planning, Function<Decision, @Nullable ProposedDecision> change) {
    Set<WorkloadId> some = rooms.adoptable();
    Predicate<Decision> waits =
        one -> rooms.waits(one) || promised.waits(one) || turns.waits(one.id());
    Predicate<Decision> later = decision -> some.contains(decision.id()) || waits.test(decision);
    PassPlan planned = planning.plan(isDue ? later : waits);
    if (some.isEmpty() || isDue) {
      return planned;
    }
    boolean proposes = planned.proposed().stream().anyMatch(one -> some.contains(one.id()));
    if (answersLoss(planned)) {
      isDue = true;
      return proposes ? planning.plan(later) : planned;
    }
    // Some of them may be the reason why others that are decided change.
    boolean disturbs = inForce(planned).stream().anyMatch(one -> !some.contains(one.id()));
    PassPlan without = proposes && disturbs ? planning.plan(later) : planned;
    AdoptionCandidates candidates =
        AdoptionCandidates.of(rooms, planned, without, change, withholding);
    PassPlan adopting = turns.next(candidates);
    if (!candidates.some().isEmpty()) {
      promised.tried(turns::hasFailed);
    }
    isFirst = adopting != null;
    if (adopting != null) {
      comeFirst(adopting);
      return adopting;
    }
    // Who goes where nothing of it runs counts once in that plan. What is expected counts not.
    boolean once =
        inForce(planned).equals(inForce(without))
            || ReplicaShift.apart(rooms, planned) && !promised.late().isAskedTwice(planned);
    PassPlan others = once ? planned : without;
    isDue = others.proposed().stream().anyMatch(one -> !some.contains(one.id()));
    return others;
  }

  private void comeFirst(PassPlan adopting) {
    Set<WorkloadId> all = adopting.proposedWorkloads();
    Set<WorkloadId> takers = all.stream().filter(rooms::takesOver).collect(Collectors.toSet());
    rooms.tried(takers);
    if (takers.size() == 1 && all.size() > 1) {
      promised.offered(adopting, takers.iterator().next());
    }
  }

  private static boolean answersLoss(PassPlan planned) {
    Set<WorkloadId> proposed = planned.proposedWorkloads();
    return planned.plan().decisions().stream()
        .anyMatch(d -> d.cause() == Decision.Cause.ZoneState && proposed.contains(d.id()));
  }

  /** The changes of what is in force. */
  private Set<ProposedDecision> inForce(PassPlan planned) {
    return planned.proposed().stream()
        .filter(one -> rooms.isDecided(one.id()) && !rooms.takesOver(one.id()))
        .collect(Collectors.toSet());
  }

  /**
   * Takes note of what was committed of that.
   *
   * @return after how long another pass is to follow, as not everybody's turn has come yet and
   *     something has come of this one, or some were not tried, or room is kept for one that is
   *     free; null: none is
   */
  public @Nullable Duration committed(List<ProposedDecision> changes) {
    boolean adopted = false;
    for (ProposedDecision one : changes) {
      adopted |= rooms.decided(one.id());
    }
    promised.committed(changes);
    boolean more =
        isFirst
            || promised.isFreed()
            || isDue && (hasAdopted || !changes.isEmpty())
            || promised.takeNews();
    hasAdopted = isFirst && adopted;
    Duration next = pause.end();
    Duration left = promised.left();
    return more
        ? Duration.ZERO
        : next == null || left != null && left.compareTo(next) < 0 ? left : next;
  }
}

package cloud.bleu.operator.pass.adoption;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.WorkloadId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Room that some made for one that takes over and was not committed with them, as a write of theirs
 * was late or refused. They do not grow back before they are as decided and it was tried again:
 * they would make the same room again and again.
 */
final class PromisedRoom {

  private final AdoptedRooms rooms;

  /** By whom the room is of, for whom it was made. */
  private final Map<WorkloadId, WorkloadId> promised = new HashMap<>();

  /** Whether some of it was made since the last trial. */
  private boolean isNew;

  /** Whether some of it is promised to nobody since this pass was planned. */
  private boolean isFreed;

  PromisedRoom(AdoptedRooms rooms) {
    this.rooms = rooms;
  }

  /** A pass begins: what was promised to who is decided by now, or gone, is so no more. */
  void begin() {
    isFreed = false;
    promised.values().removeIf(taker -> !rooms.takesOver(taker));
  }

  /**
   * Some were tried again.
   *
   * @param failed whether one was to no avail: to that nothing is promised any more
   */
  void tried(Predicate<WorkloadId> failed) {
    isNew = false;
    isFreed =
        promised
            .entrySet()
            .removeIf(one -> failed.test(one.getValue()) && rooms.isCarriedOut(one.getKey()));
  }

  /**
   * Takes note of what was committed of a pass in which some make room for another one.
   *
   * @param taker the other one, null where nobody makes room
   */
  void committed(List<ProposedDecision> changes, @Nullable WorkloadId taker) {
    if (taker != null && rooms.takesOver(taker)) {
      Set<WorkloadId> givers =
          changes.stream().map(ProposedDecision::id).collect(Collectors.toSet());
      givers.forEach(giver -> promised.put(giver, taker));
      isNew |= !givers.isEmpty();
    }
  }

  /** Whether a pass is to follow in which they grow back. */
  boolean isFreed() {
    return isFreed;
  }

  /** Whether a pass is to follow in which it is tried again; said once. */
  boolean takeNews() {
    boolean news = isNew && !promised.isEmpty();
    isNew = false;
    return news;
  }

  /** Whether a decision is not to be taken now. What answers the loss of a zone always is. */
  boolean waits(Decision decision) {
    return promised.containsKey(decision.id())
        && decision.cause() != Decision.Cause.ZoneState
        && ReplicaShift.grows(rooms, decision, zone -> true);
  }
}

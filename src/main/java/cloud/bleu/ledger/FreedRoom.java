package cloud.bleu.ledger;

import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Room that changes of one commit give back. A change that takes room in the same zone is not in
 * the same batch, and it is not committed at all while the change that gives room back is not
 * written: a workload runs on by the decision that is written. A held change gives nothing back
 * either, so the change that was to have its room is held with it. All of them are decided anew,
 * with that room held. The same is true for the room of a change that turns out to be withheld.
 */
final class FreedRoom {

  /** The group of what is held: nobody's own. */
  private static final int HELD = -1;

  private final Function<WorkloadId, @Nullable DecisionInForce> inForce;
  private final Map<ProposedDecision, RoomChange> rooms = new IdentityHashMap<>();
  private final Map<ProposedDecision, Integer> groups = new IdentityHashMap<>();
  private final Deque<ProposedDecision> order = new ArrayDeque<>();
  private final List<ProposedDecision> givers = new ArrayList<>();

  /** Zones in which what is held or withheld was to give room back. */
  private final Set<String> kept = new HashSet<>();

  /**
   * @param proposed the most urgent first
   * @param inForce the decision in force, null where there is none
   */
  FreedRoom(
      List<ProposedDecision> proposed, Function<WorkloadId, @Nullable DecisionInForce> inForce) {
    this.inForce = inForce;
    int number = 0;
    for (CommitOrder.Group group : CommitOrder.of(proposed, inForce)) {
      for (ProposedDecision change : group.changes()) {
        rooms.put(change, RoomChange.of(change, inForce.apply(change.id())));
        groups.put(change, number);
        order.add(change);
      }
      number++;
    }
  }

  /** The changes in the order in which they are to be committed. */
  Deque<ProposedDecision> order() {
    return order;
  }

  /** Whether a change has to wait until a batch is written: it takes what one of it gives back. */
  boolean follows(ProposedDecision change, List<ProposedDecision> batch) {
    return batch.stream().anyMatch(giver -> isFrom(giver, change));
  }

  /** Takes note of what is not committed now, whatever is. */
  void withheld(ProposedDecision change) {
    // What a workload that is gone leaves is nobody's.
    if (!change.cause().equals(Entries.WITHDRAWN)) {
      kept.addAll(room(change).gives());
    }
  }

  /** Whether a change takes room that is not given back: {@link #removeHeld} removes it. */
  boolean isKept(ProposedDecision change) {
    return !Collections.disjoint(room(change).takes(), kept);
  }

  /** Takes note of what is committed. */
  void committed(List<ProposedDecision> batch) {
    batch.stream()
        .filter(c -> !c.cause().equals(Entries.WITHDRAWN) && !room(c).gives().isEmpty())
        .forEach(givers::add);
  }

  /**
   * Removes changes that take what another one gave back that is not written, and those that take
   * what a removed one was to give back.
   *
   * @return whether there are any
   */
  boolean removeHeld(Collection<ProposedDecision> left) {
    Map<String, Set<Integer>> held = new HashMap<>();
    kept.forEach(zone -> hold(held, zone, HELD));
    for (ProposedDecision giver : givers) {
      if (isUnwritten(giver)) {
        room(giver).gives().forEach(zone -> hold(held, zone, groups.getOrDefault(giver, 0)));
      }
    }
    boolean any = false;
    Set<ProposedDecision> found = held(left, held);
    while (!found.isEmpty()) {
      any = true;
      left.removeAll(found);
      for (ProposedDecision change : found) {
        kept.addAll(room(change).gives());
        room(change).gives().forEach(zone -> hold(held, zone, HELD));
      }
      found = held(left, held);
    }
    return any;
  }

  /** Looked up by identity, for there may be as many as there are workloads. */
  private Set<ProposedDecision> held(
      Collection<ProposedDecision> left, Map<String, Set<Integer>> held) {
    Set<ProposedDecision> found = Collections.newSetFromMap(new IdentityHashMap<>());
    if (!held.isEmpty()) {
      left.stream().filter(c -> isHeld(c, held)).forEach(found::add);
    }
    return found;
  }

  private static void hold(Map<String, Set<Integer>> held, String zone, int group) {
    held.computeIfAbsent(zone, z -> new HashSet<>()).add(group);
  }

  private boolean isHeld(ProposedDecision change, Map<String, Set<Integer>> held) {
    Integer own = groups.get(change);
    return room(change).takes().stream()
        .map(held::get)
        .anyMatch(of -> of != null && (of.size() > 1 || !of.contains(own)));
  }

  private boolean isFrom(ProposedDecision giver, ProposedDecision taker) {
    // What a workload that is gone leaves is nobody's.
    return !giver.cause().equals(Entries.WITHDRAWN)
        && !Objects.equals(groups.get(giver), groups.get(taker))
        && room(taker).follows(room(giver));
  }

  private boolean isUnwritten(ProposedDecision giver) {
    DecisionInForce now = inForce.apply(giver.id());
    return now != null && now.uid().equals(giver.uid()) && !now.published();
  }

  private RoomChange room(ProposedDecision change) {
    return rooms.getOrDefault(change, RoomChange.NONE);
  }

  /** Workloads of changes that are still to be committed. */
  static Set<WorkloadId> ids(Iterable<ProposedDecision> changes) {
    Set<WorkloadId> ids = new HashSet<>();
    changes.forEach(c -> ids.add(c.id()));
    return ids;
  }
}

package cloud.bleu.ledger;

import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What of one commit is still to be committed, and the room that it gives back. Who takes room in a
 * zone is not in the same write as who gives some back there, and not committed at all while any of
 * that is not written: a workload runs on by the decision that is written. This holds whether the
 * one that gives is refused, withheld, or held itself. What is held is to be decided anew.
 */
final class FreedRoom {

  private final Function<WorkloadId, @Nullable InForce> inForce;
  private final Map<Change, RoomChange> rooms = new IdentityHashMap<>();
  private final Map<Change, Integer> groups = new IdentityHashMap<>();

  /** By identity, in the order in which they are to be committed. */
  private final List<Change> left = new ArrayList<>();

  private final List<Change> committed = new ArrayList<>();

  /** What is withheld or held, so the decision before goes on. */
  private final List<Change> dropped = new ArrayList<>();

  private final Set<WorkloadId> held = new LinkedHashSet<>();

  /**
   * @param proposed the most urgent first
   * @param inForce the decision in force, null where there is none
   */
  FreedRoom(List<Change> proposed, Function<WorkloadId, @Nullable InForce> inForce) {
    this.inForce = inForce;
    int number = 0;
    for (CommitOrder.Group group : CommitOrder.of(proposed, inForce)) {
      for (Change change : group.changes()) {
        rooms.put(change, RoomChange.of(change, inForce.apply(change.id())));
        groups.put(change, number);
        left.add(change);
      }
      number++;
    }
  }

  /** Whether nothing is left to be committed. */
  boolean isEmpty() {
    return left.isEmpty();
  }

  /** Workloads of changes that are still to be committed. */
  Set<WorkloadId> ids() {
    Set<WorkloadId> ids = new HashSet<>();
    left.forEach(c -> ids.add(c.id()));
    return ids;
  }

  /** What comes next: one change, or what is left of those that exchange room with each other. */
  List<Change> next() {
    List<Change> group = new ArrayList<>();
    Integer number = groups.get(left.get(0));
    for (Change change : left) {
      if (!Objects.equals(groups.get(change), number)) {
        break;
      }
      group.add(change);
    }
    return group;
  }

  /** Takes the first ones for a write of the ledger. */
  void take(List<Change> first) {
    left.subList(0, first.size()).clear();
  }

  /** Whether some have to wait until a batch is written: they take what one of it gives back. */
  boolean follows(List<Change> changes, List<Change> batch) {
    return changes.stream()
        .anyMatch(change -> batch.stream().anyMatch(giver -> isFrom(giver, change)));
  }

  /** Leaves out a change this time, with all that need the room that it would give back. */
  void withhold(Change change) {
    if (left.removeIf(one -> one == change)) {
      dropped.add(change);
      hold();
    }
  }

  /** Takes note of what is committed and carried out as far as it can be. */
  void committed(List<Change> batch) {
    committed.addAll(batch);
    hold();
  }

  /** Workloads of changes that are left out for want of room that is not given back. */
  Set<WorkloadId> held() {
    return held;
  }

  /** What is held gives back nothing either: until nothing more is found. */
  private void hold() {
    List<Change> found;
    do {
      Set<String> unwritten = new HashSet<>();
      Set<WorkloadId> standing = new HashSet<>();
      for (Change change : committed) {
        if (isUnwritten(change)) {
          unwritten.addAll(room(change).gives());
        }
      }
      for (Change change : dropped) {
        unwritten.addAll(room(change).gives());
        if (change.cause().equals(Entries.WITHDRAWN)) {
          standing.add(change.id());
        }
      }
      found =
          left.stream()
              .filter(
                  change ->
                      standing.contains(change.id())
                          || room(change).takes().stream().anyMatch(unwritten::contains))
              .toList();
      for (Change change : found) {
        left.removeIf(one -> one == change);
        dropped.add(change);
        held.add(change.id());
      }
    } while (!found.isEmpty());
  }

  private boolean isFrom(Change giver, Change taker) {
    // What a workload that is gone leaves is nobody's.
    return !giver.cause().equals(Entries.WITHDRAWN)
        && !Objects.equals(groups.get(giver), groups.get(taker))
        && room(taker).follows(room(giver));
  }

  private boolean isUnwritten(Change giver) {
    InForce now = inForce.apply(giver.id());
    return !giver.cause().equals(Entries.WITHDRAWN)
        && now != null
        && now.uid().equals(giver.uid())
        && !now.published();
  }

  private RoomChange room(Change change) {
    return rooms.getOrDefault(change, RoomChange.NONE);
  }
}

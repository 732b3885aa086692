package cloud.bleu.operator.pass.adoption;

import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.pass.plan.HeldRoom;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Room that some made for one that takes over and was not committed with them, as a write of theirs
 * was late or refused. Nobody else gets it before they are as decided and it was tried again, be it
 * they or a third one: they would make the same room again and again. This process remembers it,
 * and no other.
 */
final class PromisedRoom {

  /** For so long room that is free is kept for who has not been tried again. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * Room of one.
   *
   * @param taker for whom it is
   * @param had how many replicas of the giver there were, by zone in which it made room
   * @param left how many it left there, 0 where none is named
   */
  private record Room(
      WorkloadId taker, Map<String, Integer> had, Map<String, Integer> left, Instant since) {

    /** All that was made so far. */
    Room after(Room before) {
      Map<String, Integer> all = new TreeMap<>(had);
      before.had.forEach((zone, count) -> all.merge(zone, count, Math::max));
      Map<String, Integer> least = new TreeMap<>(left);
      before.left.forEach((zone, count) -> least.merge(zone, count, Math::min));
      return new Room(taker, all, least, since);
    }

    /** How many replicas had that room in a zone. */
    int in(String zone) {
      return had.getOrDefault(zone, 0) - left.getOrDefault(zone, 0);
    }
  }

  private final AdoptedRooms rooms;
  private final Predicate<WorkloadId> refused;

  /** By whom the room is of. */
  private final Map<WorkloadId, Room> promised = new HashMap<>();

  /** What is to be made in the pass that was planned last, until it is known what was. */
  private final Map<WorkloadId, Room> offered = new HashMap<>();

  /** Those for whom it is kept in this pass. */
  private Set<WorkloadId> served = Set.of();

  /** Whether some of it was made since the last trial. */
  private boolean isNew;

  /** Whether some of it is promised to nobody since this pass was planned. */
  private boolean isFreed;

  /**
   * @param refused whether a write of what is decided for a workload was refused
   */
  PromisedRoom(AdoptedRooms rooms, Predicate<WorkloadId> refused) {
    this.rooms = rooms;
    this.refused = refused;
  }

  /** A pass begins: what was promised to who is decided by now, or gone, is so no more. */
  void begin() {
    // Of a commit that failed nobody tells how far it came.
    Set<WorkloadId> made = new HashSet<>();
    offered.forEach(
        (giver, room) -> {
          if (isMade(giver, room)) {
            made.add(giver);
          }
        });
    promise(made);
    isFreed = false;
    Instant now = rooms.estate().now();
    promised.values().removeIf(room -> !rooms.takesOver(room.taker()));
    promised
        .entrySet()
        .removeIf(
            one ->
                one.getValue().since().plus(LONGEST).isBefore(now)
                    && rooms.isCarriedOut(one.getKey()));
    served = first();
  }

  /** The takers but those that come after one that lacks room itself: it goes by priority. */
  private Set<WorkloadId> first() {
    Set<WorkloadId> takers = takers();
    List<Workload> all = takers.isEmpty() ? List.of() : rooms.estate().workloads();
    int lacking =
        all.stream()
            .filter(one -> !takers.contains(one.id()) && !one.suspended() && lacks(one))
            .mapToInt(one -> one.priority().value())
            .max()
            .orElse(Integer.MIN_VALUE);
    return all.stream()
        .filter(one -> takers.contains(one.id()) && one.priority().value() >= lacking)
        .map(Workload::id)
        .collect(Collectors.toSet());
  }

  private boolean lacks(Workload one) {
    Map<String, Integer> runs = rooms.before(one.id());
    return rooms.estate().zones().stream()
            .filter(zone -> zone.state() != ZoneState.Lost)
            .mapToInt(zone -> runs.getOrDefault(zone.name(), 0))
            .sum()
        < one.replicas();
  }

  /**
   * What holds room of one that made some: what stands of it, and what it made for others.
   *
   * @param some for whom it may be taken
   * @param decided what is in force for it
   */
  Map<String, Integer> kept(
      WorkloadId giver,
      Set<WorkloadId> some,
      DecisionInForce decided,
      Map<String, Integer> standing) {
    Room room = promised.get(giver);
    if (room == null || some.contains(room.taker()) || !served.contains(room.taker())) {
      return standing;
    }
    Map<String, Integer> kept = new TreeMap<>(standing);
    room.had()
        .keySet()
        .forEach(
            zone -> kept.merge(zone, HeldRoom.in(decided.spec(), zone) + room.in(zone), Math::max));
    return kept;
  }

  private boolean isMade(WorkloadId giver, Room room) {
    Map<String, Integer> now = rooms.before(giver);
    return rooms.isDecided(giver)
        && room.had().entrySet().stream()
            .anyMatch(zone -> now.getOrDefault(zone.getKey(), 0) < zone.getValue());
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
            .removeIf(
                one ->
                    failed.test(one.getValue().taker())
                        && awaited(one.getValue().taker()).isEmpty()
                        && rooms.isCarriedOut(one.getKey()));
  }

  /** A pass in which some make room for another one, the taker, is to be committed. */
  void offered(PassPlan adopting, WorkloadId taker) {
    Instant now = adopting.estate().now();
    Map<WorkloadId, Decision> decisions = adopting.decisions();
    for (WorkloadId id : adopting.proposedWorkloads()) {
      Decision decision = decisions.get(id);
      if (!id.equals(taker) && decision != null) {
        Map<String, Integer> asked = ReplicaShift.asked(decision);
        Map<String, Integer> had = new TreeMap<>(rooms.before(id));
        had.entrySet().removeIf(zone -> asked.getOrDefault(zone.getKey(), 0) >= zone.getValue());
        if (!had.isEmpty()) {
          offered.put(id, new Room(taker, had, asked, now));
        }
      }
    }
  }

  /** Takes note of what was committed of that pass. */
  void committed(List<ProposedDecision> changes) {
    promise(changes.stream().map(ProposedDecision::id).collect(Collectors.toSet()));
  }

  private void promise(Set<WorkloadId> made) {
    offered.forEach(
        (id, room) -> {
          if (made.contains(id) && rooms.takesOver(room.taker())) {
            promised.merge(id, room, (before, more) -> more.after(before));
            isNew = true;
          }
        });
    offered.clear();
  }

  /** Those for whom there is such room. */
  Set<WorkloadId> takers() {
    return promised.values().stream().map(Room::taker).collect(Collectors.toSet());
  }

  /**
   * Those that make room for one and are only late: they are not written yet, and nothing refuses
   * that. Nobody else is to make room for it meanwhile.
   */
  Set<WorkloadId> awaited(WorkloadId taker) {
    Set<WorkloadId> awaited = awaited();
    awaited.removeIf(id -> !taker.equals(Objects.requireNonNull(promised.get(id)).taker()));
    return awaited;
  }

  /** The same, whoever it is for. */
  Set<WorkloadId> awaited() {
    return promised.keySet().stream()
        .filter(id -> rooms.isUnwritten(id) && !refused.test(id))
        .collect(Collectors.toSet());
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

  /**
   * Whether a decision is not to be taken now: it does nothing but grow, and takes some of that
   * room back. Who leaves a zone, or answers the loss of one, never waits.
   */
  boolean waits(Decision decision) {
    Room room = promised.get(decision.id());
    if (room == null || decision.cause() == Decision.Cause.ZoneState) {
      return false;
    }
    Map<String, Integer> before = rooms.before(decision.id());
    Map<String, Integer> asked = ReplicaShift.asked(decision);
    boolean leaves =
        before.entrySet().stream()
            .anyMatch(zone -> asked.getOrDefault(zone.getKey(), 0) < zone.getValue());
    return !leaves
        && room.had().entrySet().stream()
            .anyMatch(
                zone -> {
                  int count = asked.getOrDefault(zone.getKey(), 0);
                  return count > before.getOrDefault(zone.getKey(), 0) && count <= zone.getValue();
                });
  }
}

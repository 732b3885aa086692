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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Room that a giver made for a taker whose decision was not committed, as a write of the giver was
 * late or refused. Nobody else gets that room before the giver is as decided and the taker was
 * tried again: the giver would make the same room again and again. Room that was made for a taker
 * that is decided is remembered until it is free, so that nobody is asked for it twice. Only this
 * process remembers all that.
 */
final class PromisedRoom {

  /**
   * How long free room is kept in a zone for a workload that has not been tried again. For as long
   * after the first write of what makes the room, that room is expected there.
   */
  static final Duration LONGEST = Duration.ofMinutes(10);

  /** Who made room for whom. */
  private record Gift(WorkloadId giver, WorkloadId taker) {}

  private final AdoptedRooms rooms;
  private final Predicate<WorkloadId> refused;

  private final Map<Gift, VacatedRoom> promised = new HashMap<>();

  /** What is to be made in the pass that was planned last, until it is known what was. */
  private final Map<Gift, VacatedRoom> offered = new HashMap<>();

  /**
   * What each made for those that are decided by now, until it is expected no more. That it is free
   * may be known a moment too early: nobody has looked yet.
   */
  private final Map<WorkloadId, VacatedRoom> given = new HashMap<>();

  /** What of all that is not free in this pass. */
  private @Nullable PendingRoom late;

  /** Workloads for which it is kept in this pass. */
  private Set<WorkloadId> served = Set.of();

  /** Whether some of it was made since the last trial. */
  private boolean isNew;

  /** Whether some of it is promised to nobody since this pass was planned. */
  private boolean isFreed;

  /**
   * @param refused whether something refuses to write or to carry out what is decided for a
   *     workload
   */
  PromisedRoom(AdoptedRooms rooms, Predicate<WorkloadId> refused) {
    this.rooms = rooms;
    this.refused = refused;
  }

  /** A pass begins: promises to workloads that are decided by now, or gone, end. */
  void begin() {
    // Of a commit that failed nobody tells how far it came.
    Set<WorkloadId> made = new HashSet<>();
    offered.forEach(
        (gift, room) -> {
          if (rooms.isDecided(gift.giver()) && room.isMade(rooms.before(gift.giver()))) {
            made.add(gift.giver());
          }
        });
    promise(made);
    isFreed = false;
    Instant now = rooms.estate().now();
    promised.forEach(
        (gift, room) -> {
          if (!rooms.takesOver(gift.taker())) {
            give(gift.giver(), room);
          }
        });
    promised.keySet().removeIf(gift -> !rooms.takesOver(gift.taker()));
    promised.forEach((gift, room) -> age(gift.giver(), room, now));
    promised.values().removeIf(room -> room.zones().isEmpty());
    given.forEach((giver, room) -> age(giver, room, now));
    given.values().removeIf(room -> !room.isExpected(now, LONGEST));
    PendingRoom some = new PendingRoom(rooms, refused, LONGEST);
    promised.forEach((gift, room) -> some.add(gift.giver(), gift.taker(), room));
    given.forEach(some::add);
    late = some;
    served = first();
  }

  private void age(WorkloadId giver, VacatedRoom room, Instant now) {
    room.age(!rooms.isUnwritten(giver), zone -> rooms.isCarriedOut(giver, zone), now, LONGEST);
  }

  /** Whether what one made is free in all of its zones. */
  private boolean isFree(WorkloadId giver, VacatedRoom room) {
    return room.zones().stream().allMatch(zone -> rooms.isCarriedOut(giver, zone));
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

  /** Whether one has fewer replicas than it asks, beside those that made room for others. */
  private boolean lacks(Workload one) {
    Map<String, Integer> has = new TreeMap<>(rooms.before(one.id()));
    promised.forEach(
        (gift, room) -> {
          if (gift.giver().equals(one.id())) {
            room.made().forEach((zone, count) -> has.merge(zone, count, Integer::sum));
          }
        });
    return rooms.estate().zones().stream()
            .filter(zone -> zone.state() != ZoneState.Lost)
            .mapToInt(zone -> has.getOrDefault(zone.name(), 0))
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
    Map<String, Integer> made = new TreeMap<>();
    promised.forEach(
        (gift, room) -> {
          if (gift.giver().equals(giver)
              && !some.contains(gift.taker())
              && served.contains(gift.taker())) {
            room.made().forEach((zone, count) -> made.merge(zone, count, Integer::sum));
          }
        });
    Map<String, Integer> kept = new TreeMap<>(standing);
    made.forEach(
        (zone, count) -> kept.merge(zone, HeldRoom.in(decided.spec(), zone) + count, Math::max));
    return kept;
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
                    failed.test(one.getKey().taker())
                        && !late().isExpected(one.getKey().taker())
                        && isFree(one.getKey().giver(), one.getValue()));
  }

  /** A pass in which some make room for another one, the taker, is to be committed. */
  void offered(PassPlan adopting, WorkloadId taker) {
    ReplicaShift.made(rooms, adopting)
        .forEach(
            (giver, room) -> {
              if (!giver.equals(taker)) {
                offered.put(new Gift(giver, taker), room);
              }
            });
  }

  /** Takes note of what was committed of that pass. */
  void committed(List<ProposedDecision> changes) {
    promise(changes.stream().map(ProposedDecision::id).collect(Collectors.toSet()));
  }

  private void promise(Set<WorkloadId> made) {
    offered.forEach(
        (gift, room) -> {
          if (!made.contains(gift.giver())) {
            return;
          }
          if (rooms.takesOver(gift.taker())) {
            promised.merge(gift, room, VacatedRoom::with);
            isNew = true;
          } else {
            give(gift.giver(), room);
          }
        });
    offered.clear();
  }

  private void give(WorkloadId giver, VacatedRoom room) {
    given.merge(giver, room, VacatedRoom::with);
  }

  /** Workloads for which there is such room. */
  Set<WorkloadId> takers() {
    return promised.keySet().stream().map(Gift::taker).collect(Collectors.toSet());
  }

  /** What some made for others and is not free in this pass. */
  PendingRoom late() {
    return Objects.requireNonNull(late, "no pass was read yet");
  }

  /** Whether a pass is to follow in which they grow back. */
  boolean isFreed() {
    return isFreed;
  }

  /**
   * How long until some of it is kept no more as it was free for long, or expected no more; null:
   * nothing of that is to come.
   */
  @Nullable Duration left() {
    Instant now = rooms.estate().now();
    return Stream.concat(
            promised.values().stream().map(room -> room.end(LONGEST)).filter(Objects::nonNull),
            Stream.of(late().end()))
        .filter(end -> end.isAfter(now) && end.isBefore(Instant.MAX))
        .min(Comparator.naturalOrder())
        .map(end -> Duration.between(now, end))
        .orElse(null);
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
    WorkloadId id = decision.id();
    if (decision.cause() == Decision.Cause.ZoneState) {
      return false;
    }
    Map<String, Integer> before = rooms.before(id);
    Map<String, Integer> asked = ReplicaShift.asked(decision);
    boolean leaves =
        before.entrySet().stream()
            .anyMatch(zone -> asked.getOrDefault(zone.getKey(), 0) < zone.getValue());
    return !leaves
        && promised.entrySet().stream()
            .anyMatch(
                one ->
                    one.getKey().giver().equals(id) && one.getValue().isTakenBack(before, asked));
  }
}

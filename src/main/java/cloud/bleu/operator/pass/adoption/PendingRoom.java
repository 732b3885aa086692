package cloud.bleu.operator.pass.adoption;

import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Room that is not free yet in one pass. A giver is a workload that makes room; a taker is the
 * workload that takes over what runs and gets that room. The room is not free because the decision
 * of the giver is not written or not carried out. No room is pending where none is expected any
 * more.
 */
final class PendingRoom {

  private final AdoptedRooms rooms;
  private final Predicate<WorkloadId> refused;
  private final Duration longest;

  /** The zones that take new replicas. */
  private final Set<String> open;

  /** The zones that are to be left, as somebody has said. */
  private final Set<String> lost;

  /** The zones that are silent, as far as our own view is not in doubt. */
  private final List<Zone> silent;

  private Instant end = Instant.MAX;

  /**
   * The zones in which room is late for workloads that are not decided, by who is to get it and who
   * made it.
   */
  private final Map<WorkloadId, Map<WorkloadId, Set<String>>> all = new HashMap<>();

  /** Workloads among them for which room is expected. */
  private final Set<WorkloadId> expecting = new TreeSet<>();

  /** Zones in which room is expected for workloads that are decided. */
  private final Set<String> zones = new TreeSet<>();

  /**
   * None yet.
   *
   * @param refused whether something refuses what is decided for a workload: nothing is expected of
   *     it
   * @param longest for so long it is expected once that is written
   */
  PendingRoom(AdoptedRooms rooms, Predicate<WorkloadId> refused, Duration longest) {
    this.rooms = rooms;
    this.refused = refused;
    this.longest = longest;
    List<Zone> all = rooms.estate().zones();
    this.open = names(all, zone -> zone.state() == ZoneState.Active && zone.takesNew());
    this.lost = names(all, zone -> zone.state().compareTo(ZoneState.Drained) >= 0);
    this.silent =
        PartitionDetection.doubt(all) == null
            ? all.stream().filter(zone -> zone.unhealthySince() != null).toList()
            : List.of();
  }

  private static Set<String> names(List<Zone> zones, Predicate<Zone> some) {
    return zones.stream().filter(some).map(Zone::name).collect(Collectors.toSet());
  }

  /** Takes note of some for one that is not decided, if it is late. */
  void add(WorkloadId giver, WorkloadId taker, VacatedRoom room) {
    Set<String> late = late(giver, room);
    if (!late.isEmpty()) {
      all.computeIfAbsent(taker, id -> new HashMap<>()).put(giver, late);
    }
    if (!expected(giver, room).isEmpty()) {
      expecting.add(taker);
    }
  }

  /** Takes note of some for those that are decided, if it is late and expected. */
  void add(WorkloadId giver, VacatedRoom room) {
    zones.addAll(expected(giver, room));
  }

  private Set<String> late(WorkloadId giver, VacatedRoom room) {
    return room.zones().stream()
        .filter(zone -> open.contains(zone) && !rooms.isCarriedOut(giver, zone))
        .collect(Collectors.toSet());
  }

  private Set<String> expected(WorkloadId giver, VacatedRoom room) {
    Instant now = rooms.estate().now();
    Set<String> some = new TreeSet<>(late(giver, room));
    some.removeIf(zone -> refused.test(giver) || !room.expected(zone, longest).isAfter(now));
    some.stream()
        .map(zone -> room.expected(zone, longest))
        .filter(one -> one.isBefore(end))
        .forEach(one -> end = one);
    return some;
  }

  /**
   * When no room is expected any more; the end of time where that is not known, or none is
   * expected.
   */
  Instant end() {
    return end;
  }

  /**
   * Whether anything of a workload that takes over runs in a zone that it is to leave. Then it
   * waits for nothing, even if others make more room than they would have to.
   */
  private boolean isLosing(WorkloadId taker) {
    Set<String> runs = rooms.takesOver(taker) ? rooms.before(taker).keySet() : Set.of();
    return !Collections.disjoint(runs, lost)
        || silent.stream().anyMatch(zone -> runs.contains(zone.name()))
            && rooms.estate().workloads().stream()
                .anyMatch(one -> one.id().equals(taker) && isLosing(one, runs));
  }

  private boolean isLosing(Workload taker, Set<String> runs) {
    Instant now = rooms.estate().now();
    return !taker.movesOnlyWhenTold()
        && silent.stream()
            .anyMatch(zone -> runs.contains(zone.name()) && taker.countsAsLost(zone, now));
  }

  /** Whether some is expected for one: nobody else is to make room for it meanwhile. */
  boolean isExpected(WorkloadId taker) {
    return expecting.contains(taker) && !isLosing(taker);
  }

  /**
   * Whether a giver already owes a taker room in one of the zones of some more room. Then nothing
   * shows that the giver would make more. It is false for a taker that is to leave a zone.
   *
   * @param more the room
   */
  boolean isOwed(WorkloadId giver, WorkloadId taker, VacatedRoom more) {
    Map<WorkloadId, Set<String>> owed = all.getOrDefault(taker, Map.of());
    return !Collections.disjoint(owed.getOrDefault(giver, Set.of()), more.zones())
        && !isLosing(taker);
  }

  /**
   * Whether a plan asks for room a second time. That is so where it decides for a taker that
   * expects room, or where a giver makes room in a zone in which room is expected. What is still
   * lacking is known once that room is free. It is false where a taker is to leave a zone.
   */
  boolean isAskedTwice(PassPlan adopting) {
    Set<WorkloadId> takers = adopting.proposedWorkloads();
    return takers.stream().noneMatch(this::isLosing)
        && (takers.stream().anyMatch(this::isExpected)
            || ReplicaShift.made(rooms, adopting).values().stream()
                .anyMatch(room -> !Collections.disjoint(room.zones(), zones)));
  }

  /** Whether the same room is pending, from the same givers, with the same takers expecting it. */
  boolean isAs(PendingRoom other) {
    return all.equals(other.all) && expecting.equals(other.expecting) && zones.equals(other.zones);
  }
}

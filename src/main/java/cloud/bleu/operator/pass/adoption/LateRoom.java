package cloud.bleu.operator.pass.adoption;

import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Room that some made for others and that is not free yet, in one pass: what makes it is not
 * carried out, be it that it is not written. Where nothing comes any more there is none.
 */
final class LateRoom {

  private final AdoptedRooms rooms;
  private final Predicate<WorkloadId> refused;
  private final Duration longest;
  private final Set<String> open;

  /** Of those that are not decided, by who is to get it and who made it: whether it is expected. */
  private final Map<WorkloadId, Map<WorkloadId, Boolean>> all = new HashMap<>();

  /** Where some is expected for those that are decided. */
  private final Set<String> zones = new TreeSet<>();

  /**
   * None yet.
   *
   * @param refused whether something refuses what is decided for a workload: nothing is expected of
   *     it
   * @param longest for so long it is expected once that is written
   */
  LateRoom(AdoptedRooms rooms, Predicate<WorkloadId> refused, Duration longest) {
    this.rooms = rooms;
    this.refused = refused;
    this.longest = longest;
    this.open =
        rooms.estate().zones().stream()
            .filter(zone -> zone.state() == ZoneState.Active)
            .map(Zone::name)
            .collect(Collectors.toSet());
  }

  /** Takes note of some for one that is not decided, if it is late. */
  void add(WorkloadId giver, WorkloadId taker, MadeRoom room) {
    if (!late(giver, room).isEmpty()) {
      all.computeIfAbsent(taker, id -> new HashMap<>()).put(giver, expects(giver, room));
    }
  }

  /** Takes note of some for those that are decided, if it is late and expected. */
  void add(WorkloadId giver, MadeRoom room) {
    if (expects(giver, room)) {
      zones.addAll(late(giver, room));
    }
  }

  private Set<String> late(WorkloadId giver, MadeRoom room) {
    return room.zones().stream()
        .filter(zone -> open.contains(zone) && !rooms.isCarriedOut(giver, zone))
        .collect(Collectors.toSet());
  }

  private boolean expects(WorkloadId giver, MadeRoom room) {
    return room.isExpected(rooms.estate().now(), longest) && !refused.test(giver);
  }

  /** Whether some is expected for one: nobody else is to make room for it meanwhile. */
  boolean isExpected(WorkloadId taker) {
    return all.getOrDefault(taker, Map.of()).containsValue(true);
  }

  /** Those that made some for one, expected or not: they have none to give it beyond that. */
  Set<WorkloadId> givers(WorkloadId taker) {
    return Set.copyOf(all.getOrDefault(taker, Map.of()).keySet());
  }

  /**
   * Where some is expected for those that are decided. It is not free, and they are counted there:
   * what is lacking beside that is known once it is free.
   */
  Set<String> zones() {
    return Set.copyOf(zones);
  }

  /** Whether it is the same, made by the same, and expected or not as before. */
  boolean isAs(@Nullable LateRoom before) {
    return before != null && all.equals(before.all) && zones.equals(before.zones);
  }
}

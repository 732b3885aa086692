package cloud.bleu.operator.pass.adoption;

import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Room that some made for others and that is not free yet, in one pass: what makes it is not
 * written, or is not carried out.
 */
final class LateRoom {

  /** Before any pass. */
  static final LateRoom NONE = new LateRoom(Set.of());

  private final Set<String> open;

  /** By who is to get it and who made it, whether it is expected. */
  private final Map<WorkloadId, Map<WorkloadId, Boolean>> all = new HashMap<>();

  private LateRoom(Set<String> open) {
    this.open = open;
  }

  /** None yet; where nothing comes any more there is none. */
  static LateRoom in(AdoptedRooms rooms) {
    return new LateRoom(
        rooms.estate().zones().stream()
            .filter(zone -> zone.state() == ZoneState.Active)
            .map(Zone::name)
            .collect(Collectors.toSet()));
  }

  /**
   * Takes note of some, if it is late.
   *
   * @param refused whether what makes it is refused, so that it is not expected
   * @param longest for so long it is expected once that is written
   */
  void add(
      AdoptedRooms rooms,
      WorkloadId giver,
      WorkloadId taker,
      MadeRoom room,
      Predicate<WorkloadId> refused,
      Duration longest) {
    boolean unwritten = rooms.isUnwritten(giver);
    boolean isLate =
        room.zones().stream()
            .anyMatch(z -> open.contains(z) && (unwritten || !rooms.isCarriedOut(giver, z)));
    if (isLate) {
      boolean expected = !refused.test(giver) && room.isExpected(rooms.estate().now(), longest);
      all.computeIfAbsent(taker, id -> new HashMap<>()).put(giver, expected);
    }
  }

  /** Whether some is expected for one: nobody else is to make room for it meanwhile. */
  boolean isExpected(WorkloadId taker) {
    return all.getOrDefault(taker, Map.of()).containsValue(true);
  }

  /** Those that made some for one, expected or not: they have none to give it beyond that. */
  Set<WorkloadId> givers(WorkloadId taker) {
    return Set.copyOf(all.getOrDefault(taker, Map.of()).keySet());
  }

  /** Whether it is the same, made by the same, and expected or not as before. */
  boolean isAs(LateRoom before) {
    return all.equals(before.all);
  }
}

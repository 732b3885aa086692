package cloud.bleu.operator.pass.adoption;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The room that a giver made for a taker, zone by zone, for as long as it is kept there. */
final class VacatedRoom {

  /** How many replicas there were before. */
  private final Map<String, Integer> had = new TreeMap<>();

  /** How many of them are to go, or have gone. */
  private final Map<String, Integer> made = new TreeMap<>();

  /** Since when their room is free. */
  private final Map<String, Instant> free = new TreeMap<>();

  /** Since when what makes it is written, so that they may go. */
  private final Map<String, Instant> written = new TreeMap<>();

  private VacatedRoom() {}

  /**
   * Returns the room of the replicas that a giver loses.
   *
   * @param before replicas by zone
   * @param asked the same; 0 where none is named
   */
  static VacatedRoom of(Map<String, Integer> before, Map<String, Integer> asked) {
    VacatedRoom room = new VacatedRoom();
    before.forEach(
        (zone, count) -> {
          int less = count - asked.getOrDefault(zone, 0);
          if (less > 0) {
            room.had.put(zone, count);
            room.made.put(zone, less);
          }
        });
    return room;
  }

  /** Adds more room of the same giver, and returns this. */
  VacatedRoom with(VacatedRoom more) {
    more.had.forEach((zone, count) -> had.merge(zone, count, Math::max));
    more.made.forEach((zone, count) -> made.merge(zone, count, Integer::sum));
    free.keySet().removeAll(more.made.keySet());
    written.keySet().removeAll(more.made.keySet());
    return this;
  }

  /**
   * Takes note of whether it is written and where it is free, and keeps it nowhere any more where
   * it has been free for long. What is decided for its giver later, and is not written, changes
   * nothing of that; a clock that was set back counts from then on.
   *
   * @param longest for so long it is kept once it is free
   */
  void age(boolean isWritten, Predicate<String> isFree, Instant now, Duration longest) {
    free.keySet().removeIf(isFree.negate());
    free.replaceAll((zone, since) -> since.isAfter(now) ? now : since);
    written.replaceAll((zone, since) -> since.isAfter(now) ? now : since);
    if (isWritten) {
      made.keySet().forEach(zone -> written.putIfAbsent(zone, now));
    }
    made.keySet().stream().filter(isFree).forEach(zone -> free.putIfAbsent(zone, now));
    made.keySet()
        .removeIf(zone -> free.containsKey(zone) && !free.get(zone).plus(longest).isAfter(now));
    had.keySet().retainAll(made.keySet());
    free.keySet().retainAll(made.keySet());
    written.keySet().retainAll(made.keySet());
  }

  /**
   * Returns when the room is first kept no more in a zone where it is free; null: it is free in
   * none.
   *
   * @param longest for so long it is kept once it is free
   */
  @Nullable Instant end(Duration longest) {
    return free.values().stream()
        .min(Comparator.naturalOrder())
        .map(since -> since.plus(longest))
        .orElse(null);
  }

  /**
   * Returns until when the room may become free in a zone; {@link Instant#MAX} while the decision
   * of the giver is not written.
   *
   * @param longest for so long it is expected once it is written
   */
  Instant expected(String zone, Duration longest) {
    Instant since = written.get(zone);
    return since == null ? Instant.MAX : since.plus(longest);
  }

  /** Whether it may still become free in any zone, or was to until now. */
  boolean isExpected(Instant now, Duration longest) {
    return made.keySet().stream().anyMatch(zone -> expected(zone, longest).isAfter(now));
  }

  /** Returns how many replicas made the room, by zone. */
  Map<String, Integer> made() {
    return Map.copyOf(made);
  }

  /** Returns the zones that the room is in. */
  Set<String> zones() {
    return Set.copyOf(made.keySet());
  }

  /** Whether there are fewer now than there were, in any of its zones. */
  boolean isMade(Map<String, Integer> now) {
    return had.entrySet().stream()
        .anyMatch(zone -> now.getOrDefault(zone.getKey(), 0) < zone.getValue());
  }

  /** Whether some are asked that would take of it, and no more than there were. */
  boolean isTakenBack(Map<String, Integer> now, Map<String, Integer> asked) {
    return had.entrySet().stream()
        .anyMatch(
            zone -> {
              int count = asked.getOrDefault(zone.getKey(), 0);
              return count > now.getOrDefault(zone.getKey(), 0) && count <= zone.getValue();
            });
  }
}

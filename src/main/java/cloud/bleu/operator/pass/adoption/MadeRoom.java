package cloud.bleu.operator.pass.adoption;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Room that one workload made for another one, zone by zone, until it is kept no more there. */
final class MadeRoom {

  /** How many replicas there were before. */
  private final Map<String, Integer> had = new TreeMap<>();

  /** How many of them are to go, or have gone. */
  private final Map<String, Integer> made = new TreeMap<>();

  /** Since when their room is free. */
  private final Map<String, Instant> free = new TreeMap<>();

  /** Since when what makes it is written, so that they may go; null: it is not. */
  private @Nullable Instant written;

  private MadeRoom() {}

  /**
   * Room where fewer are asked than there are.
   *
   * @param before replicas by zone
   * @param asked the same; 0 where none is named
   */
  static MadeRoom of(Map<String, Integer> before, Map<String, Integer> asked) {
    MadeRoom room = new MadeRoom();
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

  /** The same once more of it is made. */
  MadeRoom with(MadeRoom more) {
    more.had.forEach((zone, count) -> had.merge(zone, count, Math::max));
    more.made.forEach((zone, count) -> made.merge(zone, count, Integer::sum));
    free.keySet().removeAll(more.made.keySet());
    written = null;
    return this;
  }

  /**
   * Takes note of whether it is written and where it is free, and keeps it nowhere any more where
   * it has been free for long.
   *
   * @param longest for so long it is kept once it is free
   */
  void age(boolean isWritten, Predicate<String> isFree, Instant now, Duration longest) {
    if (!isWritten) {
      written = null;
    } else if (written == null) {
      written = now;
    }
    made.keySet().stream().filter(isFree).forEach(zone -> free.putIfAbsent(zone, now));
    made.keySet()
        .removeIf(zone -> free.containsKey(zone) && !free.get(zone).plus(longest).isAfter(now));
    had.keySet().retainAll(made.keySet());
    free.keySet().retainAll(made.keySet());
  }

  /**
   * When it is kept no more in a zone, or expected no more, whichever comes first; null: nothing of
   * that is to come.
   *
   * @param longest for so long it is kept once it is free, and expected once it is written
   */
  @Nullable Instant end(Instant now, Duration longest) {
    Instant asked = free.keySet().containsAll(made.keySet()) ? null : written;
    return Stream.concat(free.values().stream(), Stream.ofNullable(asked))
        .map(since -> since.plus(longest))
        .filter(end -> end.isAfter(now))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /**
   * Whether it may still become free: what makes it is not written, or has not been for long.
   *
   * @param longest for so long it is expected once it is written
   */
  boolean isExpected(Instant now, Duration longest) {
    return written == null || written.plus(longest).isAfter(now);
  }

  /** How many replicas made it, by zone. */
  Map<String, Integer> made() {
    return Map.copyOf(made);
  }

  /** Its zones. */
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

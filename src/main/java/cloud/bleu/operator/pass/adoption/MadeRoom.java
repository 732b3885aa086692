package cloud.bleu.operator.pass.adoption;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Room that one workload made for another one, zone by zone, until it is kept no more there. */
final class MadeRoom {

  /** How many replicas there were before. */
  private final Map<String, Integer> had = new TreeMap<>();

  /** How many of them are to go, or have gone. */
  private final Map<String, Integer> made = new TreeMap<>();

  /** Since when their room is free. */
  private final Map<String, Instant> free = new TreeMap<>();

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

  /** More of it is made. */
  void add(MadeRoom more) {
    more.had.forEach((zone, count) -> had.merge(zone, count, Math::max));
    more.made.forEach((zone, count) -> made.merge(zone, count, Integer::sum));
    free.keySet().removeAll(more.made.keySet());
  }

  /**
   * Takes note of where it is free, and keeps it nowhere any more where it has been for long.
   *
   * @param longest for so long it is kept once it is free
   */
  void age(Predicate<String> isFree, Instant now, Duration longest) {
    made.keySet().stream().filter(isFree).forEach(zone -> free.putIfAbsent(zone, now));
    made.keySet()
        .removeIf(zone -> free.containsKey(zone) && !free.get(zone).plus(longest).isAfter(now));
    had.keySet().retainAll(made.keySet());
    free.keySet().retainAll(made.keySet());
  }

  /** Since when any of it is free; null: none is. */
  @Nullable Instant free() {
    return free.values().stream().min(Comparator.naturalOrder()).orElse(null);
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

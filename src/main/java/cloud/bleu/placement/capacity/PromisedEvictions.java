package cloud.bleu.placement.capacity;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evictions that are promised to somebody's moves at a loss, by victim, event and zone. Events
 * exclude one another, so each counts by itself.
 */
final class PromisedEvictions {
  private final int zones;

  /** By victim: replicas by {@code event × zones + zone}; none is 0, and none has nothing. */
  private final Map<Integer, Map<Integer, Integer>> byVictim = new HashMap<>();

  PromisedEvictions(int zones) {
    this.zones = zones;
  }

  /** Receives what is promised of a victim. */
  interface Reader {
    void read(int event, int zone, int replicas);
  }

  /** Whether anything of a victim is promised. */
  boolean any(int victim) {
    return byVictim.containsKey(victim);
  }

  /** Replicas of a victim in a zone that are promised in one event. */
  int of(int victim, int event, int zone) {
    Map<Integer, Integer> own = byVictim.get(victim);
    return own == null ? 0 : own.getOrDefault(event * zones + zone, 0);
  }

  /** Promises so many more; negative takes back. */
  void add(int victim, int event, int zone, int replicas) {
    if (replicas == 0) {
      return;
    }
    Map<Integer, Integer> own = byVictim.computeIfAbsent(victim, v -> new HashMap<>());
    own.merge(event * zones + zone, replicas, PromisedEvictions::sum);
    if (own.isEmpty()) {
      byVictim.remove(victim);
    }
  }

  private static @Nullable Integer sum(int before, int more) {
    return before + more == 0 ? null : (Integer) (before + more);
  }

  /** Reads all that is promised of a victim, in no order. The reader may not change it. */
  void read(int victim, Reader reader) {
    byVictim
        .getOrDefault(victim, Map.of())
        .forEach((slot, replicas) -> reader.read(slot / zones, slot % zones, replicas));
  }
}

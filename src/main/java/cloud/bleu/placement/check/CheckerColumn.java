package cloud.bleu.placement.check;

import cloud.bleu.placement.model.Quantities;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all use and hold of one resource, or of the slots for one shape, by zone and loss. A sum
 * that overflows stays at {@link Long#MAX_VALUE}, and is more than any zone has.
 */
final class CheckerColumn {
  private final CheckerEstate places;
  private final List<BitSet> events;
  private final long[] used;
  private final long[] surge;

  /** By zone, the last of the lowest priority that added something; null where nobody did. */
  final @Nullable CheckerWorkload[] grownBy;

  private final long[] @Nullable [] reserve;
  private final Map<Long, Long> evicted = new HashMap<>();

  CheckerColumn(CheckerEstate places, List<BitSet> events) {
    this.places = places;
    this.events = events;
    used = new long[places.zones];
    surge = new long[places.zones];
    grownBy = new CheckerWorkload[places.zones];
    reserve = new long[places.zones][];
  }

  /**
   * Adds what one workload uses and holds.
   *
   * @param ask of one replica
   * @param room replicas by {@code event × zones + zone}
   * @param grown by zone, whether it adds something to what it had; of what does not, and fits no
   *     empty place of the zone, nobody knows what it uses, and it counts as nothing
   * @param rollsOut by zone, whether its rollout counts there
   */
  void add(
      CheckerWorkload w, long ask, Map<Long, Integer> room, boolean[] grown, boolean[] rollsOut) {
    boolean[] hosts = places.hosting(w.spec.requests());
    for (int z = 0; z < places.zones; z++) {
      if (w.has[z] > 0 && (hosts[z] || grown[z])) {
        use(z, ask, w.has[z]);
        surge[z] = rollsOut[z] ? Math.max(surge[z], ask) : surge[z];
      }
      CheckerWorkload other = grownBy[z];
      if (grown[z] && (other == null || w.priority <= other.priority)) {
        grownBy[z] = w;
      }
    }
    room.forEach(
        (where, replicas) -> {
          int zone = (int) (where % places.zones);
          if (hosts[zone] || grown[zone]) {
            reserve(zone, (int) (where / places.zones), ask, replicas);
          }
        });
  }

  /**
   * Adds what another workload is known to use, in the zones that are asked.
   *
   * @param held whether what it is known to hold counts as well
   */
  void add(CheckerFootprint other, long ask, boolean[] asked, boolean held) {
    boolean[] hosts = places.hosting(other.requests());
    for (int i = 0; i < other.zones().length; i++) {
      int zone = other.zones()[i];
      if (asked[zone] && hosts[zone]) {
        use(zone, ask, other.replicas()[i]);
        surge[zone] = other.surges() ? Math.max(surge[zone], ask) : surge[zone];
      }
    }
    for (int i = 0; i < other.roomZones().length && held; i++) {
      if (asked[other.roomZones()[i]] && hosts[other.roomZones()[i]]) {
        reserve(other.roomZones()[i], other.roomEvents()[i], ask, other.roomReplicas()[i]);
      }
    }
  }

  /** What the evictions of a loss free in a zone. */
  void evict(long where, long ask, int replicas) {
    evicted.merge(where, Quantities.saturatingProduct(ask, replicas), Quantities::saturatingSum);
  }

  private void use(int zone, long ask, int replicas) {
    long amount = Quantities.saturatingProduct(ask, replicas);
    used[zone] = Quantities.saturatingSum(used[zone], amount);
  }

  private void reserve(int zone, int event, long ask, int replicas) {
    long[] room = reserve[zone];
    if (room == null) {
      room = new long[events.size()];
      reserve[zone] = room;
    }
    long amount = Quantities.saturatingProduct(ask, replicas);
    room[event] = Quantities.saturatingSum(room[event], amount);
  }

  /** As {@link #check}, without rollouts: their room is not in the limit. */
  void checkWithoutRollouts(String what, int zone, long limit, CheckerFindings findings) {
    check(what, zone, Quantities.saturatingSum(limit, surge[zone]), findings);
  }

  /** Finds what is used or held beyond a limit in a zone, if somebody added something there. */
  void check(String what, int zone, long limit, CheckerFindings findings) {
    CheckerWorkload who = grownBy[zone];
    if (who == null) {
      return;
    }
    long use = Quantities.saturatingSum(used[zone], surge[zone]);
    if (exceeds(use, limit)) {
      findings.add(
          "CapacityExceeded",
          who,
          places.name(zone) + ": " + use + " of " + what + " in use, there are " + limit);
      return;
    }
    long[] room = reserve[zone];
    for (int e = 0; room != null && e < room.length; e++) {
      if (events.get(e).get(zone)) {
        continue;
      }
      long freed = evicted.getOrDefault((long) e * places.zones + zone, 0L);
      if (exceeds(room[e], Quantities.saturatingSum(limit - use, freed))) {
        findings.add(
            "ReserveExceeded",
            who,
            places.name(zone)
                + ": "
                + what
                + ": "
                + use
                + " in use and "
                + room[e]
                + " held for the loss of "
                + places.write(events.get(e))
                + (freed > 0 ? " less " + freed + " evicted" : "")
                + ", there are "
                + limit);
        return;
      }
    }
  }

  private static boolean exceeds(long amount, long limit) {
    return amount > limit || amount == Long.MAX_VALUE;
  }
}

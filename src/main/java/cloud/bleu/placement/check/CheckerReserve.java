package cloud.bleu.placement.check;

import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The room that evacuation plans hold for each loss, and whom they promise to evict for it. */
final class CheckerReserve {
  private final CheckerEstate places;
  private final List<CheckerWorkload> workloads;
  private final List<BitSet> events;
  private final Map<CheckerEvents, int[][]> answered = new HashMap<>();
  private final Map<WorkloadId, CheckerWorkload> byId = new HashMap<>();
  private final Map<Long, Map<CheckerWorkload, Integer>> evictions = new HashMap<>();
  private final boolean whole;

  /**
   * @param workloads among which the victims are
   * @param events all that somebody in the estate is protected against
   * @param whole whether what is held for those counts for whom nothing is decided
   */
  CheckerReserve(
      CheckerEstate places, List<CheckerWorkload> workloads, List<BitSet> events, boolean whole) {
    this.places = places;
    this.whole = whole;
    this.workloads = workloads;
    this.events = events;
  }

  /** Replicas to be evicted by {@code event × zones + zone}, of all that were asked until now. */
  Map<Long, Map<CheckerWorkload, Integer>> evictions() {
    return evictions;
  }

  /**
   * Replicas that a workload holds room for, by {@code event × zones + zone}. What it evicts for
   * them is kept for {@link #evictions}.
   */
  Map<Long, Integer> of(CheckerWorkload w) {
    if (w.decision.contingency().stream().allMatch(c -> c.moves().isEmpty())) {
      return Map.of();
    }
    Map<Long, Integer> room = new HashMap<>();
    int[][] charged = answeredBy(w.events);
    for (int p = 0; p < charged.length; p++) {
      Contingency c = w.recovery.decided(w.events.all.get(p).zones());
      for (Contingency.Move m : c == null ? List.<Contingency.Move>of() : c.moves()) {
        int from = places.find(m.from());
        int to = places.find(m.to());
        for (int e : charged[p]) {
          if (from >= 0 && events.get(e).get(from) && to >= 0 && to < places.zones) {
            room.merge(key(e, to), m.replicas(), Integer::sum);
          }
        }
      }
      for (Contingency.Eviction v : c == null ? List.<Contingency.Eviction>of() : c.evicts()) {
        CheckerWorkload victim = byId().get(v.workload());
        int zone = places.find(v.zone());
        for (int e : charged[p]) {
          if (victim != null && zone >= 0 && zone < places.zones && counts(w)) {
            evictions
                .computeIfAbsent(key(e, zone), k -> new HashMap<>())
                .merge(victim, v.replicas(), Integer::sum);
          }
        }
      }
    }
    return room;
  }

  /** For each event of the list, the events of the estate that its moves answer for. */
  private int[][] answeredBy(CheckerEvents list) {
    return answered.computeIfAbsent(
        list,
        l -> {
          List<List<Integer>> by = new ArrayList<>();
          l.all.forEach(p -> by.add(new ArrayList<>()));
          for (int e = 0; e < events.size(); e++) {
            int answering = l.answering(events.get(e));
            if (answering >= 0) {
              by.get(answering).add(e);
            }
          }
          return by.stream()
              .map(own -> own.stream().mapToInt(Integer::intValue).toArray())
              .toArray(int[][]::new);
        });
  }

  private Map<WorkloadId, CheckerWorkload> byId() {
    if (byId.isEmpty()) {
      workloads.forEach(w -> byId.put(w.spec.id(), w));
    }
    return byId;
  }

  /** Whether what a workload holds counts. */
  boolean counts(CheckerWorkload w) {
    return whole || !w.fixed();
  }

  /** By zone, whether all that came of a workload was sent there by its moves in force. */
  static boolean[] brought(CheckerWorkload w) {
    boolean[] brought = new boolean[w.places.zones];
    if (w.addedTotal() > 0 && !w.fixed() && !w.bound()) {
      int[] sent = w.recovery.sent();
      for (int z = 0; z < brought.length; z++) {
        brought[z] = w.added(z) > 0 && w.added(z) <= sent[z];
      }
    }
    return brought;
  }

  /**
   * Zones in which its use, or its room for any event, is more than before.
   *
   * @param brought by zone, whether that was sent there by its moves in force; if all counts, that
   *     is nothing more
   */
  boolean[] grown(CheckerWorkload w, Map<Long, Integer> room, boolean[] brought) {
    boolean[] grown = new boolean[places.zones];
    for (int z = 0; z < places.zones; z++) {
      grown[z] = w.added(z) > 0 && !(whole && brought[z]);
    }
    if (room.isEmpty()
        || w.before != null && w.before.contingency().equals(w.decision.contingency())) {
      return grown;
    }
    Map<Long, Integer> held = w.before == null ? Map.of() : held(w.before.contingency());
    room.forEach(
        (where, replicas) -> {
          if (replicas > held.getOrDefault(where, 0)) {
            grown[(int) (where % places.zones)] = true;
          }
        });
    return grown;
  }

  private Map<Long, Integer> held(List<Contingency> before) {
    Map<Long, Integer> held = new HashMap<>();
    Map<BitSet, Contingency> byZones = CheckerRecovery.byZones(places, before);
    for (int e = 0; e < events.size(); e++) {
      Contingency answering = null;
      int size = Integer.MAX_VALUE;
      for (Map.Entry<BitSet, Contingency> item : byZones.entrySet()) {
        BitSet zones = item.getKey();
        BitSet outside = (BitSet) events.get(e).clone();
        outside.andNot(zones);
        if (outside.isEmpty() && zones.cardinality() < size) {
          answering = item.getValue();
          size = zones.cardinality();
        }
      }
      for (Contingency.Move m :
          answering == null ? List.<Contingency.Move>of() : answering.moves()) {
        int from = places.find(m.from());
        int to = places.find(m.to());
        if (from >= 0 && events.get(e).get(from) && to >= 0 && to < places.zones) {
          held.merge(key(e, to), m.replicas(), Integer::sum);
        }
      }
    }
    return held;
  }

  private long key(int event, int zone) {
    return (long) event * places.zones + zone;
  }
}

package cloud.bleu.placement.check;

import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Adds up use, surge, reserve and evictions for every zone, resource, shape and event, and asks for
 * room where something was added.
 */
final class CheckerCapacity {
  private final CheckerEstate places;
  private final List<CheckerWorkload> workloads;
  private final CheckerFindings findings;
  private final List<String> resources;
  private final List<BitSet> events;
  private final Map<CheckerEvents, int[][]> answered = new HashMap<>();
  private final Map<WorkloadId, CheckerWorkload> byId = new HashMap<>();
  private final Collection<CheckerFootprint> others;
  private final Map<WorkloadId, CheckerFootprint> footprints = new HashMap<>();

  /** Of all workloads of an estate. */
  CheckerCapacity(CheckerEstate places, List<CheckerWorkload> workloads, CheckerFindings findings) {
    this(places, workloads, findings, events(workloads), List.of());
  }

  /**
   * Of some workloads.
   *
   * @param events all that somebody in the estate is protected against
   * @param others what the others add, none of whom adds more than before
   */
  CheckerCapacity(
      CheckerEstate places,
      List<CheckerWorkload> workloads,
      CheckerFindings findings,
      List<BitSet> events,
      Collection<CheckerFootprint> others) {
    this.places = places;
    this.workloads = workloads;
    this.findings = findings;
    this.events = events;
    this.others = others;
    TreeSet<String> names = new TreeSet<>();
    for (CheckerWorkload w : workloads) {
      names.addAll(w.spec.requests().amounts().keySet());
    }
    for (CheckerFootprint other : others) {
      names.addAll(other.requests().amounts().keySet());
    }
    resources = List.copyOf(names);
  }

  private static List<BitSet> events(List<CheckerWorkload> workloads) {
    Set<CheckerEvents> lists = new LinkedHashSet<>();
    workloads.forEach(w -> lists.add(w.events));
    Set<BitSet> sets = new LinkedHashSet<>();
    lists.forEach(l -> l.all.forEach(p -> sets.add(p.zones())));
    return List.copyOf(sets);
  }

  /** The losses that room is held for, by number. */
  List<BitSet> events() {
    return events;
  }

  /** What each workload that was looked at adds. */
  Map<WorkloadId, CheckerFootprint> footprints() {
    return footprints;
  }

  /** One resource, or one shape, over all zones and events. */
  private final class Column {
    final long[] used = new long[places.zones];
    final long[] surge = new long[places.zones];

    /** By zone, the last of the lowest priority that added something; null where nobody did. */
    final @Nullable CheckerWorkload[] grownBy = new CheckerWorkload[places.zones];

    final long[] @Nullable [] reserve = new long[places.zones][];
    final Map<Long, Long> evicted = new HashMap<>();

    void reserve(int zone, int event, long amount) {
      long[] room = reserve[zone];
      if (room == null) {
        room = new long[events.size()];
        reserve[zone] = room;
      }
      room[event] += amount;
    }

    void check(String what, int zone, long limit) {
      CheckerWorkload who = grownBy[zone];
      if (who == null) {
        return;
      }
      long use = used[zone] + surge[zone];
      if (use > limit) {
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
        long freed = evicted.getOrDefault(key(e, zone), 0L);
        if (use + room[e] - freed > limit) {
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
  }

  private long key(int event, int zone) {
    return (long) event * places.zones + zone;
  }

  void check() {
    Map<String, Column> byResource = new HashMap<>();
    resources.forEach(r -> byResource.put(r, new Column()));
    Map<Quantities, Column> byShape = new HashMap<>();
    Map<Long, Map<CheckerWorkload, Integer>> evictions = new HashMap<>();
    for (CheckerWorkload w : workloads) {
      List<Column> columns = new ArrayList<>();
      List<Long> asks = new ArrayList<>();
      w.spec
          .requests()
          .amounts()
          .forEach(
              (r, amount) -> {
                if (amount > 0) {
                  columns.add(java.util.Objects.requireNonNull(byResource.get(r)));
                  asks.add(amount);
                }
              });
      columns.add(byShape.computeIfAbsent(w.spec.requests(), s -> new Column()));
      asks.add(1L);
      Map<Long, Integer> room = reserve(w, evictions);
      footprints.put(w.spec.id(), CheckerFootprint.of(w, room));
      boolean[] grown = grown(w, room);
      for (int c = 0; c < columns.size(); c++) {
        add(w, columns.get(c), asks.get(c), room, grown);
      }
    }
    addOthers(byResource, byShape);
    evictions.forEach(
        (where, victims) ->
            victims.forEach(
                (victim, replicas) -> {
                  int zone = (int) (where % places.zones);
                  int taken = Math.min(replicas, victim.has[zone]);
                  victim
                      .spec
                      .requests()
                      .amounts()
                      .forEach(
                          (r, amount) ->
                              java.util.Objects.requireNonNull(byResource.get(r))
                                  .evicted
                                  .merge(where, amount * taken, Long::sum));
                  java.util.Objects.requireNonNull(byShape.get(victim.spec.requests()))
                      .evicted
                      .merge(where, (long) taken, Long::sum);
                }));
    for (int z = 0; z < places.zones; z++) {
      int zone = z;
      byResource.forEach((r, column) -> column.check(r, zone, places.usable(zone).get(r)));
      byShape.forEach(
          (shape, column) -> {
            if (column.grownBy[zone] != null) {
              column.check("slots of " + shape.amounts(), zone, places.slots(zone, shape));
            }
          });
    }
  }

  /** What the others have where somebody adds something: nothing else is asked. */
  private void addOthers(Map<String, Column> byResource, Map<Quantities, Column> byShape) {
    if (others.isEmpty()) {
      return;
    }
    boolean[] asked = new boolean[places.zones];
    for (Column column : byShape.values()) {
      for (int z = 0; z < asked.length; z++) {
        asked[z] |= column.grownBy[z] != null;
      }
    }
    for (CheckerFootprint other : others) {
      other
          .requests()
          .amounts()
          .forEach(
              (r, amount) -> {
                if (amount > 0) {
                  add(other, java.util.Objects.requireNonNull(byResource.get(r)), amount, asked);
                }
              });
      Column slots = byShape.get(other.requests());
      if (slots != null) {
        add(other, slots, 1, asked);
      }
    }
  }

  private static void add(CheckerFootprint other, Column column, long ask, boolean[] asked) {
    for (int i = 0; i < other.zones().length; i++) {
      int zone = other.zones()[i];
      if (asked[zone]) {
        column.used[zone] += ask * other.replicas()[i];
        column.surge[zone] =
            other.surges() ? Math.max(column.surge[zone], ask) : column.surge[zone];
      }
    }
    for (int i = 0; i < other.roomZones().length; i++) {
      if (asked[other.roomZones()[i]]) {
        column.reserve(other.roomZones()[i], other.roomEvents()[i], ask * other.roomReplicas()[i]);
      }
    }
  }

  private void add(
      CheckerWorkload w, Column column, long ask, Map<Long, Integer> room, boolean[] grown) {
    for (int z = 0; z < places.zones; z++) {
      if (w.has[z] > 0) {
        column.used[z] += ask * w.has[z];
        column.surge[z] = w.spec.surges() ? Math.max(column.surge[z], ask) : column.surge[z];
      }
      CheckerWorkload other = column.grownBy[z];
      if (grown[z] && (other == null || w.priority <= other.priority)) {
        column.grownBy[z] = w;
      }
    }
    room.forEach(
        (where, replicas) ->
            column.reserve(
                (int) (where % places.zones), (int) (where / places.zones), ask * replicas));
  }

  /** Replicas that it holds room for, by event and zone. */
  private Map<Long, Integer> reserve(
      CheckerWorkload w, Map<Long, Map<CheckerWorkload, Integer>> evictions) {
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
          if (victim != null && zone >= 0 && zone < places.zones) {
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

  /** Zones in which its use, or its room for any event, is more than before. */
  private boolean[] grown(CheckerWorkload w, Map<Long, Integer> room) {
    boolean[] grown = new boolean[places.zones];
    for (int z = 0; z < places.zones; z++) {
      grown[z] = w.added(z) > 0;
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
    for (int e = 0; e < events.size(); e++) {
      Contingency answering = null;
      int size = Integer.MAX_VALUE;
      for (Contingency c : before) {
        BitSet zones = places.zonesOf(c.event());
        BitSet outside = (BitSet) events.get(e).clone();
        outside.andNot(zones);
        if (outside.isEmpty() && zones.cardinality() < size) {
          answering = c;
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
}

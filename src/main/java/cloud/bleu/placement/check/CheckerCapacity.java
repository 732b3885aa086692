package cloud.bleu.placement.check;

import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks that there is room for what was added: for every zone, each resource and each shape, now
 * and after every loss.
 */
final class CheckerCapacity {
  private final CheckerEstate places;
  private final List<CheckerWorkload> workloads;
  private final CheckerFindings findings;
  private final List<String> resources;
  private final List<BitSet> events;
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
   * @param others what the others add; none of them adds more than before
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

  /**
   * Finds where something was added without room for it. What moves in force bring needs no room
   * beside two things: what is held for workloads for which nothing is decided, and the rollouts of
   * those that come by such moves. Where more is added than that, there has to be room for both.
   */
  void check() {
    int before = findings.all().size();
    if (check(false) && findings.all().size() == before) {
      check(true);
    }
  }

  /**
   * Looks at each zone in which somebody added something.
   *
   * @param whole whether all counts
   * @return whether something did not
   */
  private boolean check(boolean whole) {
    boolean all = true;
    Map<String, CheckerColumn> byResource = new HashMap<>();
    resources.forEach(r -> byResource.put(r, new CheckerColumn(places, events)));
    Map<Quantities, CheckerColumn> byShape = new HashMap<>();
    CheckerReserve reserve = new CheckerReserve(places, workloads, events, whole);
    for (CheckerWorkload w : workloads) {
      List<CheckerColumn> columns = new ArrayList<>();
      List<Long> asks = new ArrayList<>();
      w.spec
          .requests()
          .amounts()
          .forEach(
              (r, amount) -> {
                if (amount > 0) {
                  columns.add(Objects.requireNonNull(byResource.get(r)));
                  asks.add(amount);
                }
              });
      columns.add(
          byShape.computeIfAbsent(w.spec.requests(), s -> new CheckerColumn(places, events)));
      asks.add(1L);
      Map<Long, Integer> room = reserve.of(w);
      footprints.put(w.spec.id(), CheckerFootprint.of(w, room));
      boolean[] brought = CheckerReserve.brought(w);
      boolean[] grown = reserve.grown(w, room, brought);
      boolean[] rollsOut = new boolean[places.zones];
      for (int z = 0; z < rollsOut.length && w.spec.surges(); z++) {
        rollsOut[z] = whole || w.had[z] > 0 || !brought[z];
        all &= rollsOut[z];
      }
      all &= room.isEmpty() || reserve.counts(w);
      Map<Long, Integer> due = reserve.counts(w) ? room : Map.of();
      for (int c = 0; c < columns.size(); c++) {
        columns.get(c).add(w, asks.get(c), due, grown, rollsOut);
      }
    }
    all &= addOthers(byResource, byShape, whole);
    reserve
        .evictions()
        .forEach(
            (where, victims) -> victims.forEach((v, n) -> evict(where, v, n, byResource, byShape)));
    new CheckerOutgrown(places, workloads, others).check(byResource, findings);
    for (int z = 0; z < places.zones; z++) {
      int zone = z;
      byResource.forEach(
          (r, column) -> column.check(r, zone, places.usable(zone).get(r), findings));
      byShape.forEach(
          (shape, column) -> {
            if (column.grownBy[zone] != null) {
              column.check(
                  "slots of " + shape.amounts(), zone, places.slots(zone, shape), findings);
            }
          });
    }
    return !all;
  }

  /**
   * What a promised eviction frees of each resource, and of the shape of the victim: nothing where
   * the victim counts as nothing.
   */
  private void evict(
      long where,
      CheckerWorkload victim,
      int replicas,
      Map<String, CheckerColumn> byResource,
      Map<Quantities, CheckerColumn> byShape) {
    int zone = (int) (where % places.zones);
    Quantities requests = victim.spec.requests();
    if (!places.hosting(requests)[zone] && victim.added(zone) <= 0) {
      return;
    }
    int taken = Math.min(replicas, victim.has[zone]);
    requests
        .amounts()
        .forEach(
            (r, amount) -> Objects.requireNonNull(byResource.get(r)).evict(where, amount, taken));
    Objects.requireNonNull(byShape.get(requests)).evict(where, 1, taken);
  }

  /**
   * What the others have where somebody adds something: nothing else is asked; whether all of it
   * counts.
   */
  private boolean addOthers(
      Map<String, CheckerColumn> byResource,
      Map<Quantities, CheckerColumn> byShape,
      boolean whole) {
    boolean all = true;
    if (others.isEmpty()) {
      return all;
    }
    boolean[] asked = new boolean[places.zones];
    for (CheckerColumn column : byShape.values()) {
      for (int z = 0; z < asked.length; z++) {
        asked[z] |= column.grownBy[z] != null;
      }
    }
    for (CheckerFootprint other : others) {
      if (!other.isIn(asked)) {
        continue;
      }
      boolean held = whole || !other.fixed();
      all &= held || other.roomZones().length == 0;
      other
          .requests()
          .amounts()
          .forEach(
              (r, amount) -> {
                CheckerColumn column = byResource.get(r);
                if (amount > 0 && column != null) {
                  column.add(other, amount, asked, held);
                }
              });
      CheckerColumn slots = byShape.get(other.requests());
      if (slots != null) {
        slots.add(other, 1, asked, held);
      }
    }
    return all;
  }
}

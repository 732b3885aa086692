package cloud.bleu.placement;

import cloud.bleu.placement.model.Capacity;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Room of the exact model: in use, surging, held for each loss, as {@link BruteForceRoom} has it.
 */
final class ExactModelRoom {
  private final ExactModel m;
  private final BruteForce f;
  private final BruteForceRoom room;

  ExactModelRoom(ExactModel m) {
    this.m = m;
    this.f = m.f;
    this.room = new BruteForceRoom(f);
  }

  /** One bound of a zone in an event: what others take of it, and what a replica takes. */
  private record Column(long others, long surge, long ask, long limit) {
    boolean fits(long replicas, boolean surges) {
      return others + ask * replicas + Math.max(surge, surges && replicas > 0 ? ask : 0) <= limit;
    }
  }

  /** Nothing is added where it does not fit, in any event that anybody named. */
  void fits() {
    List<Set<Integer>> losses = new ArrayList<>(f.allEvents);
    losses.add(Set.of());
    List<int[][]> arrivals = new ArrayList<>();
    for (BruteForce.Neighbour o : f.others) {
      arrivals.add(losses.stream().map(e -> room.arrivals(o, e)).toArray(int[][]::new));
    }
    for (int z = 0; z < f.size; z++) {
      List<Set<Integer>> outside = new ArrayList<>();
      List<List<Column>> columns = new ArrayList<>();
      boolean full = false;
      for (int e = 0; e < losses.size(); e++) {
        if (!losses.get(e).contains(z)) {
          int event = e;
          List<Column> here = columns(z, arrivals.stream().map(a -> a[event]).toList());
          outside.add(losses.get(e));
          columns.add(here);
          int had = f.had[z];
          full |= here.stream().anyMatch(c -> !c.fits(had, f.w.surges()));
        }
      }
      for (int e = 0; e < outside.size(); e++) {
        add(z, outside.get(e), columns.get(e), full);
      }
    }
  }

  private void add(int z, Set<Integer> event, List<Column> columns, boolean full) {
    BruteForceEvents.Event own = m.answering(event);
    if (full) {
      m.model.addEquality(m.x[z], f.had[z]);
      if (own != null) {
        m.model.addEquality(m.recovery.arrived(own, z, event), 0);
      }
      return;
    }
    for (Column c : columns) {
      LinearExprBuilder takes = LinearExpr.newBuilder().addTerm(m.x[z], c.ask);
      if (own != null) {
        takes.addTerm(m.recovery.arrived(own, z, event), c.ask);
      }
      LinearExpr sum = takes.build();
      m.model.addLessOrEqual(sum, c.limit - c.others - c.surge);
      if (f.w.surges() && c.ask > c.surge) {
        Literal used = m.used[z];
        m.model.addLessOrEqual(sum, c.limit - c.others - c.ask).onlyEnforceIf(used);
      }
    }
  }

  private List<Column> columns(int z, List<int[]> arrivals) {
    Capacity capacity = f.zones.get(z).capacity();
    List<Column> columns = new ArrayList<>();
    for (Map.Entry<String, Long> r : f.w.requests().amounts().entrySet()) {
      if (r.getValue() > 0) {
        long others = 0;
        long surge = 0;
        for (int i = 0; i < f.others.size(); i++) {
          BruteForce.Neighbour o = f.others.get(i);
          long ask = o.workload().requests().get(r.getKey());
          others += ask * ((o.uses() ? o.counts()[z] : 0) + arrivals.get(i)[z]);
          surge = surges(o, z) ? Math.max(surge, ask) : surge;
        }
        columns.add(new Column(others, surge, r.getValue(), capacity.usable().get(r.getKey())));
      }
    }
    int slots = capacity.slots(f.w.requests());
    if (slots < Integer.MAX_VALUE) {
      long others = 0;
      long surge = 0;
      for (int i = 0; i < f.others.size(); i++) {
        BruteForce.Neighbour o = f.others.get(i);
        if (o.workload().requests().equals(f.w.requests())) {
          others += (o.uses() ? o.counts()[z] : 0) + arrivals.get(i)[z];
          surge = surges(o, z) ? 1 : surge;
        }
      }
      columns.add(new Column(others, surge, 1, slots));
    }
    return columns;
  }

  private static boolean surges(BruteForce.Neighbour o, int z) {
    return o.uses() && o.workload().surges() && o.counts()[z] > 0;
  }
}

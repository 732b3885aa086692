package cloud.bleu.placement;

import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Room as the brute force counts it: in use, surging, held for each loss. */
final class BruteForceRoom {
  private final BruteForce f;

  BruteForceRoom(BruteForce f) {
    this.f = f;
  }

  /**
   * Whether use and reserve fit wherever this workload takes any, in every event that anybody
   * named.
   *
   * @param only the event whose moves are given, null: those of all events are
   */
  boolean fits(
      int[] x, Map<Set<Integer>, List<int[]>> moves, BruteForceEvents.@Nullable Event only) {
    List<Set<Integer>> losses = new ArrayList<>(f.allEvents);
    losses.add(Set.of());
    Set<Integer> touched = new TreeSet<>();
    for (int z = 0; z < f.size; z++) {
      if (x[z] > f.had[z]) {
        touched.add(z);
      }
    }
    moves.values().forEach(list -> list.forEach(m -> touched.add(m[1])));
    for (Set<Integer> e : losses) {
      int[] mine = only != null && !answers(e, only) ? new int[f.size] : arrivals(x, e, moves);
      for (int z : touched) {
        if (!e.contains(z) && !fits(z, x, e, mine)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean answers(Set<Integer> e, BruteForceEvents.Event event) {
    BruteForceEvents.Event answering = BruteForceEvents.answering(f.own, e);
    return answering != null && answering.zones().equals(event.zones());
  }

  int[] arrivals(int[] x, Set<Integer> e, Map<Set<Integer>, List<int[]>> moves) {
    int[] arrived = new int[f.size];
    BruteForceEvents.Event answering = e.isEmpty() ? null : BruteForceEvents.answering(f.own, e);
    if (answering != null) {
      for (int[] m : moves.getOrDefault(answering.zones(), List.of())) {
        arrived[m[1]] += e.contains(m[0]) ? m[2] : 0;
      }
    }
    return arrived;
  }

  private boolean fits(int z, int[] x, Set<Integer> e, int[] mine) {
    Capacity capacity = f.zones.get(z).capacity();
    if (f.zones.get(z).state() == ZoneState.Lost) {
      return x[z] + mine[z] == 0;
    }
    for (Map.Entry<String, Long> r : f.w.requests().amounts().entrySet()) {
      if (r.getValue() == 0) {
        continue;
      }
      long sum = r.getValue() * (x[z] + mine[z]);
      long surge = f.w.surges() && x[z] > 0 ? r.getValue() : 0;
      for (BruteForce.Neighbour o : f.others) {
        long ask = o.workload().requests().get(r.getKey());
        sum += o.uses() ? ask * o.counts()[z] : 0;
        sum += ask * arrivals(o, e)[z];
        surge =
            o.uses() && o.workload().surges() && o.counts()[z] > 0 ? Math.max(surge, ask) : surge;
      }
      if (sum + surge > capacity.usable().get(r.getKey())) {
        return false;
      }
    }
    long slots = x[z] + mine[z];
    boolean surge = f.w.surges() && x[z] > 0;
    for (BruteForce.Neighbour o : f.others) {
      if (o.workload().requests().equals(f.w.requests())) {
        slots += (o.uses() ? o.counts()[z] : 0) + arrivals(o, e)[z];
        surge |= o.uses() && o.workload().surges() && o.counts()[z] > 0;
      }
    }
    return slots + (surge ? 1 : 0) <= capacity.slots(f.w.requests());
  }

  int[] arrivals(BruteForce.Neighbour o, Set<Integer> e) {
    int[] arrived = new int[f.size];
    BruteForceEvents.Event answering =
        e.isEmpty() ? null : BruteForceEvents.answering(f.events.of(o.workload()), e);
    if (answering != null) {
      for (Contingency c : o.contingency()) {
        if (f.events.zonesOf(c.event()).equals(answering.zones())) {
          for (Contingency.Move m : c.moves()) {
            arrived[f.events.number(m.to())] +=
                e.contains(f.events.number(m.from())) ? m.replicas() : 0;
          }
        }
      }
    }
    return arrived;
  }
}

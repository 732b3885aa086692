package cloud.bleu.placement;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import com.google.ortools.sat.LinearExpr;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Required relations of the exact model, to neighbours that stand as they are. */
final class ExactModelRelations {
  private final ExactModel m;
  private final BruteForce f;

  ExactModelRelations(ExactModel m) {
    this.m = m;
    this.f = m.f;
  }

  /** Zones that no relation lets anything stand in. */
  Set<Integer> closed() {
    Set<Integer> closed = apart(BruteForce.Neighbour::counts);
    for (Workload.Affinity a : f.w.affinity()) {
      BruteForce.Neighbour b = a.required() ? f.standing(a.with()) : null;
      if (a.required()) {
        closed.addAll(without(a.topology(), b == null ? new int[f.size] : b.counts()));
      }
    }
    return closed;
  }

  /** The same after each loss, of the survivors and of what the moves bring. */
  void afterLosses() {
    for (BruteForceEvents.Event e : f.own) {
      Set<Integer> closed = apartAfter(e.zones());
      for (Workload.Affinity a : f.w.affinity()) {
        BruteForce.Neighbour b = a.required() ? f.standing(a.with()) : null;
        if (b != null) {
          closed.addAll(without(a.topology(), f.after(b, e.zones(), true)));
          closed.addAll(without(a.topology(), f.after(b, e.zones(), false)));
        }
      }
      LinearExpr inside = m.inside(e.zones());
      closed.removeAll(e.zones());
      for (int z : closed) {
        m.model.addEquality(m.x[z], 0).onlyEnforceIf(m.positive(inside));
        m.model.addEquality(m.recovery.arrived(e, z), 0);
      }
    }
    for (BruteForce.Neighbour o : f.others) {
      for (BruteForceEvents.Event e : f.events.of(o.workload())) {
        if (BruteForceEvents.sum(o.counts(), e.zones()) > 0) {
          BruteForceEvents.Event own = m.answering(e.zones());
          Set<Integer> closed = apartAfter(e.zones());
          closed.removeAll(e.zones());
          for (int z : closed) {
            m.model.addEquality(m.x[z], 0);
            if (own != null) {
              m.model.addEquality(m.recovery.arrived(own, z, e.zones()), 0);
            }
          }
        }
      }
    }
  }

  private Set<Integer> apartAfter(Set<Integer> event) {
    Set<Integer> closed = apart(o -> f.after(o, event, true));
    closed.addAll(apart(o -> f.after(o, event, false)));
    return closed;
  }

  private Set<Integer> apart(Function<BruteForce.Neighbour, int[]> theirs) {
    Set<Integer> closed = new TreeSet<>();
    for (BruteForce.Neighbour o : f.others) {
      if (o.workload().id().namespace().equals(f.w.id().namespace())) {
        for (Workload.Affinity a : f.w.antiAffinity()) {
          if (a.required() && a.with().equals(o.workload().id().name())) {
            closed.addAll(with(a.topology(), theirs.apply(o)));
          }
        }
        for (Workload.Affinity a : o.workload().antiAffinity()) {
          if (a.required() && a.with().equals(f.w.id().name())) {
            closed.addAll(with(a.topology(), theirs.apply(o)));
          }
        }
      }
    }
    return closed;
  }

  private Set<Integer> with(Scope topology, int[] counts) {
    Set<Integer> zones = new TreeSet<>();
    for (int z = 0; z < f.size; z++) {
      if (f.events.count(topology, f.events.value(topology, z), counts) > 0) {
        zones.add(z);
      }
    }
    return zones;
  }

  private Set<Integer> without(Scope topology, int[] counts) {
    Set<Integer> zones = new TreeSet<>();
    for (int z = 0; z < f.size; z++) {
      zones.add(z);
    }
    zones.removeAll(with(topology, counts));
    return zones;
  }
}

package cloud.bleu.placement;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Contingency;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The evacuation plan of the exact model: where what a loss takes goes, and what stands then. */
final class ExactModelRecovery {
  private final ExactModel m;

  /** By event that asks for reserved room: the moves, by source and target. */
  private final Map<BruteForceEvents.Event, Map<List<Integer>, IntVar>> moves =
      new LinkedHashMap<>();

  ExactModelRecovery(ExactModel m) {
    this.m = m;
  }

  /** Adds moves of an event that asks for reserved room, and what they leave. */
  void add(BruteForceEvents.Event e) {
    if (e.entries().stream().noneMatch(t -> reserves(t) && t.hard())) {
      return;
    }
    if (m.f.w.dataBound() && m.f.w.replication() == null) {
      m.model.addEquality(m.inside(e.zones()), 0);
      return;
    }
    Map<List<Integer>, IntVar> own = new LinkedHashMap<>();
    moves.put(e, own);
    for (int from : e.zones()) {
      LinearExprBuilder sent = LinearExpr.newBuilder().addTerm(m.x[from], -1);
      for (int to = 0; to < m.f.size; to++) {
        if (!e.zones().contains(to) && m.f.open(to) && takes(e, from, to)) {
          IntVar v = m.model.newIntVar(0, m.mostReplicas(), "m" + from + "-" + to);
          own.put(List.of(from, to), v);
          sent.add(v);
        }
      }
      m.model.addEquality(sent, 0);
    }
    after(e);
  }

  /** Replicas that the moves of an event bring to a zone. */
  LinearExpr arrived(BruteForceEvents.Event e, int zone) {
    return arrived(e, zone, e.zones());
  }

  /** The same from some of its zones only. */
  LinearExpr arrived(BruteForceEvents.Event e, int zone, Set<Integer> sources) {
    LinearExprBuilder sum = LinearExpr.newBuilder();
    moves
        .getOrDefault(e, Map.of())
        .forEach(
            (pair, v) -> {
              if (pair.get(1) == zone && sources.contains(pair.get(0))) {
                sum.add(v);
              }
            });
    return sum.build();
  }

  private void after(BruteForceEvents.Event e) {
    Integer max = m.f.w.perZoneMax();
    Literal[] arrives = new Literal[m.f.size];
    Literal[] usedAfter = new Literal[m.f.size];
    for (int z = 0; z < m.f.size; z++) {
      arrives[z] = m.positive(arrived(e, z));
      usedAfter[z] = e.zones().contains(z) ? m.model.falseLiteral() : either(m.used[z], arrives[z]);
      if (max != null && !e.zones().contains(z)) {
        LinearExpr there = LinearExpr.newBuilder().add(m.x[z]).add(arrived(e, z)).build();
        m.model.addLessOrEqual(there, max).onlyEnforceIf(arrives[z]);
      }
    }
    m.near(usedAfter, usedAfter);
    if (isSynchronous(e)) {
      m.near(arrives, m.used);
    }
    m.spread.after(e, arrives, usedAfter);
  }

  /** Narrow: unless every entry says Asynchronous; kinder: if no entry that reserves says so. */
  private boolean isSynchronous(BruteForceEvents.Event e) {
    return m.kinder
        ? e.entries().stream().noneMatch(t -> reserves(t) && ExactModel.isAsynchronous(t))
        : e.entries().stream().anyMatch(t -> !ExactModel.isAsynchronous(t));
  }

  /** Narrow: if some entry says Asynchronous; kinder: if all that reserve say so. */
  private boolean takes(BruteForceEvents.Event e, int from, int to) {
    boolean near =
        m.kinder
            && e.entries().stream().anyMatch(t -> reserves(t) && !ExactModel.isAsynchronous(t));
    return near || m.f.far(e, from, to);
  }

  private static boolean reserves(Workload.Tolerate t) {
    return t.recover() == Workload.Recover.Reserved;
  }

  private Literal either(Literal a, Literal b) {
    BoolVar either = m.model.newBoolVar("");
    m.model.addMaxEquality(either, new LinearArgument[] {a, b});
    return either;
  }

  /** Asks for these moves and no others. */
  void fix(List<Contingency> contingency) {
    moves.forEach(
        (e, vars) -> {
          Map<List<Integer>, Integer> made = new HashMap<>();
          for (Contingency c : contingency) {
            if (m.f.events.zonesOf(c.event()).equals(e.zones())) {
              for (Contingency.Move move : c.moves()) {
                List<Integer> pair =
                    List.of(m.f.events.number(move.from()), m.f.events.number(move.to()));
                made.merge(pair, move.replicas(), Integer::sum);
              }
            }
          }
          vars.forEach((pair, v) -> m.model.addEquality(v, made.getOrDefault(pair, 0)));
          if (!vars.keySet().containsAll(made.keySet())) {
            m.model.addBoolOr(new Literal[0]);
          }
        });
  }
}

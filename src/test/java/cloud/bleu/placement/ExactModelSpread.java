package cloud.bleu.placement;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Spread of the exact model: as {@link BruteForceSpread} reads it, but with E within the round trip
 * of the zones in use, and within the domains in use of a wider entry that has a {@code max}.
 */
final class ExactModelSpread {
  private final ExactModel m;
  private final BruteForce f;
  private final CpModel model;
  private final Literal yes;
  private final Literal no;

  ExactModelSpread(ExactModel m) {
    this.m = m;
    this.f = m.f;
    this.model = m.model;
    this.yes = model.trueLiteral();
    this.no = model.falseLiteral();
  }

  /** Counts by zone after something was added, and which zones gained. */
  private record State(
      Set<Integer> lost, LinearExpr[] counts, Literal[] used, Literal[] gained, Literal applies) {}

  void now() {
    LinearExpr[] counts = new LinearExpr[f.size];
    Literal[] gained = new Literal[f.size];
    for (int z = 0; z < f.size; z++) {
      counts[z] = LinearExpr.newBuilder().add(m.x[z]).build();
      gained[z] =
          f.had[z] == 0
              ? m.used[z]
              : m.positive(LinearExpr.newBuilder().add(m.x[z]).add(-f.had[z]));
    }
    all(new State(Set.of(), counts, m.used, gained, yes));
  }

  void after(BruteForceEvents.Event e, Literal[] arrives, Literal[] usedAfter) {
    LinearExpr[] counts = new LinearExpr[f.size];
    for (int z = 0; z < f.size; z++) {
      LinearExprBuilder there = LinearExpr.newBuilder();
      if (!e.zones().contains(z)) {
        there.add(m.x[z]).add(m.recovery.arrived(e, z));
      }
      counts[z] = there.build();
    }
    LinearExpr inside = m.inside(e.zones());
    all(new State(e.zones(), counts, usedAfter, arrives, m.positive(inside)));
  }

  private void all(State state) {
    for (Workload.Spread s : f.w.spread()) {
      if (s.hard()) {
        one(s, state);
      }
    }
  }

  private void one(Workload.Spread s, State state) {
    List<Set<Integer>> domains = domains(s.over());
    Literal[] near = near(state.used);
    int size = domains.size();
    Literal[] used = new Literal[size];
    Literal[] eligible = new Literal[size];
    Literal[] serving = new Literal[size];
    Literal[] servingOutside = new Literal[size];
    for (int d = 0; d < size; d++) {
      Set<Integer> zones = domains.get(d);
      used[d] = or(zones.stream().map(z -> state.used[z]).toList());
      Set<Integer> takes = new TreeSet<>(zones);
      takes.removeIf(z -> !f.allowed(z) || !f.spread.alone(z));
      eligible[d] = or(takes.stream().map(z -> near[z]).toList());
      takes.removeIf(z -> !f.open(z));
      boolean outside = !state.lost.containsAll(zones);
      serving[d] = outside ? or(takes.stream().map(z -> near[z]).toList()) : no;
      takes.removeAll(state.lost);
      servingOutside[d] = or(takes.stream().map(z -> near[z]).toList());
    }
    atLeast(s, state, domains, used, m.kinder ? servingOutside : serving);
    if (s.max() != null) {
      long before = domains.stream().filter(d -> BruteForceEvents.sum(f.had, d) > 0).count();
      model.addLessOrEqual(LinearExpr.sum(used), Math.max(s.max(), before));
    }
    skew(s, state, domains, used, eligible, List.of(serving, servingOutside));
  }

  /** As many domains as asked, as there are replicas, or as can be used. */
  private void atLeast(
      Workload.Spread s,
      State state,
      List<Set<Integer>> domains,
      Literal[] used,
      Literal[] serving) {
    BoolVar asked = model.newBoolVar("");
    BoolVar replicas = model.newBoolVar("");
    BoolVar all = model.newBoolVar("");
    model.addGreaterOrEqual(LinearExpr.sum(used), s.min()).onlyEnforceIf(asked);
    model.addGreaterOrEqual(LinearExpr.sum(used), m.total).onlyEnforceIf(replicas);
    model.addGreaterOrEqual(LinearExpr.sum(used), LinearExpr.sum(serving)).onlyEnforceIf(all);
    // Kinder: each replica that is added opens one domain, and no more than that.
    BoolVar opened = model.newBoolVar("");
    LinearExprBuilder least = LinearExpr.newBuilder();
    if (m.kinder) {
      domains.forEach(d -> least.addTerm(usedBefore(state, d), -1));
      least.addTerm(state.lost.isEmpty() ? m.total : m.inside(state.lost), -1);
      least.add(state.lost.isEmpty() ? Arrays.stream(f.had).sum() : 0);
      least.addSum(used);
      model.addGreaterOrEqual(least, 0).onlyEnforceIf(opened);
    }
    model.addBoolOr(
        new Literal[] {asked, replicas, all, state.applies.not(), m.kinder ? opened : no});
  }

  private Literal usedBefore(State state, Set<Integer> domain) {
    if (state.lost.isEmpty()) {
      return BruteForceEvents.sum(f.had, domain) > 0 ? yes : no;
    }
    return or(domain.stream().filter(z -> !state.lost.contains(z)).map(z -> m.used[z]).toList());
  }

  private void skew(
      Workload.Spread s,
      State state,
      List<Set<Integer>> domains,
      Literal[] used,
      Literal[] eligible,
      List<Literal[]> readings) {
    int total = m.mostReplicas();
    IntVar floor = model.newIntVar(0, total, "");
    BoolVar none = model.newBoolVar("");
    model.addEquality(floor, 0).onlyEnforceIf(none);
    model.addGreaterOrEqual(LinearExpr.sum(eligible), s.min()).onlyEnforceIf(none.not());
    List<Literal[]> distinct =
        Arrays.equals(readings.get(0), readings.get(1)) ? readings.subList(0, 1) : readings;
    List<Literal> taken = new ArrayList<>();
    for (Literal[] serving : distinct) {
      // Both readings, or one that is chosen.
      Literal takes = m.kinder ? model.newBoolVar("") : yes;
      taken.add(takes);
      List<Literal> counted = new ArrayList<>();
      List<Literal> usedThere = new ArrayList<>();
      for (int d = 0; d < domains.size(); d++) {
        List<Literal> all = new ArrayList<>(List.of(serving[d]));
        all.addAll(chosen(s, state, domains.get(d)));
        usedThere.add(and(List.of(serving[d], used[d])));
        if (s.max() != null) {
          all.add(used[d]);
        }
        Literal counts = and(all);
        counted.add(counts);
        model
            .addLessOrEqual(
                LinearExpr.newBuilder()
                    .add(floor)
                    .addTerm(count(state, domains.get(d)), -1)
                    .build(),
                0)
            .onlyEnforceIf(new Literal[] {counts, takes});
      }
      counted.add(none);
      counted.add(takes.not());
      model.addBoolOr(counted.toArray(Literal[]::new));
      if (s.max() != null && !m.kinder) {
        // The narrow reading fills the choice up with domains that hold nothing.
        BoolVar most = model.newBoolVar("");
        BoolVar all = model.newBoolVar("");
        LinearExpr there = LinearExpr.sum(usedThere.toArray(Literal[]::new));
        model.addGreaterOrEqual(there, s.max()).onlyEnforceIf(most);
        model.addGreaterOrEqual(there, LinearExpr.sum(serving)).onlyEnforceIf(all);
        model.addBoolOr(new Literal[] {most, all, none});
      }
    }
    model.addBoolOr(taken.toArray(Literal[]::new));
    for (Set<Integer> domain : domains) {
      Literal gains = or(domain.stream().map(z -> state.gained[z]).toList());
      model
          .addLessOrEqual(
              LinearExpr.newBuilder().add(count(state, domain)).addTerm(floor, -1).build(),
              s.maxSkew())
          .onlyEnforceIf(gains);
    }
  }

  /** What must be in use so that a domain is within the choice of entries over wider domains. */
  private List<Literal> chosen(Workload.Spread s, State state, Set<Integer> domain) {
    List<Literal> chosen = new ArrayList<>();
    for (Workload.Spread wider : f.w.spread()) {
      if (wider.hard() && wider.max() != null && liesIn(s.over(), wider.over())) {
        for (Set<Integer> around : domains(wider.over())) {
          if (around.containsAll(domain)) {
            chosen.add(or(around.stream().map(z -> state.used[z]).toList()));
          }
        }
      }
    }
    return chosen;
  }

  private boolean liesIn(Scope inner, Scope outer) {
    List<Set<Integer>> wide = domains(outer);
    List<Set<Integer>> narrow = domains(inner);
    return !wide.equals(narrow)
        && narrow.stream().allMatch(d -> wide.stream().anyMatch(o -> o.containsAll(d)));
  }

  private List<Set<Integer>> domains(Scope scope) {
    List<Set<Integer>> domains = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (int z = 0; z < f.size; z++) {
      String value = f.events.value(scope, z);
      if (value != null && seen.add(value)) {
        Set<Integer> zones = new TreeSet<>();
        for (int other = z; other < f.size; other++) {
          if (value.equals(f.events.value(scope, other))) {
            zones.add(other);
          }
        }
        domains.add(zones);
      }
    }
    return domains;
  }

  /** By zone, whether it lies within the round trip of every zone in use. */
  private Literal[] near(Literal[] used) {
    Literal[] near = new Literal[f.size];
    for (int z = 0; z < f.size; z++) {
      List<Literal> far = new ArrayList<>();
      for (int other = 0; other < f.size; other++) {
        if (m.isFar(z, other)) {
          far.add(used[other]);
        }
      }
      near[z] = far.isEmpty() ? yes : or(far).not();
    }
    return near;
  }

  private static LinearExpr count(State state, Set<Integer> domain) {
    LinearExprBuilder sum = LinearExpr.newBuilder();
    domain.forEach(z -> sum.add(state.counts[z]));
    return sum.build();
  }

  private Literal and(List<Literal> all) {
    return or(all.stream().map(Literal::not).toList()).not();
  }

  private Literal or(List<Literal> any) {
    List<Literal> open = new ArrayList<>();
    for (Literal l : any) {
      if (l.getIndex() == yes.getIndex() || l.getIndex() == no.not().getIndex()) {
        return yes;
      }
      if (l.getIndex() != no.getIndex() && l.getIndex() != yes.not().getIndex()) {
        open.add(l);
      }
    }
    if (open.isEmpty()) {
      return no;
    }
    if (open.size() == 1) {
      return open.get(0);
    }
    BoolVar or = model.newBoolVar("");
    model.addMaxEquality(or, open.toArray(LinearArgument[]::new));
    return or;
  }
}

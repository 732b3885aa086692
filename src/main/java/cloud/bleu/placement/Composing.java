package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/** What was decided, in the words of the model. */
final class Composing {
  private final World world;
  private final boolean adorned;

  /**
   * Of a world.
   *
   * @param adorned whether decisions say of themselves what they tolerate, which zones are
   *     rejected, and what fails or warns where replicas are
   */
  Composing(World world, boolean adorned) {
    this.world = world;
    this.adorned = adorned;
  }

  Decision decision(Standing standing, Decision.Outcome outcome) {
    Subject subject = standing.subject;
    List<Assignment> assignments = new ArrayList<>();
    List<Verdict> violations = new ArrayList<>();
    List<Verdict> warnings = new ArrayList<>();
    long cost = 0;
    for (int z = 0; z < world.zones(); z++) {
      if (standing.x[z] > 0 || standing.home[z] > 0) {
        assignments.add(new Assignment(world.topology.names[z], standing.x[z], standing.home[z]));
      }
      if (standing.x[z] > 0) {
        if (adorned) {
          violations.addAll(subject.allowed.violations(z));
          warnings.addAll(subject.allowed.warnings(z));
        }
        cost += standing.x[z] * subject.price[z];
      }
    }
    assignments.sort(Comparator.comparing(Assignment::zone));
    List<Contingency> contingency = unlessEqual(contingency(standing), standing.contingencyBefore);
    int missing = Math.max(0, subject.replicas() - standing.total());
    return new Decision(
        subject.workload.id(),
        outcome,
        cause(standing, contingency),
        missing,
        unlessEqual(assignments, standing.assignmentsBefore),
        contingency,
        moved(standing),
        adorned ? Tolerances.of(world, standing) : List.of(),
        adorned ? subject.allowed.rejected() : Collections.emptySortedMap(),
        violations,
        warnings,
        Shortfalls.of(world, standing),
        List.of(),
        !(outcome instanceof Decision.Outcome.Unplaceable),
        cost);
  }

  /** The list before if nothing is different: whoever compares the two need not look inside. */
  private static <T> List<T> unlessEqual(List<T> now, List<T> before) {
    return now.equals(before) ? before : now;
  }

  private static Decision.Cause cause(Standing standing, List<Contingency> contingency) {
    boolean same =
        standing.known
            && !standing.homeGone
            && java.util.Arrays.equals(standing.x, standing.before)
            && java.util.Arrays.equals(standing.home, standing.homeBefore)
            && contingency == standing.contingencyBefore;
    return same ? Decision.Cause.Unchanged : standing.cause;
  }

  /**
   * Pairs known from motion first; then what ran, what may run in silent zones, and what is lost,
   * each in the order of names.
   */
  private List<Contingency.Move> moved(Standing standing) {
    Moves all = new Moves();
    int[] left = new int[world.zones()];
    int[] came = new int[world.zones()];
    for (int z = 0; z < left.length; z++) {
      left[z] = standing.subject.dataBound() ? 0 : Math.max(0, standing.before[z] - standing.x[z]);
      came[z] = Math.max(0, standing.x[z] - standing.before[z]);
    }
    for (int i = 0; i < standing.moved.size(); i++) {
      pair(all, left, came, standing.moved.from(i), standing.moved.to(i), standing.moved.count(i));
    }
    boolean[] lost = standing.subject.allowed.lost;
    pairUp(all, left, came, from -> !lost[from]);
    pairUp(all, left, came, from -> lost[from] && !LostZones.gone(world, from));
    pairUp(all, left, came, from -> lost[from] && LostZones.gone(world, from));
    return moves(all);
  }

  private static void pairUp(Moves all, int[] left, int[] came, IntPredicate which) {
    for (int from = 0; from < left.length; from++) {
      for (int to = 0; to < came.length; to++) {
        if (which.test(from)) {
          pair(all, left, came, from, to, Integer.MAX_VALUE);
        }
      }
    }
  }

  private static void pair(Moves all, int[] left, int[] came, int from, int to, int most) {
    int count = Math.min(most, Math.min(left[from], came[to]));
    if (count > 0) {
      all.add(from, to, count);
      left[from] -= count;
      came[to] -= count;
    }
  }

  private List<Contingency> contingency(Standing standing) {
    Guard[] guards = standing.subject.guards.list;
    List<Contingency> list = new ArrayList<>();
    int total = standing.total();
    for (int g = 0; g < guards.length; g++) {
      int inside = guards[g].count(standing.x);
      if (inside == 0) {
        continue;
      }
      list.add(
          new Contingency(
              guards[g].name,
              moves(standing.moves[g]),
              evicts(standing.evicts.get(g)),
              total - inside));
    }
    list.sort(Comparator.comparing(Contingency::event));
    return list;
  }

  List<Contingency.Move> moves(Moves moves) {
    List<Contingency.Move> list = new ArrayList<>();
    for (int i = 0; i < moves.size(); i++) {
      list.add(
          new Contingency.Move(
              world.topology.names[moves.from(i)],
              world.topology.names[moves.to(i)],
              moves.count(i)));
    }
    list.sort(Comparator.comparing(Contingency.Move::from).thenComparing(Contingency.Move::to));
    return list;
  }

  private List<Contingency.Eviction> evicts(List<Standing.Victim> victims) {
    List<Contingency.Eviction> list = new ArrayList<>();
    for (Standing.Victim victim : victims) {
      list.add(
          new Contingency.Eviction(
              world.subjects.get(victim.workload()).workload.id(),
              world.topology.names[victim.zone()],
              victim.replicas()));
    }
    list.sort(
        Comparator.comparing(Contingency.Eviction::workload)
            .thenComparing(Contingency.Eviction::zone));
    return list;
  }
}

package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;

/**
 * Places workloads that need each other, none of which runs, in sets of zones. Room is taken in the
 * order of {@link Taking}, for all of them at once: what is free; the reserve of lower priorities;
 * with preemption, running workloads of lower priority at a loss; and now.
 */
final class Joint {
  /** Up to so many zones every set of them is supposed; beyond it, all of them and the domains. */
  private static final int ALL_SETS = 8;

  private final World world;
  private final List<Standing> members;
  private final Preemption preemption;
  private final Supposing supposing;

  private Joint(World world, Placing placing, List<Standing> members) {
    this.world = world;
    this.members = members;
    this.preemption = new Preemption(world);
    this.supposing = new Supposing(world, placing, preemption, members);
  }

  /** Places those of a group that have nothing yet, if there are several; all of them or none. */
  static void place(World world, Placing placing, List<Subject> group) {
    List<Standing> members = new ArrayList<>();
    for (Subject subject : group) {
      Standing standing = world.standings[subject.number];
      if (standing.total() == 0
          && Standing.sum(standing.home) == 0
          && subject.replicas() > 0
          && !subject.workload.suspended()) {
        members.add(standing);
      }
    }
    if (members.size() > 1) {
      new Joint(world, placing, members).search();
    }
  }

  private void search() {
    List<Integer> zones = new ArrayList<>();
    for (int z = 0; z < world.topology.known; z++) {
      boolean open = true;
      for (Standing member : members) {
        open &= member.subject.candidate(z);
      }
      if (open) {
        zones.add(z);
      }
    }
    members.forEach(world::release);
    List<boolean[]> sets = sets(zones);
    if (supposing.best(sets, List.of())) {
      return;
    }
    List<Standing> lower = preemption.lower(members.get(0));
    List<Standing> reserved = lower.stream().filter(s -> s.reserved).toList();
    reserved.forEach(world::release);
    boolean placed = !reserved.isEmpty() && supposing.best(sets, List.of());
    if (!placed && !lower.isEmpty() && preempts()) {
      placed = preempt(sets, lower);
    }
    for (Standing other : reserved) {
      world.hold(other);
      if (placed && !world.fits(other)) {
        world.release(other);
      }
    }
  }

  /** Whether those may preempt from whom the cycle has its priority. */
  private boolean preempts() {
    boolean preempts = true;
    for (Standing member : members) {
      Workload.Priority own = member.subject.workload.priority();
      preempts &= own.preempts() || own.value() < member.subject.priority;
    }
    return preempts;
  }

  private boolean preempt(List<boolean[]> sets, List<Standing> lower) {
    if (supposing.best(sets, lower)) {
      return true;
    }
    List<Standing> gone = new ArrayList<>();
    for (int i = lower.size() - 1; i >= 0; i--) {
      Standing victim = lower.get(i);
      if (victim.total() == 0) {
        continue;
      }
      gone.add(victim);
      world.room.use(victim, false);
      boolean last = i == 0 || lower.get(i - 1).subject.priority > victim.subject.priority;
      if (last && supposing.best(sets, lower.subList(0, i))) {
        preemption.bringBack(touched(), List.of(), gone);
        return true;
      }
    }
    gone.forEach(victim -> world.room.use(victim, true));
    return false;
  }

  /** By zone: whether some member stands there. */
  private boolean[] touched() {
    boolean[] touched = new boolean[world.zones()];
    for (Standing member : members) {
      for (int z = 0; z < touched.length; z++) {
        touched[z] |= member.x[z] > 0;
        for (Moves moves : member.moves) {
          touched[z] |= moves.into(z) > 0;
        }
      }
    }
    return touched;
  }

  private List<boolean[]> sets(List<Integer> zones) {
    List<boolean[]> sets = new ArrayList<>();
    if (zones.size() <= ALL_SETS) {
      for (int bits = (1 << zones.size()) - 1; bits > 0; bits--) {
        boolean[] set = new boolean[world.zones()];
        for (int i = 0; i < zones.size(); i++) {
          set[zones.get(i)] = (bits >> i & 1) == 1;
        }
        sets.add(set);
      }
      return sets;
    }
    boolean[] all = new boolean[world.zones()];
    zones.forEach(z -> all[z] = true);
    sets.add(all);
    for (Scope scope : List.of(Scope.REGION, Scope.SITE, Scope.ZONE)) {
      Domains domains = world.topology.domains(scope);
      for (int d = 0; d < domains.count(); d++) {
        boolean[] set = new boolean[world.zones()];
        for (int z : zones) {
          set[z] = domains.of(z) == d;
        }
        sets.add(set);
      }
    }
    return sets;
  }
}

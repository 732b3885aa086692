package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;

/**
 * Places workloads that need each other, none of which runs, in sets of zones. Room is taken for
 * all of them at once, as {@link RoomLadder} says.
 */
final class Joint {
  /** Up to so many zones every set of them is supposed; beyond it, all of them and the domains. */
  private static final int ALL_SETS = 8;

  private final World world;
  private final List<Standing> members;
  private final Supposing supposing;

  private Joint(World world, Placing placing, List<Standing> members) {
    this.world = world;
    this.members = members;
    this.supposing = new Supposing(world, placing, members);
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
    if (new RoomLadder(world).climb(members, victims -> supposing.best(sets, victims))) {
      members.forEach(this::settle);
    }
  }

  private void settle(Standing member) {
    world.enter(member);
    System.arraycopy(member.x, 0, member.home, 0, member.x.length);
    for (int z = 0; z < member.x.length; z++) {
      world.grown[z] |= member.x[z] > 0;
    }
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

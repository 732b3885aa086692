package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;

/**
 * Places workloads that need each other, none of which runs: a set of zones is supposed, every
 * member is placed within it such that it is where the others need it, and what comes out is proven
 * once all of them stand. The best set wins.
 */
final class Joint {
  /** Up to so many zones every set of them is supposed; beyond it, all of them and the domains. */
  private static final int ALL_SETS = 8;

  private final World world;
  private final Placing placing;
  private final List<Standing> members;
  private final List<int[]> bestCounts = new ArrayList<>();
  private final List<Moves[]> bestMoves = new ArrayList<>();
  private final Score bestScore = new Score();

  private Joint(World world, Placing placing, List<Standing> members) {
    this.world = world;
    this.placing = placing;
    this.members = members;
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
    for (boolean[] supposed : sets(zones)) {
      suppose(supposed);
    }
    for (int i = 0; i < bestCounts.size(); i++) {
      Standing member = members.get(i);
      System.arraycopy(bestCounts.get(i), 0, member.x, 0, member.x.length);
      System.arraycopy(member.x, 0, member.home, 0, member.x.length);
      for (int g = 0; g < member.moves.length; g++) {
        member.moves[g].copy(bestMoves.get(i)[g]);
      }
      world.room.use(member, true);
      world.hold(member);
      for (int z = 0; z < member.x.length; z++) {
        world.grown[z] |= member.x[z] > 0;
      }
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

  private void suppose(boolean[] supposed) {
    Score total = new Score();
    int placed = 0;
    world.assumed = new boolean[world.subjects.size()];
    for (Standing member : members) {
      world.assumed[member.subject.number] = true;
    }
    boolean whole = true;
    for (Standing member : members) {
      placing.start(member);
      placing.within(supposed, cover(member));
      whole = placing.place(member.subject.replicas());
      if (!whole) {
        break;
      }
      add(total);
      stand(member);
      placed++;
    }
    world.assumed = World.NOBODY;
    if (whole && proven() && (bestCounts.isEmpty() || total.before(bestScore))) {
      bestScore.copy(total);
      bestCounts.clear();
      bestMoves.clear();
      for (Standing member : members) {
        bestCounts.add(member.x.clone());
        Moves[] moves = new Moves[member.moves.length];
        for (int g = 0; g < moves.length; g++) {
          moves[g] = new Moves();
          moves[g].copy(member.moves[g]);
        }
        bestMoves.add(moves);
      }
    }
    for (int i = 0; i < placed; i++) {
      fall(members.get(i));
    }
  }

  /** Topologies over which other members need this one. */
  private static List<Domains> cover(Standing member) {
    List<Domains> cover = new ArrayList<>();
    for (Tie tie : member.subject.ties) {
      if (tie.kind() == Tie.Kind.NeededBy) {
        cover.add(tie.over());
      }
    }
    return cover;
  }

  private void add(Score total) {
    Score score = new Score();
    score.measure(placing.trial);
    total.spread += score.spread;
    total.preferences += score.preferences;
    total.price += score.price;
    total.unevenness += score.unevenness;
  }

  private void stand(Standing member) {
    Trial trial = placing.trial;
    System.arraycopy(trial.x, 0, member.x, 0, member.x.length);
    for (int g = 0; g < member.moves.length; g++) {
      member.moves[g].copy(trial.moves[g]);
    }
    world.room.use(member, true);
    world.hold(member);
    world.assumed[member.subject.number] = false;
  }

  private void fall(Standing member) {
    world.release(member);
    world.room.use(member, false);
    java.util.Arrays.fill(member.x, 0);
    for (Moves moves : member.moves) {
      moves.clear();
    }
  }

  /** Whether all relations hold now that all members stand, before and after every loss. */
  private boolean proven() {
    for (Standing member : members) {
      if (Relations.breaches(world, member.subject, member.x) > 0) {
        return false;
      }
      Guard[] guards = member.subject.guards.list;
      for (int g = 0; g < guards.length; g++) {
        Moves moves = member.moves[g];
        for (int i = 0; i < moves.size(); i++) {
          if (!Relations.admitsAfter(
              world, member.subject, guards[g], moves.from(i), moves.to(i))) {
            return false;
          }
        }
      }
    }
    return true;
  }
}

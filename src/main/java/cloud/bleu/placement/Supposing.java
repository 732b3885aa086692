package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tries sets of zones for workloads that need each other: within a set every member is placed such
 * that it is where the others need it, and what comes out is proven once all of them stand. The
 * best set is kept.
 */
final class Supposing {
  private final World world;
  private final Placing placing;
  private final Preemption preemption;
  private final List<Standing> members;
  private final List<int[]> bestCounts = new ArrayList<>();
  private final List<Moves[]> bestMoves = new ArrayList<>();
  private final Score bestScore = new Score();

  Supposing(World world, Placing placing, List<Standing> members) {
    this.world = world;
    this.placing = placing;
    this.preemption = new Preemption(world);
    this.members = members;
  }

  /**
   * Tries every set and leaves the best in the standings of the members.
   *
   * @param victims workloads that may be evicted at a loss; empty for none
   * @return whether there is any
   */
  boolean best(List<boolean[]> sets, List<Standing> victims) {
    bestCounts.clear();
    for (boolean[] supposed : sets) {
      suppose(supposed, victims);
    }
    for (int i = 0; i < bestCounts.size(); i++) {
      Standing member = members.get(i);
      System.arraycopy(bestCounts.get(i), 0, member.x, 0, member.x.length);
      for (int g = 0; g < member.moves.length; g++) {
        member.moves[g].copy(bestMoves.get(i)[g]);
      }
    }
    return !bestCounts.isEmpty();
  }

  private void suppose(boolean[] supposed, List<Standing> victims) {
    Score total = new Score();
    int placed = 0;
    world.assumed = new boolean[world.subjects.size()];
    for (Standing member : members) {
      world.assumed[member.subject.number] = true;
    }
    boolean whole = true;
    for (Standing member : members) {
      whole = place(member, supposed, victims);
      if (!whole) {
        break;
      }
      add(total);
      placing.adopt(member);
      world.assumed[member.subject.number] = false;
      placed++;
      whole = preemption.secure(List.of(member), victims);
      if (!whole) {
        break;
      }
    }
    world.assumed = World.NOBODY;
    if (whole && proven() && (bestCounts.isEmpty() || total.before(bestScore))) {
      bestScore.copy(total);
      keep();
    }
    for (int i = 0; i < placed; i++) {
      fall(members.get(i));
    }
  }

  private boolean place(Standing member, boolean[] supposed, List<Standing> victims) {
    return placing.evicting(
        victims,
        () -> {
          placing.start(member);
          placing.within(supposed, cover(member));
          return placing.place(member.subject.replicas());
        });
  }

  private void keep() {
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

  private void fall(Standing member) {
    world.leave(member);
    Arrays.fill(member.x, 0);
    for (Moves moves : member.moves) {
      moves.clear();
    }
    member.evicts.forEach(List::clear);
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

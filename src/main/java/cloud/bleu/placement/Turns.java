package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everybody's turn, in the order of decisions. Who lacks something has another turn when somebody
 * who came later gave up room, so that the next plan finds nothing that this one left.
 */
final class Turns {
  private static final int MOST_ROUNDS = 3;

  private final World world;
  private final Placing placing;
  private final Deciding deciding;
  private final List<List<Subject>> order;
  private final Consumer<Subject> listener;
  private final Decision.Outcome[] outcomes;

  /** Tells the listener whose turn it is. */
  Turns(World world, Placing placing, List<List<Subject>> order, Consumer<Subject> listener) {
    this.world = world;
    this.listener = listener;
    this.placing = placing;
    this.deciding = new Deciding(world, placing);
    this.order = order;
    this.outcomes = new Decision.Outcome[world.subjects.size()];
  }

  /** Decides for all; the outcomes by workload. */
  Decision.Outcome[] take() {
    List<Standing> all = new ArrayList<>();
    order.forEach(group -> group.forEach(s -> all.add(world.standings[s.number])));
    for (Standing standing : all) {
      listener.accept(standing.subject);
      deciding.shrink(standing);
    }
    Overflow.mark(world, order);
    int giver = -1;
    int turn = 0;
    for (List<Subject> group : order) {
      if (group.size() > 1) {
        listener.accept(group.get(0));
        Joint.place(world, placing, group);
      }
      for (Subject subject : group) {
        giver = decide(world.standings[subject.number]) ? turn : giver;
        turn++;
      }
    }
    for (int round = 1; round < MOST_ROUNDS && giver > 0; round++) {
      int until = giver;
      giver = -1;
      for (int i = 0; i < until; i++) {
        giver = lacks(all.get(i)) && decide(all.get(i)) ? i : giver;
      }
    }
    return outcomes;
  }

  /** Whether it gave up room in its turn. */
  private boolean decide(Standing standing) {
    listener.accept(standing.subject);
    int[] x = standing.x.clone();
    Moves[] held = new Moves[standing.reserved ? standing.moves.length : 0];
    for (int g = 0; g < held.length; g++) {
      held[g] = new Moves();
      held[g].copy(standing.moves[g]);
    }
    outcomes[standing.subject.number] = deciding.decide(standing);
    boolean gave = false;
    for (int z = 0; z < x.length; z++) {
      gave |= standing.x[z] < x[z];
    }
    for (int g = 0; g < held.length && !gave; g++) {
      gave = !standing.reserved || standing.moves[g].lacks(held[g]);
    }
    return gave;
  }

  private static boolean lacks(Standing standing) {
    if (standing.subject.workload.suspended()) {
      return false;
    }
    boolean away = false;
    for (int z = 0; z < standing.x.length; z++) {
      away |= standing.home[z] > standing.x[z];
    }
    return away || standing.total() < standing.subject.replicas();
  }
}

package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides for a whole estate. Pure: the same estate gives the same plan, whatever the order of its
 * lists.
 */
public final class Planner {
  private Planner() {}

  /** The decisions for every workload of the estate, given what runs. */
  public static Plan plan(Estate estate) {
    World world = new World(estate);
    List<WorkloadId> orphans = Loading.load(world, estate);
    List<Decision> decisions = new ArrayList<>();
    if (!world.subjects.isEmpty()) {
      decide(world, decisions);
    }
    decisions.sort(java.util.Comparator.comparing(Decision::id));
    return new Plan(decisions, orphans);
  }

  private static void decide(World world, List<Decision> decisions) {
    for (Standing standing : world.standings) {
      world.room.use(standing, true);
      world.hold(standing);
    }
    Deciding deciding = new Deciding(world, new Placing(world));
    Composing composing = new Composing(world);
    Composing.Verdictless[] outcomes = new Composing.Verdictless[world.subjects.size()];
    for (List<Subject> group : Order.of(world)) {
      for (Subject subject : group) {
        outcomes[subject.number] = deciding.decide(world.standings[subject.number]);
      }
    }
    for (Standing standing : world.standings) {
      decisions.add(composing.decision(standing, outcomes[standing.subject.number]));
    }
  }
}

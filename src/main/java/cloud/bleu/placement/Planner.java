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
    }
    List<List<Subject>> order = Order.of(world);
    Motion motion = new Motion(world);
    order.forEach(group -> group.forEach(subject -> motion.move(world.standings[subject.number])));
    order.forEach(group -> group.forEach(subject -> holdAgain(world, subject)));

    Placing placing = new Placing(world);
    Deciding deciding = new Deciding(world, placing);
    Decision.Outcome[] outcomes = new Decision.Outcome[world.subjects.size()];
    for (List<Subject> group : order) {
      for (Subject subject : group) {
        outcomes[subject.number] = deciding.decide(world.standings[subject.number]);
      }
    }
    Settling settling = new Settling(world, placing);
    order.forEach(group -> group.forEach(s -> settling.settle(world.standings[s.number])));

    Composing composing = new Composing(world);
    for (Standing standing : world.standings) {
      decisions.add(composing.decision(standing, outcomes[standing.subject.number]));
    }
  }

  /** The reserve is added again from the plan in force; what motion took the room of is not. */
  private static void holdAgain(World world, Subject subject) {
    Standing standing = world.standings[subject.number];
    world.hold(standing);
    if (world.crowded(standing)) {
      world.release(standing);
    }
  }
}

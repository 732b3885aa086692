package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides for a whole estate. Pure: the same estate gives the same plan, whatever the order of its
 * lists.
 */
public final class Planner {
  private Planner() {}

  /**
   * The decisions for every workload of the estate, given what runs. Each plan is computed again by
   * the {@link Checker} before it is used; a workload whose decision fails it is left as it is and
   * decided {@code CheckFailed}.
   *
   * @throws IllegalStateException if a plan fails the check all the same, with every finding
   */
  public static Plan plan(Estate estate) {
    TreeMap<WorkloadId, String> faulty = new TreeMap<>();
    while (true) {
      Plan plan = propose(estate, faulty);
      List<Finding> findings = Checker.check(estate, plan);
      if (findings.isEmpty()) {
        return Relaxing.relax(estate, plan);
      }
      boolean more = false;
      for (Finding finding : findings) {
        WorkloadId id = finding.workload();
        more |= id != null && faulty.putIfAbsent(id, finding.toString()) == null;
      }
      if (!more) {
        throw new IllegalStateException(
            "the plan fails the independent check and cannot be used: " + findings);
      }
    }
  }

  /** The plan before it is checked; workloads that are faulty are left as they are. */
  static Plan propose(Estate estate, Map<WorkloadId, String> faulty) {
    World world = new World(estate);
    List<WorkloadId> orphans = Loading.load(world, estate);
    List<Decision> decisions = new ArrayList<>();
    if (!world.subjects.isEmpty()) {
      decide(world, faulty, decisions);
    }
    decisions.sort(Comparator.comparing(Decision::id));
    return new Plan(decisions, orphans);
  }

  private static void decide(
      World world, Map<WorkloadId, String> faulty, List<Decision> decisions) {
    for (Standing standing : world.standings) {
      world.room.use(standing, true);
      standing.fault = faulty.get(standing.subject.workload.id());
    }
    List<List<Subject>> order = Order.of(world);
    Motion motion = new Motion(world);
    order.forEach(group -> group.forEach(subject -> motion.move(world.standings[subject.number])));
    order.forEach(group -> group.forEach(subject -> holdAgain(world, subject)));

    Placing placing = new Placing(world);
    Deciding deciding = new Deciding(world, placing);
    Decision.Outcome[] outcomes = new Decision.Outcome[world.subjects.size()];
    for (List<Subject> group : order) {
      if (group.size() > 1) {
        Joint.place(world, placing, group);
      }
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

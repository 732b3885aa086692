package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan in the making, before it is checked. */
final class Proposal implements Fencing.Proposing {
  private final Estate estate;
  private final Map<WorkloadId, String> fenced;
  private final Memory memory;
  private final boolean adorned;
  private @Nullable WorkloadId turn;

  /** Of an estate, with nothing remembered and all that decisions say of themselves. */
  Proposal(Estate estate, Map<WorkloadId, String> fenced) {
    this(estate, fenced, new Memory(), true);
  }

  /**
   * Of an estate.
   *
   * @param fenced workloads for which nothing new is decided, with the finding that says why
   * @param adorned whether decisions say of themselves what they tolerate, which zones are
   *     rejected, and what fails or warns where replicas are
   */
  Proposal(Estate estate, Map<WorkloadId, String> fenced, Memory memory, boolean adorned) {
    this.estate = estate;
    this.fenced = Map.copyOf(fenced);
    this.memory = memory;
    this.adorned = adorned;
  }

  @Override
  public Plan make() {
    Estate still = Standstill.of(estate, fenced.keySet());
    World world = memory.world(still);
    List<WorkloadId> orphans = Loading.load(world, still);
    List<Decision> decisions = new ArrayList<>();
    if (!world.subjects.isEmpty()) {
      decide(world, decisions);
    }
    turn = null;
    decisions.sort(Comparator.comparing(Decision::id));
    return Standstill.exactly(estate, new Plan(decisions, orphans), fenced);
  }

  @Override
  public @Nullable WorkloadId turn() {
    return turn;
  }

  private void decide(World world, List<Decision> decisions) {
    for (Standing standing : world.standings) {
      world.room.use(standing, true);
    }
    List<List<Subject>> order = Order.of(world);
    Motion motion = new Motion(world);
    order.forEach(group -> group.forEach(subject -> motion.move(turnOf(world, subject))));
    order.forEach(group -> group.forEach(subject -> holdAgain(world, turnOf(world, subject))));

    Placing placing = new Placing(world);
    Turns turns = new Turns(world, placing, order, subject -> turn = subject.workload.id());
    Decision.Outcome[] outcomes = turns.take();
    Settling settling = new Settling(world, placing);
    order.forEach(group -> group.forEach(subject -> settling.settle(turnOf(world, subject))));

    Composing composing = new Composing(world, adorned);
    for (Standing standing : world.standings) {
      turnOf(world, standing.subject);
      decisions.add(composing.decision(standing, outcomes[standing.subject.number]));
    }
  }

  /** Whose turn it is: if the engine fails now, it fails for this workload. */
  private Standing turnOf(World world, Subject subject) {
    turn = subject.workload.id();
    return world.standings[subject.number];
  }

  /** The reserve is added again from the plan in force; what motion took the room of is not. */
  private static void holdAgain(World world, Standing standing) {
    boolean whole = world.hold(standing);
    if (world.crowded(standing) || !whole && !world.fits(standing)) {
      world.release(standing);
    }
  }
}

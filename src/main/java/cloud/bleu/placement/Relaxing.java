package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds what the workloads that found no place would have to give up, each set of changes by
 * placing the changed workload with everybody else standing still, unless it may take their room.
 */
final class Relaxing {
  /** Steps of exact search for all trials of a plan, and for one. */
  private static final long STEPS = 1_500_000;

  private static final long STEPS_OF_A_TRIAL = 10_000;

  /** Trials for all workloads of a plan. */
  private static final int TRIALS = 20_000;

  private final Estate estate;
  private final World world;
  private final Deciding deciding;
  private long steps = STEPS;
  private boolean cut;

  private Relaxing(Estate estate, Plan plan) {
    this.estate = estate;
    List<Workload> still = new ArrayList<>();
    List<Placement> standing = new ArrayList<>();
    for (int i = 0; i < estate.workloads().size(); i++) {
      Workload workload = estate.workloads().get(i);
      Decision decision = plan.decisions().get(i);
      still.add(workload.withRules(List.of()));
      standing.add(
          new Placement(workload.id(), null, decision.assignments(), decision.contingency(), 0));
    }
    Estate frozen =
        new Estate(
            estate.now(), estate.providers(), estate.zones(), still, standing, estate.roundTrips());
    world = new World(frozen);
    Loading.load(world, frozen);
    for (Standing each : world.standings) {
      world.room.use(each, true);
      world.hold(each);
    }
    deciding = new Deciding(world, new Placing(world));
  }

  /** The plan, with changes named in the decisions that need them. */
  static Plan relax(Estate estate, Plan plan) {
    long open = plan.decisions().stream().filter(Relaxing::wanted).count();
    if (open == 0) {
      return plan;
    }
    int trials = (int) Math.min(Relaxations.MOST_TRIALS, TRIALS / open);
    Relaxing relaxing = new Relaxing(estate, plan);
    List<Decision> decisions = new ArrayList<>();
    for (int i = 0; i < plan.decisions().size(); i++) {
      Decision decision = plan.decisions().get(i);
      decisions.add(wanted(decision) ? relaxing.relax(i, decision, trials) : decision);
    }
    return new Plan(decisions, plan.orphans());
  }

  private Decision relax(int number, Decision decision, int trials) {
    cut = false;
    Relaxations.Found found =
        Relaxations.search(
            estate, estate.workloads().get(number), changed -> places(number, changed), trials);
    return decision.withRelax(found.sets(), found.complete() && !cut);
  }

  private static boolean wanted(Decision decision) {
    Decision.Reason reason = null;
    if (decision.outcome() instanceof Decision.Outcome.Unplaceable u) {
      reason = u.reason();
    } else if (decision.outcome() instanceof Decision.Outcome.PartlyPlaced p) {
      reason = p.reason();
    }
    return reason != null
        && !reason.code().equals("StaysDown")
        && !reason.code().equals("RequestsMissing");
  }

  private boolean places(int number, Workload changed) {
    if (steps <= 0 || !world.events.knows(changed.tolerate())) {
      cut = true;
      return false;
    }
    Standing before = world.standings[number];
    Allowed allowed = new Allowed(world.topology, changed);
    Subject subject =
        new Subject(number, changed, allowed, world.topology, world.columns, world.events);
    subject.tieIn(world.subjects);
    Standing tried = new Standing(subject, world.zones());
    System.arraycopy(before.x, 0, tried.x, 0, tried.x.length);
    System.arraycopy(before.home, 0, tried.home, 0, tried.home.length);
    Subject subjectBefore = world.subjects.set(number, subject);
    world.standings[number] = tried;
    world.release(before);
    world.room.use(before, false);
    world.room.use(tried, true);
    List<Snapshot> others = others(tried);

    long granted = Math.min(steps, STEPS_OF_A_TRIAL);
    world.steps.refill(granted);
    boolean placed = deciding.decide(tried) instanceof Decision.Outcome.Placed;
    steps -= granted - world.steps.left();
    cut |= !placed && world.steps.spent();

    world.release(tried);
    world.room.use(tried, false);
    world.room.use(before, true);
    world.standings[number] = before;
    world.subjects.set(number, subjectBefore);
    others.removeIf(Snapshot::same);
    others.forEach(other -> world.leave(other.standing));
    others.forEach(Snapshot::restore);
    others.forEach(other -> world.room.use(other.standing, true));
    others.stream().filter(Snapshot::reserved).forEach(other -> world.hold(other.standing));
    world.hold(before);
    return placed;
  }

  /** Those from whom room may be taken, and those to whom they are promised. */
  private List<Snapshot> others(Standing tried) {
    List<Snapshot> others = new ArrayList<>();
    for (Standing other : world.standings) {
      boolean lower = other.subject.priority < tried.subject.priority && other.total() > 0;
      if (other != tried && (lower || other.evicts())) {
        others.add(new Snapshot(other));
      }
    }
    return others;
  }
}

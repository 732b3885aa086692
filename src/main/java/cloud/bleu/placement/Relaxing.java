package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the workloads that found no place would have to give up, each set of changes by
 * placing the changed workload with everybody else standing still, unless it may take their room.
 */
final class Relaxing {
  /** Steps of search for all trials of a workload, and for one. */
  private static final long STEPS = 20_000;

  private static final long STEPS_OF_A_TRIAL = 4_000;

  /** Trials for all workloads of a plan. */
  private static final int TRIALS = 20_000;

  private final Estate estate;
  private final World world;
  private final Deciding deciding;
  private long steps = STEPS;
  private boolean cut;
  private int[] room = {};
  private @Nullable List<Snapshot> lower;
  private Workload workload;
  private @Nullable Allowed allowed;
  private @Nullable Workload lastChanged;

  /** Of the last changed workload, null if it is that of the workload itself. */
  private @Nullable Allowed lastAllowed;

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
    workload = estate.workloads().get(0);
    Estate frozen =
        new Estate(
            estate.now(), estate.providers(), estate.zones(), still, standing, estate.roundTrips());
    world = new World(frozen);
    Loading.load(world, frozen);
    for (Standing each : world.standings) {
      world.room.use(each, true);
      world.hold(each);
    }
    deciding = new Deciding(world, new Placing(world), false);
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
    steps = STEPS;
    room = mostRoom(number);
    lower = null;
    workload = estate.workloads().get(number);
    allowed = null;
    Relaxations.Found found =
        Relaxations.search(
            estate,
            workload,
            changed -> places(number, changed),
            changed -> isPossible(number, changed),
            trials);
    return decision.withRelax(found.sets(), found.complete() && !cut);
  }

  /**
   * By zone, the most replicas of a workload that it holds, whatever is given up: without reserves,
   * and without those of lower priority.
   */
  private int[] mostRoom(int number) {
    Standing standing = world.standings[number];
    Subject subject = standing.subject;
    List<Standing> away = new ArrayList<>(List.of(standing));
    for (Standing other : world.standings) {
      // Its own priority: what it inherits may be what is given up.
      if (other.subject.workload.priority().value() < subject.priority && other != standing) {
        away.add(other);
      }
    }
    away.forEach(other -> world.room.use(other, false));
    int[] most = new int[world.zones()];
    for (int z = 0; z < world.topology.known; z++) {
      most[z] = world.room.fitUsed(subject, z, subject.replicas(), subject.workload.surges());
    }
    away.forEach(other -> world.room.use(other, true));
    return most;
  }

  /** Whether the zones that a changed workload may use hold as many replicas as it asks for. */
  private boolean isPossible(int number, Workload changed) {
    Standing standing = world.standings[number];
    Allowed allowed = allowed(changed);
    int perZone = changed.perZoneMax() == null ? Subject.UNBOUNDED : changed.perZoneMax();
    long all = 0;
    for (int z = 0; z < world.zones(); z++) {
      boolean weighted =
          changed.weights().isEmpty()
              || changed.weights().getOrDefault(world.topology.names[z], 0) > 0;
      int more = allowed.open[z] && weighted ? Math.min(perZone, room[z]) : 0;
      all += Math.max(standing.x[z], more);
    }
    return all >= changed.replicas();
  }

  /**
   * What the rules say of a changed workload: the same unless one is changed, or reads a change.
   */
  private Allowed allowed(Workload changed) {
    Allowed known = allowed;
    if (known == null) {
      known = new Allowed(world.topology, workload);
      allowed = known;
    }
    if (changed == lastChanged) {
      return lastAllowed == null ? known : lastAllowed;
    }
    lastChanged = changed;
    lastAllowed = null;
    List<BoundRule> rules = workload.rules();
    for (int i = 0; i < rules.size(); i++) {
      BoundRule rule = rules.get(i);
      Object about = rule.rule().about(workload);
      if (rule != changed.rules().get(i)
          || about == null
          || !about.equals(rule.rule().about(changed))) {
        Allowed other = new Allowed(world.topology, changed);
        lastAllowed = other;
        return other;
      }
    }
    return known;
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
    Subject subjectBefore = before.subject;
    Allowed allowed = allowed(changed);
    Subject subject =
        new Subject(number, changed, allowed, world.topology, world.columns, world.events);
    subject.priority = subjectBefore.priority;
    subject.preempts = subjectBefore.preempts;
    world.subjects.set(number, subject);
    Ties ties = null;
    if (changed.affinity().equals(subjectBefore.workload.affinity())
        && changed.antiAffinity().equals(subjectBefore.workload.antiAffinity())) {
      subject.ties = subjectBefore.ties;
    } else {
      ties = new Ties(world);
      ties.renew();
    }
    Standing tried = new Standing(subject, world.zones());
    System.arraycopy(before.x, 0, tried.x, 0, tried.x.length);
    System.arraycopy(before.home, 0, tried.home, 0, tried.home.length);
    world.standings[number] = tried;
    world.release(before);
    world.room.use(before, false);
    world.room.use(tried, true);
    List<Snapshot> others = ties == null ? known(tried) : others(tried);

    long granted = Math.min(steps, STEPS_OF_A_TRIAL);
    world.steps.grant(number, granted);
    boolean placed = deciding.decide(tried) instanceof Decision.Outcome.Placed;
    steps -= granted - world.steps.left(number);
    cut |= !placed && world.steps.left(number) == 0;

    world.release(tried);
    world.room.use(tried, false);
    world.room.use(before, true);
    world.standings[number] = before;
    world.subjects.set(number, subjectBefore);
    List<Snapshot> changedOthers = others.stream().filter(other -> !other.same()).toList();
    changedOthers.forEach(other -> world.leave(other.standing));
    changedOthers.forEach(Snapshot::restore);
    changedOthers.forEach(other -> world.room.use(other.standing, true));
    changedOthers.stream().filter(Snapshot::reserved).forEach(other -> world.hold(other.standing));
    world.hold(before);
    if (ties != null) {
      ties.restore();
    }
    return placed;
  }

  /** The others, the same in all trials. */
  private List<Snapshot> known(Standing tried) {
    List<Snapshot> known = lower;
    if (known == null) {
      known = others(tried);
      lower = known;
    }
    return known;
  }

  /** Who needs whom, and the priorities that are inherited so. */
  private static final class Ties {
    private final World world;
    private final Tie[][] ties;
    private final int[] priorities;
    private final boolean[] preempts;
    private final List<Subject> subjects;

    Ties(World world) {
      this.world = world;
      subjects = List.copyOf(world.subjects);
      ties = new Tie[subjects.size()][];
      priorities = new int[subjects.size()];
      preempts = new boolean[subjects.size()];
      for (Subject subject : subjects) {
        ties[subject.number] = subject.ties;
        priorities[subject.number] = subject.priority;
        preempts[subject.number] = subject.preempts;
      }
    }

    /** As they are for the workloads that stand in the world now. */
    void renew() {
      for (Subject subject : subjects) {
        subject.ties = new Tie[0];
        subject.priority = subject.workload.priority().value();
        subject.preempts = subject.workload.priority().preempts();
      }
      Subject.tie(world.subjects, world.topology);
      Subject.inherit(world.subjects);
    }

    void restore() {
      for (Subject subject : subjects) {
        subject.ties = ties[subject.number];
        subject.priority = priorities[subject.number];
        subject.preempts = preempts[subject.number];
      }
    }
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

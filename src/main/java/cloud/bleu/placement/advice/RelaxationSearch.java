package cloud.bleu.placement.advice;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.StateLoader;
import cloud.bleu.placement.capacity.WorkloadSnapshot;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.cycle.SchedulingOrder;
import cloud.bleu.placement.cycle.WorkloadTurn;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.problem.AllowedZones;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the workloads that found no place would have to give up, each set of changes by
 * placing the changed workload with everybody else standing still, unless it may take their room.
 */
public final class RelaxationSearch {
  /** Steps for all trials of a workload, and for one. */
  private static final long STEPS = 20_000;

  private static final long STEPS_OF_A_TRIAL = 4_000;

  /** So many looks at a zone to scale down are a step, as they are to fill zones. */
  private static final int STEP = 64;

  /** Trials for all workloads of a plan. */
  private static final int TRIALS = 20_000;

  private final Estate estate;
  private final PlanState planState;
  private final WorkloadTurn deciding;
  private final List<WorkloadState> order = new ArrayList<>();

  /** What ran when the plan began. */
  private final Map<WorkloadId, Placement> ran;

  private long steps = STEPS;
  private long stepsTaken;
  private long trialsTaken;
  private boolean cut;
  private int[] room = {};
  private @Nullable List<WorkloadSnapshot> lower;
  private Workload workload;
  private ChangedZones zones;

  private RelaxationSearch(Estate estate, Plan plan) {
    this.estate = estate;
    List<Workload> still = new ArrayList<>();
    List<Placement> standing = new ArrayList<>();
    ran = StateLoader.inForce(estate);
    for (int i = 0; i < estate.workloads().size(); i++) {
      Workload workload = estate.workloads().get(i);
      Decision decision = plan.decisions().get(i);
      // Whether room is held for it at home is what its rules say of that zone.
      boolean away = decision.assignments().stream().anyMatch(a -> a.home() > a.replicas());
      still.add(away ? workload : workload.withRules(List.of()));
      standing.add(
          new Placement(
              workload.id(),
              null,
              decision.assignments(),
              decision.contingency(),
              decision.voluntary() + movedBefore(workload.id())));
    }
    workload = estate.workloads().get(0);
    Estate frozen = estate.withWorkloads(still).withPlacements(standing);
    planState = new PlanState(frozen);
    zones = new ChangedZones(planState.topology, workload);
    StateLoader.load(planState, frozen);
    for (WorkloadState each : planState.workloadStates) {
      planState.ledger.use(each, true);
      planState.hold(each);
      each.stays = true;
    }
    ReplicaPlacer placer = new ReplicaPlacer(planState);
    placer.climbs(false);
    deciding = new WorkloadTurn(planState, placer, false);
    SchedulingOrder.of(planState)
        .forEach(group -> group.forEach(c -> order.add(planState.workloadStates[c.number])));
  }

  private int movedBefore(WorkloadId id) {
    Placement placement = ran.get(id);
    return placement == null ? 0 : placement.movesInLastHour();
  }

  /** The plan, with changes named in the decisions that need them. */
  public static Plan relax(Estate estate, Plan plan) {
    return search(estate, plan).plan();
  }

  /**
   * A plan with its advice, and what that took.
   *
   * @param trials changed workloads that were placed
   * @param steps that they took, to search and to scale down
   */
  record Advised(Plan plan, long trials, long steps) {}

  /** The plan as {@link #relax} has it, with what it took. */
  static Advised search(Estate estate, Plan plan) {
    long open = plan.decisions().stream().filter(RelaxationSearch::wanted).count();
    if (open == 0) {
      return new Advised(plan, 0, 0);
    }
    int trials = (int) Math.min(Relaxations.MOST_TRIALS, TRIALS / open);
    RelaxationSearch relaxing = new RelaxationSearch(estate, plan);
    List<Decision> decisions = new ArrayList<>();
    for (int i = 0; i < plan.decisions().size(); i++) {
      Decision decision = plan.decisions().get(i);
      decisions.add(wanted(decision) ? relaxing.relax(i, decision, trials) : decision);
    }
    return new Advised(
        new Plan(decisions, plan.orphans()), relaxing.trialsTaken, relaxing.stepsTaken);
  }

  private Decision relax(int number, Decision decision, int trials) {
    cut = false;
    steps = STEPS;
    room = mostRoom(number);
    lower = null;
    workload = estate.workloads().get(number);
    zones = new ChangedZones(planState.topology, workload);
    List<WorkloadState> earlier = order.subList(0, order.indexOf(planState.workloadStates[number]));
    // When its turn comes those before it have held room at home, and those after it have not.
    earlier.stream()
        .filter(other -> !other.compiled.workload.suspended())
        .forEach(planState::holdHomes);
    Relaxations.Found found =
        Relaxations.search(
            estate,
            workload,
            changed -> places(number, changed),
            changed -> isPossible(number, changed),
            trials);
    earlier.forEach(planState::releaseHomes);
    return decision.withRelax(found.sets(), found.complete() && !cut);
  }

  /**
   * By zone, the most replicas of a workload that it holds, whatever is given up: without reserves,
   * and without those of lower priority.
   */
  private int[] mostRoom(int number) {
    WorkloadState workloadState = planState.workloadStates[number];
    CompiledWorkload compiled = workloadState.compiled;
    List<WorkloadState> away = new ArrayList<>(List.of(workloadState));
    boolean none = compiled.priority <= planState.lowestPriority;
    for (WorkloadState other : none ? new WorkloadState[0] : planState.workloadStates) {
      // Its own priority: what it inherits may be what is given up.
      if (other.compiled.workload.priority().value() < compiled.priority
          && other != workloadState) {
        away.add(other);
      }
    }
    away.forEach(other -> planState.ledger.use(other, false));
    int[] most = new int[planState.zones()];
    for (int z = 0; z < planState.topology.known; z++) {
      most[z] =
          planState.ledger.fitUsed(compiled, z, compiled.replicas(), compiled.workload.surges());
    }
    away.forEach(other -> planState.ledger.use(other, true));
    return most;
  }

  /** Whether the zones that a changed workload may use hold as many replicas as it asks for. */
  private boolean isPossible(int number, Workload changed) {
    WorkloadState workloadState = planState.workloadStates[number];
    AllowedZones allowed = zones.of(changed);
    int perZone = changed.perZoneMax() == null ? CompiledWorkload.UNBOUNDED : changed.perZoneMax();
    long all = 0;
    for (int z = 0; z < planState.zones(); z++) {
      boolean weighted =
          changed.weights().isEmpty()
              || changed.weights().getOrDefault(planState.topology.names[z], 0) > 0;
      int more = allowed.open[z] && weighted ? Math.min(perZone, room[z]) : 0;
      all += Math.max(workloadState.x[z], more);
    }
    return all >= changed.replicas();
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
    if (steps <= 0 || !planState.events.knows(planState.topology, changed.tolerate())) {
      cut = true;
      return false;
    }
    WorkloadState before = planState.workloadStates[number];
    CompiledWorkload compiledBefore = before.compiled;
    AllowedZones allowed = zones.of(changed);
    CompiledWorkload compiled =
        new CompiledWorkload(
            number, changed, allowed, planState.topology, planState.columns, planState.events);
    compiled.priority = compiledBefore.priority;
    compiled.preempts = compiledBefore.preempts;
    planState.compiledWorkloads.set(number, compiled);
    RelationSnapshot relations = null;
    if (changed.affinity().equals(compiledBefore.workload.affinity())
        && changed.antiAffinity().equals(compiledBefore.workload.antiAffinity())) {
      compiled.relations = compiledBefore.relations;
    } else {
      relations = new RelationSnapshot(planState);
      relations.renew();
    }
    List<WorkloadSnapshot> others =
        relations == null ? known(compiled) : WorkloadSnapshot.around(planState, compiled);
    boolean placed = places(before, TrialStart.standing(before, compiled), others);
    WorkloadState fewer =
        placed ? TrialStart.ran(planState, before, compiled, ran.get(workload.id())) : null;
    if (fewer != null) {
      // What the plan takes from it, it takes from what is left once that is scaled down.
      instead(before, fewer, others, () -> take(1 + deciding.shrink(fewer) / STEP));
      TrialStart.take(fewer, before);
      placed = places(before, fewer, others);
    }
    if (relations != null) {
      relations.restore();
    }
    return placed;
  }

  private boolean places(WorkloadState before, WorkloadState tried, List<WorkloadSnapshot> others) {
    return instead(
        before,
        tried,
        others,
        () -> {
          int number = tried.compiled.number;
          long granted = Math.min(steps, STEPS_OF_A_TRIAL);
          planState.steps.grant(number, granted);
          boolean placed = deciding.decide(tried) instanceof Decision.Outcome.Placed;
          take(granted - planState.steps.left(number));
          trialsTaken++;
          cut |= !placed && planState.steps.left(number) == 0;
          return placed;
        });
  }

  /** Takes steps of those for all trials; where more were taken than are left, none is left. */
  private boolean take(long taken) {
    steps = Math.max(0, steps - taken);
    stepsTaken += taken;
    return true;
  }

  /** Asks while another state of a workload is in its place; all is as before then. */
  private boolean instead(
      WorkloadState before,
      WorkloadState tried,
      List<WorkloadSnapshot> others,
      BooleanSupplier question) {
    int number = tried.compiled.number;
    planState.compiledWorkloads.set(number, tried.compiled);
    planState.workloadStates[number] = tried;
    planState.leave(before);
    planState.ledger.use(tried, true);
    boolean answer = question.getAsBoolean();
    planState.leave(tried);
    planState.ledger.use(before, true);
    planState.workloadStates[number] = before;
    planState.compiledWorkloads.set(number, before.compiled);
    WorkloadSnapshot.putBack(planState, others.stream().filter(other -> !other.same()).toList());
    planState.hold(before);
    return answer;
  }

  /** The others, the same in all trials. */
  private List<WorkloadSnapshot> known(CompiledWorkload compiled) {
    List<WorkloadSnapshot> known = lower;
    if (known == null) {
      known = WorkloadSnapshot.around(planState, compiled);
      lower = known;
    }
    return known;
  }
}

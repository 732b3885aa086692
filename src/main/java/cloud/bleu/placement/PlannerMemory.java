package cloud.bleu.placement;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.catalogue.DecisionWindow;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.check.IncrementalChecker;
import cloud.bleu.placement.cycle.UnchangedTurns;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Window;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.problem.CompiledEstate;
import cloud.bleu.placement.problem.Topology;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the engine remembers from one plan to the next: the plan itself, answers of rules about what
 * has not changed, how the zones lie, and what workloads ask for. A plan is the same with it and
 * without. For one thread at a time. It holds on to the estate planned last, to a bounded number of
 * answers, and to all that the last plan was made of: where each workload stands, what each moves
 * at each loss, and the room of every zone in every event.
 */
public final class PlannerMemory {
  private @Nullable Topology topology;
  private @Nullable CompiledEstate compiledEstate;
  private @Nullable Kept kept;
  private UnchangedTurns settledTurns = UnchangedTurns.NONE;
  private int spared;
  private @Nullable Estate planned;

  /** Checks what is planned, and what changed since it did so last. */
  private final IncrementalChecker checker = new IncrementalChecker();

  private final Around around;

  /** Runs each check of a plan, so that a caller knows when it is made. */
  public interface Around {
    /** Makes the check, once, and returns what it finds. */
    List<Finding> check(Supplier<List<Finding>> check);
  }

  /** Runs checks without anything around them. */
  public PlannerMemory() {
    this(Supplier::get);
  }

  /**
   * @param around told of each check
   */
  public PlannerMemory(Around around) {
    this.around = around;
  }

  /** Says what is wrong with a plan. */
  List<Finding> check(Estate estate, Plan plan) {
    return around.check(() -> checker.check(estate, plan));
  }

  /** A checked plan, and when it is the plan of the same objects. */
  private record Kept(Estate estate, Plan plan, Window window) {}

  /**
   * An equal estate. What in it is equal to something of the estate planned last is that very
   * object, so what is remembered of the object is found at once, and nothing is kept twice.
   * Whoever reads objects anew for each plan makes new ones.
   */
  public Estate sharing(Estate estate) {
    Estate last = planned;
    return last == null ? estate : estate.sharing(last);
  }

  /** Keeps an estate that is planned now, and drops the one before. */
  void plans(Estate estate) {
    planned = estate;
  }

  /**
   * The plan of the same objects at an instant that makes no difference; null when not known, or
   * when it is time to check the whole again.
   */
  @Nullable Plan recall(Estate estate) {
    Kept last = kept;
    return last != null
            && last.window.holds(estate.now())
            && !checker.isWholeDue(estate.now())
            && last.estate.sameObjects(estate)
        ? last.plan
        : null;
  }

  /** Remembers a checked plan. One that a failure of the engine had a part in is made anew. */
  void keep(Estate estate, Plan plan) {
    Kept last = kept;
    kept = null;
    for (Decision decision : plan.decisions()) {
      if (decision.outcome() instanceof Decision.Outcome.Kept) {
        return;
      }
    }
    kept = new Kept(estate, plan, window(last, estate));
  }

  /** The window of workloads that were there before the dates are known. */
  private static Window window(@Nullable Kept last, Estate estate) {
    if (last == null
        || !last.window.holds(estate.now())
        || !last.estate.zones().equals(estate.zones())) {
      return DecisionWindow.of(estate.now(), estate.zones(), estate.workloads());
    }
    List<Workload> others = estate.workloadsBeside(last.estate);
    return DecisionWindow.of(estate.now(), estate.zones(), others).with(last.window);
  }

  /** Turns that need not be taken; should the plan fail, none is remembered for the next. */
  UnchangedTurns.Pass settledTurns(PlanState planState, boolean adorned) {
    UnchangedTurns.Pass pass = settledTurns.pass(planState, adorned);
    settledTurns = UnchangedTurns.NONE;
    return pass;
  }

  /** Remembers turns of a plan for the next. */
  void keep(UnchangedTurns.Pass pass) {
    settledTurns = pass.kept();
    spared = pass.spared();
  }

  /** Whether it holds on to turns of the last plan, and to the room that they were taken in. */
  boolean remembersTurns() {
    return settledTurns != UnchangedTurns.NONE;
  }

  /** How many turns were not taken in the plan made last. */
  int spared() {
    return spared;
  }

  /** An estate compiled to numbers, with what is remembered of the one before. */
  PlanState planState(Estate estate) {
    Topology zonesBefore = topology;
    CompiledEstate before = compiledEstate;
    // Should this fail, nothing half renewed is used again.
    topology = null;
    compiledEstate = null;
    Topology zones = new Topology(estate, zonesBefore);
    boolean same = zonesBefore != null && zones.liesAs(zonesBefore);
    CompiledEstate now = new CompiledEstate(zones, same ? before : null);
    PlanState planState = new PlanState(zones, now, same ? settledTurns.standing() : null);
    if (!same || now.compiledWorkloads.isEmpty()) {
      // No turn is taken over, and an estate of nobody takes none that would replace them.
      settledTurns = UnchangedTurns.NONE;
    }
    topology = zones;
    compiledEstate = now;
    return planState;
  }
}

package cloud.bleu.placement;

import cloud.bleu.placement.catalogue.DecisionWindow;
import cloud.bleu.placement.check.IncrementalChecker;
import cloud.bleu.placement.cycle.SettledWorkloads;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Window;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.problem.CompiledEstate;
import cloud.bleu.placement.problem.Topology;
import cloud.bleu.placement.state.PlanState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the engine remembers from one plan to the next: the plan itself, answers of rules about what
 * has not changed, how the zones lie, and what workloads ask for. A plan is the same with it and
 * without. For one thread at a time; it holds on to the estate planned last and to a bounded number
 * of answers.
 */
public final class PlannerMemory {
  private @Nullable Topology topology;
  private @Nullable CompiledEstate compiledEstate;
  private @Nullable Kept kept;

  /** Checks what is planned, and what changed since it did so last. */
  final IncrementalChecker checker = new IncrementalChecker();

  /** A checked plan, and when it is the plan of the same objects. */
  private record Kept(Estate estate, Plan plan, Window window) {}

  private final @Nullable SettledWorkloads settled;

  /** Remembers nothing yet. */
  public PlannerMemory() {
    this(new SettledWorkloads());
  }

  private PlannerMemory(@Nullable SettledWorkloads settled) {
    this.settled = settled;
  }

  /** For a single plan: nothing is noted for another. */
  static PlannerMemory once() {
    return new PlannerMemory(null);
  }

  /** How many turns were left out of the plan before. */
  int leftOut() {
    return settled == null ? 0 : settled.leftOut();
  }

  /** Who is settled, for a plan of an estate that is loaded into the state. */
  SettledWorkloads.Pass pass(PlanState planState, Estate estate) {
    return settled == null ? SettledWorkloads.none(planState) : settled.pass(planState, estate);
  }

  /** The same estate with the objects of the one before where they are equal. */
  Estate interned(Estate estate) {
    List<Workload> before = topology == null ? List.of() : topology.estate.workloads();
    List<Workload> workloads = new ArrayList<>(estate.workloads());
    boolean other = false;
    int next = 0;
    for (int i = 0; i < workloads.size(); i++) {
      Workload workload = workloads.get(i);
      while (next < before.size() && before.get(next).id().compareTo(workload.id()) < 0) {
        next++;
      }
      if (next < before.size()
          && before.get(next) != workload
          && before.get(next).equals(workload)) {
        workloads.set(i, before.get(next));
        other = true;
      }
    }
    return other
        ? new Estate(
            estate.now(),
            estate.providers(),
            estate.zones(),
            workloads,
            estate.placements(),
            estate.roundTrips())
        : estate;
  }

  /** The plan of the same objects at an instant that makes no difference; null when not known. */
  @Nullable Plan recall(Estate estate) {
    Kept last = kept;
    return last != null && last.window.holds(estate.now()) && last.estate.sameObjects(estate)
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
    Estate own = interned(estate);
    kept = new Kept(own, plan, window(last, own));
  }

  /** Of workloads that were there before the dates are known. */
  private static Window window(@Nullable Kept last, Estate estate) {
    if (last == null
        || !last.window.holds(estate.now())
        || !last.estate.zones().equals(estate.zones())) {
      return DecisionWindow.of(estate.now(), estate.zones(), estate.workloads());
    }
    Set<Workload> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(last.estate.workloads());
    List<Workload> others = new ArrayList<>();
    for (Workload workload : estate.workloads()) {
      if (!known.contains(workload)) {
        others.add(workload);
      }
    }
    return DecisionWindow.of(estate.now(), estate.zones(), others).with(last.window);
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
    topology = zones;
    compiledEstate = now;
    return new PlanState(zones, now);
  }
}

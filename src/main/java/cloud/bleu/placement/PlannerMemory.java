package cloud.bleu.placement;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.problem.CompiledEstate;
import cloud.bleu.placement.problem.Topology;
import cloud.bleu.placement.state.PlanState;
import org.jspecify.annotations.Nullable;

/**
 * What the engine remembers from one plan to the next: answers of rules about what has not changed,
 * how the zones lie, and what workloads ask for. A plan is the same with it and without. For one
 * thread at a time; it holds on to the estate planned last and to a bounded number of answers.
 */
public final class PlannerMemory {
  private @Nullable Topology topology;
  private @Nullable CompiledEstate compiledEstate;

  /** An estate compiled to numbers, with what is remembered of the one before. */
  PlanState world(Estate estate) {
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

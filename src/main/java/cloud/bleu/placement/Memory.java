package cloud.bleu.placement;

import org.jspecify.annotations.Nullable;

/**
 * What the engine remembers from one plan to the next: answers of rules about what has not changed,
 * how the zones lie, and what workloads ask for. A plan is the same with it and without. For one
 * thread at a time; it holds on to the estate planned last and to a bounded number of answers.
 */
public final class Memory {
  private @Nullable Topology topology;
  private @Nullable Compiled compiled;

  /** An estate compiled to numbers, with what is remembered of the one before. */
  World world(Estate estate) {
    Topology zonesBefore = topology;
    Compiled before = compiled;
    // Should this fail, nothing half renewed is used again.
    topology = null;
    compiled = null;
    Topology zones = new Topology(estate, zonesBefore);
    boolean same = zonesBefore != null && zones.liesAs(zonesBefore);
    Compiled now = new Compiled(zones, same ? before : null);
    topology = zones;
    compiled = now;
    return new World(zones, now);
  }
}

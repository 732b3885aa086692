package cloud.bleu.placement;

import org.jspecify.annotations.Nullable;

/**
 * What the engine remembers from one plan to the next: answers of rules about what has not changed,
 * and how the zones lie. A plan is the same with it and without. For one thread at a time; it holds
 * on to the estate planned last and to a bounded number of answers.
 */
public final class Memory {
  private @Nullable Topology last;

  /** The zones of an estate, with what is remembered of them. */
  Topology of(Estate estate) {
    Topology before = last;
    // Should this fail, nothing half renewed is used again.
    last = null;
    Topology topology = new Topology(estate, before);
    last = topology;
    return topology;
  }
}

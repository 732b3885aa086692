package cloud.bleu.placement.simulation;

/** What a simulated loss does to one workload, the worst first. */
public enum DrillOutcome {
  /** What it asks for such a loss, in {@code resilience.tolerate} or as a quorum, does not hold. */
  Breaches,
  /** It is left with fewer replicas, and nothing is asked for such a loss. */
  Unprotected,
  /** It is left with fewer replicas, and that is what it asks for. */
  Reduced,
  /** It is left with as many replicas as before. */
  Survives,
  /** It has no replica there, and loses none. */
  NotConcerned
}

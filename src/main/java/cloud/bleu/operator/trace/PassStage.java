package cloud.bleu.operator.trace;

import java.util.Locale;

/** The stages of a pass, in their order. */
public enum PassStage {
  /** The caches are read and made into the estate. */
  ESTATE,
  /** The plan is made, and checked. */
  PLAN,
  /** What changed of the plan is computed again; within {@link #PLAN}. */
  CHECK,
  /** The decisions are committed, their WorkloadPlacements and gates are written. */
  COMMIT;

  /** What does the work of a stage. */
  public interface Work<T, E extends Exception> {
    T done() throws E;
  }

  /** As spans are named. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

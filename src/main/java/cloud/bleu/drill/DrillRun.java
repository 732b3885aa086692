package cloud.bleu.drill;

import cloud.bleu.placement.simulation.DrillResult;

/**
 * A run of a drill.
 *
 * @param request the value of the annotation at that time, which the run answers; empty: none
 * @param digest SHA-256 of everything that it was run on, but the instant
 */
public record DrillRun(DrillResult result, Cause cause, String request, String digest) {

  /** Why it ran. */
  public enum Cause {
    /** It has no schedule. */
    Once,
    /** Its schedule says so. */
    Schedule,
    /** Somebody asked for it. */
    Request
  }
}

package cloud.bleu.translate;

import cloud.bleu.placement.WaiverState;

/**
 * Whether a waiver is in force, and why not.
 *
 * @param object the SovereigntyWaiver
 * @param state what of it holds at the instant of the estate
 * @param message stable text; ends with what to do next unless it is in force
 */
public record WaiverStanding(ObjectRef object, WaiverState state, String message) {}

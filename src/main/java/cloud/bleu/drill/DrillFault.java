package cloud.bleu.drill;

/**
 * A simulation that ended with an error, so that nothing is known of the loss.
 *
 * @param cause why it was begun
 * @param request the value of the annotation at that time; empty: none
 * @param message what went wrong, in one line
 */
public record DrillFault(DrillRun.Cause cause, String request, String message) {}

package cloud.bleu.report.page;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A break-glass of a workload and how it stands.
 *
 * @param workload that it is for, as the page names it
 * @param zone empty when it cannot be read
 * @param by who opened it; empty when it cannot be read, and where persons are left out
 * @param countersignedBy empty while nobody is, and where persons are left out
 * @param from the first instant, null when it cannot be read
 * @param until the first instant at which it no longer holds, null when it cannot be read
 * @param due when the second signature is due, else its end; null when it cannot be read
 * @param state how it stands, such as {@code AwaitingSignature}
 * @param signed whether a second person signed it
 * @param inForce whether policies are set aside by it
 * @param message what that means; empty where free text is left out
 */
public record PageBreakGlass(
    String workload,
    String zone,
    String by,
    String countersignedBy,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Instant due,
    String state,
    boolean signed,
    boolean inForce,
    String message) {}

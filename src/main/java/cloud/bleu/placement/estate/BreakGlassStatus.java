package cloud.bleu.placement.estate;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.placement.model.BreakGlassState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the break-glass of a workload.
 *
 * @param glass null when it cannot be read
 * @param state at the instant of the estate
 * @param signatures the state by signatures and time alone, whatever else keeps it from counting:
 *     it differs from {@code state} only while the zone is missing
 * @param inForce whether policies are set aside by it at that instant
 * @param finding what is so, and what to do next
 */
public record BreakGlassStatus(
    @Nullable BreakGlass glass,
    BreakGlassState state,
    BreakGlassState signatures,
    boolean inForce,
    Message finding) {

  /** One that stands as its signatures and the time have it, or of which nothing else is known. */
  public BreakGlassStatus(
      @Nullable BreakGlass glass, BreakGlassState state, boolean inForce, Message finding) {
    this(glass, state, state, inForce, finding);
  }

  /** In English: stable text. */
  public String message() {
    return finding.text();
  }

  /** The first instant after another one at which it may stand otherwise; null when none is. */
  public @Nullable Instant next(Instant now) {
    return glass == null
        ? null
        : glass.turns().stream().filter(now::isBefore).min(Instant::compareTo).orElse(null);
  }
}

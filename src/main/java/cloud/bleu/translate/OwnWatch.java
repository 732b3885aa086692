package cloud.bleu.translate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From when on what we see can be trusted. A silence that began before that may be our own: it
 * counts from then on only.
 *
 * @param unbrokenSince since when the API server has answered and the watches have been open
 *     without a gap; null when nothing is known against it, as for files. A silence that the zone's
 *     own status recorded earlier counts from its beginning all the same.
 * @param clockSince since when the clock has gone evenly; null when nothing is known against it. No
 *     record helps against a clock that jumped.
 */
public record OwnWatch(@Nullable Instant unbrokenSince, @Nullable Instant clockSince) {

  /** Of who reads files, or has watched all along. */
  public static final OwnWatch UNBROKEN = new OwnWatch(null, null);

  /**
   * From when on a silence counts.
   *
   * @param began as the nodes say
   * @param recorded since when the zone's own status has said so; null when it does not
   */
  Instant counts(Instant began, @Nullable Instant recorded) {
    Instant counts = began;
    boolean known = recorded != null && unbrokenSince != null && recorded.isBefore(unbrokenSince);
    if (!known) {
      counts = later(counts, unbrokenSince);
    }
    return later(counts, clockSince);
  }

  private static Instant later(Instant a, @Nullable Instant b) {
    return b != null && b.isAfter(a) ? b : a;
  }
}

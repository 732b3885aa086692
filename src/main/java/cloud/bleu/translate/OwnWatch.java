package cloud.bleu.translate;

import cloud.bleu.placement.Health;
import java.time.Instant;
import java.util.Map;
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
 * @param last the health of zones, by name, as this process saw it last: newer than what their
 *     status says of it. Empty for files, and after a start.
 */
public record OwnWatch(
    @Nullable Instant unbrokenSince, @Nullable Instant clockSince, Map<String, Health> last) {

  /** Of who reads files. */
  public static final OwnWatch UNBROKEN = new OwnWatch(null, null, Map.of());

  public OwnWatch {
    last = Map.copyOf(last);
  }

  /** Of who has not seen any zone yet. */
  public OwnWatch(@Nullable Instant unbrokenSince, @Nullable Instant clockSince) {
    this(unbrokenSince, clockSince, Map.of());
  }

  /** The same of who has seen zones. */
  public OwnWatch with(Map<String, Health> seen) {
    return new OwnWatch(unbrokenSince, clockSince, seen);
  }

  /**
   * When a silence began, by one clock. Conditions of nodes carry the time of the controller
   * manager. Who has watched without a gap need not rely on that: what was not recorded before
   * begins now.
   *
   * @param changed the latest change of the nodes' conditions
   * @param recorded since when the zone's own status has said so; null when it does not
   */
  Instant began(Instant changed, @Nullable Instant recorded, Instant now) {
    if (unbrokenSince == null) {
      return later(changed, recorded);
    }
    if (recorded == null) {
      return now;
    }
    return recorded.isBefore(unbrokenSince) ? later(changed, recorded) : recorded;
  }

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

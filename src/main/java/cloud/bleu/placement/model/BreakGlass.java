package cloud.bleu.placement.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Policies set aside for one workload in one zone, at once, by one person; a second one signs
 * afterwards.
 *
 * @param zone its name
 * @param from the first instant at which it is in force
 * @param until the first instant at which it no longer is
 * @param by the user who opened it
 * @param reason in words of that user
 * @param countersignedBy the second user; null while there is none
 */
public record BreakGlass(
    String zone,
    Instant from,
    Instant until,
    String by,
    String reason,
    @Nullable String countersignedBy) {

  /** The annotation of a workload that opens one, and the name under which it is a waiver. */
  public static final String ANNOTATION = "placement.bleu.cloud/break-glass";

  /** The annotation with which another person signs it. */
  public static final String COUNTERSIGNED = "placement.bleu.cloud/break-glass-countersigned";

  /** The longest that one may last. */
  public static final Duration LONGEST = Duration.ofHours(72);

  /** Within which a second person signs. */
  public static final Duration SIGNED_WITHIN = Duration.ofHours(24);

  /** The first instant at which it is a violation that nobody countersigned it. */
  public Instant signBy() {
    return from.plus(SIGNED_WITHIN);
  }

  /** How it stands at an instant. */
  public BreakGlassState state(Instant now) {
    if (now.isBefore(from)) {
      return BreakGlassState.NotYetInForce;
    }
    if (countersignedBy == null) {
      return now.isBefore(signBy()) ? BreakGlassState.AwaitingSignature : BreakGlassState.Unsigned;
    }
    return now.isBefore(until) ? BreakGlassState.Countersigned : BreakGlassState.Expired;
  }

  /** How it stands by its signatures, while policies are set aside by it. */
  public BreakGlassState signatures() {
    return countersignedBy == null
        ? BreakGlassState.AwaitingSignature
        : BreakGlassState.Countersigned;
  }

  /** When something is due of it: the second signature, else its end. */
  public Instant due() {
    return countersignedBy == null ? signBy() : until;
  }

  /** A copy without persons and their words; that somebody signed is left. */
  public BreakGlass redacted() {
    return new BreakGlass(zone, from, until, "", "", countersignedBy == null ? null : "");
  }

  /** Whether policies are set aside by it at an instant. */
  public boolean isInForce(Instant now) {
    return waiver().isInForce(now);
  }

  /** What it sets aside, as a waiver of each statement: not longer than it may be unsigned. */
  public Waiver waiver() {
    boolean cut = countersignedBy == null && signBy().isBefore(until);
    return new Waiver(ANNOTATION, List.of(zone), from, cut ? signBy() : until, this);
  }

  /** The instants at which it may stand otherwise though nobody writes anything. */
  public List<Instant> turns() {
    return List.of(from, until, signBy());
  }
}

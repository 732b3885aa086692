package cloud.bleu.placement.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a policy that does not hold for one workload for a time, as two people decided.
 *
 * @param name of the SovereigntyWaiver, in the namespace of the workload; {@link
 *     BreakGlass#ANNOTATION} of a break-glass, which no object can be named
 * @param zones that it is for; empty: all
 * @param from the first instant at which it is in force
 * @param until the first instant at which it no longer is
 * @param breakGlass null of a waiver that two people decided
 * @param statement digest of the statement that was approved, which is the one that holds; null
 *     where the approval names none, and of a break-glass
 */
public record Waiver(
    String name,
    List<String> zones,
    Instant from,
    Instant until,
    @Nullable BreakGlass breakGlass,
    @Nullable String statement) {

  public Waiver {
    zones = zones.stream().distinct().sorted().toList();
  }

  /** One that two people decided, who named no statement. */
  public Waiver(String name, List<String> zones, Instant from, Instant until) {
    this(name, zones, from, until, null, null);
  }

  /** A break-glass. */
  public Waiver(
      String name, List<String> zones, Instant from, Instant until, BreakGlass breakGlass) {
    this(name, zones, from, until, breakGlass, null);
  }

  /** Whether it is a break-glass, which one person opened. */
  public boolean isBreakGlass() {
    return breakGlass != null;
  }

  /** Whether only one person set the statement aside so far. */
  public boolean isUnsigned() {
    return breakGlass != null && breakGlass.countersignedBy() == null;
  }

  /** A copy without persons and their words. */
  public Waiver redacted() {
    return breakGlass == null ? this : new Waiver(name, zones, from, until, breakGlass.redacted());
  }

  /** Whether it is in force at an instant. */
  public boolean isInForce(Instant now) {
    return !now.isBefore(from) && now.isBefore(until);
  }

  /** Whether it sets the statement aside for that zone at that instant. */
  public boolean covers(String zone, Instant now) {
    return isInForce(now) && (zones.isEmpty() || zones.contains(zone));
  }
}

package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.ZoneHealth;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Health.Signal;
import cloud.bleu.translate.finding.Findings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What share of its nodes makes a zone Degraded or Silent, and how long that is seen before
 * anything is moved for it. What is seen closes the zone at once; one that was silent opens only
 * after it was seen in service for long enough.
 *
 * @param degradedBelow percentage of nodes below which the zone is Degraded
 * @param silentUpTo percentage of nodes up to which it is Silent
 * @param degradedAfter how long that is seen before what no longer fits moves
 * @param silentAfter how long silence is seen before it counts as a loss
 * @param recoveredAfter how long service is seen before the zone is open again
 */
record HealthThresholds(
    int degradedBelow,
    int silentUpTo,
    Duration degradedAfter,
    Duration silentAfter,
    Duration recoveredAfter) {

  /** What is seen counts at once, the first node and the last one alike. */
  static final HealthThresholds NONE =
      new HealthThresholds(100, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private static final Duration LONGEST = Duration.ofHours(24);
  private static final String PATH = "spec.health";

  /** As a zone states them. */
  static HealthThresholds of(@Nullable ZoneHealth stated, Findings findings) {
    if (stated == null) {
      return NONE;
    }
    int below = findings.whole(PATH + ".degradedBelow", stated.degradedBelow(), 1, 100);
    int upTo = findings.whole(PATH + ".silentUpTo", stated.silentUpTo(), 0, 99);
    if (upTo >= below) {
      findings.block(
          PATH + ".silentUpTo",
          "is not below degradedBelow",
          "a percentage below " + below,
          "lower it: a silent zone is more than Degraded");
    }
    return new HealthThresholds(
        below,
        upTo,
        hold("degradedAfter", stated.degradedAfter(), findings),
        hold("silentAfter", stated.silentAfter(), findings),
        hold("recoveredAfter", stated.recoveredAfter(), findings));
  }

  private static Duration hold(String field, String value, Findings findings) {
    Duration wait = findings.duration(PATH + "." + field, value);
    if (wait == null) {
      return Duration.ZERO;
    }
    if (wait.compareTo(LONGEST) > 0) {
      findings.block(
          PATH + "." + field,
          "is longer than a day",
          "24h at most",
          "shorten it, or set spec.state while the zone is out of service");
      return LONGEST;
    }
    // Instants of a status have no more than whole seconds.
    return wait.getNano() == 0 ? wait : Duration.ofSeconds(wait.getSeconds() + 1);
  }

  /** What so many nodes say of their zone; there is at least one. */
  Signal signal(int ready, int all) {
    long share = 100L * ready;
    if (share <= (long) silentUpTo * all) {
      return Signal.Silent;
    }
    return share < (long) degradedBelow * all ? Signal.Degraded : Signal.Healthy;
  }

  /**
   * What is seen, with how long that is to be seen.
   *
   * @param before what was seen until now
   * @param seen what is seen now, and since when
   * @param began since when it recovers, if it did until now
   */
  Health of(Health before, Health seen, @Nullable Instant began, Instant now) {
    Health held = seen.isHeld() ? seen : seen.after(after(seen.signal()));
    boolean recovers =
        !recoveredAfter.isZero()
            && seen.inService()
            && (before.isSilent() || before.signal() == Signal.Recovering);
    Instant since = before.isSilent() || before.isHeld() || began == null ? now : began;
    return recovers && since.plus(recoveredAfter).isAfter(now)
        ? new Health(
            Signal.Recovering,
            since,
            seen.nodes(),
            recoveredAfter,
            seen.mixed() || seen.signal() == Signal.Degraded,
            seen.probing())
        : held;
  }

  private Duration after(Signal signal) {
    return switch (signal) {
      case Degraded -> degradedAfter;
      case Silent, Unreached, Gone -> silentAfter;
      case Recovering -> recoveredAfter;
      case NotObserved, Healthy, NodesUnknown -> Duration.ZERO;
    };
  }
}

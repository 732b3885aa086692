package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.ZoneHealth;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Health.Signal;
import cloud.bleu.translate.finding.Findings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From when on what is seen of a zone counts. A change that is not seen for long enough leaves the
 * zone as it was before; what was silent is not in service again before that either.
 *
 * @param degradedBelow percentage of nodes below which the zone is Degraded
 * @param silentUpTo percentage of nodes up to which it is Silent
 * @param degradedAfter how long that is seen before it counts
 * @param silentAfter how long silence is seen before it counts
 * @param recoveredAfter how long service is seen before it counts
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
    return wait;
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
   * What counts.
   *
   * @param before what counted, and what was seen
   * @param seen what is seen now, and since when
   */
  Health counting(Health before, Health seen, Instant now) {
    if (!before.observed() || !seen.observed() || before.isSilent() && seen.isSilent()) {
      return seen;
    }
    if (before.signal() == Signal.Recovering) {
      Instant began = before.since() == null ? now : before.since();
      return seen.isSilent() ? seen : recovering(began, seen, now);
    }
    if (before.isSilent()) {
      return recovering(now, seen, now);
    }
    if (seen.signal() == before.signal()) {
      return before.turn() == null
          ? seen
          : new Health(before.signal(), before.since(), seen.nodes());
    }
    return waiting(before.signal(), before.since(), seen, since(seen, now).plus(until(seen)), now);
  }

  private Health recovering(Instant began, Health seen, Instant now) {
    return waiting(Signal.Recovering, began, seen, began.plus(recoveredAfter), now);
  }

  private static Health waiting(
      Signal signal, @Nullable Instant began, Health seen, Instant counts, Instant now) {
    return counts.isAfter(now)
        ? new Health(
            signal, began, seen.nodes(), new Health.Turn(seen.signal(), since(seen, now), counts))
        : seen;
  }

  private Duration until(Health seen) {
    if (seen.isSilent()) {
      return silentAfter;
    }
    return seen.signal() == Signal.Degraded ? degradedAfter : recoveredAfter;
  }

  private static Instant since(Health seen, Instant now) {
    return seen.since() == null ? now : seen.since();
  }
}

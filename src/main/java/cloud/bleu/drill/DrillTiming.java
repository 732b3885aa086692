package cloud.bleu.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillSpec;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.credential.TextBeginning;
import cloud.bleu.time.DurationText;
import cloud.bleu.time.InstantText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a drill runs. What was run, and when it runs next, stands in its status alone: who takes
 * over, or starts again, runs nothing twice.
 */
public final class DrillTiming {

  private static final int LONGEST_REQUEST = 253;

  private DrillTiming() {}

  /** Why a drill is to be run now; null when it is not. */
  public static DrillRun.@Nullable Cause due(ResilienceDrill drill, DrillOrder order, Instant now) {
    return due(drill, drill.getStatus(), order, now);
  }

  /** Why a drill with this status is to be run now; null when it is not. */
  public static DrillRun.@Nullable Cause due(
      ResilienceDrill drill,
      @Nullable ResilienceDrillStatus status,
      DrillOrder order,
      Instant now) {
    if (order.suspended()) {
      return null;
    }
    String request = request(drill);
    if (!request.isEmpty()
        && (status == null || !request.equals(Objects.toString(status.handledRequest(), "")))) {
      return DrillRun.Cause.Request;
    }
    if (order.schedule() == null) {
      return hasRun(status, order) || hasFailed(drill, status) ? null : DrillRun.Cause.Once;
    }
    Instant next =
        status == null || !isCurrent(drill, status) ? null : InstantText.parse(status.nextRun());
    return next != null && !next.isAfter(now) ? DrillRun.Cause.Schedule : null;
  }

  /** When a passed run ceases to count; null when there is none. */
  static @Nullable Instant stale(@Nullable Instant lastPassed, Duration maxAge) {
    try {
      return lastPassed == null ? null : lastPassed.plus(maxAge);
    } catch (DateTimeException | ArithmeticException e) {
      return Instant.MAX;
    }
  }

  /**
   * The next instant at which a drill is to be looked at though nobody changes anything, as its
   * status says it; null when there is none.
   *
   * @param after instants until then are past
   */
  public static @Nullable Instant next(ResilienceDrill drill, Instant after) {
    ResilienceDrillStatus status = drill.getStatus();
    if (status == null || drill.getSpec() == null) {
      return null;
    }
    Instant run = InstantText.parse(status.nextRun());
    Duration maxAge = DurationText.parse(drill.getSpec().maxAge());
    Instant stale = maxAge == null ? null : stale(InstantText.parse(status.lastPassed()), maxAge);
    Instant next = null;
    for (Instant one : new Instant[] {run, stale, opening(drill, after)}) {
      next = one != null && one.isAfter(after) && (next == null || one.isBefore(next)) ? one : next;
    }
    return next;
  }

  /** When the window of a live drill opens next; null without one, or when it is misspelt. */
  private static @Nullable Instant opening(ResilienceDrill drill, Instant after) {
    ResilienceDrillSpec.Window window = drill.getSpec().window();
    if (window == null || !"Live".equals(drill.getSpec().mode())) {
      return null;
    }
    try {
      return CronSchedule.of(window.opens(), ZoneId.of(drill.getSpec().timeZone())).next(after);
    } catch (IllegalArgumentException | DateTimeException e) {
      return null;
    }
  }

  /** What somebody asks for by the annotation; empty: nothing. */
  public static String request(ResilienceDrill drill) {
    return annotation(drill, ResilienceDrill.RUN_REQUESTED);
  }

  /** The value of an annotation, as far as a status remembers it; empty: there is none. */
  static String annotation(ResilienceDrill drill, String name) {
    var annotations = drill.getMetadata().getAnnotations();
    String value = annotations == null ? null : annotations.get(name);
    return value == null ? "" : TextBeginning.of(value, LONGEST_REQUEST);
  }

  /**
   * When the schedule has it run next; null without one.
   *
   * @param answered whether what is due until now has run
   */
  static @Nullable Instant nextRun(
      ResilienceDrill drill, DrillOrder order, boolean answered, Instant now) {
    CronSchedule schedule = order.schedule();
    if (schedule == null || order.suspended()) {
      return null;
    }
    ResilienceDrillStatus status = drill.getStatus();
    Instant known =
        status == null || !isCurrent(drill, status) ? null : InstantText.parse(status.nextRun());
    return known == null || answered && !known.isAfter(now) ? schedule.next(now) : known;
  }

  private static boolean hasRun(@Nullable ResilienceDrillStatus status, DrillOrder order) {
    return status != null && !status.history().isEmpty() && order.tries(status.history().get(0));
  }

  /** Whether its simulation ended with an error: it would again. */
  private static boolean hasFailed(ResilienceDrill drill, @Nullable ResilienceDrillStatus status) {
    return status != null && isCurrent(drill, status) && DrillStatus.fault(status) != null;
  }

  private static boolean isCurrent(ResilienceDrill drill, ResilienceDrillStatus status) {
    return Objects.equals(status.observedGeneration(), drill.getMetadata().getGeneration());
  }
}

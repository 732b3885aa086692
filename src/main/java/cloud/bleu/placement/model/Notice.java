package cloud.bleu.placement.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How near a lapse is. Stable names: they are the reasons of conditions and events. */
public enum Notice {
  Within7Days(7),
  Within30Days(30),
  Within90Days(90);

  private final int days;

  Notice(int days) {
    this.days = days;
  }

  /** Up to how many days before. */
  public int days() {
    return days;
  }

  /** The first instant of this notice of a lapse. */
  public Instant before(Instant lapse) {
    return lapse.minus(Duration.ofDays(days));
  }

  /** The nearest notice of a lapse; null when it has passed or is farther off than any. */
  public static @Nullable Notice of(Instant now, Instant lapse) {
    if (!now.isBefore(lapse)) {
      return null;
    }
    for (Notice notice : values()) {
      if (!now.isBefore(notice.before(lapse))) {
        return notice;
      }
    }
    return null;
  }
}

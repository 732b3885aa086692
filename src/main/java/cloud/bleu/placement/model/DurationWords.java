package cloud.bleu.placement.model;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as people write them in a spec. */
public final class DurationWords {
  private static final int NANO_DIGITS = 9;

  private DurationWords() {}

  /** {@code 1h30m}, {@code 2m30s}, {@code 0s}. */
  public static String of(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    BigDecimal seconds =
        BigDecimal.valueOf(duration.toSecondsPart())
            .add(BigDecimal.valueOf(duration.toNanosPart(), NANO_DIGITS));
    if (seconds.signum() != 0 || text.isEmpty()) {
      text.append(seconds.stripTrailingZeros().toPlainString()).append('s');
    }
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count != 0) {
      text.append(count).append(unit);
    }
  }
}

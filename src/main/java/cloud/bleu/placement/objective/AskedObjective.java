package cloud.bleu.placement.objective;

import cloud.bleu.placement.estate.Workload.Tolerate;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.objective.ObjectiveAnswer.State;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * An objective as it is asked.
 *
 * @param name {@code rto} or {@code rpo}
 * @param text as it is written
 */
record AskedObjective(String name, String text, Duration limit) {

  private static final int NANO_DIGITS = 9;

  ObjectiveAnswer broken(String term, Message message) {
    return new ObjectiveAnswer(name, text, State.Broken, term, message);
  }

  ObjectiveAnswer unknown(String term, Message message) {
    return new ObjectiveAnswer(name, text, State.Unknown, term, message);
  }

  ObjectiveAnswer holds(Message message) {
    return new ObjectiveAnswer(name, text, State.Holds, null, message);
  }

  /** {@code resilience.tolerate[Site].recover}. */
  static String entry(Tolerate entry, String field) {
    return "resilience.tolerate[" + entry.of().name() + "]." + field;
  }

  /** {@code 1h30m}, {@code 2m30s}, {@code 0s}: as people write it in the spec. */
  static String words(Duration duration) {
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

package cloud.bleu.operator.status;

import cloud.bleu.evidence.record.Digest;
import java.time.Instant;

/** The name of an event: the name of the object that it is about, and what tells it from others. */
final class EventName {

  /** As the API server takes names of objects. */
  static final int LONGEST = 253;

  /** Hexadecimal digits of the digest that stands for the end of a name that is too long. */
  private static final int DIGITS = 16;

  private EventName() {}

  /**
   * The name of an event that is new, at most {@link #LONGEST} characters. A name of an object that
   * is too long is cut, and its digest stands for the rest.
   *
   * @param object its name, as the API server takes it
   * @param count tells those of the same instant apart
   */
  static String of(String object, Instant at, int count) {
    String end =
        "."
            + Long.toHexString(at.getEpochSecond() * 1_000_000_000L + at.getNano())
            + Integer.toHexString(count);
    return cut(object, LONGEST - end.length()) + end;
  }

  private static String cut(String name, int most) {
    if (name.length() <= most) {
      return name;
    }
    int kept = most - DIGITS - 1;
    // A part of a name neither begins nor ends with a dash, and none is empty.
    while (kept > 0 && !Character.isLetterOrDigit(name.charAt(kept - 1))) {
      kept--;
    }
    return name.substring(0, kept) + "-" + Digest.hexOf(name).substring(0, DIGITS);
  }
}

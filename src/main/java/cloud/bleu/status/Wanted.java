package cloud.bleu.status;

/**
 * A condition as it should be.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason UpperCamelCase and stable: part of the API
 * @param message stable text: sorted, without clocks and counters
 */
public record Wanted(String type, String status, String reason, String message) {

  private static final int MESSAGE_LIMIT = 4096;

  public Wanted {
    if (message.length() > MESSAGE_LIMIT) {
      message = message.substring(0, MESSAGE_LIMIT - 1) + "…";
    }
  }

  /** It holds. */
  public static Wanted yes(String type, String reason, String message) {
    return new Wanted(type, "True", reason, message);
  }

  /** It does not hold. */
  public static Wanted no(String type, String reason, String message) {
    return new Wanted(type, "False", reason, message);
  }

  /** Not known. */
  public static Wanted unknown(String type, String reason, String message) {
    return new Wanted(type, "Unknown", reason, message);
  }
}

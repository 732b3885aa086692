package cloud.bleu.status;

import cloud.bleu.credential.Credentials;

/**
 * A condition as it should be.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason UpperCamelCase and stable: part of the API
 * @param message stable text: sorted, without clocks, counters and credentials
 */
public record DesiredCondition(String type, String status, String reason, String message) {

  private static final int MESSAGE_LIMIT = 4096;

  public DesiredCondition {
    // Others are quoted in it, and whoever reads an object reads its conditions.
    message = Credentials.hidden(message, MESSAGE_LIMIT - 1, "…");
  }

  /** It holds. */
  public static DesiredCondition yes(String type, String reason, String message) {
    return new DesiredCondition(type, "True", reason, message);
  }

  /** It does not hold. */
  public static DesiredCondition no(String type, String reason, String message) {
    return new DesiredCondition(type, "False", reason, message);
  }

  /** Not known. */
  public static DesiredCondition unknown(String type, String reason, String message) {
    return new DesiredCondition(type, "Unknown", reason, message);
  }
}

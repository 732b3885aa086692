package cloud.bleu.faults;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * An answer to a request: of the API server, or made up.
 *
 * @param length that the head announces; more than the body has: it begins and stops
 */
public record Answer(int code, Map<String, String> headers, byte[] body, int length) {

  /** One that is sent whole. */
  public Answer(int code, Map<String, String> headers, byte[] body) {
    this(code, headers, body, body.length);
  }

  /** A Status as the API server writes it. */
  public static Answer status(int code, String reason) {
    return json(
        code,
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d,\"reason\":\"%s\",\"message\":\"%s, made up by a test\"}"
            .formatted(code, reason, reason));
  }

  public static Answer json(int code, String body) {
    return new Answer(
        code, Map.of("content-type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with a Retry-After header. */
  Answer retryAfter(int seconds) {
    return new Answer(
        code,
        Map.of("content-type", "application/json", "retry-after", String.valueOf(seconds)),
        body);
  }

  /** The same, of which the first half comes and then nothing. */
  public Answer stopping() {
    return new Answer(code, headers, Arrays.copyOf(body, body.length / 2), body.length);
  }

  boolean isSuccess() {
    return code >= 200 && code < 300;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}

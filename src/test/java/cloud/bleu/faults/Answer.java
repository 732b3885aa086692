package cloud.bleu.faults;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer to a request: of the API server, or made up. */
public record Answer(int code, Map<String, String> headers, byte[] body) {

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

  boolean isSuccess() {
    return code >= 200 && code < 300;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}

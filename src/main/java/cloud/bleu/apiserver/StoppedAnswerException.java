package cloud.bleu.apiserver;

import io.fabric8.kubernetes.client.http.HttpRequest;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** An answer began, and nothing more came of it for too long. */
public final class StoppedAnswerException extends HttpTimeoutException {
  private static final long serialVersionUID = 1L;

  /**
   * @param request that is answered
   * @param silence for how long nothing came
   */
  StoppedAnswerException(HttpRequest request, Duration silence) {
    super(words(request, "and nothing more came of it for " + silence.toSeconds() + " s"));
  }

  /**
   * A sentence with the server and with what to do. It is the same for all requests: where many
   * fail at once, one of them is told.
   */
  static String words(HttpRequest request, String what) {
    URI asked = request.uri();
    String port = asked.getPort() < 0 ? "" : ":" + asked.getPort();
    return "the API server at %s://%s%s".formatted(asked.getScheme(), asked.getHost(), port)
        + " began an answer, "
        + what
        + "; see whether it hangs, or a proxy before it";
  }
}

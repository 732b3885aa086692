package cloud.bleu.apiserver;

import io.fabric8.kubernetes.client.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** An answer began, and did not end in time. */
public final class LateAnswerException extends HttpTimeoutException {
  private static final long serialVersionUID = 1L;

  /**
   * @param request that is answered
   * @param patience from the head of the answer on
   */
  LateAnswerException(HttpRequest request, Duration patience) {
    super(
        StoppedAnswerException.words(
            request, "and it did not end within " + patience.toSeconds() + " s"));
  }
}

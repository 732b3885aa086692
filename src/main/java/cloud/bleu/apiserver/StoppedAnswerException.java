package cloud.bleu.apiserver;

import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** An answer began, and nothing more came of it for too long. */
public final class StoppedAnswerException extends HttpTimeoutException {
  private static final long serialVersionUID = 1L;

  /**
   * @param silence for how long nothing came
   */
  public StoppedAnswerException(Duration silence) {
    super(
        "the API server began an answer, and nothing more came of it for "
            + silence.toSeconds()
            + " s");
  }
}

package cloud.bleu.operator.leadership;

import java.io.IOException;

/** A write that was not sent, because this process does not hold the lease for certain. */
public final class NotLeadingException extends IOException {
  private static final long serialVersionUID = 1L;

  NotLeadingException(String method, String path) {
    super(method + " " + path + " was not sent: the lease was not renewed in time");
  }
}

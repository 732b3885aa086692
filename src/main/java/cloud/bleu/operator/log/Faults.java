package cloud.bleu.operator.log;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.credential.Credentials;
import cloud.bleu.operator.leadership.NotLeadingException;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Faults as a line of the log has them. */
public final class Faults {

  private Faults() {}

  /** Whether a write was not sent for want of the lease: the fence has told that already. */
  public static boolean isNotLeading(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof NotLeadingException) {
        return true;
      }
    }
    return false;
  }

  /** What the API server says, else what lies at the bottom of it; one line. */
  public static String line(Throwable fault) {
    Throwable root = fault;
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException answer && Refusal.isAnswered(answer)) {
        return "the API server answered " + answer.getCode() + ": " + Refusal.words(answer);
      }
      root = cause;
    }
    return Credentials.hidden(root.toString().lines().findFirst().orElse("").strip());
  }
}

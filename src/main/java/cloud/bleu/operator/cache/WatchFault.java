package cloud.bleu.operator.cache;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.operator.log.Faults;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/**
 * Why objects cannot be watched.
 *
 * @param code of the answer of the API server; 0 where there was none
 * @param words one line
 */
public record WatchFault(int code, String words) {

  static WatchFault of(Throwable problem) {
    String words = Faults.line(problem);
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException e && Refusal.isAnswered(e)) {
        return new WatchFault(e.getCode(), words);
      }
    }
    return new WatchFault(0, words);
  }

  /** Whether this account lacks the right. */
  public boolean isForbidden() {
    return code == HttpURLConnection.HTTP_FORBIDDEN;
  }

  /** Whether the cluster does not serve the kind. */
  public boolean isNotServed() {
    return code == HttpURLConnection.HTTP_NOT_FOUND;
  }
}

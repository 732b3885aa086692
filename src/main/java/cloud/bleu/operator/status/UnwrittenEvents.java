package cloud.bleu.operator.status;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.ledger.NamespaceGone;
import cloud.bleu.operator.log.Faults;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that come to nothing: the log says once for each namespace that they are not written
 * there, and once that they are again. That nothing is answered is told once for all namespaces; of
 * a namespace that is being deleted nothing is told, nor of a write for want of the lease, which
 * the fence tells. One thread uses it.
 */
final class UnwrittenEvents {

  private static final Logger LOG = LoggerFactory.getLogger(UnwrittenEvents.class);

  /** Namespaces that are remembered; of any more nothing is told. */
  private static final int MOST = 1000;

  private static final String EVERYWHERE = "";

  /** Where none was written last. */
  private final Set<String> places = new HashSet<>();

  /**
   * An event was not written.
   *
   * @param namespace in which it was to be
   * @param reason of the event
   */
  void failed(String namespace, String reason, Throwable fault) {
    KubernetesClientException answer = answer(fault);
    String place = answer == null ? EVERYWHERE : " in namespace " + namespace;
    boolean isExpected = Faults.isNotLeading(fault) || answer != null && NamespaceGone.says(answer);
    if (!isExpected && places.size() < MOST && places.add(place)) {
      LOG.warn(
          "no event is written{}; those that fail are only counted: {}", place, Faults.line(fault));
    } else {
      LOG.debug("event {} was not written: {}", reason, Faults.line(fault));
    }
  }

  /** An event was written in a namespace. */
  void written(String namespace) {
    for (String place : new String[] {EVERYWHERE, " in namespace " + namespace}) {
      if (places.remove(place)) {
        LOG.info("events are written again{}", place);
      }
    }
  }

  /** What the API server said; null: nothing. */
  private static @Nullable KubernetesClientException answer(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException said && Refusal.isAnswered(said)) {
        return said;
      }
    }
    return null;
  }
}

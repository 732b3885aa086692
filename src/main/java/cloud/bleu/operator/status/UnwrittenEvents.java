package cloud.bleu.operator.status;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.ledger.NamespaceGone;
import cloud.bleu.operator.log.Faults;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that could not be written. The log says once for each namespace that one was refused
 * there, and once that they are written again, when none was refused for a minute. Missing answers
 * are logged once for all namespaces, and so is a defect. Nothing is logged for a namespace that is
 * being deleted, nor for a write without the lease, which the fence reports. One thread uses it.
 */
final class UnwrittenEvents {

  private static final Logger LOG = LoggerFactory.getLogger(UnwrittenEvents.class);

  /** Namespaces that are remembered; of any more nothing is told. */
  private static final int MOST = 1000;

  /** Some may be refused among others that are taken: that is no end, and no new beginning. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final LongSupplier nanos;

  /** When one was refused last, by namespace, until it is told that they are written again. */
  private final Map<String, Long> refused = new HashMap<>();

  /** When there was no answer last, until it is told that there is one again. */
  private @Nullable Long unanswered;

  private boolean isDefectTold;

  /**
   * @param nanos a monotonic clock
   */
  UnwrittenEvents(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * An event was not written.
   *
   * @param namespace in which it was to be
   * @param reason of the event
   */
  void failed(String namespace, String reason, Throwable fault) {
    if (Refusal.defect(fault) != null && !isDefectTold) {
      isDefectTold = true;
      LOG.error("an event was not written, and more are only counted", fault);
    } else if (isNews(namespace, fault)) {
      LOG.warn(
          "an event was not written in namespace {}, and more are only counted: {}",
          namespace,
          Faults.line(fault));
    } else {
      LOG.debug("event {} was not written: {}", reason, Faults.line(fault));
    }
  }

  private boolean isNews(String namespace, Throwable fault) {
    if (Faults.isNotLeading(fault) || Refusal.defect(fault) != null) {
      return false;
    }
    KubernetesClientException answer = answer(fault);
    if (answer == null) {
      boolean isNews = unanswered == null;
      unanswered = nanos.getAsLong();
      return isNews;
    }
    if (NamespaceGone.says(answer)) {
      refused.remove(namespace);
      return false;
    }
    boolean isKept = refused.containsKey(namespace) || refused.size() < MOST;
    return isKept && refused.put(namespace, nanos.getAsLong()) == null;
  }

  /** An event was written in a namespace. */
  void written(String namespace) {
    if (isOver(unanswered)) {
      unanswered = null;
      LOG.info("events are written again");
    }
    if (isOver(refused.get(namespace))) {
      refused.remove(namespace);
      LOG.info("events are written again in namespace {}", namespace);
    }
  }

  private boolean isOver(@Nullable Long last) {
    return last != null && nanos.getAsLong() - last >= QUIET.toNanos();
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

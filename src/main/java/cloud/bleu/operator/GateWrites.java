package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.ledger.GateWriter;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.refusal.Refusal;
import cloud.bleu.refusal.Retries;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writes of PlacementGates, each for itself: one that fails concerns its own namespace, and is
 * tried again later, or at once when another one is wanted.
 */
final class GateWrites {

  private static final Logger LOG = LoggerFactory.getLogger(GateWrites.class);
  private static final String UNREACHABLE = "the API server is not reachable";

  private final GateWriter writer;
  private final RefusedWrites refused;

  /** By namespace. */
  private final Retries<String, Fault> notWritten = new Retries<>();

  /** What was to be written, and why it is not. */
  private record Fault(String sentence, @Nullable PlacementGateSpec wanted) {}

  GateWrites(GateWriter writer, RefusedWrites refused) {
    this.writer = writer;
    this.refused = refused;
  }

  /**
   * Makes the gate of a namespace say this, null: there is to be none.
   *
   * @return why it does not, null when it does
   */
  @Nullable String write(String namespace, @Nullable PlacementGateSpec wanted)
      throws LedgerConflictException {
    Fault last = notWritten.refused().get(namespace);
    if (last != null && !notWritten.isDue(namespace) && Objects.equals(last.wanted(), wanted)) {
      return last.sentence();
    }
    try {
      writer.write(namespace, wanted);
      over(namespace);
      return null;
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        // A write that the end of the operator interrupts is not one that failed.
        throw e;
      }
      String why = why(e);
      notWritten.refused(namespace, new Fault(why, wanted));
      refused.refused(
          RefusedWrites.Write.Gate,
          EventSummaries.namespace(namespace),
          (wanted == null
                  ? "the PlacementGate cannot be deleted: "
                  : "the PlacementGate cannot be written, and nothing new is let in without it: ")
              + why);
      LOG.debug("PlacementGate of {}", namespace, e);
      return why;
    }
  }

  /** There is nothing left to write in a namespace. */
  void over(String namespace) {
    if (notWritten.done(namespace)) {
      refused.over(RefusedWrites.Write.Gate, EventSummaries.namespace(namespace));
    }
  }

  /** Forgets all namespaces but these. */
  void retain(Set<String> namespaces) {
    notWritten.refused().keySet().stream().filter(n -> !namespaces.contains(n)).forEach(this::over);
  }

  void hurry(Predicate<String> namespaces) {
    notWritten.hurry(namespaces);
  }

  /** How long until one is tried again, null when all are written. */
  @Nullable Duration untilRetry() {
    return notWritten.left();
  }

  private static String why(RuntimeException e) {
    if (!(e instanceof KubernetesClientException answer)) {
      Refusal defect = Refusal.defect(e);
      return defect == null ? UNREACHABLE : defect.sentence();
    }
    Refusal refusal = Refusal.of(answer);
    if (refusal != null) {
      return refusal.sentence();
    }
    return switch (answer.getCode()) {
      case HttpURLConnection.HTTP_NOT_FOUND ->
          "the API server does not serve the kind; install the CRDs of this release";
      case HttpURLConnection.HTTP_CONFLICT -> Refusal.conflict(answer).sentence();
      default -> answer.getCode() <= 0 ? UNREACHABLE : "the API server answers " + answer.getCode();
    };
  }
}

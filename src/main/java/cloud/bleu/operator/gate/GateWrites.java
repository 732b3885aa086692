package cloud.bleu.operator.gate;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.apiserver.AnswerClock;
import cloud.bleu.apiserver.NamespaceWrites;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.Retries;
import cloud.bleu.ledger.HubGateWriter;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.operator.status.EventSummaries;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.trace.TraceSpan;
import cloud.bleu.operator.trace.Traces;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writes of PlacementGates, each by itself. One that fails, or is not answered, concerns its
 * own namespace only. It is tried again later, or at once when another gate is wanted there.
 */
final class GateWrites implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GateWrites.class);
  private static final String UNREACHABLE = "the API server is not reachable";

  private final HubGateWriter writer;
  private final RefusedWrites refused;
  private final NamespaceWrites writes;
  private final Traces traces;

  /** By namespace. */
  private final Retries<String, Fault> notWritten;

  /** Somebody else wrote a gate for a later decision. */
  private @Nullable LedgerConflictException conflict;

  /** Namespaces whose gate does not say what was asked last. */
  private final Set<String> open = new HashSet<>();

  /** Whether an answer says something new. */
  private boolean news;

  /**
   * What came of a write.
   *
   * @param altered what somebody between made of it; null: nothing
   * @param conflict somebody else wrote a later one; null: nobody
   */
  private record Written(@Nullable Refusal altered, @Nullable LedgerConflictException conflict) {}

  /** What was to be written, and why it is not. */
  private record Fault(String sentence, @Nullable PlacementGateSpec wanted) {}

  /**
   * @param late run, on any thread, when an answer has come that nobody waited for any more
   */
  GateWrites(HubGateWriter writer, RefusedWrites refused, Runnable late, Traces traces) {
    this(writer, refused, late, traces, AnswerClock.SYSTEM);
  }

  /**
   * @param late as in the other constructor
   * @param clock by which an answer is late, and what failed is tried again
   */
  GateWrites(
      HubGateWriter writer,
      RefusedWrites refused,
      Runnable late,
      Traces traces,
      AnswerClock clock) {
    this.writer = writer;
    this.refused = refused;
    this.writes = new NamespaceWrites(late, clock);
    this.notWritten = new Retries<>(clock::nanos);
    this.traces = traces;
  }

  /**
   * Takes the answers that have come since.
   *
   * @return whether a gate is written since, or is not for another reason than before
   */
  boolean takeAnswers() throws LedgerConflictException {
    news = false;
    writes.takeAnswers();
    conflicts();
    return news;
  }

  /** Begins a round over these namespaces, and forgets all others. */
  void begin(Set<String> namespaces) throws LedgerConflictException {
    writes.begin();
    takeAnswers();
    open.retainAll(namespaces);
    notWritten.refused().keySet().stream().filter(n -> !namespaces.contains(n)).forEach(this::over);
  }

  /**
   * Asks that the gate of a namespace say this, null: there is to be none. {@link #await} comes
   * next, and then {@link #isWritten}.
   */
  void queue(String namespace, @Nullable PlacementGateSpec wanted) {
    Fault last = notWritten.refused().get(namespace);
    boolean waits =
        last != null
            && !notWritten.isDue(namespace)
            && (writes.isLate(namespace) || Objects.equals(last.wanted(), wanted));
    boolean free = !waits && !writes.isUnderWay(namespace) && writes.isFree(namespace);
    if (free && writer.says(namespace, wanted)) {
      over(namespace);
      open.remove(namespace);
      return;
    }
    open.add(namespace);
    if (free) {
      writes.queue(
          namespace,
          namespace,
          () -> true,
          () -> put(namespace, wanted),
          answer -> answered(namespace, wanted, answer));
    }
  }

  /** Sends what is queued, several at once, and waits for the answers as long as has a point. */
  void await() throws LedgerConflictException {
    writes.await();
    conflicts();
  }

  /** Whether the gate of a namespace says what was asked last; if not, {@link #fault} says why. */
  boolean isWritten(String namespace) {
    return !open.contains(namespace);
  }

  private Written put(String namespace, @Nullable PlacementGateSpec wanted) {
    TraceSpan span = traces.gate(namespace);
    try {
      Refusal altered = writer.write(namespace, wanted);
      span.close();
      return new Written(altered, null);
    } catch (LedgerConflictException e) {
      span.failed(e);
      return new Written(null, e);
    } catch (RuntimeException | Error e) {
      span.failed(e);
      throw e;
    }
  }

  private void answered(
      String namespace, @Nullable PlacementGateSpec wanted, Supplier<Written> answer) {
    try {
      Written written = answer.get();
      Refusal altered = written.altered();
      if (altered != null) {
        notWritten(
            namespace,
            wanted,
            "the PlacementGate of this namespace is stored otherwise than it was sent, and nothing"
                + " new is asked for before it says what is decided: "
                + altered.sentence(),
            altered);
        return;
      }
      if (written.conflict() != null) {
        conflict = written.conflict();
      }
      news = true;
      open.remove(namespace);
      over(namespace);
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        // A write that the end of the operator interrupts is not one that failed.
        throw e;
      }
      notWritten(
          namespace,
          wanted,
          "the PlacementGate of this namespace cannot be "
              + (wanted == null ? "deleted: " : "written, and nothing new is let in without it: ")
              + why(e),
          e instanceof KubernetesClientException said ? Refusal.of(said) : null);
      LOG.debug("PlacementGate of {}", namespace, e);
    }
  }

  private void notWritten(
      String namespace, @Nullable PlacementGateSpec wanted, String why, @Nullable Refusal refusal) {
    news |= !why.equals(fault(namespace));
    notWritten.refused(namespace, new Fault(why, wanted));
    refused.refused(
        RefusedWrites.Write.Gate,
        EventSummaries.namespace(namespace),
        why,
        refusal == null ? null : refusal.source());
  }

  private void conflicts() throws LedgerConflictException {
    LedgerConflictException found = conflict;
    conflict = null;
    if (found != null) {
      throw found;
    }
  }

  /** Why the gate of a namespace does not say what it is to; null: it does, or is on its way. */
  @Nullable String fault(String namespace) {
    Fault last = notWritten.refused().get(namespace);
    return last == null ? null : last.sentence();
  }

  /** There is nothing left to write in a namespace. */
  void over(String namespace) {
    if (notWritten.done(namespace)) {
      refused.over(RefusedWrites.Write.Gate, EventSummaries.namespace(namespace));
    }
  }

  /** Namespaces in turn: first those that were never refused, then those that were longest ago. */
  List<String> inTurn(Collection<String> namespaces) {
    return namespaces.stream()
        .sorted(Comparator.comparingLong(notWritten::age).reversed())
        .toList();
  }

  void retryRefused(Predicate<String> namespaces) {
    notWritten.retryRefused(namespaces);
  }

  /** Everything is read again: what fails meanwhile does not matter. */
  void forgive() {
    writes.forgive();
  }

  @Override
  public void close() {
    writes.close();
  }

  /** How long until one is tried again, null when all are written, or on their way. */
  @Nullable Duration untilRetry() {
    return notWritten.left(writes::isFree);
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
    Refusal unanswered = Refusal.unanswered(answer);
    if (unanswered != null) {
      return unanswered.sentence();
    }
    return switch (answer.getCode()) {
      case HttpURLConnection.HTTP_NOT_FOUND ->
          "the API server does not serve the kind; install the CRDs of this release";
      case HttpURLConnection.HTTP_CONFLICT -> Refusal.conflict(answer).sentence();
      default ->
          Refusal.isAnswered(answer) ? "the API server answers " + answer.getCode() : UNREACHABLE;
    };
  }
}

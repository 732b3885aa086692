package cloud.bleu.operator.status;

import cloud.bleu.apiserver.Refusal;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes of this operator that the API server refuses now: counted while that lasts, logged once
 * and reported once as an event when it begins, and when it is over. Any thread may report.
 */
public final class RefusedWrites {

  private static final Logger LOG = LoggerFactory.getLogger(RefusedWrites.class);

  /** What follows who refuses it, see {@link cloud.bleu.apiserver.Refusal#who}. */
  private static final List<String> WHO =
      List.of(" refuses it: ", " does not answer: ", " changes it: ");

  /** After this time a refusal counts as over: what is refused is tried again sooner. */
  private static final Duration FRESH = Duration.ofMinutes(3);

  /** What is written. */
  public enum Write {
    Placement("PlacementNotWritten", "PlacementWritten"),
    /** It is stored otherwise than it was sent, also while nobody writes it. */
    Ledger("LedgerNotKept", "LedgerKept"),
    Gate("GateNotWritten", "GateWritten"),
    Child("DeliveryRefused", "DeliveryAccepted"),
    Status("StatusNotWritten", "StatusWritten"),
    Finalizer("FinalizerNotWritten", "FinalizerWritten"),
    Report("ReportNotWritten", "ReportWritten"),
    PlacementDecision("PlacementDecisionNotWritten", "PlacementDecisionWritten");

    /** As a condition and an event have it. */
    public final String reason;

    private final String over;

    Write(String reason, String over) {
      this.reason = reason;
      this.over = over;
    }
  }

  /**
   * @param uid of the object, null: it was not known
   * @param since when it was told first
   * @param at when it was told last
   * @param isTold whether the log and an event say so, and are to say that it is over
   */
  private record Said(@Nullable String uid, String sentence, long since, long at, boolean isTold) {

    /** Whether it is about this object, and not about one before it of the same name. */
    boolean isOf(ObjectReference object) {
      return uid == null || object.getUid() == null || uid.equals(object.getUid());
    }

    /**
     * Whether it is not reported any more. A ledger is written seldom, so its refusal lasts until
     * it is over.
     */
    boolean isGone(Write write, long now) {
      return write != Write.Ledger && now - at > FRESH.toNanos();
    }
  }

  private final EventRecorder events;
  private final LongSupplier nanos;
  private final EndingNamespaces endings = new EndingNamespaces();
  private final Map<Write, Map<String, Said>> now = new EnumMap<>(Write.class);

  /** When what is gone was forgotten last. */
  private final AtomicLong forgotten;

  /**
   * By the monotonic clock of this machine.
   *
   * @param registry takes the metrics
   * @param events takes one Event for each begin and end
   */
  public RefusedWrites(MeterRegistry registry, EventRecorder events) {
    this(registry, events, System::nanoTime);
  }

  /**
   * @param nanos a monotonic clock
   */
  public RefusedWrites(MeterRegistry registry, EventRecorder events, LongSupplier nanos) {
    this.events = events;
    this.nanos = nanos;
    forgotten = new AtomicLong(nanos.getAsLong());
    for (Write write : Write.values()) {
      Map<String, Said> said = new ConcurrentHashMap<>();
      now.put(write, said);
      Gauge.builder("bleu.writes.refused", said, s -> fresh(write, s))
          .description(
              "Objects whose write the API server refuses now, by what is written; events and"
                  + " conditions name who refuses it.")
          .tag("write", write.name())
          .register(registry);
    }
  }

  /**
   * A write is refused, for the first time or again, by this cluster or another one.
   *
   * @param regarding the object that suffers
   * @param sentence who refuses it, why, and what to do
   */
  public void refused(Write write, ObjectReference regarding, String sentence) {
    refused(write, regarding, sentence, null);
  }

  /**
   * A write in the namespace of the object that suffers, in this cluster, is refused. That this is
   * because the namespace is being deleted knows whoever deletes it: neither the log nor an event
   * says so of each object, and the log says once that it hangs.
   *
   * @param source what refuses it; null: it is not known
   */
  public void refused(
      Write write, ObjectReference regarding, String sentence, Refusal.@Nullable Source source) {
    long at = nanos.getAsLong();
    forget(at);
    Said before = known(write, regarding, at);
    boolean isNews = before == null || !shape(before.sentence()).equals(shape(sentence));
    boolean isEnding = source == Refusal.Source.EndingNamespace;
    if (isEnding) {
      endings.refused(String.valueOf(regarding.getNamespace()), at);
    }
    boolean tells = isNews && !isEnding;
    boolean isTold = tells || before != null && before.isTold();
    long since = before == null ? at : before.since();
    of(write).put(key(regarding), new Said(regarding.getUid(), sentence, since, at, isTold));
    if (tells) {
      LOG.warn("{}: {}: {}", text(regarding), write.reason, sentence);
      events.record(regarding, "Warning", write.reason, "Write", sentence);
    }
  }

  /**
   * A write is not refused, or not wanted any more. Of another object of that name, which is told
   * of late, it says nothing.
   */
  public void over(Write write, ObjectReference regarding) {
    AtomicReference<@Nullable Said> ended = new AtomicReference<>();
    of(write)
        .computeIfPresent(
            key(regarding),
            (key, said) -> {
              ended.set(said.isOf(regarding) ? said : null);
              return said.isOf(regarding) ? null : said;
            });
    Said before = ended.get();
    if (before != null && before.isTold()) {
      LOG.info("{}: {}", text(regarding), write.over);
      events.record(regarding, "Normal", write.over, "Write", "it is not refused any more");
    }
  }

  /** For how long a write has been refused; null: it is not. */
  public @Nullable Duration lasts(Write write, ObjectReference regarding) {
    long at = nanos.getAsLong();
    Said said = known(write, regarding, at);
    return said == null ? null : Duration.ofNanos(at - said.since());
  }

  private @Nullable Said known(Write write, ObjectReference regarding, long at) {
    Said said = of(write).get(key(regarding));
    return said == null || said.isGone(write, at) || !said.isOf(regarding) ? null : said;
  }

  private Map<String, Said> of(Write write) {
    return Objects.requireNonNull(now.get(write));
  }

  /** Forgets once in a while what is gone: objects that are deleted are told of no more. */
  private void forget(long at) {
    long last = forgotten.get();
    if (at - last > FRESH.toNanos() && forgotten.compareAndSet(last, at)) {
      now.forEach((write, said) -> said.values().removeIf(s -> s.isGone(write, at)));
    }
  }

  /** How many are refused now. */
  private long fresh(Write write, Map<String, Said> said) {
    long at = nanos.getAsLong();
    return said.values().stream().filter(s -> !s.isGone(write, at)).count();
  }

  /** The sentence up to who refuses it: names and figures after that change all the time. */
  private static String shape(String sentence) {
    int words = sentence.length();
    for (String verb : WHO) {
      int at = sentence.indexOf(verb);
      words = at < 0 ? words : Math.min(words, at);
    }
    return sentence.substring(0, words);
  }

  private static String key(ObjectReference object) {
    return object.getKind() + '/' + object.getNamespace() + '/' + object.getName();
  }

  private static String text(ObjectReference object) {
    return object.getKind()
        + " "
        + (object.getNamespace() == null ? "" : object.getNamespace() + "/")
        + object.getName();
  }
}

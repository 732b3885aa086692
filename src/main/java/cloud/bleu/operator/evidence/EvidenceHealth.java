package cloud.bleu.operator.evidence;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The state of export and signing, for metrics, events and the status of policies. It has no
 * influence on readiness: decisions are taken in any case, and a restart would repair nothing.
 */
public final class EvidenceHealth {

  /** Decisions are not exported. */
  static final String EXPORT = "ExportFailing";

  /** Checkpoints are not signed. */
  static final String SIGNING = "SigningFailing";

  /** Checkpoints are signed and not sent out. */
  static final String SENDING = "SendingFailing";

  /** What was signed is not in the directory any more. */
  static final String GONE = "EntriesGone";

  /** What was known of policies, facts and waivers is not there as it was recorded. */
  static final String LOST = "BaselineLost";

  /** A checkpoint is in the directory of an entry that nobody knows. */
  static final String UNMATCHED = "CheckpointUnmatched";

  /** Receives each change. */
  public interface Listener {
    /**
     * @param reason {@link #EXPORT}, {@link #SIGNING}, {@link #SENDING}, {@link #GONE}, {@link
     *     #LOST} or {@link #UNMATCHED}
     * @param sentence why, and what to do; null: it works again
     */
    void changed(String reason, @Nullable String sentence);
  }

  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong exported = new AtomicLong();
  private final AtomicLong signed = new AtomicLong();
  private final AtomicReference<@Nullable String> exportFails = new AtomicReference<>();
  private final AtomicReference<@Nullable String> signingFails = new AtomicReference<>();
  private final AtomicReference<@Nullable String> sendingFails = new AtomicReference<>();
  private final AtomicReference<@Nullable String> entriesGone = new AtomicReference<>();
  private final AtomicReference<@Nullable String> baselineLost = new AtomicReference<>();
  private final AtomicReference<@Nullable String> unmatched = new AtomicReference<>();
  private final Listener listener;

  /**
   * Registers the metrics; nothing fails so far.
   *
   * @param listener told when something begins or ends to fail
   */
  public EvidenceHealth(MeterRegistry registry, Listener listener) {
    this.listener = listener;
    Gauge.builder("bleu.evidence.exported", exported, AtomicLong::get)
        .description("Number of the last entry of the chain that is exported.")
        .register(registry);
    Gauge.builder("bleu.evidence.lag.entries", this, EvidenceHealth::lag)
        .description("Entries of the chain that are committed and not exported.")
        .register(registry);
    Gauge.builder("bleu.evidence.signed", signed, AtomicLong::get)
        .description("Number of the last entry of the chain that a signed checkpoint covers.")
        .register(registry);
    Gauge.builder("bleu.evidence.export.failing", exportFails, f -> f.get() == null ? 0 : 1)
        .description("1 while decisions cannot be exported; they are taken all the same.")
        .register(registry);
    Gauge.builder("bleu.evidence.signing.failing", signingFails, f -> f.get() == null ? 0 : 1)
        .description("1 while no checkpoint can be signed.")
        .register(registry);
    Gauge.builder("bleu.evidence.sending.failing", sendingFails, f -> f.get() == null ? 0 : 1)
        .description("1 while checkpoints that are signed cannot be sent out.")
        .register(registry);
    Gauge.builder("bleu.evidence.entries.gone", entriesGone, f -> f.get() == null ? 0 : 1)
        .description(
            "1 once this process found that entries which were signed are not in the directory.")
        .register(registry);
    Gauge.builder("bleu.evidence.baseline.lost", baselineLost, f -> f.get() == null ? 0 : 1)
        .description(
            "1 once this process found that the recorded policies, facts or waivers were changed or"
                + " removed.")
        .register(registry);
    Gauge.builder("bleu.evidence.checkpoint.unmatched", unmatched, f -> f.get() == null ? 0 : 1)
        .description(
            "1 once this process found a checkpoint in the directory of an entry that neither the"
                + " chain nor the cluster knows.")
        .register(registry);
  }

  void taken(long sequence) {
    taken.accumulateAndGet(sequence, Math::max);
  }

  void exported(long sequence) {
    exported.set(sequence);
  }

  void signed(long sequence) {
    signed.set(sequence);
  }

  /** What a process before this one signed: it counts until this one has signed. */
  void signedBefore(long sequence) {
    signed.compareAndSet(0, sequence);
  }

  /** Number of the last entry that is on the disk, 0 when none is. */
  public long exported() {
    return exported.get();
  }

  /** Number of the last entry that a signed checkpoint covers, 0 when none does. */
  public long signed() {
    return signed.get();
  }

  private double lag() {
    return Math.max(0, taken.get() - exported.get());
  }

  void export(@Nullable String why) {
    set(
        exportFails,
        EXPORT,
        why == null
            ? null
            : "decisions are taken and not exported: "
                + why
                + "; repair the directory of --evidence-dir, it is tried again");
  }

  void signing(@Nullable String why) {
    set(
        signingFails,
        SIGNING,
        why == null
            ? null
            : "no checkpoint is signed: "
                + why
                + "; repair the key or the signer, it is tried again");
  }

  void sending(@Nullable String why) {
    set(
        sendingFails,
        SENDING,
        why == null
            ? null
            : "checkpoints are signed and not sent out: "
                + why
                + "; correct --checkpoint-dir or --checkpoint-sender, each is sent again, in"
                + " order");
  }

  /**
   * Records a loss that nothing can repair: it is reported as long as this process runs.
   *
   * @param reason {@link #GONE}, {@link #LOST} or {@link #UNMATCHED}
   */
  void gone(String reason, String what) {
    set(
        switch (reason) {
          case LOST -> baselineLost;
          case UNMATCHED -> unmatched;
          default -> entriesGone;
        },
        reason,
        what
            + "; find out who wrote to the directory of --evidence-dir, keep it as it is, and"
            + " export to another one");
  }

  /** What fails now: sentences by reason. */
  public SortedMap<String, String> failing() {
    TreeMap<String, String> failing = new TreeMap<>();
    add(failing, GONE, entriesGone);
    add(failing, LOST, baselineLost);
    add(failing, UNMATCHED, unmatched);
    add(failing, EXPORT, exportFails);
    add(failing, SIGNING, signingFails);
    add(failing, SENDING, sendingFails);
    return failing;
  }

  private static void add(
      SortedMap<String, String> to, String reason, AtomicReference<@Nullable String> of) {
    String sentence = of.get();
    if (sentence != null) {
      to.put(reason, sentence);
    }
  }

  private void set(AtomicReference<@Nullable String> of, String reason, @Nullable String sentence) {
    if (!Objects.equals(of.getAndSet(sentence), sentence)) {
      listener.changed(reason, sentence);
    }
  }
}

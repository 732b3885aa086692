package cloud.bleu.operator;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How export and signing stand, for metrics, events and the status of policies. It is no matter of
 * readiness: decisions are taken all the same, and a restart would mend nothing.
 */
final class EvidenceStanding {

  /** Decisions are not exported. */
  static final String EXPORT = "ExportFailing";

  /** Checkpoints are not signed or not sent out. */
  static final String SIGNING = "SigningFailing";

  /** What is told of a change. */
  interface Listener {
    /**
     * @param reason {@link #EXPORT} or {@link #SIGNING}
     * @param sentence why, and what to do; null: it works again
     */
    void changed(String reason, @Nullable String sentence);
  }

  private final AtomicLong exported = new AtomicLong();
  private final AtomicReference<@Nullable String> exportFails = new AtomicReference<>();
  private final AtomicReference<@Nullable String> signingFails = new AtomicReference<>();
  private final Listener listener;

  EvidenceStanding(MeterRegistry registry, Listener listener) {
    this.listener = listener;
    Gauge.builder("bleu.evidence.exported", exported, AtomicLong::get)
        .description("Number of the last entry of the chain that is exported.")
        .register(registry);
    Gauge.builder("bleu.evidence.export.failing", exportFails, f -> f.get() == null ? 0 : 1)
        .description("1 while decisions cannot be exported; they are taken all the same.")
        .register(registry);
    Gauge.builder("bleu.evidence.signing.failing", signingFails, f -> f.get() == null ? 0 : 1)
        .description("1 while no checkpoint can be signed or sent out.")
        .register(registry);
  }

  void exported(long sequence) {
    exported.set(sequence);
  }

  void export(@Nullable String why) {
    set(
        exportFails,
        EXPORT,
        why == null
            ? null
            : "decisions are taken and not exported: "
                + why
                + "; mend the directory of --evidence-dir, it is tried again");
  }

  void signing(@Nullable String why) {
    set(
        signingFails,
        SIGNING,
        why == null
            ? null
            : "no checkpoint is signed or sent out: "
                + why
                + "; mend the key, the signer or where checkpoints go, it is tried again");
  }

  /** What fails now: sentences by reason. */
  SortedMap<String, String> failing() {
    TreeMap<String, String> failing = new TreeMap<>();
    String export = exportFails.get();
    String signing = signingFails.get();
    if (export != null) {
      failing.put(EXPORT, export);
    }
    if (signing != null) {
      failing.put(SIGNING, signing);
    }
    return failing;
  }

  private void set(AtomicReference<@Nullable String> of, String reason, @Nullable String sentence) {
    if (!Objects.equals(of.getAndSet(sentence), sentence)) {
      listener.changed(reason, sentence);
    }
  }
}

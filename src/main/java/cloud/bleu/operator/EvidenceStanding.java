package cloud.bleu.operator;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How export and signing stand, for metrics. */
final class EvidenceStanding {

  private final AtomicLong exported = new AtomicLong();
  private final AtomicReference<@Nullable String> exportFails = new AtomicReference<>();
  private final AtomicReference<@Nullable String> signingFails = new AtomicReference<>();

  EvidenceStanding(MeterRegistry registry) {
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
    exportFails.set(why);
  }

  void signing(@Nullable String why) {
    signingFails.set(why);
  }
}

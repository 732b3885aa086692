package cloud.bleu.operator;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.Signer;
import cloud.bleu.operator.config.EvidenceOptions;
import cloud.bleu.operator.evidence.EvidenceHealth;
import cloud.bleu.operator.evidence.EvidenceKey;
import cloud.bleu.operator.evidence.EvidenceRecorder;
import cloud.bleu.operator.evidence.ExternalSigner;
import cloud.bleu.operator.evidence.Recorder;
import cloud.bleu.operator.leadership.Tenure;
import cloud.bleu.operator.page.RecentChain;
import cloud.bleu.operator.pass.PlacementLoop;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.EventRecorder;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The export of evidence, where one is asked for: who signs it, and who is told how it stands. */
final class EvidenceExport implements AutoCloseable {

  private final OperatorContext context;
  private final Tenure tenure;
  private final Supplier<PlacementLoop> loop;
  private final EvidenceHealth standing;
  private final @Nullable EvidenceRecorder recording;

  /**
   * @param context of which only client, options and metrics need to be there yet
   */
  EvidenceExport(OperatorContext context, Tenure tenure, Supplier<PlacementLoop> loop) {
    this.context = context;
    this.tenure = tenure;
    this.loop = loop;
    standing = new EvidenceHealth(context.metrics.registry, new Failures());
    EvidenceOptions asked = context.options.evidence();
    recording = asked == null ? null : recording(asked);
  }

  /** Where passes are recorded; nowhere, when no export is asked for. */
  Recorder recording() {
    return recording == null ? Recorder.NONE : recording;
  }

  /** How export and signing stand. */
  EvidenceHealth standing() {
    return standing;
  }

  /** The newest decisions as they came, and how far they are kept; null without an export. */
  @Nullable RecentChain recent() {
    return recording == null
        ? null
        : new RecentChain(
            recording.newest(),
            standing.exported(),
            standing.signed(),
            List.copyOf(standing.failing().keySet()));
  }

  /** Begins to write: from the moment at which this process leads. */
  void start() {
    if (recording != null) {
      recording.start();
    }
  }

  @Override
  public void close() {
    if (recording != null) {
      recording.close();
    }
  }

  private EvidenceRecorder recording(EvidenceOptions asked) {
    Signer external = asked.signer().isEmpty() ? null : ExternalSigner.of(asked);
    return new EvidenceRecorder(
        asked,
        () ->
            external == null
                ? EvidenceKey.signer(context.client, context.options.leaseNamespace())
                : external,
        context.options.clock(),
        tenure::mayWrite,
        () -> context.caches().origin(),
        new Wakes(),
        standing);
  }

  /** What the export tells, once this process leads. */
  private final class Wakes implements EvidenceRecorder.Wakes {
    @Override
    public void kept() {
      loop.get().settle();
    }

    @Override
    public void note() {
      loop.get().wake();
    }

    @Override
    public void entered(List<ChainNote> notes) {
      context.drills.entered(notes);
    }
  }

  /** Tells people that the export or its signing fails, or works again. */
  private final class Failures implements EvidenceHealth.Listener {
    @Override
    public void changed(String reason, @Nullable String sentence) {
      context.events.record(
          EventRecorder.reference(context.ledger.object()),
          sentence == null ? "Normal" : "Warning",
          sentence == null ? reason.replace("Failing", "Works") : reason,
          "Export",
          sentence == null ? "it works again" : sentence);
      Snapshot snapshot = context.board.snapshot();
      if (snapshot != null) {
        snapshot.facts().keySet().stream()
            .filter(f -> f.kind().equals("SovereigntyPolicy"))
            .forEach(context.triggers::fact);
      }
    }
  }
}

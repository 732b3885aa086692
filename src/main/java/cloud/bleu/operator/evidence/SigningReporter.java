package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.SignedHead;
import org.jspecify.annotations.Nullable;

/** Tells of signing whoever has to know: health, the export, and the ledger that remembers it. */
final class SigningReporter implements CheckpointSigner.Listener {
  private final EvidenceHealth standing;
  private final ExportThread export;
  private final EvidenceRecorder.Wakes wakes;

  SigningReporter(EvidenceHealth standing, ExportThread export, EvidenceRecorder.Wakes wakes) {
    this.standing = standing;
    this.export = export;
    this.wakes = wakes;
  }

  @Override
  public void signing(@Nullable String why) {
    standing.signing(why);
  }

  @Override
  public void sending(@Nullable String why) {
    standing.sending(why);
  }

  @Override
  public void signed(SignedHead head) {
    standing.signed(head.sequence());
    export.signedBefore(head);
    // The ledger remembers it.
    wakes.kept();
  }

  @Override
  public void unmatched(String what) {
    standing.gone(EvidenceHealth.UNMATCHED, what);
  }
}

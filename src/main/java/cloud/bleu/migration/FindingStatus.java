package cloud.bleu.migration;

import cloud.bleu.api.v1alpha1.MigrationFinding;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.assess.OwnedFinding;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.credential.ShownText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Findings as the status of a MigrationPlan has them. */
final class FindingStatus {

  /** The longest owner and the longest text that was found. */
  private static final int FOUND = 256;

  private FindingStatus() {}

  /** The worst of them, as many as a status lists. */
  static List<MigrationFinding> of(List<OwnedFinding> findings) {
    return findings.stream().limit(MigrationPlanStatus.FINDINGS).map(FindingStatus::told).toList();
  }

  /** How many that must be changed or decided have no owner. */
  static int withoutOwner(List<OwnedFinding> findings) {
    return (int)
        findings.stream()
            .filter(f -> f.isOpen() && f.owner() == null)
            .filter(f -> f.finding().severity().atLeast(Severity.Change))
            .count();
  }

  private static MigrationFinding told(OwnedFinding one) {
    return new MigrationFinding(
        one.finding().code(),
        one.finding().severity().name(),
        ShownText.visible(one.finding().place().object()),
        bounded(one.finding().found()),
        one.state().name(),
        bounded(one.owner()),
        one.source().name(),
        one.until() == null ? null : one.until().toString());
  }

  private static @Nullable String bounded(@Nullable String text) {
    return text == null ? null : ShownText.visible(text, FOUND);
  }
}

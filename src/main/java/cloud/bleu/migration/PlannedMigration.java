package cloud.bleu.migration;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.OwnedFinding;
import cloud.bleu.assess.wave.WavePlan;
import java.time.Instant;
import java.util.List;

/**
 * What came of reading a cluster and planning.
 *
 * @param findings what was found, the worst first
 * @param readAt the instant at which it was read
 */
public record PlannedMigration(
    Assessment assessment, List<OwnedFinding> findings, WavePlan plan, Instant readAt) {
  public PlannedMigration {
    findings = List.copyOf(findings);
  }
}

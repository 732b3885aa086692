package cloud.bleu.migration;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.wave.WavePlan;
import java.time.Instant;

/**
 * What came of reading a cluster and planning.
 *
 * @param readAt the instant at which it was read
 */
public record PlannedMigration(Assessment assessment, WavePlan plan, Instant readAt) {}

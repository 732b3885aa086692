package cloud.bleu.report.page;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a ResilienceDrill proves.
 *
 * @param loss such as {@code site par7s}; empty when there is none of that name
 * @param mode {@code Shadow}: nothing is moved, or {@code Live}: replicas are
 * @param state {@code Passed}, {@code Failed}, {@code Aborted} or {@code NotRun}
 * @param ran the instant of the last run; null when none is recorded
 * @param until when a passed run ceases to count
 * @param code {@code DrillFresh}, or why it proves nothing now
 */
public record PageDrill(
    String name,
    String loss,
    String mode,
    String state,
    @Nullable Instant ran,
    @Nullable Instant until,
    String code) {}

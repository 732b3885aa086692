package cloud.bleu.assess.acceptance;

import cloud.bleu.assess.model.Finding;
import cloud.bleu.assess.model.Glob;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Findings that somebody takes upon himself until a day.
 *
 * @param code of the findings
 * @param object {@code Kind namespace/name} with {@code *} for any text; null: any
 * @param found what was found, with {@code *} for any text; null: anything
 * @param until the last day on which it counts
 */
public record AcceptanceException(
    String code,
    @Nullable String object,
    @Nullable String found,
    String owner,
    String reason,
    LocalDate until) {

  /** Whether it is about that finding. */
  public boolean covers(Finding finding) {
    return finding.code().equals(code)
        && matches(object, finding.place().object())
        && matches(found, finding.found());
  }

  /** Whether it no longer counts on a day. */
  public boolean hasExpired(LocalDate today) {
    return today.isAfter(until);
  }

  /** {@code CODE of OBJECT by OWNER until DAY}. */
  public String title() {
    return code + (object == null ? "" : " of " + object) + " by " + owner + " until " + until;
  }

  private static boolean matches(@Nullable String glob, String text) {
    return glob == null || Glob.matches(glob, text);
  }
}

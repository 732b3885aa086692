package cloud.bleu.status.fact;

import cloud.bleu.placement.estate.ZoneRule;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A group of facts that has to be confirmed again, or a qualification or homologation that ends.
 * Days are days in Europe/Paris, the last one included.
 *
 * @param object {@code CloudProvider/bleu}
 * @param group path of the group within spec, {@code offerings[azure].qualifications[SecNumCloud]}
 * @param what it is: {@code Fact}, {@code Window} or {@code ProbableEnd}, an assumption of ours
 * @param basis of the provenance; {@code Assumption} where none is stated
 * @param asOf the day it was true; null when nobody wrote it
 * @param fresh the last day on which it counts without a warning; null when it has no age limit
 * @param last the last day on which it counts at all; null likewise
 */
public record FactDue(
    String object,
    String group,
    Kind what,
    String basis,
    String source,
    @Nullable LocalDate asOf,
    @Nullable LocalDate fresh,
    @Nullable LocalDate last) {

  /** What ends. */
  public enum Kind {
    /** The age up to which a fact counts. */
    Fact,
    /** The window of a qualification or homologation. */
    Window,
    /** The end of a qualification that nobody states, by the years for which it is granted. */
    ProbableEnd
  }

  /** The first instant at which it no longer counts; null when there is none. */
  public @Nullable Instant lapse() {
    return last == null ? null : last.plusDays(1).atStartOfDay(ZoneRule.PARIS).toInstant();
  }

  /** What ends when, and what to do about it. */
  public String sentence() {
    return what == Kind.Window
        ? group + " ends on " + last + "; record its renewal with its source"
        : group
            + " ("
            + asOf
            + ") counts until "
            + last
            + "; check it again and renew source and asOf of its provenance";
  }
}

package cloud.bleu.assess.model;

import java.util.Comparator;
import java.util.List;

/**
 * One thing in one object that matters for a move.
 *
 * @param code stable
 * @param found what stands there: a name or a part of a text; never a value of a Secret
 * @param asOf the day of the data, {@code 2026-11-27}
 * @param requirements identifiers of SecNumCloud 3.2 that it serves in part
 * @param fingerprint the same for the same thing in the same object, wherever its line is
 */
public record Finding(
    String code,
    Place place,
    String found,
    Advice advice,
    String asOf,
    List<String> requirements,
    String fingerprint)
    implements Comparable<Finding> {

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::severity)
          .thenComparing(Finding::code)
          .thenComparing(Finding::place)
          .thenComparing(Finding::found);

  public Finding {
    requirements = List.copyOf(requirements);
  }

  /** That of its advice. */
  public Severity severity() {
    return advice.severity();
  }

  /** What to change it to, or that nothing public is known. */
  public String change() {
    if (severity() == Severity.Fine) {
      return "nothing to change";
    }
    String to = advice.to();
    return to == null ? "no public counterpart known as of " + asOf : to;
  }

  /** What to change, with the note. */
  public String says() {
    return advice.note().isEmpty() ? change() : change() + "; " + advice.note();
  }

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }
}

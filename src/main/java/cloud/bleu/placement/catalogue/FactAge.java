package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.model.Parameters;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The age up to which facts count.
 *
 * @param most days after the day on which a fact was true, the last of which it counts on
 * @param grace days after these in which it still counts, with a warning
 */
public record FactAge(long most, long grace) implements Comparable<FactAge> {

  private static final String RULE = "fact-freshness";

  private static final BigDecimal ANY = BigDecimal.valueOf(36_500);

  /** The ages that rules ask for, whatever comes of a fact that is older. */
  public static SortedSet<FactAge> asked(Collection<BoundRule> rules) {
    TreeSet<FactAge> asked = new TreeSet<>();
    for (BoundRule bound : rules) {
      if (bound.rule().declaration().id().equals(RULE)) {
        asked.add(of(bound.parameters()));
      }
    }
    return asked;
  }

  /** The age that a statement of the rule on freshness asks for with these parameters. */
  public static FactAge of(Parameters parameters) {
    return new FactAge(
        parameters.decimal("maxAgeDays", ANY).longValue(),
        parameters.decimal("graceDays", BigDecimal.ZERO).longValue());
  }

  /** The last day on which a fact of that day counts without a warning. */
  public LocalDate fresh(LocalDate asOf) {
    return asOf.plusDays(most);
  }

  /** The last day on which it counts at all. */
  public LocalDate last(LocalDate asOf) {
    return asOf.plusDays(most + grace);
  }

  /** Whether a fact of that day is too old at some time: not when time ends before. */
  boolean passes(LocalDate asOf) {
    return ChronoUnit.DAYS.between(asOf, LocalDate.MAX) > most + grace;
  }

  @Override
  public int compareTo(FactAge other) {
    int byAge = Long.compare(most, other.most);
    return byAge != 0 ? byAge : Long.compare(grace, other.grace);
  }
}

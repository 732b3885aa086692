package cloud.bleu.placement.explain;

import cloud.bleu.placement.catalogue.DailyRules;
import cloud.bleu.placement.catalogue.DatedFacts;
import cloud.bleu.placement.catalogue.FactAge;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The instants at which a look ahead asks the rules.
 *
 * @param all instants, of all rules
 * @param ofAll those of them at which any rule may answer otherwise
 * @param daily rules that may answer otherwise at the others too, which are beginnings of days
 */
public record TurningDates(SortedSet<Instant> all, Set<Instant> ofAll, Set<BoundRule> daily) {

  public TurningDates {
    all = Collections.unmodifiableSortedSet(all);
    ofAll = Set.copyOf(ofAll);
    daily = Collections.unmodifiableSet(daily);
  }

  /**
   * The instants from that of an estate on, which is one of them.
   *
   * @param days how many days ahead, in Europe/Paris
   */
  public static TurningDates of(Collection<BoundRule> rules, Estate estate, int days) {
    LocalDate first = LocalDate.ofInstant(estate.now(), ZoneRule.PARIS);
    Instant end = begin(first.plusDays(days + 1L));
    SortedSet<Instant> ofAll = named(rules, estate).subSet(estate.now(), end);
    for (LocalDate day : days(rules, estate)) {
      if (day.isAfter(first) && !day.isAfter(first.plusDays(days))) {
        ofAll.add(begin(day));
      }
    }
    Set<BoundRule> daily = DailyRules.of(rules);
    TreeSet<Instant> all = new TreeSet<>(ofAll);
    for (int ahead = 1; !daily.isEmpty() && ahead <= days; ahead++) {
      all.add(begin(first.plusDays(ahead)));
    }
    return new TurningDates(all, ofAll, daily);
  }

  /** Whether a rule may answer otherwise at one of the instants than at the one before. */
  boolean mayTurn(BoundRule rule, Instant at) {
    return ofAll.contains(at) || daily.contains(rule);
  }

  private static Instant begin(LocalDate day) {
    return day.atStartOfDay(ZoneRule.PARIS).toInstant();
  }

  /** Days that follow from what anything in the estate states: rules look at other zones too. */
  private static Set<LocalDate> days(Collection<BoundRule> rules, Estate estate) {
    SortedSet<FactAge> ages = FactAge.asked(rules);
    Set<LocalDate> days = new HashSet<>();
    estate.providers().forEach(p -> days.addAll(DatedFacts.of(p).days(ages)));
    estate.zones().forEach(z -> days.addAll(DatedFacts.of(z).days(ages)));
    return days;
  }

  /** Instants that rules or waivers name, and now. */
  private static TreeSet<Instant> named(Collection<BoundRule> rules, Estate estate) {
    TreeSet<Instant> named = new TreeSet<>();
    named.add(estate.now());
    for (BoundRule bound : rules) {
      for (Zone zone : estate.zones()) {
        named.addAll(bound.rule().turningPoints(zone, bound.parameters()));
      }
      for (Waiver waiver : bound.waivers()) {
        named.add(waiver.from());
        named.add(waiver.until());
      }
    }
    return named;
  }
}

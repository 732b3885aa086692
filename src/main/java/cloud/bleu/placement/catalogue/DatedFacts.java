package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.offering.Revocation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dates in the facts of a zone or a provider. Rules compare the day with these and no others,
 * unless they {@link ZoneRule#turnsWithAnyDay turn with any day}.
 *
 * @param turns the first days of windows and the days after their last; beside a suspension or
 *     withdrawal also those from which on it is known which entry is the later one
 * @param known the days on which facts were true
 * @param operations when announced operations begin and end
 */
public record DatedFacts(Set<LocalDate> turns, Set<LocalDate> known, Set<Instant> operations) {

  public DatedFacts {
    turns = Collections.unmodifiableSet(turns);
    known = Collections.unmodifiableSet(known);
    operations = Collections.unmodifiableSet(operations);
  }

  /** The dates of a provider, its suppliers and its offerings. */
  public static DatedFacts of(Provider provider) {
    Found found = new Found();
    if (provider.legalEntity() != null) {
      found.fact(provider.legalEntity().provenance());
    }
    if (provider.ownership() != null) {
      found.fact(provider.ownership().provenance());
    }
    if (provider.operations() != null) {
      found.fact(provider.operations().provenance());
    }
    provider.suppliers().forEach(s -> found.fact(s.provenance()));
    for (Provider.Offering offering : provider.offerings()) {
      Provider.Agreement agreement = offering.agreement();
      if (agreement != null) {
        found.fact(agreement.provenance());
        found.window(agreement.signedOn(), null);
      }
      boolean decided =
          offering.qualifications().stream().anyMatch(q -> Revocation.isState(q.state()));
      for (Provider.Qualification q : offering.qualifications()) {
        found.fact(q.provenance());
        found.window(q.validFrom() == null ? q.announcedOn() : q.validFrom(), q.validUntil());
        LocalDate asOf = q.provenance().asOf();
        if (decided && asOf != null) {
          found.turns.add(asOf);
        }
        LocalDate meant = Revocation.meantFrom(q);
        if (meant != null) {
          found.turns.add(meant);
        }
      }
    }
    return found.dates();
  }

  /** The dates of a zone. */
  public static DatedFacts of(Zone zone) {
    Found found = new Found();
    found.fact(zone.siteProvenance());
    found.fact(zone.failureDomainsProvenance());
    found.fact(zone.location().provenance());
    found.fact(zone.location().coordinatesProvenance());
    if (zone.equipment().egress() != null) {
      found.fact(zone.equipment().egress().provenance());
    }
    Zone.Storage storage = zone.equipment().storage();
    if (storage != null) {
      found.fact(storage.provenance());
    }
    for (Zone.Homologation h : zone.homologations()) {
      found.fact(h.provenance());
      found.window(h.validFrom(), h.validUntil());
    }
    for (Zone.Maintenance m : zone.maintenance()) {
      found.operations.add(m.from());
      found.operations.add(m.to());
    }
    return found.dates();
  }

  /**
   * The days in {@link ZoneRule#PARIS} with whose beginning these facts begin or cease to hold: for
   * {@code ages} those on which a fact is no longer in the future, no longer fresh, too old.
   */
  public Set<LocalDate> days(Collection<FactAge> ages) {
    Set<LocalDate> days = new HashSet<>(turns);
    for (FactAge age : ages) {
      for (LocalDate fact : known) {
        days.add(fact);
        if (age.passes(fact)) {
          days.add(age.fresh(fact).plusDays(1));
          days.add(age.last(fact).plusDays(1));
        }
      }
    }
    return days;
  }

  /** What is found in one object. */
  private static final class Found {
    final Set<LocalDate> turns = new HashSet<>();
    final Set<LocalDate> known = new HashSet<>();
    final Set<Instant> operations = new HashSet<>();

    void fact(Provenance provenance) {
      if (provenance.asOf() != null) {
        known.add(provenance.asOf());
      }
    }

    /** Both days inclusive. */
    void window(@Nullable LocalDate from, @Nullable LocalDate until) {
      if (from != null) {
        turns.add(from);
      }
      if (until != null && until.isBefore(LocalDate.MAX)) {
        turns.add(until.plusDays(1));
      }
    }

    DatedFacts dates() {
      return new DatedFacts(turns, known, operations);
    }
  }
}

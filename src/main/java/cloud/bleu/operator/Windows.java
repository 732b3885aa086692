package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.placement.BoundRule;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Provenance;
import cloud.bleu.placement.Provider;
import cloud.bleu.placement.Zone;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The instants at which facts begin or cease to hold: ends of qualifications and homologations,
 * announced operations, ages of facts, begin and end of waivers. Days are days in Europe/Paris.
 *
 * @param asOf the last one that has passed, null when none has
 * @param validUntil the next one, null when none is known
 */
record Windows(@Nullable Instant asOf, @Nullable Instant validUntil) {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  /** Every instant at which the same facts mean something else, in the past and ahead. */
  static TreeSet<Instant> dates(Estate estate, List<SovereigntyPolicy> policies) {
    TreeSet<LocalDate> days = new TreeSet<>();
    Set<LocalDate> facts = new TreeSet<>();
    for (Provider p : estate.providers()) {
      if (p.legalEntity() != null) {
        day(facts, p.legalEntity().provenance());
      }
      if (p.ownership() != null) {
        day(facts, p.ownership().provenance());
      }
      if (p.operations() != null) {
        day(facts, p.operations().provenance());
      }
      p.suppliers().forEach(s -> day(facts, s.provenance()));
      for (Provider.Offering o : p.offerings()) {
        if (o.agreement() != null) {
          day(facts, o.agreement().provenance());
          if (o.agreement().signedOn() != null) {
            days.add(o.agreement().signedOn());
          }
        }
        for (Provider.Qualification q : o.qualifications()) {
          day(facts, q.provenance());
          if (q.validFrom() != null) {
            days.add(q.validFrom());
          }
          if (q.validUntil() != null) {
            days.add(q.validUntil().plusDays(1));
          }
        }
      }
    }
    TreeSet<Instant> instants = new TreeSet<>();
    for (Zone z : estate.zones()) {
      zone(z, days, facts);
      for (Zone.Maintenance m : z.maintenance()) {
        instants.add(m.from());
        instants.add(m.to());
      }
    }
    for (SovereigntyPolicy policy : policies) {
      ages(days, facts, policy);
    }
    days.forEach(day -> instants.add(day.atStartOfDay(PARIS).toInstant()));
    waivers(instants, estate);
    turningPoints(estate, instants);
    return instants;
  }

  static Windows of(Estate estate, List<SovereigntyPolicy> policies) {
    return of(estate, dates(estate, policies));
  }

  /** The instants on both sides of the estate's. */
  static Windows of(Estate estate, SortedSet<Instant> changes) {
    Instant asOf = null;
    for (Instant start : changes) {
      if (start.isAfter(estate.now())) {
        return new Windows(asOf, start);
      }
      asOf = start;
    }
    return new Windows(asOf, null);
  }

  private static void zone(Zone zone, Set<LocalDate> days, Set<LocalDate> facts) {
    day(facts, zone.siteProvenance());
    day(facts, zone.failureDomainsProvenance());
    day(facts, zone.location().provenance());
    Zone.Storage storage = zone.equipment().storage();
    if (storage != null) {
      day(facts, storage.provenance());
    }
    if (zone.equipment().egress() != null) {
      day(facts, zone.equipment().egress().provenance());
    }
    for (Zone.Homologation h : zone.homologations()) {
      day(facts, h.provenance());
      if (h.validFrom() != null) {
        days.add(h.validFrom());
      }
      if (h.validUntil() != null) {
        days.add(h.validUntil().plusDays(1));
      }
    }
  }

  /** Those of rules in force; workloads under one policy share its rules. */
  private static void turningPoints(Estate estate, Set<Instant> instants) {
    Set<BoundRule> rules = Collections.newSetFromMap(new IdentityHashMap<>());
    estate.workloads().forEach(w -> rules.addAll(w.rules()));
    for (BoundRule bound : rules) {
      for (Zone zone : estate.zones()) {
        instants.addAll(bound.rule().turningPoints(zone, bound.parameters()));
      }
    }
  }

  /** The first instant of the next day in Europe/Paris. */
  static Instant nextDay(Instant now) {
    return now.atZone(PARIS).toLocalDate().plusDays(1).atStartOfDay(PARIS).toInstant();
  }

  private static void waivers(Set<Instant> changes, Estate estate) {
    estate.workloads().stream()
        .flatMap(w -> w.rules().stream())
        .flatMap(r -> r.waivers().stream())
        .forEach(
            waiver -> {
              changes.add(waiver.from());
              changes.add(waiver.until());
            });
  }

  private static void ages(Set<LocalDate> days, Set<LocalDate> facts, SovereigntyPolicy policy) {
    var asked = policy.getSpec() == null ? null : policy.getSpec().facts();
    if (asked == null || asked.maxAgeDays() == null) {
      return;
    }
    for (LocalDate fact : facts) {
      LocalDate old = fact.plusDays(asked.maxAgeDays()).plusDays(1);
      days.add(old);
      days.add(old.plusDays(asked.graceDays() == null ? 0 : asked.graceDays()));
    }
  }

  private static void day(Set<LocalDate> days, Provenance provenance) {
    if (provenance.asOf() != null) {
      days.add(provenance.asOf());
    }
  }
}

package cloud.bleu.operator.snapshot;

import cloud.bleu.placement.catalogue.FactAge;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The instants at which the same facts begin or cease to hold, past and ahead: windows of
 * qualifications and homologations, announced operations, ages of facts, begin and end of waivers.
 * For one pass; workloads that are judged by the same share theirs.
 */
public final class FactDates {

  /** Of one zone or provider: its windows, and the days on which its facts were true. */
  private record Dated(Set<Instant> windows, Set<LocalDate> facts) {
    Dated() {
      this(new HashSet<>(), new HashSet<>());
    }

    void fact(Provenance provenance) {
      if (provenance.asOf() != null) {
        facts.add(provenance.asOf());
      }
    }

    /** Both days inclusive. */
    void window(@Nullable LocalDate from, @Nullable LocalDate until) {
      if (from != null) {
        windows.add(Windows.begin(from));
      }
      if (until != null) {
        windows.add(Windows.begin(until.plusDays(1)));
      }
    }
  }

  /**
   * What dates follow from, waivers apart.
   *
   * @param turning instants of rules, by zone
   */
  private record Asked(
      Set<String> judged, Set<FactAge> ages, Set<Map<String, List<Instant>>> turning) {}

  private final Estate estate;
  private final Map<String, Dated> objects = new HashMap<>();
  private final Map<BoundRule, Map<String, List<Instant>>> turning = new IdentityHashMap<>();
  private final Map<Asked, SortedSet<Instant>> known = new HashMap<>();

  public FactDates(Estate estate) {
    this.estate = estate;
    estate.providers().forEach(p -> objects.put(Judged.provider(p.name()), dated(p)));
    estate.zones().forEach(z -> objects.put(Judged.zone(z.name()), dated(z)));
  }

  public Instant now() {
    return estate.now();
  }

  /**
   * Those of what a workload is judged by.
   *
   * @param judged zones and providers as {@link Judged} names them
   */
  public SortedSet<Instant> of(Collection<BoundRule> rules, Set<String> judged) {
    Set<Map<String, List<Instant>>> turns = new HashSet<>();
    for (BoundRule rule : rules) {
      Map<String, List<Instant>> of = turning.computeIfAbsent(rule, this::turning);
      if (!of.isEmpty()) {
        turns.add(of);
      }
    }
    SortedSet<Instant> dates =
        known.computeIfAbsent(new Asked(judged, FactAge.asked(rules), turns), this::dates);
    List<Waiver> waivers = rules.stream().flatMap(r -> r.waivers().stream()).toList();
    if (waivers.isEmpty()) {
      return dates;
    }
    TreeSet<Instant> with = new TreeSet<>(dates);
    waivers.forEach(w -> with.addAll(List.of(w.from(), w.until())));
    return with;
  }

  /**
   * Those of everything by what any workload asks: providers, zones and policies tell of theirs
   * even where no workload is judged by them.
   */
  public SortedSet<Instant> all() {
    Set<BoundRule> rules = Collections.newSetFromMap(new IdentityHashMap<>());
    estate.workloads().forEach(w -> rules.addAll(w.rules()));
    return of(rules, objects.keySet());
  }

  private SortedSet<Instant> dates(Asked asked) {
    TreeSet<Instant> dates = new TreeSet<>();
    for (String object : asked.judged()) {
      Dated of = objects.get(object);
      if (of == null) {
        continue;
      }
      dates.addAll(of.windows());
      for (FactAge age : asked.ages()) {
        for (LocalDate fact : of.facts()) {
          dates.add(Windows.begin(fact));
          dates.add(Windows.begin(age.fresh(fact).plusDays(1)));
          dates.add(Windows.begin(age.last(fact).plusDays(1)));
        }
      }
      asked.turning().forEach(of1 -> dates.addAll(of1.getOrDefault(object, List.of())));
    }
    return Collections.unmodifiableSortedSet(dates);
  }

  private Map<String, List<Instant>> turning(BoundRule bound) {
    Map<String, List<Instant>> turns = new HashMap<>();
    for (Zone zone : estate.zones()) {
      List<Instant> of = bound.rule().turningPoints(zone, bound.parameters());
      if (!of.isEmpty()) {
        turns.put(Judged.zone(zone.name()), of);
      }
    }
    return turns;
  }

  private static Dated dated(Provider provider) {
    Dated of = new Dated();
    if (provider.legalEntity() != null) {
      of.fact(provider.legalEntity().provenance());
    }
    if (provider.ownership() != null) {
      of.fact(provider.ownership().provenance());
    }
    if (provider.operations() != null) {
      of.fact(provider.operations().provenance());
    }
    provider.suppliers().forEach(s -> of.fact(s.provenance()));
    for (Provider.Offering offering : provider.offerings()) {
      Provider.Agreement agreement = offering.agreement();
      if (agreement != null) {
        of.fact(agreement.provenance());
        of.window(agreement.signedOn(), null);
      }
      for (Provider.Qualification q : offering.qualifications()) {
        of.fact(q.provenance());
        of.window(q.validFrom(), q.validUntil());
      }
    }
    return of;
  }

  private static Dated dated(Zone zone) {
    Dated of = new Dated();
    of.fact(zone.siteProvenance());
    of.fact(zone.failureDomainsProvenance());
    of.fact(zone.location().provenance());
    if (zone.equipment().egress() != null) {
      of.fact(zone.equipment().egress().provenance());
    }
    Zone.Storage storage = zone.equipment().storage();
    if (storage != null) {
      of.fact(storage.provenance());
    }
    for (Zone.Homologation h : zone.homologations()) {
      of.fact(h.provenance());
      of.window(h.validFrom(), h.validUntil());
    }
    for (Zone.Maintenance m : zone.maintenance()) {
      of.windows().addAll(List.of(m.from(), m.to()));
    }
    return of;
  }
}

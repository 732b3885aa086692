package cloud.bleu.operator.snapshot;

import cloud.bleu.placement.catalogue.DatedFacts;
import cloud.bleu.placement.catalogue.FactAge;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
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

/**
 * The instants at which unchanged facts begin or cease to count, past and future: windows of
 * qualifications and homologations, announced operations, ages of facts, begin and end of waivers.
 * For one pass; workloads that are judged by the same facts share their instants.
 */
public final class FactDates {

  /**
   * What dates follow from, waivers apart.
   *
   * @param turning instants of rules, by zone
   */
  private record Asked(
      Set<String> judged, Set<FactAge> ages, Set<Map<String, List<Instant>>> turning) {}

  private final Estate estate;
  private final Map<String, DatedFacts> objects = new HashMap<>();
  private final Map<BoundRule, Map<String, List<Instant>>> turning = new IdentityHashMap<>();
  private final Map<Asked, SortedSet<Instant>> known = new HashMap<>();

  /**
   * Reads the facts of every provider and zone at once; what workloads ask is read when it is
   * asked.
   */
  public FactDates(Estate estate) {
    this.estate = estate;
    estate
        .providers()
        .forEach(p -> objects.put(VerdictSubject.provider(p.name()), DatedFacts.of(p)));
    estate.zones().forEach(z -> objects.put(VerdictSubject.zone(z.name()), DatedFacts.of(z)));
  }

  /** The instant that the estate was read for. */
  public Instant now() {
    return estate.now();
  }

  /**
   * The instants of what a workload is judged by.
   *
   * @param judged zones and providers as {@link VerdictSubject} names them
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
   * The instants of all objects, by what any workload asks: providers, zones and policies report
   * theirs even where no workload is judged by them.
   */
  public SortedSet<Instant> all() {
    Set<BoundRule> rules = Collections.newSetFromMap(new IdentityHashMap<>());
    estate.workloads().forEach(w -> rules.addAll(w.rules()));
    return of(rules, objects.keySet());
  }

  private SortedSet<Instant> dates(Asked asked) {
    TreeSet<Instant> dates = new TreeSet<>();
    for (String object : asked.judged()) {
      DatedFacts of = objects.get(object);
      if (of == null) {
        continue;
      }
      of.days(asked.ages()).forEach(day -> dates.add(FactValidity.begin(day)));
      dates.addAll(of.operations());
      asked.turning().forEach(turns -> dates.addAll(turns.getOrDefault(object, List.of())));
    }
    return Collections.unmodifiableSortedSet(dates);
  }

  private Map<String, List<Instant>> turning(BoundRule bound) {
    Map<String, List<Instant>> turns = new HashMap<>();
    for (Zone zone : estate.zones()) {
      List<Instant> of = bound.rule().turningPoints(zone, bound.parameters());
      if (!of.isEmpty()) {
        turns.put(VerdictSubject.zone(zone.name()), of);
      }
    }
    return turns;
  }
}

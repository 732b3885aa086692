package cloud.bleu.assess.wave;

import cloud.bleu.placement.catalogue.RuleAnswers;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.explain.TurningDates;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The instants at which a recorded fact opens or closes a zone of the target to what is to come:
 * windows of qualifications, days of agreements, the age of facts, waivers, announced operations. A
 * rule that may turn with any day, as one of the customer's own may, is asked at these alone.
 */
final class FactTimeline {

  /** How far ahead facts are looked at: as long as a qualification is granted for. */
  static final int DAYS = 1096;

  private final Map<WorkloadId, SortedSet<Instant>> instants = new HashMap<>();
  private final LocalDate last;

  /**
   * @param now with everything that is to come
   * @param ids what is to come
   */
  FactTimeline(Estate now, Set<WorkloadId> ids, TargetEstate target) {
    last = LocalDate.ofInstant(now.now(), ZoneRule.PARIS).plusDays(DAYS);
    List<Integer> zones = new ArrayList<>();
    for (int z = 0; z < now.zones().size(); z++) {
      if (target.isOf(now.zones().get(z).name())) {
        zones.add(z);
      }
    }
    List<Workload> workloads = now.workloads().stream().filter(w -> ids.contains(w.id())).toList();
    workloads.forEach(w -> instants.put(w.id(), new TreeSet<>()));
    rules(now, workloads, zones);
    zones.forEach(z -> operations(now.now(), now.zones().get(z)));
    Instant end = last.plusDays(1).atStartOfDay(ZoneRule.PARIS).toInstant();
    instants.replaceAll((id, of) -> new TreeSet<>(of.headSet(end)));
  }

  /** The last day, in Europe/Paris, that is looked at. */
  LocalDate last() {
    return last;
  }

  /** Those of some workloads that lie after an instant, sorted. */
  SortedSet<Instant> after(Instant at, Collection<WorkloadId> ids) {
    TreeSet<Instant> all = new TreeSet<>();
    ids.forEach(id -> all.addAll(instants.getOrDefault(id, Collections.emptySortedSet())));
    return all.tailSet(at, false);
  }

  private void rules(Estate now, List<Workload> workloads, List<Integer> zones) {
    Set<BoundRule> all = Collections.newSetFromMap(new IdentityHashMap<>());
    workloads.forEach(w -> all.addAll(w.rules()));
    RuleAnswers today = new RuleAnswers(now);
    Map<WorkloadId, boolean[]> closed = new HashMap<>();
    for (Instant at : new TreeSet<>(TurningDates.of(all, now, DAYS).ofAll())) {
      RuleAnswers then = today.in(now.at(at));
      for (Workload workload : workloads) {
        boolean[] after = closed(workload, then, zones);
        boolean[] before = closed.put(workload.id(), after);
        if (before != null && !Arrays.equals(before, after)) {
          instants.getOrDefault(workload.id(), new TreeSet<>()).add(at);
        }
      }
    }
  }

  private static boolean[] closed(Workload workload, RuleAnswers answers, List<Integer> zones) {
    boolean[] closed = new boolean[zones.size() * workload.rules().size()];
    int i = 0;
    for (BoundRule rule : workload.rules()) {
      if (rule.action() == BoundRule.Action.Enforce) {
        RuleAnswers.Row row = answers.of(rule, workload);
        for (int zone : zones) {
          closed[i++] = row.of(zone).excludes();
        }
      } else {
        i += zones.size();
      }
    }
    return closed;
  }

  private void operations(Instant now, Zone zone) {
    for (Zone.Maintenance one : zone.maintenance()) {
      for (Instant at : List.of(one.from(), one.to())) {
        if (at.isAfter(now)) {
          instants.values().forEach(of -> of.add(at));
        }
      }
    }
  }
}

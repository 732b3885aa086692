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
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
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

  /** What closes zones of the target to what is to come, from an instant on. */
  private final Map<WorkloadId, NavigableMap<Instant, BitSet>> closed = new HashMap<>();

  private final Map<WorkloadId, List<BoundRule>> rules = new HashMap<>();

  /** Those that have replicas to place. */
  private final Set<WorkloadId> replicated = new HashSet<>();

  private final List<String> zones = new ArrayList<>();
  private final LocalDate last;

  /**
   * @param now with everything that is to come
   * @param ids what is to come
   */
  FactTimeline(Estate now, Set<WorkloadId> ids, TargetEstate target) {
    last = LocalDate.ofInstant(now.now(), ZoneRule.PARIS).plusDays(DAYS);
    List<Integer> ofTarget = new ArrayList<>();
    for (int z = 0; z < now.zones().size(); z++) {
      if (target.isOf(now.zones().get(z).name())) {
        ofTarget.add(z);
        zones.add(now.zones().get(z).name());
      }
    }
    List<Workload> workloads = now.workloads().stream().filter(w -> ids.contains(w.id())).toList();
    for (Workload workload : workloads) {
      instants.put(workload.id(), new TreeSet<>());
      rules.put(workload.id(), workload.rules());
      if (workload.replicas() > 0) {
        replicated.add(workload.id());
      }
    }
    rules(now, workloads, ofTarget);
    ofTarget.forEach(z -> operations(now.now(), now.zones().get(z)));
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
    // Workloads of one policy are closed out alike: what they share is kept once.
    Map<BitSet, BitSet> known = new HashMap<>();
    TreeSet<Instant> turning = new TreeSet<>(TurningDates.of(all, now, DAYS).ofAll());
    turning.add(now.now());
    for (Instant at : turning) {
      RuleAnswers then = today.in(now.at(at));
      for (Workload workload : workloads) {
        BitSet closed = closed(workload, then, zones);
        NavigableMap<Instant, BitSet> before =
            this.closed.computeIfAbsent(workload.id(), id -> new TreeMap<>());
        if (before.isEmpty()) {
          before.put(at, known.computeIfAbsent(closed, c -> c));
        } else if (!before.lastEntry().getValue().equals(closed)) {
          before.put(at, known.computeIfAbsent(closed, c -> c));
          instants.getOrDefault(workload.id(), new TreeSet<>()).add(at);
        }
      }
    }
  }

  /** For each enforced rule of a workload, which of the zones it closes. */
  private static BitSet closed(Workload workload, RuleAnswers answers, List<Integer> zones) {
    BitSet closed = new BitSet();
    int i = 0;
    for (BoundRule rule : workload.rules()) {
      if (rule.action() == BoundRule.Action.Enforce) {
        RuleAnswers.Row row = answers.of(rule, workload);
        for (int zone : zones) {
          closed.set(i++, row.of(zone).excludes());
        }
      } else {
        i += zones.size();
      }
    }
    return closed;
  }

  /**
   * Whether rules leave one of some workloads no zone of the target at an instant, so that no plan
   * can place it there, whatever the room.
   *
   * @param ids of workloads that stand nowhere yet
   */
  boolean isShut(Instant at, Collection<WorkloadId> ids) {
    return ids.stream().anyMatch(id -> replicated.contains(id) && isShut(closedAt(at, id)));
  }

  private boolean isShut(BitSet closed) {
    BitSet shut = new BitSet();
    closed.stream().forEach(i -> shut.set(i % Math.max(1, zones.size())));
    return shut.cardinality() == zones.size();
  }

  /**
   * Keeps of what closes zones of the target to a workload what does so at each of some instants.
   *
   * @param at in any order; none: all is kept
   */
  void retain(Map<FactSentence.Closing, ?> closings, Collection<Instant> at, WorkloadId id) {
    if (!at.isEmpty() && !closings.isEmpty()) {
      closings.keySet().retainAll(closings(at, id));
    }
  }

  private Set<FactSentence.Closing> closings(Collection<Instant> at, WorkloadId id) {
    List<BoundRule> of = rules.getOrDefault(id, List.of());
    Set<FactSentence.Closing> all = new HashSet<>();
    BitSet closed = null;
    for (Instant one : at) {
      if (closed == null) {
        closed = (BitSet) closedAt(one, id).clone();
      } else {
        closed.and(closedAt(one, id));
      }
    }
    (closed == null ? new BitSet() : closed)
        .stream()
            .forEach(
                i ->
                    all.add(
                        FactSentence.Closing.of(
                            zones.get(i % zones.size()), of.get(i / zones.size()))));
    return all;
  }

  private BitSet closedAt(Instant at, WorkloadId id) {
    NavigableMap<Instant, BitSet> of = closed.getOrDefault(id, Collections.emptyNavigableMap());
    Map.Entry<Instant, BitSet> last = of.floorEntry(at);
    return last == null ? new BitSet() : last.getValue();
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

package cloud.bleu.evidence.assessment;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What every report is written from: for each workload the answer of each rule on each zone in use,
 * and what refuses the other zones. Computed from the estate and its plan alone, so the same input
 * gives the same answers.
 *
 * @param at the instant of the estate
 * @param workloads sorted by namespace and name
 * @param zones that answers are about, by name
 * @param leftOut what cannot be used as written, so that nothing here is about it
 */
public record Assessment(
    Instant at,
    List<AssessedWorkload> workloads,
    SortedMap<String, AssessedZone> zones,
    List<LeftOutObject> leftOut) {

  /**
   * Where a zone is and who runs it.
   *
   * @param cluster that it is in, by the Secret with its kubeconfig; empty for the operator's own
   */
  public record AssessedZone(
      String provider, List<String> offerings, String region, String cluster) {
    public AssessedZone {
      offerings = List.copyOf(offerings);
    }
  }

  public Assessment {
    workloads = List.copyOf(workloads);
    zones = Collections.unmodifiableSortedMap(new TreeMap<>(zones));
    leftOut = List.copyOf(leftOut);
  }

  /** Of objects that can all be used. */
  public Assessment(
      Instant at, List<AssessedWorkload> workloads, SortedMap<String, AssessedZone> zones) {
    this(at, workloads, zones, List.of());
  }

  /** A copy that says which objects it is without. */
  public Assessment without(List<LeftOutObject> objects) {
    return new Assessment(at, workloads, zones, objects);
  }

  /** The answers on the workloads that are asked for, in the zones in use. */
  public static Assessment inUse(
      Estate estate, Collection<Decision> decisions, Predicate<WorkloadId> wanted) {
    return of(estate, decisions, wanted, false);
  }

  /**
   * The answers on the workloads that are asked for, in the zones in use, and what refuses other
   * zones.
   */
  public static Assessment whole(
      Estate estate, Collection<Decision> decisions, Predicate<WorkloadId> wanted) {
    return of(estate, decisions, wanted, true);
  }

  private static Assessment of(
      Estate estate,
      Collection<Decision> decisions,
      Predicate<WorkloadId> wanted,
      boolean refusedToo) {
    Map<WorkloadId, Decision> byId =
        decisions.stream().collect(Collectors.toMap(Decision::id, d -> d));
    Map<String, Zone> places =
        estate.zones().stream().collect(Collectors.toMap(Zone::name, z -> z));
    List<AssessedWorkload> workloads = new ArrayList<>();
    for (Workload workload : estate.workloads()) {
      Decision decision = byId.get(workload.id());
      if (decision != null && wanted.test(workload.id())) {
        workloads.add(
            new AssessedDecision(workload, decision, estate, places).assessed(refusedToo));
      }
    }
    TreeMap<String, AssessedZone> zones = new TreeMap<>();
    for (AssessedWorkload workload : workloads) {
      for (RuleAnswer answer : workload.answers()) {
        Zone zone = places.get(answer.zone());
        if (zone != null) {
          zones.put(
              zone.name(), new AssessedZone(zone.provider(), zone.offerings(), zone.region(), ""));
        }
      }
    }
    return new Assessment(estate.now(), workloads, zones);
  }

  /**
   * A copy with the clusters of zones.
   *
   * @param clusters by zone, each by the Secret with its kubeconfig; none for the operator's own
   */
  public Assessment in(Map<String, String> clusters) {
    TreeMap<String, AssessedZone> located = new TreeMap<>();
    zones.forEach(
        (name, zone) ->
            located.put(
                name,
                new AssessedZone(
                    zone.provider(),
                    zone.offerings(),
                    zone.region(),
                    clusters.getOrDefault(name, ""))));
    return new Assessment(at, workloads, located, leftOut);
  }

  /**
   * A copy with what is written down of zones of which it is not seen what stands there.
   *
   * @param fences by workload
   */
  public Assessment fenced(Map<WorkloadId, List<ZoneFence>> fences) {
    return new Assessment(
        at,
        workloads.stream()
            .map(
                w ->
                    w.fenced(
                        fences.getOrDefault(new WorkloadId(w.namespace(), w.name()), List.of())))
            .toList(),
        zones,
        leftOut);
  }

  /** A copy with the workloads of one namespace; the zones stay. */
  public Assessment only(String namespace) {
    return new Assessment(
        at,
        workloads.stream().filter(w -> w.namespace().equals(namespace)).toList(),
        zones,
        leftOut);
  }

  /**
   * The sentence with which a report ends: it counts the identifiers that a rule answered here, and
   * those of which no rule knows an answer.
   */
  public String closing() {
    TreeSet<String> answered = new TreeSet<>();
    TreeSet<String> unknown = new TreeSet<>();
    for (AssessedWorkload workload : workloads) {
      for (RuleAnswer answer : workload.answers()) {
        if (answer.given()) {
          (answer.result() == Verdict.Result.Unknown ? unknown : answered)
              .addAll(answer.requirements());
        }
      }
    }
    unknown.removeAll(answered);
    return RequirementLedger.closingOf(answered, unknown);
  }

  /** How many of the workloads pass, and on what. */
  public PassCount passes() {
    return PassCount.of(workloads);
  }

  /**
   * A copy without names of workloads and without free text. Workloads are numbered in their order;
   * messages and sources of facts are left out. Zones, providers and policies keep their names.
   */
  public Assessment redacted() {
    List<AssessedWorkload> numbered = new ArrayList<>();
    for (AssessedWorkload w : workloads) {
      Decision.Reason reason = w.reason();
      numbered.add(
          new AssessedWorkload(
              "",
              "workload-" + (numbered.size() + 1),
              w.replicas(),
              w.missing(),
              reason == null
                  ? null
                  : new Decision.Reason(reason.code(), "", reason.canPassByItself()),
              w.answers().stream().map(RuleAnswer::redacted).toList(),
              w.fences()));
    }
    return new Assessment(at, numbered, zones, LeftOutObject.redacted(leftOut));
  }
}

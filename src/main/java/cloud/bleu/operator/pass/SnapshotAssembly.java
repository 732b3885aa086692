package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.delivery.node.NodeZones;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.operator.gate.DeliveryOrders;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.operator.snapshot.DecidedWorkloads;
import cloud.bleu.operator.snapshot.FactDates;
import cloud.bleu.operator.snapshot.InputDigest;
import cloud.bleu.operator.snapshot.LapseForecast;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.explain.ClaimMemory;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.Enforcement;
import cloud.bleu.status.HourlyCost;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.ApiObjects;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Puts together what a pass saw and decided, for the controllers. It remembers digests, lapses and
 * claims of what did not change since the pass before.
 */
public final class SnapshotAssembly {

  private final InputDigest digests = new InputDigest();
  private final LapseForecast lapses = new LapseForecast();
  private final ClaimMemory claims = new ClaimMemory();

  /**
   * What the decisions of a pass are computed from.
   *
   * @param inForce what was decided before
   */
  DecisionInputs inputs(
      ApiObjects objects,
      Translation translation,
      FactDates dates,
      Map<WorkloadId, DecisionInForce> inForce) {
    return new DecisionInputs(digests, objects, translation, dates, inForce);
  }

  /**
   * The snapshot of a pass whose decisions are committed.
   *
   * @param waivers that decisions stand on, as {@link #waivers} has them
   * @param decided the workloads for which a decision is in force
   */
  Snapshot snapshot(
      ApiObjects objects,
      Translation translation,
      PassPlan planned,
      Map<WorkloadId, List<WaiverUse>> waivers,
      DecisionInputs inputs,
      Set<WorkloadId> decided,
      Enforcement enforcement) {
    Estate estate = translation.estate();
    Map<WorkloadId, Decision> decisions = PassPlan.decisions(planned.told());
    Map<WorkloadId, BleuWorkload> workloads = ReadEstate.byId(objects.workloads());
    Map<WorkloadId, Snapshot.Seen> seen = new HashMap<>();
    Map<WorkloadId, Inputs> made = new HashMap<>();
    Map<WorkloadId, String> asked = new HashMap<>();
    Set<String> uids = new HashSet<>();
    workloads.forEach(
        (id, w) -> {
          uids.add(w.getMetadata().getUid());
          seen.put(id, Snapshot.Seen.of(w));
          if (decided.contains(id)) {
            Inputs of = inputs.of(w);
            made.put(id, of);
            asked.put(id, String.valueOf(of.digest()));
          }
        });
    digests.retain(uids);
    return new Snapshot(
        translation,
        new DecidedWorkloads(
            seen,
            decisions,
            costs(estate, decisions),
            waivers,
            lapses.of(
                estate,
                decisions,
                asked,
                id -> {
                  BleuWorkload workload = workloads.get(id);
                  return workload == null ? Collections.emptySortedSet() : inputs.dates(workload);
                }),
            made),
        occupancy(translation, claims.occupancy(estate, planned.plan().decisions())),
        facts(objects),
        enforcement,
        NodeZones.of(objects.nodes(), DeliveryOrders.selectors(objects.zones())));
  }

  static SortedMap<String, Occupancy> occupancy(
      Translation translation, SortedMap<String, Occupancy> zones) {
    SortedMap<String, Occupancy> occupancy = new TreeMap<>(zones);
    translation
        .held()
        .forEach(
            (zone, room) -> occupancy.computeIfPresent(zone, (name, one) -> one.holding(room)));
    return occupancy;
  }

  private static Map<WorkloadId, String> costs(Estate estate, Map<WorkloadId, Decision> decisions) {
    Map<WorkloadId, String> costs = new HashMap<>();
    for (Workload workload : estate.workloads()) {
      Decision decision = decisions.get(workload.id());
      String cost = decision == null ? null : HourlyCost.of(workload, decision, estate);
      if (cost != null) {
        costs.put(workload.id(), cost);
      }
    }
    return costs;
  }

  /** The waivers that decisions stand on, of those that stand on any. */
  static Map<WorkloadId, List<WaiverUse>> waivers(
      Estate estate, Map<WorkloadId, Decision> decisions) {
    Map<WorkloadId, List<WaiverUse>> waivers = new HashMap<>();
    for (Workload workload : estate.workloads()) {
      Decision decision = decisions.get(workload.id());
      List<WaiverUse> uses =
          decision == null ? List.of() : WaiverUse.of(workload, decision, estate);
      if (!uses.isEmpty()) {
        waivers.put(workload.id(), uses);
      }
    }
    return waivers;
  }

  private static Map<ObjectRef, Snapshot.Seen> facts(ApiObjects objects) {
    Map<ObjectRef, Snapshot.Seen> facts = new HashMap<>();
    Stream.of(objects.providers(), objects.zones(), objects.policies(), objects.waivers())
        .flatMap(List::stream)
        .forEach(o -> facts.put(ObjectRef.of(o), Snapshot.Seen.of(o)));
    return facts;
  }
}

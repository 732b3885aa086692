package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.AvailabilityZoneEffects.standing;
import static cloud.bleu.fieldeffects.Chained.nextSequence;
import static cloud.bleu.fieldeffects.Decided.zone;
import static cloud.bleu.fieldeffects.Decided.zones;
import static cloud.bleu.fieldeffects.Delivered.child;
import static cloud.bleu.fieldeffects.Delivered.maxUnavailable;
import static cloud.bleu.fieldeffects.Row.row;

import java.util.ArrayList;
import java.util.List;

/** What every field of a WorkloadPlacement does: as the current state, and to what is delivered. */
final class WorkloadPlacementEffects {
  private static final String STATEFUL =
      "{spec: {workload: {deployment: null, statefulSet: {serviceName: web, template: {spec: {containers: [{name: main,"
          + " image: none, resources: {requests: {cpu: 1}}}]}}}}}}";
  private static final String PLACEMENT = "WorkloadPlacement/web";
  private static final String WEB = "BleuWorkload/web";

  private WorkloadPlacementEffects() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    state(rows);
    contingency(rows);
    rows.addAll(EvacuationEffects.inForce());
    rows.addAll(PackedEffects.inForce());
    rows.add(
        row("spec.decision.sequence")
            .given(PLACEMENT, standing("{zone: a, replicas: 3}"))
            .given(PLACEMENT, decision(7, "d"))
            .edit(PLACEMENT, decision(9, "d"))
            .see(nextSequence(), "8", "10"));
    rows.add(
        row("spec.decision.digest")
            .given(PLACEMENT, standing("{zone: a, replicas: 3}"))
            .given(PLACEMENT, decision(7, "d"))
            .edit(PLACEMENT, decision(7, "e"))
            .see(
                Chained.withdrawnDigest(), "sha256:" + "d".repeat(64), "sha256:" + "e".repeat(64)));
    return rows;
  }

  private static String decision(int sequence, String digit) {
    return "{spec: {decision: {sequence: "
        + sequence
        + ", digest: \"sha256:"
        + digit.repeat(64)
        + "\"}}}";
  }

  private static void state(List<Row> rows) {
    String there = standing("{zone: a, replicas: 3}");
    rows.add(
        row("spec.workloadRef.name")
            .given(PLACEMENT, there)
            .edit(PLACEMENT, "{spec: {workloadRef: {name: other}}}")
            .see(zones("web"), "a=3", "a=1 b=1 c=1"));
    rows.add(
        row("spec.workloadRef.uid")
            .given(PLACEMENT, there)
            .edit(PLACEMENT, "{spec: {workloadRef: {uid: uid-of-an-earlier-one}}}")
            .see(zones("web"), "a=3", "a=1 b=1 c=1"));
    rows.add(
        row("spec.assignments[].zone")
            .given(PLACEMENT, there)
            .edit(PLACEMENT, standing("{zone: b, replicas: 3}"))
            .see(zones("web"), "a=3", "b=3"));
    rows.add(
        row("spec.assignments[].replicas")
            .given(PLACEMENT, there)
            .edit(PLACEMENT, standing("{zone: a, replicas: 2}"))
            .see(zones("web"), "a=3", "a=2 b=1"));
    rows.add(
        row("spec.assignments[].home")
            .given(PLACEMENT, standing("{zone: a, replicas: 0}, {zone: b, replicas: 3}"))
            .edit(
                PLACEMENT,
                standing("{zone: a, replicas: 0, home: 3}, {zone: b, replicas: 3, home: 0}"))
            .see(zones("web"), "b=3", "a=2 b=1"));
    rows.add(
        row("spec.assignments[].ordinalsStart")
            .given(WEB, STATEFUL)
            .given(PLACEMENT, standing("{zone: a, replicas: 3, ordinalsStart: 0}"))
            .edit(PLACEMENT, standing("{zone: a, replicas: 3, ordinalsStart: 100000}"))
            .see(child("a", "/spec/ordinals/start"), "0", "100000"));
    rows.add(
        former(
            "zone", "{zone: c, ordinalsStart: 0}", "{zone: b, ordinalsStart: 0}", "200000", "0"));
    rows.add(
        former(
            "ordinalsStart",
            "{zone: b, ordinalsStart: 0}",
            "{zone: b, ordinalsStart: 300000}",
            "0",
            "300000"));
    String volumes =
        "{spec: {workload: {statefulSet: {volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes:"
            + " [ReadWriteOnce]}}]}}}}";
    rows.add(
        row("spec.formerOrdinals[].ordinals")
            .given(WEB, STATEFUL)
            .given(WEB, volumes)
            .given(PLACEMENT, standing("{zone: a, replicas: 1}"))
            .given(PLACEMENT, formerOrdinals("{zone: b, ordinalsStart: 100000, ordinals: 1}"))
            .edit(PLACEMENT, formerOrdinals("{zone: b, ordinalsStart: 100000, ordinals: 2}"))
            .see(zones("web"), "a=1 b=1 c=1", "a=1 b=2"));
  }

  /** Web stands in a with a replica less than it asks for: that goes to b. */
  private static Row former(String field, String before, String after, String see, String then) {
    return row("spec.formerOrdinals[]." + field)
        .given(WEB, STATEFUL)
        .given(PLACEMENT, standing("{zone: a, replicas: 2, ordinalsStart: 100000}"))
        .given(PLACEMENT, formerOrdinals(before))
        .edit(PLACEMENT, formerOrdinals(after))
        .see(Chained.secondStart(), see, then);
  }

  private static String formerOrdinals(String block) {
    return "{spec: {formerOrdinals: [" + block + "]}}";
  }

  /**
   * Web stands frozen in a with a reserve in b, where low stands as well and gives way at the loss;
   * new wants the room that this leaves.
   */
  private static Row.Draft reserved(String field) {
    return beside(row("spec.contingency[]." + field))
        .given(PLACEMENT, reserve("zone a", "a", "b", 3, "shop", "low", "b", 2));
  }

  /** The same but for what is written of web. */
  static Row.Draft beside(Row.Draft draft) {
    String low =
        "{metadata: {namespace: shop}, spec: {replicas: %s, dataClasses: [Ordinary], residency: {zones: {allow: [%s]}},"
            + " workload: {external: {kind: VM, requests: {cpu: 1}}}}}";
    return draft
        .given("PriorityClass/high", "{value: 1000}")
        .given(
            WEB,
            "{spec: {suspend: true, placement: {priorityClassName: high}, resilience: {tolerate: [{of: Zone}]}}}")
        .given("BleuWorkload/low", low.formatted("7", "b"))
        .given("BleuWorkload/new", low.formatted("2", "b"))
        .given("WorkloadPlacement/low", placed("low", "{zone: b, replicas: 7}"));
  }

  private static String placed(String name, String assignment) {
    return "{metadata: {namespace: shop}, spec: {workloadRef: {name: "
        + name
        + "}, assignments: ["
        + assignment
        + "]}}";
  }

  private static String reserve(
      String event,
      String from,
      String to,
      int moved,
      String namespace,
      String name,
      String zone,
      int evicted) {
    return "{metadata: {namespace: shop}, spec: {workloadRef: {name: web, uid: uid-web}, assignments: [{zone: a, replicas:"
        + " 3}], contingency: [{event: "
        + event
        + ", keeps: 0, moves: [{from: "
        + from
        + ", to: "
        + to
        + ", replicas: "
        + moved
        + "}], evicts: [{namespace: "
        + namespace
        + ", name: "
        + name
        + ", zone: "
        + zone
        + ", replicas: "
        + evicted
        + "}]}]}}";
  }

  private static void contingency(List<Row> rows) {
    rows.add(
        row("spec.contingency[].keeps")
            .given(
                PLACEMENT,
                "{metadata: {namespace: shop}, spec: {workloadRef: {name: web, uid: uid-web}, assignments: [{zone: a,"
                    + " replicas: 3}, {zone: b, replicas: 3}, {zone: c, replicas: 3}], contingency: [{event: region north,"
                    + " keeps: 6}]}}")
            .edit(PLACEMENT, "{spec: {contingency: [{event: region north, keeps: 3}]}}")
            .see(maxUnavailable(), "6", "3"));
    rows.add(
        reserved("event")
            .edit(PLACEMENT, reserve("zone c", "a", "b", 3, "shop", "low", "b", 2))
            .see(zone("b", "/worstLoss"), "a", ""));
    rows.add(
        reserved("moves[].from")
            .edit(PLACEMENT, reserve("zone a", "c", "b", 3, "shop", "low", "b", 2))
            .see(zone("b", "/reserved/cpu"), "3", ""));
    rows.add(
        reserved("moves[].to")
            .edit(PLACEMENT, reserve("zone a", "a", "c", 3, "shop", "low", "b", 2))
            .see(zone("c", "/reserved/cpu"), "", "3"));
    rows.add(
        reserved("moves[].replicas")
            .edit(PLACEMENT, reserve("zone a", "a", "b", 2, "shop", "low", "b", 2))
            .see(zone("b", "/reserved/cpu"), "3", "2"));
    rows.add(
        reserved("evicts[].namespace")
            .edit(PLACEMENT, reserve("zone a", "a", "b", 3, "mall", "low", "b", 2))
            .see(zones("new"), "b=2", "-2"));
    rows.add(
        reserved("evicts[].name")
            .edit(PLACEMENT, reserve("zone a", "a", "b", 3, "shop", "web", "b", 2))
            .see(zones("new"), "b=2", "-2"));
    rows.add(
        reserved("evicts[].zone")
            .edit(PLACEMENT, reserve("zone a", "a", "b", 3, "shop", "low", "c", 2))
            .see(zones("new"), "b=2", "-2"));
    rows.add(
        reserved("evicts[].replicas")
            .edit(PLACEMENT, reserve("zone a", "a", "b", 3, "shop", "low", "b", 1))
            .see(zones("new"), "b=2", "-2"));
  }
}

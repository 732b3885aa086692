package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.AvailabilityZoneEffects.standing;
import static cloud.bleu.fieldeffects.Decided.contingency;
import static cloud.bleu.fieldeffects.Decided.reason;
import static cloud.bleu.fieldeffects.Decided.rejected;
import static cloud.bleu.fieldeffects.Decided.zones;
import static cloud.bleu.fieldeffects.Explained.explained;
import static cloud.bleu.fieldeffects.Row.row;

import java.util.ArrayList;
import java.util.List;

/** What the fields of a BleuWorkload do that say how it is spread, survives and moves. */
final class RequirementEffects {
  private static final String WEB = "BleuWorkload/web";
  private static final String BASE = "BleuWorkload/base";

  private RequirementEffects() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    spread(rows);
    tolerate(rows);
    replication(rows);
    pace(rows);
    shares(rows);
    relations(rows);
    preferences(rows);
    backup(rows);
    return rows;
  }

  private static String spread(String entry) {
    return "{spec: {resilience: {spread: [{" + entry + "}]}}}";
  }

  private static String tolerate(String entry) {
    return "{spec: {resilience: {tolerate: [{" + entry + "}]}}}";
  }

  private static void spread(List<Row> rows) {
    String path = "spec.resilience.spread[].";
    String small = "{spec: {capacity: {cpu: 2}}}";
    rows.add(
        row(path + "over")
            .given(WEB, spread("over: Site, max: 1"))
            .edit(WEB, spread("over: Region, max: 1"))
            .see(zones("web"), "a=3", "a=2 b=1"));
    rows.add(
        row(path + "min")
            .given(WEB, "{spec: {residency: {zones: {allow: [a, b]}}}}")
            .given(WEB, spread("over: Site, min: 2"))
            .edit(WEB, spread("over: Site, min: 3"))
            .see(zones("web"), "a=2 b=1", "-3"));
    rows.add(
        row(path + "max")
            .given(WEB, spread("over: Site"))
            .edit(WEB, spread("over: Site, max: 2"))
            .see(zones("web"), "a=1 b=1 c=1", "a=2 b=1"));
    // Room for one replica and its rollout in b and c, so the others go to a.
    rows.add(
        row(path + "maxSkew")
            .given("AvailabilityZone/b", small)
            .given("AvailabilityZone/c", small)
            .given(WEB, "{spec: {replicas: 5}}")
            .given(WEB, spread("over: Site, maxSkew: 2"))
            .edit(WEB, spread("over: Site, maxSkew: 1"))
            .see(reason("web"), "", "SpreadUnsatisfiable"));
    rows.add(
        row(path + "whenUnsatisfiable")
            .given("AvailabilityZone/b", small)
            .given("AvailabilityZone/c", small)
            .given(WEB, "{spec: {replicas: 5}}")
            .given(WEB, spread("over: Site, maxSkew: 1"))
            .edit(WEB, spread("over: Site, maxSkew: 1, whenUnsatisfiable: PlaceAnyway"))
            .see(zones("web"), "-5", "a=3 b=1 c=1"));
  }

  private static void tolerate(List<Row> rows) {
    String path = "spec.resilience.tolerate[].";
    rows.add(
        row(path + "of")
            .given(WEB, tolerate("of: Zone, recover: None"))
            .edit(WEB, tolerate("of: Region, recover: None"))
            .see(
                contingency("web"),
                "zone a: keeps 2; zone b: keeps 2; zone c: keeps 2",
                "region north: keeps 1; region south: keeps 2; zone a: keeps 2; zone b: keeps 2"));
    rows.add(
        row(path + "keep")
            .given(WEB, "{spec: {residency: {zones: {allow: [a, b]}}}}")
            .given(WEB, tolerate("of: Site, keep: 1"))
            .edit(WEB, tolerate("of: Site, keep: 2"))
            .see(reason("web"), "", "SurvivalUnsatisfiable"));
    rows.add(
        row(path + "recover")
            .given(WEB, tolerate("of: Zone, recover: None"))
            .edit(WEB, tolerate("of: Zone, recover: Reserved"))
            .see(
                contingency("web"),
                "zone a: keeps 2; zone b: keeps 2; zone c: keeps 2",
                "zone a: a>b 1, keeps 2; zone b: b>a 1, keeps 2; zone c: c>a 1, keeps 2"));
    rows.add(
        row(path + "recover")
            .given(WEB, "{spec: {replicas: 1}}")
            .given("WorkloadPlacement/web", standing("{zone: a, replicas: 1}"))
            .given("AvailabilityZone/a", "{spec: {state: Lost}}")
            .given(WEB, tolerate("of: Zone, recover: None"))
            .edit(WEB, tolerate("of: Zone, recover: BestEffort"))
            .see(zones("web"), "-1", "b=1"));
    rows.add(
        row(path + "replication")
            .given("AvailabilityZone/a", at("43"))
            .given("AvailabilityZone/b", at("43.1"))
            .given("AvailabilityZone/c", at("47"))
            .given(WEB, "{spec: {replicas: 1, resilience: {replication: {minDistanceKm: 200}}}}")
            .given(WEB, tolerate("of: Zone"))
            .edit(WEB, tolerate("of: Zone, replication: Asynchronous"))
            .see(contingency("web"), "zone a: a>b 1, keeps 0", "zone a: a>c 1, keeps 0"));
    rows.add(
        row(path + "whenUnsatisfiable")
            .given(WEB, "{spec: {residency: {zones: {allow: [a]}}}}")
            .given(WEB, tolerate("of: Site, keep: 1"))
            .edit(WEB, tolerate("of: Site, keep: 1, whenUnsatisfiable: PlaceAnyway"))
            .see(zones("web"), "-3", "a=3"));
  }

  private static String at(String latitude) {
    return "{spec: {location: {latitude: \"" + latitude + "\", longitude: \"2\"}}}";
  }

  private static void replication(List<Row> rows) {
    String sync =
        "{spec: {replicas: 1, resilience: {replication: {maxRoundTrip: %s}, tolerate: [{of: Zone, replication: Synchronous}]}}}";
    rows.add(
        row("spec.resilience.replication.maxRoundTrip")
            .given("AvailabilityZone/a", at("43"))
            .given("AvailabilityZone/b", at("47"))
            .given("AvailabilityZone/c", at("51"))
            .given(WEB, sync.formatted("20ms"))
            .edit(WEB, sync.formatted("2ms"))
            .see(reason("web"), "", "SurvivalUnsatisfiable"));
    String async =
        "{spec: {replicas: 1, resilience: {replication: {minDistanceKm: %s}, tolerate: [{of: Zone, replication: Asynchronous}]}}}";
    rows.add(
        row("spec.resilience.replication.minDistanceKm")
            .given("AvailabilityZone/a", at("43"))
            .given("AvailabilityZone/b", at("43.1"))
            .given("AvailabilityZone/c", at("47"))
            .given(WEB, async.formatted("5"))
            .edit(WEB, async.formatted("200"))
            .see(contingency("web"), "zone a: a>b 1, keeps 0", "zone a: a>c 1, keeps 0"));
    objectives(rows);
    rows.add(
        row("spec.resilience.quorum")
            .given(WEB, "{spec: {residency: {zones: {allow: [a, b]}}}}")
            .edit(WEB, "{spec: {resilience: {quorum: true}}}")
            .see(reason("web"), "", "QuorumUnsatisfiable"));
  }

  private static void objectives(List<Row> rows) {
    String timed = "{spec: {resilience: {tolerate: [{of: Site}], rto: %s, startBudget: %s}}}";
    String code =
        "(RecoveryTime|DataLoss)(Exceeded|Unknown)|rpo [0-9a-z]+: holds|rto [0-9a-z]+: holds";
    rows.add(
        seen(row("spec.resilience.rto"))
            .given(WEB, timed.formatted("3m", "90s"))
            .edit(WEB, timed.formatted("2m", "90s"))
            .see(explained(code), "rto 3m: holds", "RecoveryTimeExceeded"));
    rows.add(
        seen(row("spec.resilience.startBudget"))
            .given(WEB, "{spec: {resilience: {tolerate: [{of: Site}], rto: 3m}}}")
            .edit(WEB, timed.formatted("3m", "90s"))
            .see(explained(code), "RecoveryTimeUnknown", "rto 3m: holds"));
    String lagging =
        "{spec: {replicas: 1, resilience: {replication: {minDistanceKm: 5%s}, rpo: %s, tolerate: [{of: Zone, replication: Asynchronous}]}}}";
    rows.add(
        apart(row("spec.resilience.rpo"))
            .given(WEB, lagging.formatted(", maxLag: 5s", "10s"))
            .edit(WEB, lagging.formatted(", maxLag: 5s", "1s"))
            .see(explained(code), "rpo 10s: holds", "DataLossExceeded"));
    rows.add(
        apart(row("spec.resilience.replication.maxLag"))
            .given(WEB, lagging.formatted("", "10s"))
            .edit(WEB, lagging.formatted(", maxLag: 5s", "10s"))
            .see(explained(code), "DataLossUnknown", "rpo 10s: holds"));
  }

  /** With a node in each zone, so that its loss is seen. */
  private static Row.Draft seen(Row.Draft row) {
    Row.Draft seen = row;
    for (String zone : List.of("a", "b", "c")) {
      seen =
          seen.given(
              "Node/" + zone,
              "{metadata: {labels: {zone: %s}}, status: {allocatable: {cpu: 10, memory: 100Gi, pods: 50}, conditions: [{type: Ready, status: \"True\"}]}}"
                  .formatted(zone));
    }
    return seen;
  }

  private static Row.Draft apart(Row.Draft row) {
    return row.given("AvailabilityZone/a", at("43"))
        .given("AvailabilityZone/b", at("45"))
        .given("AvailabilityZone/c", at("47"));
  }

  /** The only zone of a workload is silent, for two minutes. */
  private static Row.Draft silent(Row.Draft row, String down) {
    return row.given("Node/n1", down)
        .given("Node/n2", down.replace("zone: a", "zone: b").replace("False", "True"))
        .given("Node/n3", down.replace("zone: a", "zone: c").replace("False", "True"))
        .given("WorkloadPlacement/web", standing("{zone: a, replicas: 3}"))
        .given(WEB, tolerate("of: Zone"));
  }

  private static void pace(List<Row> rows) {
    String down =
        "{metadata: {labels: {zone: a}}, status: {allocatable: {cpu: 7, memory: 9Gi, pods: 50}, conditions: [{type: Ready,"
            + " status: \"False\", lastTransitionTime: \"2026-11-24T11:58:00Z\"}]}}";
    rows.add(
        silent(row("spec.resilience.failover.after"), down)
            .given(WEB, "{spec: {resilience: {failover: {after: 3m}}}}")
            .edit(WEB, "{spec: {resilience: {failover: {after: 1m}}}}")
            .see(zones("web"), "a=3", "b=2 c=1"));
    rows.add(
        silent(row("spec.resilience.failover.unfenced"), down)
            .given(WEB, "{spec: {resilience: {failover: {after: 1m, unfenced: Wait}}}}")
            .edit(WEB, "{spec: {resilience: {failover: {unfenced: Proceed}}}}")
            .see(zones("web"), "a=3", "b=2 c=1"));
    rows.add(
        returning(row("spec.resilience.failover.returnAfter"))
            .given(WEB, "{spec: {resilience: {failover: {returnAfter: 30m}}}}")
            .edit(WEB, "{spec: {resilience: {failover: {returnAfter: 10m}}}}")
            .see(zones("web"), "b=3", "a=2 b=1"));
    rows.add(
        returning(row("spec.placement.rebalance.maxMovesPerHour"))
            .edit(WEB, "{spec: {placement: {rebalance: {maxMovesPerHour: 1}}}}")
            .see(zones("web"), "a=2 b=1", "a=1 b=2"));
    rows.add(
        returning(row("spec.placement.rebalance.mode"))
            .edit(WEB, "{spec: {placement: {rebalance: {mode: Never}}}}")
            .see(zones("web"), "a=2 b=1", "b=3"));
  }

  /** Zone a has been back for twenty minutes; two of the three in b belong there. */
  private static Row.Draft returning(Row.Draft draft) {
    return draft
        .given(WEB, "{spec: {resilience: {failover: {returnAfter: 10m}}}}")
        .given(
            "AvailabilityZone/a",
            "{status: {returned: \"2026-11-24T11:40:00Z\", conditions: [{type: Schedulable, status: \"True\", reason: Active, message: m, lastTransitionTime:"
                + " \"2026-11-24T11:40:00Z\"}]}}")
        .given(
            "WorkloadPlacement/web",
            standing("{zone: a, replicas: 0, home: 2}, {zone: b, replicas: 3, home: 1}"));
  }

  private static void shares(List<Row> rows) {
    rows.add(
        row("spec.placement.perZone.max")
            .given(WEB, "{spec: {residency: {zones: {allow: [a]}}}}")
            .edit(WEB, "{spec: {placement: {perZone: {max: 2}}}}")
            .see(zones("web"), "a=3", "-3"));
    rows.add(
        row("spec.placement.perZone.min")
            .edit(WEB, "{spec: {placement: {perZone: {min: 2}}}}")
            .see(zones("web"), "a=1 b=1 c=1", "a=3"));
    String weights =
        "{spec: {placement: {weights: [{zone: a, weight: %s}, {zone: %s, weight: 1}]}}}";
    rows.add(
        row("spec.placement.weights[].weight")
            .given(WEB, weights.formatted("2", "b"))
            .edit(WEB, weights.formatted("20", "b"))
            .see(zones("web"), "a=2 b=1", "a=3"));
    rows.add(
        row("spec.placement.weights[].zone")
            .given(WEB, weights.formatted("2", "b"))
            .edit(WEB, weights.formatted("2", "c"))
            .see(zones("web"), "a=2 b=1", "a=2 c=1"));
  }

  private static void relations(List<Row> rows) {
    for (String kind : List.of("affinity", "antiAffinity")) {
      boolean together = kind.equals("affinity");
      String path = "spec.placement." + kind + "[].";
      rows.add(
          neighbours(row(path + "with"))
              .given(WEB, "{spec: {residency: {zones: {deny: [a]}}}}")
              .given(WEB, relation(kind, "with: base"))
              .edit(WEB, relation(kind, "with: queue"))
              .see(zones("web"), together ? "b=1" : "c=1", together ? "c=1" : "b=1"));
      rows.add(
          neighbours(row(path + "topology"))
              .given(WEB, "{spec: {residency: {zones: {deny: [b]}}}}")
              .given(WEB, relation(kind, "with: base"))
              .edit(WEB, relation(kind, "with: base, topology: Region"))
              .see(zones("web"), together ? "-1" : "a=1", together ? "a=1" : "c=1"));
      rows.add(
          neighbours(row(path + "required"))
              .given(WEB, "{spec: {residency: {zones: {allow: [" + (together ? "a" : "b") + "]}}}}")
              .given(WEB, relation(kind, "with: base"))
              .edit(WEB, relation(kind, "with: base, required: false"))
              .see(zones("web"), "-1", together ? "a=1" : "b=1"));
    }
  }

  private static String relation(String kind, String entry) {
    return "{spec: {placement: {" + kind + ": [{" + entry + "}]}}}";
  }

  /** Of one replica each: base in b, queue in c. */
  private static Row.Draft neighbours(Row.Draft draft) {
    String other =
        "{metadata: {namespace: shop}, spec: {replicas: 1, dataClasses: [Ordinary], residency: {zones: {allow: [%s]}},"
            + " workload: {external: {kind: VM, requests: {cpu: 1}}}}}";
    return draft
        .given(BASE, other.formatted("b"))
        .given("BleuWorkload/queue", other.formatted("c"))
        .given(WEB, "{spec: {replicas: 1}}");
  }

  private static void preferences(List<Row> rows) {
    rows.add(
        row("spec.placement.priorityClassName")
            .given("PriorityClass/high", "{value: 1000}")
            .given("AvailabilityZone/a", "{spec: {capacity: {cpu: 2}}}")
            .given(
                "BleuWorkload/base",
                "{metadata: {namespace: shop}, spec: {replicas: 1, dataClasses: [Ordinary], residency: {zones: {allow:"
                    + " [a]}}, workload: {external: {kind: VM, requests: {cpu: 1}}}}}")
            .given(WEB, "{spec: {replicas: 1, residency: {zones: {allow: [a]}}}}")
            .edit(WEB, "{spec: {placement: {priorityClassName: high}}}")
            .see(zones("web"), "-1", "a=1"));
    rows.add(
        row("spec.placement.objective")
            .given("AvailabilityZone/b", "{spec: {cost: {perHour: {cpu: \"1\"}}}}")
            .given("AvailabilityZone/a", "{spec: {cost: {perHour: {cpu: \"2\"}}}}")
            .edit(WEB, "{spec: {placement: {objective: Cost}}}")
            .see(zones("web"), "a=1 b=1 c=1", "b=3"));
    rows.add(
        row("spec.placement.objective")
            .given(
                "AvailabilityZone/c", "{spec: {cost: {carbon: {gramsPerKWh: 10, wattsPerCpu: 5}}}}")
            .given(
                "AvailabilityZone/a", "{spec: {cost: {carbon: {gramsPerKWh: 20, wattsPerCpu: 5}}}}")
            .edit(WEB, "{spec: {placement: {objective: Carbon}}}")
            .see(zones("web"), "a=1 b=1 c=1", "c=3"));
  }

  /** Paris and Marseille. */
  private static void backup(List<Row> rows) {
    String web = "BleuWorkload/web";
    for (String field : List.of("toZones[]", "minDistanceKm")) {
      boolean zones = field.equals("toZones[]");
      rows.add(
          row("spec.resilience.backup." + field)
              .given(
                  "AvailabilityZone/a",
                  "{spec: {location: {latitude: \"48.85\", longitude: \"2.35\"}, storage: {backupZones: [a, c]}}}")
              .given(
                  "AvailabilityZone/c",
                  "{spec: {location: {latitude: \"43.3\", longitude: \"5.37\"}}}")
              .given(web, "{spec: {resilience: {backup: {toZones: [c], minDistanceKm: 600}}}}")
              .edit(
                  web,
                  zones
                      ? "{spec: {resilience: {backup: {toZones: [a]}}}}"
                      : "{spec: {resilience: {backup: {minDistanceKm: 700}}}}")
              .see(rejected("a"), "", zones ? "BackupOnSite" : "BackupTooNear"));
    }
  }
}

package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.Decided.zone;
import static cloud.bleu.fieldeffects.Decided.zones;
import static cloud.bleu.fieldeffects.Row.row;

import java.util.List;

/** What is seen of a zone, and how long it is to be seen; it is 2026-11-24, noon. */
final class ZoneHealthEffects {
  private static final String A = "AvailabilityZone/a";

  private ZoneHealthEffects() {}

  static List<Row> rows() {
    return List.of(
        look("degradedBelow", "True", "False", "Healthy")
            .edit(A, "{spec: {health: {degradedBelow: 50}}}")
            .see(zone("a", "/conditions/1/reason"), "Degraded", "NodesReady"),
        look("silentUpTo", "True", "False", "Healthy")
            .edit(A, "{spec: {health: {silentUpTo: 50}}}")
            .see(zone("a", "/conditions/1/reason"), "Degraded", "NoNodeReady"),
        runs(look("degradedAfter", "True", "False", "Healthy"))
            .given("Node/n1", "{status: {allocatable: {cpu: 100m, memory: 100Mi, pods: 1}}}")
            .edit(A, "{spec: {health: {degradedAfter: 10m}}}")
            .see(zones("web"), "b=2 c=1", "a=3"),
        runs(look("silentAfter", "False", "False", "Healthy"))
            .edit(A, "{spec: {health: {silentAfter: 10m}}}")
            .see(zones("web"), "b=2 c=1", "a=3"),
        look("recoveredAfter", "True", "True", "Silent")
            .edit(A, "{spec: {health: {recoveredAfter: 10m}}}")
            .see(zone("a", "/conditions/2/reason"), "Active", "Recovering"));
  }

  /** Two nodes that are as they are for five minutes, and what the zone was before. */
  private static Row.Draft look(String field, String first, String second, String before) {
    return row("spec.health." + field)
        .given("Node/n1", node(first))
        .given("Node/n2", node(second))
        .given(
            A,
            "{spec: {health: {}}, status: {health: {signal: "
                + before
                + ", since: \"2026-11-24T11:00:00Z\"}}}");
  }

  /** Three replicas run there, which wait one minute for a loss; other zones are in service. */
  private static Row.Draft runs(Row.Draft draft) {
    return draft
        .given("Node/n3", node("True").replace("zone: a", "zone: b"))
        .given("Node/n4", node("True").replace("zone: a", "zone: c"))
        .given("WorkloadPlacement/web", AvailabilityZoneEffects.standing("{zone: a, replicas: 3}"))
        .given(
            "BleuWorkload/web",
            "{spec: {resilience: {tolerate: [{of: Zone}], failover: {after: 1m}}}}");
  }

  private static String node(String ready) {
    return "{metadata: {labels: {zone: a}}, status: {allocatable: {cpu: 7, memory: 9Gi, pods: 50},"
        + " conditions: [{type: Ready, status: \""
        + ready
        + "\", lastTransitionTime: \"2026-11-24T11:55:00Z\"}]}}";
  }
}

package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.Decided.zone;
import static cloud.bleu.fieldeffects.Row.row;

import java.util.List;

/** From when on what is seen of a zone counts; it is 2026-11-24, noon. */
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
        look("degradedAfter", "True", "False", "Healthy")
            .edit(A, "{spec: {health: {degradedAfter: 10m}}}")
            .see(zone("a", "/conditions/1/reason"), "Degraded", "NodesReady"),
        look("silentAfter", "False", "False", "Healthy")
            .edit(A, "{spec: {health: {silentAfter: 10m}}}")
            .see(zone("a", "/conditions/1/reason"), "NoNodeReady", "NodesReady"),
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

  private static String node(String ready) {
    return "{metadata: {labels: {zone: a}}, status: {allocatable: {cpu: 7, memory: 9Gi, pods: 50},"
        + " conditions: [{type: Ready, status: \""
        + ready
        + "\", lastTransitionTime: \"2026-11-24T11:55:00Z\"}]}}";
  }
}

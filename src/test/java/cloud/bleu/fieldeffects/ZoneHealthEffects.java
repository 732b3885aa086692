package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.Decided.zone;
import static cloud.bleu.fieldeffects.Decided.zones;
import static cloud.bleu.fieldeffects.Row.row;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.zone.StatedProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is seen of a zone, and how long it is to be seen; it is 2026-11-24, noon. */
final class ZoneHealthEffects {
  private static final String A = "AvailabilityZone/a";

  private ZoneHealthEffects() {}

  static List<Row> rows() {
    return Stream.concat(thresholds().stream(), probes().stream()).toList();
  }

  private static List<Row> thresholds() {
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

  /** Of a probe that its status tells of, and of what is asked in its place. */
  private static List<Row> probes() {
    String tcp = "tcp: {host: a.example, port: 80}";
    String http = "http: {url: \"http://a.example/x\"%s}";
    return List.of(
        look("probes[].name", "True", "True", "Healthy, probes: [{name: p, state: Fails}]")
            .given(A, probe("name: q", tcp))
            .edit(A, probe("name: p", tcp))
            .see(zone("a", "/health/signal"), "Healthy", "Unreached"),
        asked("tcp.host", "name: p", tcp, "name: p, tcp: {host: b.example, port: 80}")
            .see(asked(StatedProbe::host), "a.example", "b.example"),
        asked("tcp.port", "name: p", tcp, "name: p, tcp: {host: a.example, port: 81}")
            .see(asked(StatedProbe::port), "80", "81"),
        asked(
                "http.url",
                "name: p",
                http.formatted(""),
                "name: p, http: {url: \"https://a.example/y\"}")
            .see(asked(p -> p.port() + p.http().path()), "80/x", "443/y"),
        asked(
                "http.statusFrom",
                "name: p",
                http.formatted(""),
                "name: p, " + http.formatted(", statusFrom: 201"))
            .see(asked(p -> p.http().statusFrom()), "200", "201"),
        asked(
                "http.statusTo",
                "name: p",
                http.formatted(""),
                "name: p, " + http.formatted(", statusTo: 399"))
            .see(asked(p -> p.http().statusTo()), "299", "399"),
        asked("period", "name: p", tcp, "name: p, period: 1m, " + tcp)
            .see(asked(StatedProbe::period), "PT10S", "PT1M"),
        asked("timeout", "name: p", tcp, "name: p, timeout: 5s, " + tcp)
            .see(asked(StatedProbe::timeout), "PT2S", "PT5S"),
        asked("failureThreshold", "name: p", tcp, "name: p, failureThreshold: 5, " + tcp)
            .see(asked(StatedProbe::failures), "3", "5"),
        asked("successThreshold", "name: p", tcp, "name: p, successThreshold: 2, " + tcp)
            .see(asked(StatedProbe::successes), "1", "2"));
  }

  private static Row.Draft asked(String field, String name, String of, String edited) {
    return row("spec.health.probes[]." + field)
        .given(A, probe(name, of))
        .edit(A, "{spec: {health: {probes: [{" + edited + "}]}}}");
  }

  private static String probe(String name, String of) {
    return "{spec: {health: {probes: [{" + name + ", " + of + "}]}}}";
  }

  /** What the operator asks. */
  private static Row.View asked(Function<StatedProbe, Object> part) {
    return world -> {
      AvailabilityZone zone =
          world.objects().zones().stream()
              .filter(z -> z.getMetadata().getName().equals("a"))
              .findFirst()
              .orElseThrow();
      Findings none = new Findings(ObjectRef.of(zone), new ArrayList<>(), new ArrayList<>());
      return String.valueOf(part.apply(StatedProbe.of(zone.getSpec().health(), none).get(0)));
    };
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

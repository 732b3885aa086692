package cloud.bleu.operator;

import static cloud.bleu.operator.Transition.moving;
import static cloud.bleu.operator.Transition.still;

import cloud.bleu.sandbox.FakeNodes;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The transitions that no schema gives: what happens to zones, policies, facts, names and time. */
final class DomainTransitions {
  private static final String GROUP = "placement.bleu.cloud/v1alpha1";
  private static final List<String> ZONES = List.of("fr-a", "fr-b", "fr-c");

  private final TransitionWorld world;
  private final FakeNodes nodes;
  private final ShiftedClock clock;
  private final KubernetesClient client;

  DomainTransitions(
      TransitionWorld world, FakeNodes nodes, ShiftedClock clock, KubernetesClient client) {
    this.world = world;
    this.nodes = nodes;
    this.clock = clock;
    this.client = client;
  }

  List<Transition> all() {
    List<Transition> all = new ArrayList<>();
    zones(all);
    policies(all);
    names(all);
    time(all);
    workloads(all);
    return all;
  }

  private void zones(List<Transition> all) {
    all.add(removed("zone removed", "AvailabilityZone", "spare"));
    all.add(
        still(
            "zone renamed",
            () -> {
              HasMetadata zone = world.delete(GROUP, "AvailabilityZone", "spare");
              zone.getMetadata().setName("renamed");
              world.create(zone);
            },
            () -> {
              HasMetadata zone = world.delete(GROUP, "AvailabilityZone", "renamed");
              zone.getMetadata().setName("spare");
              world.create(zone);
            }));
    all.add(
        edited(
            "zone of an unknown provider",
            "AvailabilityZone",
            "spare",
            "{spec: {provider: nobody}}"));
    all.add(
        edited(
            "zone without capacity",
            "AvailabilityZone",
            "fr-a",
            "{spec: {capacity: {cpu: 0, memory: 0, pods: 0}}}"));
    all.add(
        moving(
            "zone lost by order", () -> incident("fr-a", "Lost"), () -> incident("fr-a", "null")));
    all.add(
        moving(
            "every zone lost by order",
            () -> ZONES.forEach(z -> incident(z, "Lost")),
            () -> ZONES.forEach(z -> incident(z, "null"))));
    all.add(
        still(
            "every zone cordoned",
            () -> ZONES.forEach(z -> incident(z, "Cordoned")),
            () -> ZONES.forEach(z -> incident(z, "null"))));
    all.add(
        moving(
            "zone out of service",
            () -> {
              silent("fr-b");
              world.scene().until("fr-b is out of service", () -> !healthy("fr-b"));
            },
            () -> {
              nodes.resumeAll();
              world.scene().until("fr-b is back", () -> healthy("fr-b"));
            }));
    all.add(
        moving(
            "every zone out of service",
            () -> {
              silent(ZONES.toArray(String[]::new));
              world
                  .scene()
                  .until("no zone is healthy", () -> ZONES.stream().noneMatch(this::healthy));
            },
            () -> {
              nodes.resumeAll();
              world.scene().until("all are back", () -> ZONES.stream().allMatch(this::healthy));
            }));
  }

  private void silent(String... zones) {
    SilentNodes.of(client, nodes, client.getNamespace(), zones);
  }

  private boolean healthy(String zone) {
    return world.scene().zone(zone).getStatus().conditions().stream()
        .anyMatch(c -> c.getType().equals("Healthy") && c.getStatus().equals("True"));
  }

  private void incident(String zone, String state) {
    world.patch(
        "AvailabilityZone",
        zone,
        "{metadata: {annotations: {placement.bleu.cloud/incident: " + state + "}}}");
  }

  private void policies(List<Transition> all) {
    String germany =
        "rules: [{name: location, rule: data-location, action: Enforce, onViolation: Report, parameters: {countries: [DE]}}]";
    all.add(
        edited(
            "stricter policy on what runs", "SovereigntyPolicy", "p", "{spec: {" + germany + "}}"));
    all.add(
        still(
            "two policies that clash",
            () ->
                world.create(
                    "{apiVersion: "
                        + GROUP
                        + ", kind: SovereigntyPolicy, metadata: {name: q}, spec: {"
                        + germany
                        + "}}"),
            () -> world.delete(GROUP, "SovereigntyPolicy", "q")));
    all.add(removed("policy that is named removed", "SovereigntyPolicy", "p"));
    all.add(removed("provider removed", "CloudProvider", "acme"));
    JsonNode provider = world.spec("CloudProvider", "acme");
    all.add(
        still(
            "qualification withdrawn",
            () -> {
              JsonNode spec = provider.deepCopy();
              ((com.fasterxml.jackson.databind.node.ObjectNode)
                      spec.at("/offerings/0/qualifications/0"))
                  .put("state", "Withdrawn");
              world.replace("CloudProvider", "acme", spec);
            },
            () -> world.replace("CloudProvider", "acme", provider)));
    all.add(
        still(
            "namespace no longer governed",
            () -> label("governed", "null"),
            () -> label("governed", "Audit")));
    all.add(
        still(
            "namespace with a label that is no level",
            () -> label("governed", "Perhaps"),
            () -> label("governed", "Audit")));
  }

  private void label(String key, String value) {
    world.patch(
        "v1",
        "Namespace",
        client.getNamespace(),
        "{metadata: {labels: {placement.bleu.cloud/" + key + ": " + value + "}}}");
  }

  private void names(List<Transition> all) {
    AtomicReference<HasMetadata> kept = new AtomicReference<>();
    all.add(
        still(
            "priority class removed",
            () -> kept.set(world.delete("scheduling.k8s.io/v1", "PriorityClass", "transitions")),
            () -> world.create(kept.get())));
    AtomicReference<HasMetadata> template = new AtomicReference<>();
    all.add(
        still(
            "template removed",
            () -> template.set(world.delete("apps/v1", "Deployment", "legacy")),
            () -> world.create(template.get())));
  }

  private void time(List<Transition> all) {
    Duration years = Duration.ofDays(720);
    all.add(
        still(
            "clock after the end of the qualification",
            () -> {
              clock.shift(years);
              world.touch();
            },
            () -> {
              clock.shift(years.negated());
              world.touch();
            }));
    all.add(
        still(
            "clock before the beginning of the qualification",
            () -> {
              clock.shift(years.negated());
              world.touch();
            },
            () -> {
              clock.shift(years);
              world.touch();
            }));
  }

  private void workloads(List<Transition> all) {
    all.add(edited("no replicas", "BleuWorkload", "web", "{spec: {replicas: 0}}"));
    all.add(edited("more replicas than fit", "BleuWorkload", "web", "{spec: {replicas: 99}}"));
    all.add(
        edited(
            "suspended while another loss is to be survived",
            "BleuWorkload",
            "web",
            "{spec: {suspend: true, resilience: {tolerate: [{of: Region, keep: 0, recover: None}]}}}"));
    all.add(
        still(
            "placement removed by somebody",
            () -> world.remove("WorkloadPlacement", "web"),
            () -> {}));
    all.add(
        still(
            "placement emptied by somebody",
            () ->
                world.patch(
                    "WorkloadPlacement", "web", "{spec: {assignments: null, evacuation: null}}"),
            () -> {}));
  }

  /** A merge patch on a spec, and the spec as it was. */
  private Transition edited(String id, String kind, String name, String patch) {
    JsonNode before = world.spec(kind, name);
    return new Transition(
        id,
        kind.equals("BleuWorkload") ? name : "",
        false,
        () -> world.patch(kind, name, patch),
        () -> world.replace(kind, name, before));
  }

  private Transition removed(String id, String kind, String name) {
    AtomicReference<HasMetadata> kept = new AtomicReference<>();
    return still(
        id, () -> kept.set(world.delete(GROUP, kind, name)), () -> world.create(kept.get()));
  }
}

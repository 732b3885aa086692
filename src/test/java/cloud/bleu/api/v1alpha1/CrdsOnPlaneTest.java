package cloud.bleu.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server makes of the CRDs: rules, defaults, bounds, merging, scaling. */
class CrdsOnPlaneTest extends CrdPlane {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<CrdCases.Case> cases() {
    return CrdCases.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyRuleRefusesAndAccepts(CrdCases.Case c) {
    if (c.before() == null) {
      refused(
          c.message(),
          () -> client.resource(object(c.kind(), "refused", c.refused())).dryRun().create());
      client.resource(object(c.kind(), "accepted", c.accepted())).dryRun().create();
      return;
    }
    GenericKubernetesResource before = create(c.kind(), c.before());
    String name = before.getMetadata().getName();
    if (c.status() != null) {
      status(c.kind(), name, c.status());
    }
    refused(
        c.message(), () -> client.resource(object(c.kind(), name, c.refused())).dryRun().update());
    client.resource(object(c.kind(), name, c.accepted())).dryRun().update();
  }

  @Test
  void hostsOfProbesAreNamesOrAddresses() {
    for (String host : ProbeHosts.TAKEN) {
      client.resource(zoneThatAsks(host)).dryRun().create();
    }
    for (String host : ProbeHosts.REFUSED) {
      GenericKubernetesResource zone = zoneThatAsks(host);
      for (String field : List.of("probes[0].tcp.host: ", "probes[1].http.url: ")) {
        refused("spec.health." + field, () -> client.resource(zone).dryRun().create());
      }
    }
  }

  private GenericKubernetesResource zoneThatAsks(String host) {
    return object("AvailabilityZone", "asks", CrdCases.ZONE + ", " + ProbeHosts.health(host));
  }

  @Test
  void everyRuleHasACase() {
    TreeSet<String> without = new TreeSet<>();
    for (Class<? extends HasMetadata> kind : CrdFiles.KINDS) {
      for (JsonNode rules : CrdFiles.definition(kind).findValues("x-kubernetes-validations")) {
        for (JsonNode rule : rules) {
          String message = rule.get("message").asText();
          boolean found =
              message.startsWith("the name of a ")
                  || CrdCases.ALL.stream()
                      .anyMatch(
                          c ->
                              c.kind().equals(kind.getSimpleName())
                                  && message.startsWith(c.message()));
          if (!found) {
            without.add(kind.getSimpleName() + ": " + message);
          }
        }
      }
    }
    assertEquals(new TreeSet<>(), without);
  }

  @ParameterizedTest
  @CsvSource({"BleuWorkload", "AvailabilityZone"})
  void namesThatBecomeLabelValuesAreShortAndPlain(String kind) {
    String spec = kind.equals("BleuWorkload") ? CrdCases.WORKLOAD : CrdCases.ZONE;
    for (String name : List.of("a.b", "a".repeat(64))) {
      refused("the name of a ", () -> client.resource(object(kind, name, spec)).dryRun().create());
    }
    client.resource(object(kind, "a".repeat(63), spec)).dryRun().create();
  }

  @Test
  void aZoneThatIsNotInUseMayBeMoved() {
    String name = create("AvailabilityZone", CrdCases.ZONE).getMetadata().getName();
    String moved = CrdCases.ZONE.replace("site: s", "site: other");
    client.resource(object("AvailabilityZone", name, moved)).dryRun().update();
    status("AvailabilityZone", name, "workloads: 0");
    client.resource(object("AvailabilityZone", name, moved)).dryRun().update();
  }

  @Test
  void defaultsAreShown() {
    JsonNode workload =
        json(
            create(
                "BleuWorkload",
                CrdCases.WORKLOAD
                    + ", resilience: {spread: [{over: Site}], tolerate: [{of: Site}]}"));
    assertAll(
        () -> assertEquals("{\"observedGeneration\":-1}", workload.get("status").toString()),
        () -> assertEquals(1, workload.at("/spec/replicas").asInt()),
        () -> assertEquals("false", workload.at("/spec/suspend").toString()),
        () ->
            assertEquals(
                json("{maxSkew: 1, min: 1, over: Site, whenUnsatisfiable: DoNotPlace}"),
                workload.at("/spec/resilience/spread/0")),
        () ->
            assertEquals(
                json("{keep: '0', of: Site, recover: Reserved, whenUnsatisfiable: DoNotPlace}"),
                workload.at("/spec/resilience/tolerate/0")),
        () ->
            assertEquals(
                json("{after: 60s, returnAfter: 30m}"), workload.at("/spec/resilience/failover")),
        () ->
            assertEquals(
                json("{objective: Stability, rebalance: {maxMovesPerHour: 2, mode: WhenNeeded}}"),
                workload.at("/spec/placement")));
    JsonNode zone = json(create("AvailabilityZone", CrdCases.ZONE));
    assertEquals("Active", zone.at("/spec/state").asText());
    assertEquals(90, zone.at("/spec/usablePercent").asInt());
    JsonNode policy =
        json(
            create(
                "SovereigntyPolicy",
                "rules: [{name: a, rule: data-location, parameters: {countries: [EU], deep: {x: [1]}}}]"));
    assertEquals(
        json(
            "{action: Enforce, name: a, onViolation: Report, parameters: {countries: [EU], deep: {x: [1]}}, rule: data-location}"),
        policy.at("/spec/rules/0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BleuWorkload|dataClasses: [Lunar]|Unsupported value: \"Lunar\"",
        "BleuWorkload|replicas: -1|should be greater than or equal to 0",
        "BleuWorkload|replicas: 100001|should be less than or equal to 100000",
        "BleuWorkload|residency: {countries: [fr]}|spec.residency.countries[0]",
        "BleuWorkload|residency: {countries: [FR, FR]}|Duplicate value: \"FR\"",
        "BleuWorkload|resilience: {spread: [{over: Site}, {over: Site, min: 2}]}|Duplicate value",
        "BleuWorkload|resilience: {tolerate: [{of: Moon}]}|spec.resilience.tolerate[0].of",
        "BleuWorkload|resilience: {tolerate: [{of: Site, keep: 101%}]}|spec.resilience.tolerate[0].keep",
        "BleuWorkload|resilience: {tolerate: [{of: Site, keep: -1}]}|spec.resilience.tolerate[0].keep",
        "BleuWorkload|resilience: {failover: {after: soon}}|spec.resilience.failover.after",
        "BleuWorkload|placement: {weights: [{zone: a, weight: 0}]}|spec.placement.weights[0].weight",
        "BleuWorkload|workload: {external: {kind: VM, requests: {cpu: -1}}}|spec.workload.external.requests.cpu",
        "BleuWorkload|workload: {external: {kind: VM, requests: {cpu: '-1'}}}|spec.workload.external.requests.cpu",
        "BleuWorkload|workload: {external: {kind: VM, requests: {}}}|should have at least 1 properties",
        "AvailabilityZone|location: {country: FR, latitude: '91', longitude: '0'}|spec.location.latitude",
        "AvailabilityZone|location: {country: FR, latitude: '0', longitude: '180.1'}|spec.location.longitude",
        "AvailabilityZone|usablePercent: 0|spec.usablePercent",
        "AvailabilityZone|cost: {perHour: {cpu: free}}|spec.cost.perHour.cpu",
        "AvailabilityZone|state: Sleeping|Unsupported value: \"Sleeping\"",
        "AvailabilityZone|target: {nodeSelector: {}}|should have at least 1 properties",
        "CloudProvider|legalEntity: {name: a, provenance: {basis: Rumour}}|Unsupported value: \"Rumour\"",
        "CloudProvider|legalEntity: {name: a, provenance: {basis: Press, asOf: 2026-02-30}}|spec.legalEntity.provenance.asOf",
        "CloudProvider|ownership: {holders: [{name: A, of: P, votesPercent: '100.1'}]}|votesPercent",
        "SovereigntyPolicy|facts: {maxAgeDays: 0}|spec.facts.maxAgeDays",
        "SovereigntyPolicy|rules: [{name: a, rule: Seat}]|spec.rules[0].rule: Invalid value: \"Seat\"",
        "SovereigntyPolicy|rules: []|should have at least 1 items",
        "SovereigntyPolicy|rules: [{name: a, rule: seat-in-eu}, {name: a, rule: zone-state}]|Duplicate value",
        "DecisionLedger|headHash: sha256:00|spec.headHash"
      })
  void whatIsOutOfBoundsIsRefused(String kind, String field, String fragment) {
    String base =
        switch (kind) {
          case "BleuWorkload" -> CrdCases.WORKLOAD;
          case "AvailabilityZone" -> CrdCases.ZONE;
          case "SovereigntyPolicy" -> "rules: [{name: a, rule: seat-in-eu}]";
          default -> "";
        };
    GenericKubernetesResource object = object(kind, "bounds", base);
    client.resource(object).dryRun().create();
    @SuppressWarnings("unchecked")
    var spec = (java.util.Map<String, Object>) object.get("spec");
    spec.putAll(Serialization.unmarshal("---\n{" + field + "}", java.util.Map.class));
    refused(fragment, () -> client.resource(object).dryRun().create());
  }

  @Test
  void twoManagersOfOneListKeepEachOthersItems() {
    String name = create("BleuWorkload", CrdCases.WORKLOAD).getMetadata().getName();
    apply(
        "team-a",
        name,
        "placement: {weights: [{zone: a, weight: 1}]}, policies: [p], residency: {countries: [FR]}");
    apply(
        "team-b",
        name,
        "placement: {weights: [{zone: b, weight: 2}]}, policies: [q], residency: {countries: [DE]}");
    JsonNode spec = json(get("BleuWorkload", name)).get("spec");
    assertEquals(
        json("[{weight: 1, zone: a}, {weight: 2, zone: b}]"), spec.at("/placement/weights"));
    assertEquals(json("[p, q]"), spec.at("/policies"));
    assertEquals(json("[FR, DE]"), spec.at("/residency/countries"));
  }

  @Test
  void twoManagersOfConditionsKeepEachOthers() {
    String name = create("BleuWorkload", CrdCases.WORKLOAD).getMetadata().getName();
    for (String type : List.of("Placed", "Audited")) {
      GenericKubernetesResource patch =
          Serialization.unmarshal(
              String.format(
                  "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name: %s, namespace:"
                      + " %s}, status: {conditions: [{type: %s, status: \"True\", reason: Tested, message: \"\","
                      + " lastTransitionTime: \"2026-01-01T00:00:00Z\"}]}}",
                  name, namespace, type),
              GenericKubernetesResource.class);
      client.resource(patch).subresource("status").patch(applyAs("manager-of-" + type));
    }
    TreeSet<String> types = new TreeSet<>();
    json(get("BleuWorkload", name))
        .at("/status/conditions")
        .forEach(c -> types.add(c.get("type").asText()));
    assertEquals(new TreeSet<>(List.of("Audited", "Placed")), types);
  }

  @Test
  void scalingIsNeverRefusedAndReachesZero() {
    String name =
        create(
                "BleuWorkload",
                CrdCases.WORKLOAD
                    + ", resilience: {quorum: true, spread: [{over: Site, min: 3}], tolerate: [{of: Site, keep: 3}]}, placement: {perZone: {min: 2, max: 2}}")
            .getMetadata()
            .getName();
    for (int replicas : new int[] {8, 0, 1}) {
      client.resources(BleuWorkload.class).inNamespace(namespace).withName(name).scale(replicas);
      assertEquals(
          replicas,
          client
              .resources(BleuWorkload.class)
              .inNamespace(namespace)
              .withName(name)
              .get()
              .getSpec()
              .replicas());
    }
  }

  @Test
  void zonesAreFoundByTheirFields() {
    String provider = "provider-" + namespace;
    GenericKubernetesResource zone =
        create("AvailabilityZone", CrdCases.ZONE.replace("provider: p", "provider: " + provider));
    List<AvailabilityZone> found =
        client
            .resources(AvailabilityZone.class)
            .withField("spec.provider", provider)
            .list()
            .getItems();
    assertEquals(
        List.of(zone.getMetadata().getName()),
        found.stream().map(z -> z.getMetadata().getName()).toList());
  }

  @Test
  void thePodTemplateIsKeptWhole() {
    String template =
        "{metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i, newField: {x: 1}}], more: [1]}}";
    JsonNode read =
        json(
            create(
                "BleuWorkload",
                "dataClasses: [Ordinary], workload: {deployment: {template: " + template + "}}"));
    assertEquals(json(template), read.at("/spec/workload/deployment/template"));
  }

  private void apply(String manager, String name, String spec) {
    GenericKubernetesResource patch = object("BleuWorkload", name, spec);
    client.resource(patch).patch(applyAs(manager));
  }

  private static PatchContext applyAs(String manager) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(manager)
        .build();
  }

  private static void refused(String fragment, org.junit.jupiter.api.function.Executable write) {
    String message = assertThrows(KubernetesClientException.class, write).getMessage();
    assertTrue(message.contains(fragment), () -> "expected " + fragment + " in: " + message);
  }

  private static JsonNode json(GenericKubernetesResource object) {
    return JSON.valueToTree(object);
  }

  private static JsonNode json(String yaml) {
    return Serialization.unmarshal("---\n" + yaml, JsonNode.class);
  }
}

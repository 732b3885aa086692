package cloud.bleu.operator;

import cloud.bleu.sandbox.FakeNodes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.time.LocalDate;
import java.util.Map;

/** A settled world in which every field that can be edited says something. */
final class TransitionWorld {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final Scene scene;
  private int ticks;

  TransitionWorld(KubernetesClient client, FakeNodes nodes) {
    this.client = client;
    this.scene = new Scene(client, nodes);
  }

  Scene scene() {
    return scene;
  }

  void build() {
    patch(
        "v1",
        "Namespace",
        client.getNamespace(),
        "{metadata: {labels: {placement.bleu.cloud/governed: Audit, team: blue}}}");
    create(
        "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: transitions}, value: 1000}");
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    provider();
    zones();
    policy();
    workloads();
    for (String name : new String[] {"web", "other", "db", "vm", "ref"}) {
      scene.awaitReady(name);
    }
  }

  private void provider() {
    String facts =
        "provenance: {basis: Contract, source: annex 2, asOf: \"%s\", checkedBy: K. Martin, documentSHA256: \"%s\"}"
            .formatted(day(-30), "ab".repeat(32));
    patch(
        "CloudProvider",
        "acme",
        """
        {spec: {
          displayName: Acme Cloud,
          legalEntity: {name: Acme, registeredOffice: FR, centralAdministration: FR, principalEstablishment: FR, %1$s},
          ownership: {holders: [{name: Alpha, of: Acme, country: FR, controlledFrom: FR, capitalPercent: "90", votesPercent: "80"}], %1$s},
          offerings: [{name: base, layers: [IaaS, CaaS], regions: [north], services: [base.compute, base.disk],
            qualifications: [{scheme: SecNumCloud, version: "3.2", state: Qualified, layers: [IaaS, CaaS],
              announcedOn: "%2$s", validFrom: "%3$s", validUntil: "%4$s", %1$s}]}]}}
        """
            .formatted(facts, day(-300), day(-290), day(700)));
  }

  private void zones() {
    String facts =
        "{basis: Contract, source: annex 3, asOf: \"%s\", checkedBy: K. Martin, documentSHA256: \"%s\"}"
            .formatted(day(-30), "cd".repeat(32));
    String described =
        """
        {spec: {
          siteProvenance: %1$s,
          location: {country: FR, subdivision: FR-IDF, latitude: "48.8", longitude: "2.3", provenance: %1$s},
          failureDomains: {flood: None, power: south}, failureDomainsProvenance: %1$s, usablePercent: 95,
          cost: {perHour: {cpu: "0.03", memory: "0.004"}, carbon: {gramsPerKWh: 45, wattsPerCpu: 6, pue: "1.2"}}}}
        """
            .formatted(facts);
    for (String zone : new String[] {"fr-a", "fr-b", "fr-c"}) {
      patch("AvailabilityZone", zone, described);
    }
    create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: spare}
        spec:
          provider: acme
          offerings: [base]
          region: north
          site: site-spare
          state: Cordoned
          siteProvenance: %1$s
          location: {country: FR, provenance: %1$s}
          capacity: {cpu: "16", memory: 64Gi, ephemeral-storage: 1Ti, pods: 200, extended: {nvidia.com/gpu: 2},
            largestNode: {cpu: "8", memory: 32Gi, ephemeral-storage: 100Gi, pods: 110, extended: {nvidia.com/gpu: 1}}}
          target: {nodeSelector: {bleu.node-restriction.kubernetes.io/zone: spare}}
        """
            .formatted(facts));
  }

  private void policy() {
    create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: p}
        spec:
          appliesTo:
            namespaceSelector: {matchLabels: {team: blue}, matchExpressions: [{key: team, operator: In, values: [blue, green]}]}
            dataClasses: [Ordinary, Sensitive]
          facts: {maxAgeDays: 30000, graceDays: 30, acceptBasis: [Contract, RegulatorList, Assumption]}
          rules:
          - {name: location, rule: data-location, action: Enforce, onViolation: Report, parameters: {countries: [EU]}}
          - {name: qualified, rule: qualified-offering, action: Enforce, parameters: {version: "3.2"}}
          - {name: ownership, rule: ownership-thresholds, action: Warn}
        """);
  }

  private void workloads() {
    String pod =
        "{metadata: {labels: {app: %s}}, spec: {containers: [{name: main, image: none, resources: {requests: {cpu: 100m, memory: 64Mi}}}]}}";
    workload(
        "other",
        3,
        "deployment: {template: " + pod.formatted("other") + "}",
        "resilience: {spread: [{over: Site, min: 3}]}");
    workload(
        "db",
        3,
        "statefulSet: {serviceName: db, template: " + pod.formatted("db") + "}",
        "placement: {weights: [{zone: fr-a, weight: 10}, {zone: fr-b, weight: 10}, {zone: fr-c, weight: 10}]}");
    workload(
        "vm",
        1,
        "external: {kind: VM, requests: {cpu: 100m, memory: 64Mi}}",
        "residency: {zones: {allow: [fr-b]}}");
    create(
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: legacy}, spec: {replicas: 1, selector: {matchLabels: {app: legacy}}, template: "
            + pod.formatted("legacy")
            + "}}");
    workload(
        "ref",
        1,
        "deploymentRef: {name: legacy, scaleDown: OnSuccess}",
        "residency: {zones: {allow: [fr-c]}}");
    workload(
        "web",
        3,
        "deployment: {minReadySeconds: 0, progressDeadlineSeconds: 600, template: "
            + pod.formatted("web")
            + "}",
        """
        services: [base.compute],
        policies: [p],
        residency: {countries: [FR], providers: {allow: [acme]}, regions: {allow: [north]}, zones: {deny: [spare]}},
        resilience: {
          spread: [{over: Site, min: 3, max: 4, maxSkew: 1, whenUnsatisfiable: DoNotPlace}],
          tolerate: [{of: Site, keep: 2, recover: Reserved, whenUnsatisfiable: DoNotPlace}],
          replication: {maxRoundTrip: 20ms, minDistanceKm: 1},
          quorum: true,
          failover: {after: 60s, returnAfter: 30m}},
        placement: {
          perZone: {min: 1, max: 2},
          affinity: [{with: other, topology: Region, required: true}],
          antiAffinity: [{with: vm, topology: Zone, required: false}],
          priorityClassName: transitions,
          objective: Stability,
          rebalance: {mode: WhenNeeded, maxMovesPerHour: 9}}
        """);
  }

  private void workload(String name, int replicas, String source, String more) {
    create(
        """
        {apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name: %s},
         spec: {replicas: %d, layers: [CaaS], dataClasses: [Ordinary], suspend: false, workload: {%s}, %s}}
        """
            .formatted(name, replicas, source, more));
  }

  private static LocalDate day(int fromToday) {
    return LocalDate.now(java.time.ZoneOffset.UTC).plusDays(fromToday);
  }

  /** Removes what is in no namespace and of no kind of the project. */
  void close() {
    client.scheduling().v1().priorityClasses().withName("transitions").delete();
  }

  /** A spec as the server has it. */
  JsonNode spec(String kind, String name) {
    return JSON.valueToTree(get(kind, name)).path("spec");
  }

  /**
   * Replaces a spec, of whatever version the object is by then: its status is written meanwhile.
   */
  void replace(String kind, String name, JsonNode spec) {
    while (true) {
      GenericKubernetesResource object = get(kind, name);
      object.setAdditionalProperty("spec", JSON.convertValue(spec, Object.class));
      try {
        client.resource(object).update();
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
      }
    }
  }

  void patch(String kind, String name, String yaml) {
    patch("placement.bleu.cloud/v1alpha1", kind, name, yaml);
  }

  void patch(String apiVersion, String kind, String name, String yaml) {
    Object change = Serialization.unmarshal("---\n" + yaml, Map.class);
    client
        .genericKubernetesResources(apiVersion, kind)
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(change));
  }

  GenericKubernetesResource get(String kind, String name) {
    return client
        .genericKubernetesResources("placement.bleu.cloud/v1alpha1", kind)
        .withName(name)
        .get();
  }

  /** Deletes an object and returns it, so that it can be created again. */
  HasMetadata delete(String apiVersion, String kind, String name) {
    var found = client.genericKubernetesResources(apiVersion, kind).withName(name);
    GenericKubernetesResource object = found.get();
    found.delete();
    scene.until(kind + " " + name + " is gone", () -> found.get() == null);
    object.getMetadata().setResourceVersion(null);
    object.getMetadata().setUid(null);
    object.getAdditionalProperties().remove("status");
    return object;
  }

  /** Creates an object written in YAML, in flow style too. */
  void create(String yaml) {
    scene.create("---\n" + yaml);
  }

  /** Deletes an object that somebody writes again. */
  void remove(String kind, String name) {
    client.resource(get(kind, name)).delete();
  }

  void create(HasMetadata object) {
    client.resource(object).create();
  }

  /** Makes the operator look again without telling it anything. */
  void touch() {
    patch(
        "CloudProvider",
        "acme",
        "{metadata: {annotations: {example.com/looked: \"" + ++ticks + "\"}}}");
  }
}

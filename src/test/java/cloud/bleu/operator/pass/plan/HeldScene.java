package cloud.bleu.operator.pass.plan;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Objects of a cluster in which three replicas of web run on in zone n, where its decision, of four
 * in zone s, has none any more.
 */
final class HeldScene {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final WorkloadId WEB = new WorkloadId("shop", "web");

  private static final String PROVIDER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec:
        legalEntity: {name: a, registeredOffice: FR, centralAdministration: FR, principalEstablishment: FR}
        offerings: [{name: base, layers: [IaaS, CaaS], regions: [north], services: [base.compute]}]
      """;

  private static final String ZONE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: NAME}
      spec:
        provider: acme
        offerings: [base]
        region: north
        site: NAME
        location: {country: FR}
        target: {nodeSelector: {zone: NAME}}
        usablePercent: 90
      """;

  private static final String NODE =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: NAME, labels: {zone: ZONE}}
      status:
        allocatable: {cpu: "CPU", pods: "100"}
        conditions: [{type: Ready, status: "True"}]
      """;

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: NAME, namespace: shop, uid: u-NAME}
      spec:
        replicas: REPLICAS
        dataClasses: [Ordinary]
        workload: {deployment: {template: {spec: {containers: [{name: main, image: none, resources: {requests: {cpu: "CPU"}}}]}}}}
      """;

  private final boolean measured;
  private final List<AvailabilityZone> zones = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<BleuWorkload> workloads = new ArrayList<>();
  private final List<WorkloadPlacement> placements = new ArrayList<>();

  HeldScene(boolean measured) {
    this.measured = measured;
  }

  HeldScene zone(String name, int cpu, String... more) {
    String text = ZONE.replace("NAME", name) + String.join("\n", more);
    if (measured) {
      node(name, "node-" + name, cpu);
    } else {
      text +=
          "\n  capacity: {cpu: \"%s\", pods: \"100\", largestNode: {cpu: \"%s\"}}"
              .formatted(cpu, cpu);
    }
    zones.add(Serialization.unmarshal(text, AvailabilityZone.class));
    return this;
  }

  /** A node of a zone. */
  HeldScene node(String zone, String name, int cpu) {
    nodes.add(
        Serialization.unmarshal(
            NODE.replace("ZONE", zone).replace("NAME", name).replace("CPU", "" + cpu), Node.class));
    return this;
  }

  HeldScene workload(String name, int replicas, String cpu, String... more) {
    workloads.add(
        Serialization.unmarshal(
            WORKLOAD.replace("NAME", name).replace("REPLICAS", "" + replicas).replace("CPU", cpu)
                + String.join("\n", more),
            BleuWorkload.class));
    return this;
  }

  HeldScene runs(String name, String zone, int replicas, Evacuation... moves) {
    return runs(name, Map.of(zone, replicas), moves);
  }

  HeldScene runs(String name, Map<String, Integer> replicas, Evacuation... moves) {
    WorkloadPlacement placement = new WorkloadPlacement();
    placement.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName(name).build());
    placement.setSpec(spec(name, replicas, List.of(moves)));
    placements.add(placement);
    return this;
  }

  /** The moves of so many replicas at the loss of a zone to another one. */
  static Evacuation loss(String zone, String to, int replicas) {
    return new Evacuation(
        List.of(zone),
        null,
        List.of(),
        List.of(new Evacuation.Target(List.of(to), null, replicas)),
        List.of(),
        null);
  }

  private static WorkloadPlacementSpec spec(
      String name, Map<String, Integer> replicas, List<Evacuation> moves) {
    List<Assignment> assignments = new ArrayList<>();
    new TreeMap<>(replicas)
        .forEach((zone, count) -> assignments.add(new Assignment(zone, count, null, null)));
    return new WorkloadPlacementSpec(
        new WorkloadPlacementSpec.WorkloadRef(name, "u-" + name), assignments, moves, null);
  }

  Translation held() {
    return held(Map.of("n", 3), Map.of());
  }

  /**
   * The same where other replicas of web run on.
   *
   * @param stands replicas by zone
   * @param adopted of others of whom nothing is decided
   */
  Translation held(Map<String, Integer> stands, Map<WorkloadId, Map<String, Integer>> adopted) {
    return held(open(), stands, adopted);
  }

  /** The same over what is held already. */
  static Translation held(
      Translation translation,
      Map<String, Integer> stands,
      Map<WorkloadId, Map<String, Integer>> adopted) {
    DecisionInForce web =
        new DecisionInForce(
            "u-web",
            spec("web", Map.of("s", 4), List.of()),
            true,
            new RecentMoves(List.of()),
            null,
            null);
    return HeldRoom.in(
        translation, Map.of(WEB, web), (id, f) -> id.equals(WEB) ? stands : Map.of(), adopted);
  }

  private Translation open() {
    return EstateTranslator.translate(
        ApiObjects.NONE
            .with(
                CloudProvider.class,
                List.of(Serialization.unmarshal(PROVIDER, CloudProvider.class)))
            .with(AvailabilityZone.class, zones)
            .with(Node.class, nodes)
            .with(BleuWorkload.class, workloads)
            .with(WorkloadPlacement.class, placements),
        NOW,
        Map.of());
  }
}

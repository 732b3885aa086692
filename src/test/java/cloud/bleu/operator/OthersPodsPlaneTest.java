package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.delivery.PodAssignments;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods that others create, in a namespace that enforces its decisions and in one that does not. */
@RealControlPlane(own = true)
class OthersPodsPlaneTest {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  @TempDir Path folder;
  private KubernetesClient client;
  private KubernetesClient alice;
  private String namespace;
  private AdmissionPolicies policies;
  private OperatorUnderTest.Running operator;
  private Scene scene;

  @BeforeEach
  void start(
      ControlPlane plane,
      KubernetesClient client,
      TestNamespace namespace,
      FakeNodes nodes,
      OperatorAccount account) {
    this.client = client;
    this.namespace = namespace.name();
    alice = OrdinaryUser.of(plane, client, "alice", namespace.name());
    policies = AdmissionPolicies.install(plane, folder);
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    operator = OperatorUnderTest.running(account.client());
  }

  @AfterEach
  void stop() {
    operator.close();
    alice.close();
    policies.close();
  }

  @Test
  void jobRunsOnlyWhereItIsDecided() {
    govern("Enforce");
    scene.create(nightly(3, "zones: {allow: [fr-a, fr-b]}"));
    awaitEntry();
    create(job("coding", 3));
    scene.until("three pods run", () -> running().values().stream().mapToInt(n -> n).sum() == 3);
    assertEquals(scene.assigned("nightly"), running());
    assertEquals(List.of("fr-a", "fr-b"), List.copyOf(running().keySet()));
    scene.awaitReady("nightly");
    assertEquals(
        scene.assigned("nightly"),
        new TreeMap<>(
            gate().getSpec().assigned().values().stream()
                .collect(java.util.stream.Collectors.toMap(a -> a.zone(), a -> 1, Integer::sum))));

    create(bare("late", "app: nightly"));
    scene.until("the fourth waits", () -> reason("Available").equals("False PodsWaiting"));
    assertEquals(1, scene.workload("nightly").getStatus().waitingPods());
    assertTrue(PodAssignments.waits(client.pods().withName("late").get()));

    Pod one = mine().stream().filter(p -> PodAssignments.node(p) != null).findFirst().orElseThrow();
    assertAll(
        Refused.with(
            "a pod that nothing selects",
            "no decision in force is for pod foreign",
            () -> create(bare("foreign", "app: other"))),
        Refused.with(
            "forged labels",
            "no decision in force is for pod forged",
            () -> create(bare("forged", "placement.bleu.cloud/workload: nightly"))),
        Refused.with(
            "the operator's labels on a pod that is selected",
            "are set by the placement operator, not by alice",
            () ->
                create(
                    bare(
                        "labelled",
                        "app: nightly, placement.bleu.cloud/workload: nightly, placement.bleu.cloud/zone: fr-c"))),
        Refused.with(
            "a node of one's own choice",
            "spec.nodeName is set",
            () ->
                create(
                    bare("placed", "app: nightly")
                        .replace("containers", "nodeName: fr-a-1, containers"))),
        Refused.with(
            "a gate that somebody else takes away",
            "waits for a zone of its decision, which only the placement operator gives",
            () ->
                alice.pods().withName("late").patch(MERGE, "{\"spec\":{\"schedulingGates\":[]}}")),
        Refused.with(
            "another zone",
            "are set by the placement operator, not by alice",
            () ->
                alice
                    .pods()
                    .withName(one.getMetadata().getName())
                    .patch(
                        MERGE,
                        "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/zone\":\"fr-c\"}}}")));

    client.resources(BleuWorkload.class).withName("nightly").scale(4);
    scene.until(
        "the fourth has a zone",
        () -> PodAssignments.node(client.pods().withName("late").get()) != null);
    scene.awaitReady("nightly");
    assertEquals(scene.assigned("nightly"), running());
  }

  @Test
  void whatHasNotStartedLeavesZoneThatLostItsDecision() {
    govern("Enforce");
    // Nothing starts in fr-a: its nodes are closed to pods that do not say otherwise.
    close("fr-a", true);
    scene.create(nightly(2, "zones: {allow: [fr-a, fr-b]}"));
    awaitEntry();
    assertEquals(Map.of("fr-a", 1, "fr-b", 1), scene.assigned("nightly"));
    create(job("coding", 2));
    scene.until("both have a zone", () -> zones().equals(Map.of("fr-a", 1, "fr-b", 1)));
    scene.until("one of them runs", () -> running().equals(Map.of("fr-b", 1)));
    state("fr-a", "Drained");
    scene.until("the Job has another one in fr-b", () -> running().equals(Map.of("fr-b", 2)));
    assertEquals(2, mine().size());

    close("fr-a", false);
    state("fr-a", "Active");
    List<String> before = mine().stream().map(p -> p.getMetadata().getUid()).sorted().toList();
    state("fr-b", "Drained");
    scene.until(
        "all is decided for fr-a", () -> scene.assigned("nightly").equals(Map.of("fr-a", 2)));
    scene.until(
        "what runs outside is told", () -> reason("Available").equals("True PodsOutsideDecision"));
    // What runs is its creator's: nobody evicts it.
    assertEquals(before, mine().stream().map(p -> p.getMetadata().getUid()).sorted().toList());
    // The next run of what creates them; the Job would wait longer and longer with each pod lost.
    client.batch().v1().jobs().withName("coding").delete();
    create(job("recoding", 2));
    scene.until("its creator's new ones are in fr-a", () -> running().equals(Map.of("fr-a", 2)));
  }

  @Test
  void waitingPodsOutliveTheirWorkloadAndAreTakenUpAgain() {
    govern("Enforce");
    scene.create(nightly(1, "zones: {allow: [fr-a]}"));
    awaitEntry();
    create(bare("first", "app: nightly"));
    create(bare("second", "app: nightly"));
    scene.until("one waits", () -> reason("Available").equals("False PodsWaiting"));
    client
        .resources(BleuWorkload.class)
        .withName("nightly")
        .patch(MERGE, "{\"spec\":{\"suspend\":true}}");
    scene.until("it is frozen", () -> reason("Placed").equals("True Suspended"));
    // Frozen is the decision: what dies within it is let in again.
    Pod runs =
        mine().stream().filter(p -> PodAssignments.node(p) != null).findFirst().orElseThrow();
    client.pods().withName(runs.getMetadata().getName()).withGracePeriod(0).delete();
    create(bare("third", "app: nightly"));
    scene.until(
        "another one runs",
        () ->
            mine().stream()
                .anyMatch(
                    p ->
                        PodAssignments.node(p) != null
                            && !p.getMetadata().getUid().equals(runs.getMetadata().getUid())));
    scene.until("one waits again", () -> mine().stream().anyMatch(PodAssignments::waits));
    client.resources(BleuWorkload.class).withName("nightly").delete();
    scene.until("nothing is selected", () -> gate().getSpec().pods().isEmpty());
    assertEquals(1, mine().stream().filter(PodAssignments::waits).count());
    assertAll(
        Refused.with(
            "another pod",
            "no decision in force is for pod late",
            () -> create(bare("late", "app: nightly"))));
    scene.create(nightly(2, "zones: {allow: [fr-a]}"));
    scene.until("both run", () -> running().equals(Map.of("fr-a", 2)));
  }

  @Test
  void elsewhereItIsDecidedAndNotConstrained() {
    scene.create(nightly(2, "zones: {allow: [fr-a]}"));
    scene.until("it is decided", () -> scene.assigned("nightly").equals(Map.of("fr-a", 2)));
    create(
        bare("free", "app: nightly")
            .replace(
                "containers",
                "nodeSelector: {bleu.node-restriction.kubernetes.io/zone: fr-c}, containers"));
    scene.until("it runs where it wants", () -> running().equals(Map.of("fr-c", 1)));
    scene.until("that is said", () -> reason("Available").equals("True NotConstrained"));
    // One that waits of its own will gets its zone all the same.
    create(
        bare("willing", "app: nightly")
            .replace(
                "containers",
                "schedulingGates: [{name: placement.bleu.cloud/decision}], containers"));
    scene.until("it has its zone", () -> running().equals(Map.of("fr-a", 1, "fr-c", 1)));
    scene.until(
        "the placement says where they are",
        () ->
            scene.placement("nightly").getStatus() != null
                && scene.placement("nightly").getStatus().zones().stream()
                    .anyMatch(
                        z -> z.zone().equals("fr-c") && z.replicas() == 0 && z.observed() == 1));
  }

  @Test
  void whereTheServerAddsNoGateTheTemplateCarriesIt() {
    govern("Enforce");
    scene.create(nightly(1, "zones: {allow: [fr-b]}"));
    awaitEntry();
    for (String kind : List.of("MutatingAdmissionPolicyBinding", "MutatingAdmissionPolicy")) {
      client
          .genericKubernetesResources("admissionregistration.k8s.io/v1", kind)
          .withName("waiting.placement.bleu.cloud")
          .delete();
    }
    scene.until(
        "the server adds none",
        () -> {
          try {
            HasMetadata pod = Serialization.unmarshal(bare("probe", "app: nightly"));
            alice.resource(pod).dryRun().create();
            return false;
          } catch (io.fabric8.kubernetes.client.KubernetesClientException e) {
            return true;
          }
        });
    String gated =
        bare("one", "app: nightly")
            .replace(
                "containers",
                "schedulingGates: [{name: placement.bleu.cloud/decision}], containers");
    assertAll(
        Refused.with(
            "a pod that does not wait",
            "pod bare of BleuWorkload nightly has to wait for its zone: add schedulingGates:"
                + " [{name: placement.bleu.cloud/decision}] to its pod template",
            () -> create(bare("bare", "app: nightly"))),
        Refused.with(
            "one that nothing selects and that waits",
            "no decision in force is for pod one",
            () -> create(gated.replace("app: nightly", "app: other"))),
        () -> create(gated));
    scene.until("it runs", () -> running().equals(Map.of("fr-b", 1)));
  }

  private void govern(String level) {
    client
        .namespaces()
        .withName(namespace)
        .patch(
            MERGE,
            "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/governed\":\"%s\"}}}"
                .formatted(level));
  }

  private void awaitEntry() {
    scene.until(
        "the gate selects the pods",
        () -> gate() != null && gate().getSpec().pods().containsKey("nightly"));
    // The API server sees a gate a moment later in its policies.
    scene.until(
        "admission knows the gate",
        () -> {
          try {
            HasMetadata pod = Serialization.unmarshal(bare("probe", "app: nightly"));
            return PodAssignments.waits((Pod) alice.resource(pod).dryRun().create());
          } catch (io.fabric8.kubernetes.client.KubernetesClientException e) {
            return false;
          }
        });
  }

  private PlacementGate gate() {
    return client.resources(PlacementGate.class).withName("decisions").get();
  }

  private List<Pod> mine() {
    return client.pods().withLabel("app", "nightly").list().getItems().stream()
        .filter(PodAssignments::stands)
        .toList();
  }

  /** Pods on nodes, by zone. */
  private Map<String, Integer> running() {
    Map<String, Integer> zones = new TreeMap<>();
    for (Pod pod : mine()) {
      String node = PodAssignments.node(pod);
      if (node != null) {
        zones.merge(node.substring(0, node.lastIndexOf('-')), 1, Integer::sum);
      }
    }
    return zones;
  }

  /** Pods by the zone that the operator wrote on them. */
  private Map<String, Integer> zones() {
    Map<String, Integer> zones = new TreeMap<>();
    for (Pod pod : mine()) {
      String zone = PodAssignments.zone(pod);
      if (zone != null) {
        zones.merge(zone, 1, Integer::sum);
      }
    }
    return zones;
  }

  private String reason(String type) {
    BleuWorkload w = scene.workload("nightly");
    return w == null || w.getStatus() == null
        ? ""
        : w.getStatus().conditions().stream()
            .filter(c -> c.getType().equals(type))
            .map(c -> c.getStatus() + " " + c.getReason())
            .findFirst()
            .orElse("");
  }

  private void state(String zone, String state) {
    client
        .resources(AvailabilityZone.class)
        .withName(zone)
        .patch(MERGE, "{\"spec\":{\"state\":\"%s\"}}".formatted(state));
  }

  private void close(String zone, boolean closed) {
    for (int i = 1; i <= 2; i++) {
      client
          .nodes()
          .withName(zone + "-" + i)
          .patch(
              MERGE,
              closed
                  ? "{\"spec\":{\"taints\":[{\"key\":\"closed\",\"effect\":\"NoSchedule\"}]}}"
                  : "{\"spec\":{\"taints\":null}}");
    }
  }

  private HasMetadata create(String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml);
    return alice.resource(object).create();
  }

  private static String nightly(int replicas, String residency) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: BleuWorkload
    metadata: {name: nightly}
    spec:
      replicas: %d
      dataClasses: [Ordinary]
      residency: {%s}
      workload:
        pods:
          selector: {matchExpressions: [{key: app, operator: In, values: [nightly, weekly]}, {key: kept-out, operator: DoesNotExist}]}
          requests: {cpu: 500m, memory: 64Mi}
    """
        .formatted(replicas, residency);
  }

  private static String job(String name, int pods) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: %s}
    spec:
      parallelism: %d
      completions: %d
      template:
        metadata: {labels: {app: nightly}}
        spec:
          restartPolicy: Never
          containers: [{name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}]
    """
        .formatted(name, pods, pods);
  }

  private static String bare(String name, String labels) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, labels: {%s}}
    spec: {containers: [{name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}]}
    """
        .formatted(name, labels);
  }
}

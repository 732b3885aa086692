package cloud.bleu.operator.karmada;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.delivery.karmada.KarmadaCrds;
import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.operator.MicroTime;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.SiteZone;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A workload that Karmada carries out in one cluster asks for another one: it stays, is told how to
 * leave, and leaves by each of these ways, its successors first. Karmada is what this test writes.
 */
@Tag("wiring")
class CarriedResidencyTest {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private KubernetesClient client;
  private Scene scene;

  @Test
  void whatRunsStaysUntilSomebodyHasItGo() {
    List<CustomResourceDefinition> kinds = new ArrayList<>(ProjectCrds.all());
    kinds.addAll(KarmadaCrds.all());
    try (EmbeddedApiServer server = EmbeddedApiServer.start(kinds);
        KubernetesClient shop =
            SandboxClients.of(new ConfigBuilder(server.config()).withNamespace("shop").build());
        Operator operator = OperatorUnderTest.inSandbox(shop, OperatorOptions.alone())) {
      client = shop;
      scene = new Scene(client, null);
      karmadaHasTwoClusters();
      operator.start();
      runsInTheFirst();
      mayRunInTheSecondAlone();
      aPolicyMovesIt();
      backByMoreReplicasAndFewer();
    }
  }

  private void karmadaHasTwoClusters() {
    CustomResourceDefinition served = KarmadaCrds.binding();
    served.setStatus(
        Serialization.unmarshal(
            "---\nconditions: [{type: Established, status: \"True\"}]",
            CustomResourceDefinitionStatus.class));
    client.resource(served).create();
    scene.create("---\n{apiVersion: v1, kind: Namespace, metadata: {name: karmada-system}}");
    scene.create(
        "---\n{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}}");
    scene.create(
        """
        apiVersion: coordination.k8s.io/v1
        kind: Lease
        metadata: {name: karmada-controller-manager, namespace: karmada-system}
        spec: {holderIdentity: nobody, leaseDurationSeconds: 3600, renewTime: "%s"}
        """
            .formatted(MicroTime.now()));
    scene.provider("acme");
    for (String name : List.of("one", "two")) {
      GenericKubernetesResource cluster =
          (GenericKubernetesResource)
              scene.create(
                  "---\n{apiVersion: cluster.karmada.io/v1alpha1, kind: Cluster, metadata: {name: %s}}"
                      .formatted(name));
      cluster.setAdditionalProperty(
          "status", Map.of("conditions", List.of(Map.of("type", "Ready", "status", "True"))));
      client.resource(cluster).updateStatus();
      scene.create(
          SiteZone.yaml(
              "acme",
              "zone-" + name,
              "{cpu: \"8\", memory: 32Gi, largestNode: {cpu: \"4\", memory: 16Gi}}",
              "karmada: {cluster: " + name + "}"));
    }
  }

  private void runsInTheFirst() {
    scene.create(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api, generation: 1}
        spec:
          replicas: 0
          selector: {matchLabels: {app: api}}
          template:
            metadata: {labels: {app: api}}
            spec:
              containers:
              - {name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}
        """);
    scene.create(
        """
        apiVersion: work.karmada.io/v1alpha2
        kind: ResourceBinding
        metadata: {name: api-deployment}
        spec:
          resource: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: api}
          schedulerName: bleu
        """);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: api}
        spec:
          replicas: 2
          dataClasses: [Ordinary]
          residency: {zones: {allow: [zone-one]}}
          workload: {karmada: {bindingOf: {kind: Deployment, name: api}}}
        """);
    asked(Map.of("one", 2));
    carriedOut();
    scene.awaitReady("api");
  }

  private void mayRunInTheSecondAlone() {
    edit("{\"spec\":{\"residency\":{\"zones\":{\"allow\":[\"zone-two\"]}}}}");
    scene.until(
        "it is told", () -> scene.reason("api", "PolicySatisfied").equals("ZoneNotAllowed"));
    String told = scene.message("api", "PolicySatisfied");
    assertTrue(told.startsWith("zone-one: zone zone-one is not among zone-two"), told);
    assertTrue(
        told.contains("; what runs in zone-one stays there, until a SovereigntyPolicy"), told);
    // A pass later than that of the change.
    scene.provider("witness").awaitAnswered(CloudProvider.class, "witness");
    assertEquals(Map.of("zone-one", 2), scene.assigned("api"));
    assertEquals(Map.of("one", 2), clusters());
  }

  private void aPolicyMovesIt() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: second}
        spec:
          appliesTo: {dataClasses: [Ordinary]}
          rules:
          - {name: second, rule: zones, action: Enforce, onViolation: MoveNow, parameters: {allow: [zone-two]}}
        """);
    asked(Map.of("one", 2, "two", 2));
    carriedOut();
    asked(Map.of("two", 2));
    carriedOut();
    allowed();
    assertEquals(Map.of("zone-two", 2), scene.assigned("api"));
  }

  private void backByMoreReplicasAndFewer() {
    client.resources(SovereigntyPolicy.class).withName("second").delete();
    edit("{\"spec\":{\"replicas\":4,\"residency\":{\"zones\":{\"allow\":[\"zone-one\"]}}}}");
    asked(Map.of("one", 2, "two", 2));
    carriedOut();
    scene.awaitReady("api");
    edit("{\"spec\":{\"replicas\":2}}");
    asked(Map.of("one", 2));
    carriedOut();
    allowed();
  }

  /** It was Ready before as well: what was wrong with it is over only when that is said. */
  private void allowed() {
    scene.awaitReady("api");
    scene.until(
        "it is where it may be", () -> scene.condition("api", "PolicySatisfied").equals("True"));
  }

  private void edit(String patch) {
    client.resource(scene.workload("api")).patch(MERGE, patch);
  }

  private GenericKubernetesResource binding() {
    return client
        .genericKubernetesResources(ResourceBinding.KIND)
        .inNamespace("shop")
        .withName("api-deployment")
        .get();
  }

  private Map<String, Integer> clusters() {
    Map<String, Integer> clusters = new TreeMap<>();
    if (binding().get("spec", "clusters") instanceof List<?> list) {
      for (Object one : list) {
        Map<?, ?> entry = (Map<?, ?>) one;
        clusters.put((String) entry.get("name"), ((Number) entry.get("replicas")).intValue());
      }
    }
    return clusters;
  }

  private void asked(Map<String, Integer> wanted) {
    scene.until("Karmada is asked for " + wanted, () -> clusters().equals(wanted));
  }

  /** Each cluster has what is asked of it, and Karmada says so. */
  private void carriedOut() {
    StringBuilder entries = new StringBuilder();
    clusters()
        .forEach(
            (cluster, replicas) ->
                entries
                    .append(entries.isEmpty() ? "" : ",")
                    .append(
                        """
                        {"clusterName": "%1$s", "applied": true, "health": "Healthy", "status":
                         {"resourceTemplateGeneration": 1, "generation": 1, "observedGeneration": 1,
                          "replicas": %2$d, "updatedReplicas": %2$d, "readyReplicas": %2$d,
                          "availableReplicas": %2$d}}
                        """
                            .formatted(cluster, replicas)));
    client
        .resource(binding())
        .subresource("status")
        .patch(MERGE, "{\"status\":{\"aggregatedStatus\":[" + entries + "]}}");
  }
}

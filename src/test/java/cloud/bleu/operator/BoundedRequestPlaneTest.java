package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.controlplane.UnlockedEdit;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who bounds the requests of workloads, and who does not: as docs/limits.md says. */
@RealControlPlane
class BoundedRequestPlaneTest {

  private static final Path POLICY = Path.of("examples/limits/largest-replica.yaml");

  private static final String MESSAGE = "a replica asks at most 8 cpu";

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: NAME}
      spec:
        replicas: 1
        dataClasses: [Ordinary]
        workload: {WHAT}
      """;

  private static final String OF_PODS =
      """
      apiVersion: v1
      kind: LimitRange
      metadata: {name: small}
      spec: {limits: [{type: Container, max: {cpu: "1"}}]}
      ---
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: small}
      spec: {hard: {requests.cpu: "1"}}
      """;

  private KubernetesClient client;
  private List<HasMetadata> policies = List.of();

  @BeforeEach
  void begin(KubernetesClient client) {
    this.client = client;
  }

  @AfterEach
  void end() {
    policies.forEach(one -> client.resource(one).delete());
  }

  @Test
  void whatBoundsPodsDoesNotBoundWhatWorkloadsAsk() {
    objects(OF_PODS).forEach(one -> client.resource(one).create());
    client.resource(workload("web", deployment(asks("500m")))).create();
    UnlockedEdit.of(
        client.resource(workload("web", "")),
        now -> with(now, workload("web", deployment(asks("100")))));
  }

  @Test
  void thePolicyRefusesWhatIsTooLargeAndNothingElse(TestNamespace namespace) throws IOException {
    bind(namespace);
    for (String fits :
        List.of(
            deployment(asks("\"8\"")),
            deployment(asks("8")),
            deployment(asks("0.5")),
            deployment(asks("500m") + ", " + asks("7500m")),
            deployment("{name: c, resources: {requests: {memory: 1Gi}}}"),
            deployment("{name: c, resources: {}}"),
            deployment("{name: c}"),
            deployment("{name: c, resources: null}"),
            deployment("{name: c, resources: {limits: {cpu: \"100\"}, requests: {cpu: \"1\"}}}"),
            deployment(asks("8"), asks("8")),
            deployment(asks("7"), sidecar("1")),
            deployment(asks("100"))
                .replace("{containers", "{resources: {requests: {cpu: 8}}, containers"),
            "deployment: {template: {}}",
            "deployment: {template: {spec: {}}}",
            "statefulSet: {template: {spec: {containers: [" + asks("8") + "]}}}",
            "deploymentRef: {name: some}",
            "pods: {selector: {matchLabels: {app: a}}, requests: {cpu: 8}}",
            "pods: {selector: {matchLabels: {app: a}}, requests: {memory: 1Gi}}",
            "karmada: {bindingOf: {kind: Deployment, name: some}}",
            "external: {kind: VM, requests: {cpu: \"8\"}}")) {
      assertEquals("", refusal(fits), fits);
    }
    for (String large :
        List.of(
            deployment(asks("9")),
            deployment(asks("8001m")),
            deployment(asks("1P")),
            deployment(asks("1") + ", " + asks("7500m")),
            deployment("{name: c, resources: {limits: {cpu: \"9\"}}}"),
            deployment(asks("1"), asks("100")),
            deployment(asks("7500m"), sidecar("1")),
            deployment(asks("1"), sidecar("1") + ", " + asks("7500m")),
            deployment(asks("1"))
                .replace("{containers", "{resources: {requests: {cpu: 9}}, containers"),
            deployment(asks("8")).replace("{containers", "{overhead: {cpu: 1m}, containers"),
            deployment(asks("1"))
                .replace("{containers", "{resources: {limits: {cpu: 9}}, containers"),
            deployment(asks("8")).replace("{containers", "{overhead: {cpu: 1}, containers"),
            "statefulSet: {template: {spec: {containers: [" + asks("9") + "]}}}",
            "pods: {selector: {matchLabels: {app: a}}, requests: {cpu: 9}}",
            "external: {kind: VM, requests: {cpu: \"9\"}}")) {
      assertEquals(MESSAGE, refusal(large), large);
    }
  }

  /** One replica times a hundred of them, by whatever way they are asked for. */
  @Test
  void soItRefusesTooManyReplicas(TestNamespace namespace) throws IOException {
    bind(namespace);
    String words = "a workload asks for at most 100 replicas";
    assertEquals("", refusal(replicas(100)));
    assertEquals(words, refusal(replicas(101)));
    client.resource(replicas(2)).create();
    assertEquals(words, refused(() -> patch("{\"spec\":{\"replicas\":101}}")));
    assertEquals(words, refused(() -> scaled(101)));
    assertEquals("", refused(() -> scaled(100)));
    assertEquals(100, workloads().withName("web").scale().getSpec().getReplicas());
  }

  /** Of each workload the room is held, so their number is bounded as well. */
  @Test
  void howManyWorkloadsThereAreIsBoundedByAnObjectQuota() {
    ResourceQuota quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("workloads")
            .endMetadata()
            .withNewSpec()
            .addToHard("count/bleuworkloads.placement.bleu.cloud", new Quantity("1"))
            .endSpec()
            .build();
    client.resource(quota).create();
    await("it is counted")
        .atMost(Scene.SOON)
        .until(() -> !client.resource(quota).get().getStatus().getHard().isEmpty());
    client.resource(workload("one", deployment(asks("1")))).create();
    assertEquals(
        "exceeded quota: workloads, requested: count/bleuworkloads.placement.bleu.cloud=1, used:"
            + " count/bleuworkloads.placement.bleu.cloud=1, limited:"
            + " count/bleuworkloads.placement.bleu.cloud=1",
        refused(() -> client.resource(workload("two", deployment(asks("1")))).create())
            .replaceFirst(".* forbidden: ", ""));
  }

  /** What was too large before the policy came is still changed, scaled down and deleted. */
  @Test
  void whatRanBeforeThePolicyGoesOn(TestNamespace namespace) throws IOException {
    GenericKubernetesResource old = workload("old", deployment(asks("100")));
    GenericKubernetesResource gone = workload("gone", "deploymentRef: {name: some}");
    for (GenericKubernetesResource one : List.of(old, gone)) {
      one.getMetadata().setFinalizers(List.of("placement.bleu.cloud/restore"));
      client.resource(one).create();
    }
    client.resource(gone).delete();
    bind(namespace);

    UnlockedEdit.of(client.resource(old), now -> withReplicas(now, 2));
    client.resource(old).delete();
    for (GenericKubernetesResource one : List.of(old, gone)) {
      UnlockedEdit.of(client.resource(one), BoundedRequestPlaneTest::withoutFinalizers);
      assertEquals(null, client.resource(one).get());
    }
  }

  private void bind(TestNamespace namespace) throws IOException {
    String name = "largest-replica-" + namespace.name();
    policies =
        objects(
            Files.readString(POLICY)
                .replace(": largest-replica", ": " + name)
                .replace(": most-replicas", ": most-" + name)
                .replace(
                    "bound-requests: \"true\"}",
                    "kubernetes.io/metadata.name: " + namespace.name() + "}"));
    policies.forEach(one -> client.resource(one).create());
    await("the policy is in force")
        .atMost(Scene.SOON)
        .untilAsserted(
            () -> {
              assertEquals(MESSAGE, refusal(deployment(asks("100"))));
              assertFalse(refusal(replicas(101)).isEmpty());
            });
  }

  private String refusal(String what) {
    return refusal(workload("web", what));
  }

  private String refusal(HasMetadata workload) {
    return refused(() -> client.resource(workload).dryRun().create());
  }

  private static String refused(Runnable attempt) {
    try {
      attempt.run();
      return "";
    } catch (KubernetesClientException e) {
      return e.getStatus().getMessage().replaceFirst("(?s).* denied request: ", "");
    }
  }

  private MixedOperation<BleuWorkload, ?, Resource<BleuWorkload>> workloads() {
    return client.resources(BleuWorkload.class);
  }

  private void patch(String merged) {
    workloads().withName("web").patch(GovernedNamespace.MERGE, merged);
  }

  private void scaled(int replicas) {
    Scale scale = workloads().withName("web").scale();
    scale.getSpec().setReplicas(replicas);
    workloads().withName("web").scale(scale);
  }

  private static GenericKubernetesResource replicas(int replicas) {
    GenericKubernetesResource web = workload("web", deployment(asks("1")));
    return withReplicas(web, replicas);
  }

  private static GenericKubernetesResource with(
      GenericKubernetesResource now, GenericKubernetesResource other) {
    now.getAdditionalProperties().put("spec", other.getAdditionalProperties().get("spec"));
    return now;
  }

  @SuppressWarnings("unchecked")
  private static GenericKubernetesResource withReplicas(
      GenericKubernetesResource now, int replicas) {
    ((Map<String, Object>) now.getAdditionalProperties().get("spec")).put("replicas", replicas);
    return now;
  }

  private static GenericKubernetesResource withoutFinalizers(GenericKubernetesResource now) {
    now.getMetadata().setFinalizers(List.of());
    return now;
  }

  private static String asks(String cpu) {
    return "{name: c, resources: {requests: {cpu: " + cpu + "}}}";
  }

  private static String sidecar(String cpu) {
    return asks(cpu).replace("name: c", "name: c, restartPolicy: Always");
  }

  private static String deployment(String containers) {
    return "deployment: {template: {spec: {containers: [" + containers + "]}}}";
  }

  private static String deployment(String containers, String init) {
    return deployment(containers).replace("]", "], initContainers: [" + init + "]");
  }

  private static GenericKubernetesResource workload(String name, String what) {
    return Serialization.unmarshal(
        WORKLOAD.replace("NAME", name).replace("WHAT", what), GenericKubernetesResource.class);
  }

  private static List<HasMetadata> objects(String yaml) {
    return Stream.of(yaml.split("---\n"))
        .filter(one -> !one.isBlank())
        .map(one -> (HasMetadata) Serialization.unmarshal(one))
        .toList();
  }
}

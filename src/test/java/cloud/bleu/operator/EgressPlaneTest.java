package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a workload calls and who calls it, on a real API server. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EgressPlaneTest {

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: db}
      spec: {selector: {app: db}, ports: [{port: 5432, targetPort: 15432}]}
      """;

  private KubernetesClient client;
  private KubernetesClient operatorClient;
  private @Nullable Operator operator;
  private Scene scene;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    if (operator != null) {
      return;
    }
    this.client = client;
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    operatorClient = account.client();
    Operator first = OperatorUnderTest.of(operatorClient);
    first.start();
    operator = first;
  }

  @AfterEach
  void clear() {
    if (operator != null) {
      scene.clear();
    }
  }

  @AfterAll
  void stop() {
    if (operator != null) {
      operator.close();
      operatorClient.close();
    }
  }

  @Test
  void theNetworkPolicyFollowsWhatIsStatedAndIsRepaired() {
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("web");
    assertNull(policy());
    assertEquals("", scene.condition("web", "EgressDelivered"));

    state("[]");
    scene.until("only DNS is allowed", () -> policy() != null);
    NetworkPolicySpec dns = policy().getSpec();
    assertEquals(1, dns.getEgress().size());
    assertEquals(
        workload().getMetadata().getUid(),
        policy().getMetadata().getOwnerReferences().get(0).getUid());
    told("True", "AsStated");

    for (String edit :
        new String[] {
          "{\"egress\":[{}]}",
          "{\"podSelector\":{\"matchLabels\":{\"app\":\"other\"}}}",
          "{\"policyTypes\":[\"Egress\",\"Ingress\"],\"ingress\":[{}]}"
        }) {
      long edited = edit(edit).getMetadata().getGeneration();
      scene.until(
          edit + " is undone",
          () ->
              policy().getMetadata().getGeneration() > edited
                  && dns.getEgress().equals(policy().getSpec().getEgress())
                  && dns.getPodSelector().equals(policy().getSpec().getPodSelector())
                  && dns.getPolicyTypes().equals(policy().getSpec().getPolicyTypes()));
    }
    client.network().v1().networkPolicies().withName("web-egress").delete();
    scene.until("it is there again", () -> policy() != null);

    state("[{\"name\":\"api\",\"to\":{\"host\":\"api.example\"},\"ports\":[{\"port\":443}]}]");
    told("False", "HostNotEnforced");
    patch(
        "{\"spec\":{\"residency\":{\"egress\":[]},\"workload\":{\"deployment\":{\"template\":{\"spec\":{\"hostNetwork\":true}}}}}}");
    told("False", "HostNetwork");
    scene.awaitReady("web");
    Pod last = onHost().get(0);
    holdBack(last, "[\"egress.test/held\"]");
    patch(
        "{\"spec\":{\"workload\":{\"deployment\":{\"template\":{\"spec\":{\"hostNetwork\":null}}}}}}");
    scene.awaitReady("web");
    scene.until("one of the old pods is left", () -> onHost().size() == 1);
    told("False", "HostNetwork");
    holdBack(last, "null");
    told("True", "AsStated");
    assertEquals(List.of(), onHost());
    assertEquals(dns.getEgress(), policy().getSpec().getEgress());
    scene.awaitReady("web");

    patch("{\"spec\":{\"residency\":{\"egress\":null}}}");
    scene.until("there is none", () -> policy() == null);
    scene.until("nothing is said of it", () -> scene.condition("web", "EgressDelivered").isEmpty());
  }

  private List<Pod> onHost() {
    return scene.pods("web").stream()
        .filter(pod -> Boolean.TRUE.equals(pod.getSpec().getHostNetwork()))
        .toList();
  }

  /** As a pod is that takes its time to end. */
  private void holdBack(Pod pod, String finalizers) {
    client
        .resource(pod)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"finalizers\":" + finalizers + "}}");
  }

  @Test
  void aServiceIsFollowedToItsPods() {
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    state("[{\"name\":\"db\",\"to\":{\"service\":{\"name\":\"db\"}},\"ports\":[{\"port\":5432}]}]");
    told("False", "ServiceMissing");
    assertEquals(1, policy().getSpec().getEgress().size());

    scene.create(SERVICE);
    scene.until("it is opened", () -> "db".equals(app()));
    assertEquals(
        15432, policy().getSpec().getEgress().get(1).getPorts().get(0).getPort().getIntVal());
    told("True", "AsStated");

    service("{\"spec\":{\"selector\":{\"app\":\"db2\"}}}");
    scene.until("its new pods are", () -> "db2".equals(app()));
    service("{\"spec\":{\"selector\":null}}");
    told("False", "ServiceWithoutSelector");
    scene.until("nothing is", () -> policy().getSpec().getEgress().size() == 1);
    service(
        "{\"spec\":{\"selector\":{\"app\":\"db\"},\"type\":\"ExternalName\",\"externalName\":\"db.example\","
            + "\"clusterIP\":null,\"clusterIPs\":null}}");
    told("False", "HostNotEnforced");
    assertEquals(1, policy().getSpec().getEgress().size());

    client.resources(BleuWorkload.class).withName("web").delete();
    scene.until("it goes with the workload", () -> policy() == null);
  }

  @Test
  void somebodyElsesOfThatNameIsLeftAlone() {
    scene.create(
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web-egress}
        spec: {podSelector: {}, policyTypes: [Egress], egress: [{}]}
        """);
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    state("[]");
    scene.until("it is told", () -> "NameConflict".equals(scene.reason("web", "Stalled")));
    assertTrue(policy().getMetadata().getOwnerReferences().isEmpty());
    scene.until("the pods run all the same", () -> scene.bound("web").size() == 3);
    client.network().v1().networkPolicies().withName("web-egress").delete();
    scene.awaitReady("web");
    scene.until("ours stands", () -> policy() != null);
  }

  @Test
  void aServiceThatLetsRequestsInIsAsked() {
    entrances();
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    patch("{\"spec\":{\"policies\":[\"entrances\"]}}");
    scene.until("nothing is said", () -> satisfied());
    scene.create(SERVICE.replace("name: db", "name: front").replace("app: db", "app: web"));
    service("front", "{\"spec\":{\"type\":\"LoadBalancer\"}}");
    scene.until(
        "the Service is named",
        () -> message("PolicySatisfied").contains("Service front of type LoadBalancer"));
    patch(
        "{\"spec\":{\"dependencies\":[{\"name\":\"balancer\",\"provider\":\"acme\",\"offering\":\"base\",\"ingress\":true}]}}");
    scene.until("it is stated", () -> satisfied());
    patch("{\"spec\":{\"dependencies\":[]}}");
    scene.until("it is not", () -> "SatisfiedWithWarnings".equals(reason("PolicySatisfied")));
    service("front", "{\"spec\":{\"type\":\"ClusterIP\"}}");
    scene.until("it leads in no more", () -> satisfied());
  }

  @Test
  void aRouteThatLeadsInIsAskedOnceTheClusterHasTheKind() {
    entrances();
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    patch("{\"spec\":{\"policies\":[\"entrances\"]}}");
    scene.create(SERVICE.replace("name: db", "name: front").replace("app: db", "app: web"));
    scene.until("nothing is said", () -> satisfied());
    service("front", "{\"spec\":{\"type\":\"NodePort\"}}");
    scene.until("the ports of the nodes are", () -> named("Service front of type NodePort"));
    service("front", "{\"spec\":{\"type\":\"ClusterIP\"}}");
    scene.until("they are shut", () -> satisfied());
    GatewayApiCrds.install(client);
    try {
      scene.create(
          """
          apiVersion: gateway.networking.k8s.io/v1
          kind: HTTPRoute
          metadata: {name: shop}
          spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [{name: front, port: 80}]}]}
          """);
      scene.until("the route is named", () -> named("HTTPRoute shop to Service front"));
      GatewayApiCrds.remove(client);
      scene.until("nothing leads in", () -> satisfied());
    } finally {
      GatewayApiCrds.remove(client);
    }
  }

  /** Whether that is said of the newest generation. */
  private boolean satisfied() {
    BleuWorkload workload = workload();
    return workload.getStatus() != null
        && workload.getMetadata().getGeneration().equals(workload.getStatus().observedGeneration())
        && workload.getStatus().conditions().stream()
            .anyMatch(
                c -> c.getType().equals("PolicySatisfied") && c.getReason().equals("Satisfied"));
  }

  private boolean named(String entrance) {
    return message("PolicySatisfied").contains(entrance);
  }

  private void entrances() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: entrances}
        spec:
          appliesTo: {dataClasses: [SrenArt31]}
          rules: [{name: entrance, rule: ingress-declared, action: Warn}]
        """);
  }

  private void state(String egress) {
    patch("{\"spec\":{\"residency\":{\"egress\":" + egress + "}}}");
  }

  private void patch(String patch) {
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private NetworkPolicy edit(String spec) {
    return client
        .network()
        .v1()
        .networkPolicies()
        .withName("web-egress")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + spec + "}");
  }

  private void service(String patch) {
    service("db", patch);
  }

  private void service(String name, String patch) {
    client.services().withName(name).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** The label of the pods that the second rule opens; null while there is none. */
  private String app() {
    NetworkPolicy policy = policy();
    return policy == null || policy.getSpec().getEgress().size() < 2
        ? null
        : policy
            .getSpec()
            .getEgress()
            .get(1)
            .getTo()
            .get(0)
            .getPodSelector()
            .getMatchLabels()
            .get("app");
  }

  private void told(String status, String reason) {
    scene.until(
        "EgressDelivered is " + status + " for " + reason,
        () ->
            scene.condition("web", "EgressDelivered").equals(status)
                && reason("EgressDelivered").equals(reason));
  }

  private BleuWorkload workload() {
    return client.resources(BleuWorkload.class).withName("web").get();
  }

  private String reason(String type) {
    return condition(type) == null ? "" : condition(type).getReason();
  }

  private String message(String type) {
    return condition(type) == null ? "" : condition(type).getMessage();
  }

  private Condition condition(String type) {
    BleuWorkload workload = workload();
    return workload.getStatus() == null
        ? null
        : workload.getStatus().conditions().stream()
            .filter(c -> c.getType().equals(type))
            .findFirst()
            .orElse(null);
  }

  private NetworkPolicy policy() {
    return client.network().v1().networkPolicies().withName("web-egress").get();
  }
}

package cloud.bleu.delivery.cluster;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.Deliveries;
import cloud.bleu.delivery.Delivery;
import cloud.bleu.delivery.DeliveryOrder;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.delivery.node.NodeTarget;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The NetworkPolicy of a workload: made, mended, removed, and never somebody else's. */
class EgressDeliveryTest {

  private EmbeddedApiServer server;
  private KubernetesClient client;
  private Delivery delivery;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
    Supplier<ClusterObjects> objects = () -> new ListedObjects(client, "shop");
    delivery =
        Deliveries.of(
            client,
            new NodeTarget(client, objects, UndoneEdits.UNTOLD),
            new ClusterPolicies(client, objects, ClusterDns.USUAL, UndoneEdits.UNTOLD));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private DeliveryReport deliver(String egress) {
    return delivery.deliver(order(egress));
  }

  private DeliveryOrder order(String egress) {
    BleuWorkload workload =
        Serialization.unmarshal(
            "---\n"
                + "{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name:"
                + " web, namespace: shop, uid: u}, spec: {workload: {deployment: {template:"
                + " {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: i}]}}}},"
                + " residency: {"
                + egress
                + "}}}",
            BleuWorkload.class);
    return new DeliveryOrder(
        workload,
        List.of(new cloud.bleu.api.v1alpha1.Assignment("a", 1, null, null)),
        Map.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        null);
  }

  private NetworkPolicy policy() {
    return client.network().v1().networkPolicies().inNamespace("shop").withName("web-egress").get();
  }

  private void edit(String spec) {
    client
        .network()
        .v1()
        .networkPolicies()
        .inNamespace("shop")
        .withName("web-egress")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + spec + "}");
  }

  @Test
  void silenceMakesNone() {
    DeliveryReport report = deliver("");
    assertNull(report.egress());
    assertNull(policy());
  }

  @Test
  void itFollowsWhatIsStatedAndGoesWithIt() {
    deliver("egress: []");
    assertEquals(1, policy().getSpec().getEgress().size());
    assertEquals("u", policy().getMetadata().getOwnerReferences().get(0).getUid());
    assertTrue(policy().getMetadata().getOwnerReferences().get(0).getController());
    deliver("egress: [{name: x, to: {cidr: 10.20.0.0/16}}]");
    assertEquals(2, policy().getSpec().getEgress().size());
    deliver("egress: []");
    assertEquals(1, policy().getSpec().getEgress().size());
    deliver("");
    assertNull(policy());
  }

  @Test
  void whatIsRightIsNotWritten() {
    deliver("egress: [{name: x, to: {cidr: 10.20.0.0/16}}]");
    String version = policy().getMetadata().getResourceVersion();
    deliver("egress: [{name: x, to: {cidr: 10.20.0.0/16}}]");
    assertEquals(version, policy().getMetadata().getResourceVersion());
  }

  @Test
  void editsAreUndone() {
    String stated = "egress: [{name: x, to: {cidr: 10.20.0.0/16}}]";
    deliver(stated);
    var asked = policy().getSpec();
    for (String spec :
        List.of(
            "{\"egress\":[{}]}",
            "{\"egress\":[]}",
            "{\"podSelector\":{\"matchLabels\":{\"app\":\"other\"}}}",
            "{\"policyTypes\":[\"Ingress\"]}")) {
      edit(spec);
      deliver(stated);
      assertEquals(asked.getEgress(), policy().getSpec().getEgress(), spec);
      assertEquals(asked.getPodSelector(), policy().getSpec().getPodSelector(), spec);
      assertEquals(asked.getPolicyTypes(), policy().getSpec().getPolicyTypes(), spec);
    }
  }

  @Test
  void somebodyElsesOfThatNameIsTold() {
    client
        .resource(
            Serialization.<NetworkPolicy>unmarshal(
                "---\n"
                    + "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name:"
                    + " web-egress, namespace: shop}, spec: {podSelector: {}}}",
                NetworkPolicy.class))
        .create();
    DeliveryReport report = deliver("egress: []");
    assertEquals("NameConflict", report.problems().get(0).code());
    assertEquals("NameConflict", report.egress().gaps().get(0).code());
    assertTrue(policy().getMetadata().getOwnerReferences().isEmpty());
    // Nothing is asked: it is theirs alone.
    assertTrue(deliver("").problems().isEmpty());
    assertNotNull(policy());
  }

  @Test
  void whatOthersAllowThePodsIsTold() {
    String other =
        "---\n"
            + "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: %s,"
            + " namespace: shop}, spec: {podSelector: {%s}, %s}}";
    for (String policy :
        List.of(
            other.formatted("all", "", "policyTypes: [Egress], egress: [{}]"),
            other.formatted("app", "matchLabels: {app: web}", "egress: [{}]"),
            other.formatted("else", "matchLabels: {app: else}", "egress: [{}]"),
            other.formatted("closed", "", "policyTypes: [Egress]"),
            other.formatted("inward", "", "policyTypes: [Ingress], ingress: [{}]"))) {
      client.resource(Serialization.unmarshal(policy, NetworkPolicy.class)).create();
    }
    assertEquals(List.of("all", "app"), deliver("egress: []").egress().others());
    assertEquals(List.of("all", "app"), deliver("egress: []").egress().others());
  }

  /** The template is another one by now: they run on until their successors are there. */
  @ParameterizedTest
  @CsvSource({
    // on the network of its node, the workload, its node, its phase; what is told
    "true,  web,   n1, Running,   HostNetwork",
    "false, web,   n1, Running,   ''",
    "true,  other, n1, Running,   ''",
    "true,  web,   ,   Pending,   ''",
    "true,  web,   n1, Succeeded, ''",
  })
  void podsOfAnOlderTemplateOnTheNetworkOfTheirNodeAreTold(
      boolean onHost, String workload, String node, String phase, String told) {
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("old")
                .withNamespace("shop")
                .addToLabels("placement.bleu.cloud/workload", workload)
                .endMetadata()
                .withNewSpec()
                .withHostNetwork(onHost)
                .withNodeName(node)
                .endSpec()
                .withNewStatus()
                .withPhase(phase)
                .endStatus()
                .build())
        .create();
    List<DeliveryProblem> gaps = deliver("egress: []").egress().gaps();
    assertEquals(told, gaps.stream().map(DeliveryProblem::code).collect(joining(" ")));
    if (!gaps.isEmpty()) {
      assertTrue(gaps.get(0).message().contains("of an older template"), gaps.get(0)::message);
    }
  }

  @Test
  void whatIsFrozenIsLookedAtAndNotWritten() {
    DeliveryReport report = delivery.observe(order("egress: [{name: x, to: {host: api.example}}]"));
    assertEquals("HostNotEnforced", report.egress().gaps().get(0).code());
    assertNull(policy());
  }
}

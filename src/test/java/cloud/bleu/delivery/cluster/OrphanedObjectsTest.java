package cloud.bleu.delivery.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.Deliveries;
import cloud.bleu.delivery.Delivery;
import cloud.bleu.delivery.DeliveryOrder;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.node.NodeTarget;
import cloud.bleu.delivery.zone.ClusterWideTarget.Pods;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects of a workload that have lost their owner references, as a restored backup has them. */
class OrphanedObjectsTest {

  private static final String CHILD = ChildName.of("web", "a");

  private EmbeddedApiServer server;
  private KubernetesClient client;
  private ClusterPolicies policies;
  private Delivery delivery;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
    Supplier<ClusterObjects> objects = () -> new ListedObjects(client, "shop");
    policies = new ClusterPolicies(client, objects, ClusterDns.USUAL, UndoneEdits.UNTOLD);
    delivery = Deliveries.of(client, new NodeTarget(client, objects, UndoneEdits.UNTOLD), policies);
    assertEquals(List.of(), deliver("before").problems());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void theyBelongToTheWorkloadOfTheirName() {
    List<String> uids = all().stream().map(o -> o.getMetadata().getUid()).toList();
    all().forEach(object -> own(object, List.of()));

    assertEquals(List.of(), deliver("restored").problems());
    for (HasMetadata object : all()) {
      OwnerReference owner = object.getMetadata().getOwnerReferences().get(0);
      assertEquals("restored", owner.getUid(), object.getKind());
      assertTrue(owner.getController());
    }
    assertEquals(uids, all().stream().map(o -> o.getMetadata().getUid()).toList(), "none is made");
  }

  @Test
  void budgetIsNoneOfSomebodyElse() {
    List<DeliveryProblem> problems = new ArrayList<>();
    Pods pods = new Pods(List.of(Labels.ofWorkload("web")), false);
    policies.ensureBudget(workload("before"), pods, 1, problems);
    own(budget("web"), List.of());
    policies.adopt(workload("restored"), problems);
    assertTrue(!policies.isCovered(workload("restored"), pods));
    policies.ensureBudget(workload("restored"), pods, 2, problems);
    assertEquals(List.of(), problems);
    assertEquals(2, budget("web").getSpec().getMaxUnavailable().getIntVal());
    assertEquals("restored", budget("web").getMetadata().getOwnerReferences().get(0).getUid());
  }

  @Test
  void whatSomebodyControlsStaysTheirs() {
    OwnerReference theirs =
        new OwnerReferenceBuilder()
            .withApiVersion("example.org/v1")
            .withKind("Site")
            .withName("site")
            .withUid("theirs")
            .withController(true)
            .build();
    all().forEach(object -> own(object, List.of(theirs)));
    assertEquals(
        Set.of("NameConflict"),
        Set.copyOf(deliver("before").problems().stream().map(DeliveryProblem::code).toList()));
    all()
        .forEach(
            object -> assertEquals(List.of(theirs), object.getMetadata().getOwnerReferences()));
  }

  /** A label alone makes nothing the workload's: its objects have names as well. */
  @Test
  void whatHasTheLabelAndAnotherNameIsLeftAlone() {
    client
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata:
                  name: mine
                  namespace: shop
                  labels: {%s: web}
                spec: {minAvailable: 1, selector: {matchLabels: {app: other}}}
                """
                    .formatted(Labels.WORKLOAD),
                HasMetadata.class))
        .create();
    assertEquals(List.of(), deliver("before").problems());
    assertEquals(List.of(), budget("mine").getMetadata().getOwnerReferences());
  }

  private static BleuWorkload workload(String uid) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: shop, uid: %s}
        spec:
          workload:
            deployment:
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: i}]}
          residency:
            egress: [{name: out, to: {cidr: 192.0.2.0/24}}]
        """
            .formatted(uid),
        BleuWorkload.class);
  }

  private DeliveryReport deliver(String uid) {
    return delivery.deliver(
        new DeliveryOrder(
            workload(uid),
            List.of(new Assignment("a", 1, null, null)),
            Map.of("a", Map.of("zone", "a")),
            Set.of(),
            Set.of(),
            Set.of(),
            null));
  }

  private List<HasMetadata> all() {
    return List.of(
        client.apps().deployments().inNamespace("shop").withName(CHILD).get(),
        client.network().v1().networkPolicies().inNamespace("shop").withName("web-egress").get());
  }

  private PodDisruptionBudget budget(String name) {
    return client.policy().v1().podDisruptionBudget().inNamespace("shop").withName(name).get();
  }

  private void own(HasMetadata object, List<OwnerReference> owners) {
    new ClusterWriter(client).own(object, owners);
  }
}

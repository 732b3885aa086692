package cloud.bleu.delivery.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ClusterObjects;
import cloud.bleu.delivery.cluster.ClusterPolicies;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.cluster.ClusterZoneDelivery;
import cloud.bleu.delivery.cluster.ListedObjects;
import cloud.bleu.delivery.cluster.OwnerReferences;
import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.delivery.manifest.EgressPolicy;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One member that a Secret and another way of delivery lead into, with one workload in both. */
@Tag("wiring")
class OtherWaysTest {

  private static final String BY_AN_AGENT =
      "ownerReferences: [{apiVersion: work.open-cluster-management.io/v1,"
          + " kind: AppliedManifestWork, name: w, uid: w}]";

  /** What is there before the agent has written its owner. */
  private static final String BY_A_WORK =
      "annotations: {placement.bleu.cloud/carried-by: OpenClusterManagement}";

  private static final String BY_KARMADA = "annotations: {work.karmada.io/name: web-7d9}";
  private static final String BY_THE_SECRET = "annotations: {}";

  private EmbeddedApiServer server;
  private KubernetesClient client;
  private ClusterZoneDelivery zones;
  private ClusterPolicies policies;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
    HomeLabels home = new HomeLabels("home");
    zones =
        new ClusterZoneDelivery(
            new ClusterWriter(client),
            () -> new ListedObjects(client, "shop"),
            home,
            UndoneEdits.UNTOLD);
    policies =
        new ClusterPolicies(
            client,
            new ClusterWriter(client),
            () -> new ListedObjects(client, "shop"),
            home,
            ClusterDns.USUAL,
            UndoneEdits.UNTOLD);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {BY_AN_AGENT, BY_A_WORK, BY_KARMADA})
  void childOfAnotherWayIsNoSurplusOfTheSecret(String mark) {
    child("a", BY_THE_SECRET);
    child("b", mark);
    assertEquals(List.of("a"), seen(Set.of("a")));
    assertEquals(List.of(), policiesLeft(Set.of("a")));
  }

  @Test
  void childThatTheSecretBroughtIsSurplus() {
    child("a", BY_THE_SECRET);
    child("b", BY_THE_SECRET);
    assertEquals(List.of("a", "b"), seen(Set.of("a")));
    assertEquals(
        List.of(DeliveryProblem.removing("Deployment " + ChildName.of("web", "b"), "b").message()),
        policiesLeft(Set.of("a")));
  }

  /** The zone had another kind of target before: what stands there is not made a second time. */
  @ParameterizedTest
  @ValueSource(strings = {BY_AN_AGENT, BY_A_WORK, BY_KARMADA})
  void childOfAZoneOfTheSecretIsTakenUp(String mark) {
    child("a", mark);
    assertEquals(List.of("a"), seen(Set.of("a")));
  }

  /** The cluster of the workloads is a ManagedCluster too, for another zone. */
  @ParameterizedTest
  @ValueSource(strings = {BY_AN_AGENT, BY_A_WORK, BY_KARMADA})
  void childOfAnotherWayIsNoSurplusOfTheHub(String mark) {
    child("a", BY_THE_SECRET);
    child("b", mark);
    OwnerReferences own = new OwnerReferences();
    ClusterObjects objects = new ListedObjects(client, "shop");
    ClusterWriter writer = new ClusterWriter(client);
    zones = new ClusterZoneDelivery(writer, () -> objects, own, UndoneEdits.UNTOLD);
    policies =
        new ClusterPolicies(
            client, writer, () -> objects, own, ClusterDns.USUAL, UndoneEdits.UNTOLD);
    List<DeliveryProblem> problems = new ArrayList<>();
    policies.adopt(workload(), problems);
    assertEquals(List.of(), problems);
    assertEquals(List.of("u"), owners("a"), "a backup had no owner");
    assertFalse(owners("b").contains("u"), "it goes with its work");
    assertEquals(List.of("a"), seen(Set.of("a")));
  }

  private List<String> owners(String zone) {
    return client
        .apps()
        .deployments()
        .inNamespace("shop")
        .withName(ChildName.of("web", zone))
        .get()
        .getMetadata()
        .getOwnerReferences()
        .stream()
        .map(OwnerReference::getUid)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {BY_AN_AGENT, BY_A_WORK, BY_KARMADA})
  void policiesOfAnotherWayAreNotWithdrawn(String mark) {
    policies(mark);
    assertTrue(policies.isWithdrawn(workload()));
    assertNull(policies.standing(workload()));
    assertEquals(List.of(), withdrawn());
    assertNotNull(
        client.policy().v1().podDisruptionBudget().inNamespace("shop").withName("web").get());
    assertEquals(
        1, client.network().v1().networkPolicies().inNamespace("shop").list().getItems().size());
    assertEquals(List.of(), policiesLeft(Set.of()));
  }

  @Test
  void policiesThatTheSecretBroughtAreWithdrawn() {
    policies(BY_THE_SECRET);
    assertFalse(policies.isWithdrawn(workload()));
    assertEquals(List.of(), withdrawn());
    assertNull(
        client.policy().v1().podDisruptionBudget().inNamespace("shop").withName("web").get());
    assertEquals(
        List.of(), client.network().v1().networkPolicies().inNamespace("shop").list().getItems());
  }

  private List<DeliveryProblem> withdrawn() {
    List<DeliveryProblem> problems = new ArrayList<>();
    policies.withdraw(workload(), problems);
    return problems;
  }

  private List<String> seen(Set<String> asked) {
    return zones.observe(workload(), asked).zones().stream()
        .map(ZoneObservation::zone)
        .sorted()
        .toList();
  }

  private List<String> policiesLeft(Set<String> staying) {
    DeliveryProblem left = policies.left(workload(), staying);
    return left == null ? List.of() : List.of(left.message());
  }

  private static BleuWorkload workload() {
    BleuWorkload workload =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: web, namespace: shop, uid: u}
            spec:
              workload:
                deployment:
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: c, image: i}]}
            """,
            BleuWorkload.class);
    workload.addFinalizer(HeldZones.finalizer("a", "m"));
    return workload;
  }

  private void child(String zone, String mark) {
    apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: %s
          namespace: shop
          labels:
            placement.bleu.cloud/home: home
            placement.bleu.cloud/workload: web
            placement.bleu.cloud/zone: %s
          %s
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: i}]}
        """
            .formatted(ChildName.of("web", zone), zone, mark));
  }

  private void policies(String mark) {
    policy("policy/v1", "PodDisruptionBudget", "web", mark, "{}");
    policy(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        EgressPolicy.name(workload()),
        mark,
        "{podSelector: {}}");
  }

  private void policy(String version, String kind, String name, String mark, String spec) {
    apply(
        """
        apiVersion: %s
        kind: %s
        metadata:
          name: %s
          namespace: shop
          labels:
            placement.bleu.cloud/home: home
            placement.bleu.cloud/workload: web
          %s
        spec: %s
        """
            .formatted(version, kind, name, mark, spec));
  }

  private void apply(String manifest) {
    client.resource(manifest).create();
  }
}

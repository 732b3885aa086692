package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.ocm.ManagedClusterCrds;
import cloud.bleu.delivery.ocm.ManifestWork;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.ManagedClusterAgents;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One workload on the hub's own nodes and in a ManagedCluster of Open Cluster Management, with its
 * real CRDs and a real API server as the cluster.
 */
abstract class ManagedClusterLife {

  /** The ManagedCluster, whose name is also that of its namespace. */
  static final String CLUSTER = "far-1";

  private static final String HOME = "placement.bleu.cloud/home";

  private final MovableClock clock = new MovableClock();
  private KubernetesClient hub;
  private KubernetesClient member;
  private KubernetesClient operatorClient;
  private String namespace;
  private Operator operator;
  private Scene scene;
  private ManagedClusterAgents agents;

  /** Joins the only member as {@link #CLUSTER}, with agents that work from now on. */
  abstract ManagedClusterAgents agents(KubernetesClient hub, Fleet members);

  @BeforeEach
  void start(
      KubernetesClient client,
      FakeNodes nodes,
      Fleet members,
      OperatorAccount account,
      TestNamespace test) {
    hub = client;
    member = members.members().get(0).client();
    namespace = test.name();
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "hub-a");
    for (int i = 1; i <= 2; i++) {
      members
          .members()
          .get(0)
          .nodes()
          .add(
              FakeNode.inZone("far", "far-" + i)
                  .withCapacity("cpu", "4")
                  .withCapacity("memory", "16Gi"));
    }
    ManagedClusterCrds.establish(hub, ManagedClusterCrds.all());
    agents = agents(hub, members);
    zone("far", CLUSTER);
    operatorClient = account.client();
    operator = OperatorUnderTest.of(operatorClient, clock.alone(account.namespace()), () -> {});
    operator.start();
  }

  @AfterEach
  void stop() {
    operator.close();
    operatorClient.close();
    agents.close();
  }

  private void zone(String name, String cluster) {
    scene.create(
        SiteZone.yaml(
            "acme",
            name,
            "{cpu: \"8\", memory: 32Gi, largestNode: {cpu: \"4\", memory: 16Gi}}",
            "openClusterManagement: {managedCluster: " + cluster + "}"));
  }

  private Deployment child() {
    return member
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(ChildName.of("web", "far"))
        .get();
  }

  /** Replicas that are ready in the zone; null: not known. */
  private Integer ready() {
    return scene.placement("web").getStatus().zones().stream()
        .filter(zone -> zone.zone().equals("far"))
        .findFirst()
        .orElseThrow()
        .ready();
  }

  private int replicas() {
    Deployment child = child();
    return child == null ? -1 : child.getSpec().getReplicas();
  }

  private List<GenericKubernetesResource> works() {
    return hub.genericKubernetesResources(ManifestWork.KIND)
        .inNamespace("far-1")
        .withLabel("placement.bleu.cloud/workload", "web")
        .list()
        .getItems();
  }

  private ConfigMap config() {
    return member.configMaps().inNamespace(namespace).withName("config").get();
  }

  private void config(String value) {
    hub.resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("config")
                .endMetadata()
                .addToData("key", value)
                .build())
        .serverSideApply();
  }

  private void awaitReach(String wanted) {
    await("far", "TargetReachable", wanted);
  }

  private void await(String zone, String type, String wanted) {
    scene.until(
        zone + " is " + wanted,
        () -> {
          Condition condition = condition(zone, type);
          return condition != null
              && wanted.equals(condition.getStatus() + " " + condition.getReason());
        });
  }

  private Condition condition(String zone, String type) {
    var status = scene.zone(zone).getStatus();
    return status == null ? null : Conditions.find(status.conditions(), type);
  }

  /** Its zone says what to do, and stays beside the others, which do not wait for it. */
  private void managedClusterThatIsNotThereIsTold() {
    zone("nowhere", "no-such-cluster");
    await("nowhere", "TargetReachable", "False ManagedClusterMissing");
    String told = condition("nowhere", "TargetReachable").getMessage();
    assertTrue(told.contains("there is no ManagedCluster no-such-cluster: join it"), told);
    // Nothing is known of its health: replicas would be placed there, and wait.
    hub.resource(scene.zone("nowhere"))
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"state\":\"Cordoned\"}}");
    await("nowhere", "Schedulable", "False Cordoned");
  }

  private void edit(String patch) {
    hub.resource(scene.workload("web")).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** Nine tenths of it, where nobody declares anything. */
  private void roomIsWhatTheHubReports() {
    hub.genericKubernetesResources("cluster.open-cluster-management.io/v1", "ManagedCluster")
        .withName("far-1")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"allocatable\":{\"cpu\":\"8\",\"memory\":\"32Gi\"}}}");
    hub.resource(scene.zone("far"))
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"capacity\":null}}");
    scene.until(
        "the room is seen",
        () -> {
          var status = scene.zone("far").getStatus();
          return "ManagedCluster".equals(status.capacityOrigin())
              && "7200m".equals(status.capacity().get("cpu"));
        });
  }

  @Test
  void workloadStandsOnTheHubAndInAManagedCluster() {
    awaitReach("True ManagedClusterAvailable");
    managedClusterThatIsNotThereIsTold();
    config("one");
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web}
        spec:
          replicas: 2
          dataClasses: [Ordinary]
          workload:
            companions: [{kind: ConfigMap, name: config}]
            deployment:
              template:
                spec: {containers: [{name: main, image: none, envFrom: [{configMapRef: {name: config}}],
                  resources: {requests: {cpu: 100m, memory: 64Mi}}}]}
          resilience: {tolerate: [{of: Site, keep: 1, recover: Reserved}], failover: {after: 1h}}
        """);
    scene.awaitReady("web");
    assertEquals(new TreeMap<>(Map.of("far", 1, "hub-a", 1)), scene.assigned("web"));
    String home = hub.namespaces().withName("kube-system").get().getMetadata().getUid();
    String uid =
        hub.genericKubernetesResources("cluster.open-cluster-management.io/v1", "ManagedCluster")
            .withName("far-1")
            .get()
            .getMetadata()
            .getUid();
    scene.until(
        "the zone is known by its cluster",
        () -> uid.equals(scene.zone("far").getStatus().clusterUid()));
    roomIsWhatTheHubReports();
    assertEquals(1, child().getStatus().getReadyReplicas());
    assertEquals(home, child().getMetadata().getLabels().get(HOME));
    assertEquals(Map.of("key", "one"), config().getData());
    assertEquals(
        home, member.namespaces().withName(namespace).get().getMetadata().getLabels().get(HOME));

    edit("{\"spec\":{\"replicas\":4}}");
    scene.until("two are asked for", () -> replicas() == 2);
    scene.awaitReady("web");

    edit(
        "{\"spec\":{\"workload\":{\"deployment\":{\"template\":{\"spec\":{\"containers\":"
            + "[{\"name\":\"main\",\"image\":\"newer\",\"envFrom\":[{\"configMapRef\":{\"name\":"
            + "\"config\"}}],\"resources\":{\"requests\":{\"cpu\":\"100m\",\"memory\":\"64Mi\"}}}]}}}}}}");
    scene.until(
        "the new template is there",
        () ->
            child()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getImage()
                .equals("newer"));
    scene.awaitReady("web");

    config("two");
    // Nothing tells of it: it is looked at again each twenty seconds.
    clock.forward(Duration.ofSeconds(20));
    scene.until("what goes along is equal", () -> config().getData().equals(Map.of("key", "two")));

    scaledThereByHand();

    member.resource(child()).delete();
    scene.until(
        "what its agent does not find does not count, where it does not make it again at once",
        () -> ready() == null || child() != null);
    String told = Serialization.asJson(works().get(0).get("status"));
    assertTrue(told.contains("readyReplicas"), "what it told before stands: " + told);
    agents.compareAnew();
    scene.until("it counts again", () -> Integer.valueOf(2).equals(ready()));

    agents.goAway();
    awaitReach("False ManagedClusterUnavailable");
    scene.until(
        "no number of it counts",
        () ->
            scene.placement("web").getStatus().zones().stream()
                .anyMatch(
                    z -> z.zone().equals("far") && z.ready() == null && z.unknownSince() != null));
    clock.forward(Duration.ofMinutes(61));
    // What is new is answered by a pass that has seen that go by.
    scene.provider("witness").awaitAnswered(CloudProvider.class, "witness");
    assertEquals(
        new TreeMap<>(Map.of("far", 2, "hub-a", 2)),
        scene.assigned("web"),
        "nothing moves for that alone, though it waits for an hour only");
    hub.resource(scene.zone("far"))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":\"Lost\"}}}");
    scene.until(
        "it is decided anew",
        () -> scene.assigned("web").equals(new TreeMap<>(Map.of("hub-a", 4))));
    scene.until(
        "its work is to go at once",
        () -> works().size() == 1 && works().get(0).getMetadata().getDeletionTimestamp() != null);
    assertNotNull(child(), "its agent is away");
    assertTrue(
        scene.workload("web").getMetadata().getFinalizers().stream()
            .anyMatch(f -> f.endsWith("elsewhere.placement.bleu.cloud/far")));

    agents.comeBack();
    scene.until("the agent has removed it", () -> child() == null && works().isEmpty());
    scene.until(
        "nothing is held there any more",
        () ->
            scene.workload("web").getMetadata().getFinalizers().stream()
                .noneMatch(f -> f.contains("elsewhere.placement.bleu.cloud/")));
    assertNull(config());

    hub.resource(scene.zone("far"))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":null}}}");
    await("far", "Schedulable", "True Active");
    clock.forward(Duration.ofMinutes(61));
    scene.until("it stands there again", () -> replicas() == 2);
    scene.awaitReady("web");
    hub.resource(scene.workload("web")).delete();
    scene.until("the workload is gone", () -> scene.workload("web") == null);
    assertEquals(List.of(), works());
    assertNull(child());
    assertNotNull(member.namespaces().withName(namespace).get(), "its namespace stays");
  }

  /** The agent applies without force: what another has set it leaves, and says so. */
  private void scaledThereByHand() {
    member
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(child().getMetadata().getName())
        .scale(1);
    agents.compareAnew();
    scene.until(
        "it is told, and no number of it counts",
        () -> {
          Condition delivered =
              Conditions.find(scene.placement("web").getStatus().conditions(), "Delivered");
          return delivered.getReason().equals("DeliveryRefused")
              && delivered.getMessage().contains(".spec.replicas")
              && ready() == null;
        });
    assertEquals(1, replicas());
  }
}

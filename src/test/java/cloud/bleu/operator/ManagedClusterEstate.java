package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.ocm.ManagedClusterCrds;
import cloud.bleu.delivery.ocm.ManifestWork;
import cloud.bleu.operator.config.ProbeNetworks;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.FleetMember;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A hub with one zone of its own nodes, and one that is a ManagedCluster of Open Cluster
 * Management, with its real CRDs and a real API server as the cluster; the operator, and what a
 * test asks of them.
 */
public abstract class ManagedClusterEstate {

  /** The ManagedCluster, whose name is also that of its namespace. */
  protected static final String CLUSTER = "far-1";

  static final String HOME = "placement.bleu.cloud/home";

  /** Shorter than the time without an answer of the API server after which silence counts anew. */
  static final Duration AFTER = Duration.ofSeconds(5);

  final MovableClock clock = new MovableClock();
  KubernetesClient hub;
  FleetMember far;
  KubernetesClient member;
  private KubernetesClient operatorClient;
  String namespace;
  private Operator operator;
  Scene scene;
  ManagedClusterAgents agents;

  /** Joins the only member as {@link #CLUSTER}, with agents that work from now on. */
  protected abstract ManagedClusterAgents agents(KubernetesClient hub, Fleet members);

  @BeforeEach
  void start(
      KubernetesClient client,
      FakeNodes nodes,
      Fleet members,
      OperatorAccount account,
      TestNamespace test) {
    hub = client;
    far = members.members().get(0);
    member = far.client();
    namespace = test.name();
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "hub-a");
    for (int i = 1; i <= 2; i++) {
      far.nodes()
          .add(
              FakeNode.inZone("far", "far-" + i)
                  .withCapacity("cpu", "4")
                  .withCapacity("memory", "16Gi"));
    }
    ManagedClusterCrds.establish(hub, ManagedClusterCrds.all());
    agents = agents(hub, members);
    zone("far", CLUSTER);
    operatorClient = account.client();
    operator =
        OperatorUnderTest.of(
            operatorClient,
            clock.alone(account.namespace()).with(ProbeNetworks.of(List.of("127.0.0.1/32"))),
            () -> {});
    operator.start();
  }

  @AfterEach
  void stop() {
    try {
      hub.resources(ResilienceDrill.class).delete();
    } finally {
      operator.close();
      operatorClient.close();
      agents.close();
    }
  }

  void zone(String name, String cluster) {
    scene.create(
        SiteZone.yaml(
            "acme",
            name,
            "{cpu: \"8\", memory: 32Gi, largestNode: {cpu: \"4\", memory: 16Gi}}",
            "openClusterManagement: {managedCluster: " + cluster + "}"));
  }

  /** As the registration agent would say it, which is a stand-in here. */
  void versionIsWhatTheHubReports() {
    String version = member.getKubernetesVersion().getGitVersion();
    hub.genericKubernetesResources("cluster.open-cluster-management.io/v1", "ManagedCluster")
        .withName(CLUSTER)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"version\":{\"kubernetes\":\"%s\"}}}".formatted(version));
    scene.until(
        "the version is known",
        () -> version.equals(scene.zone("far").getStatus().clusterVersion()));
  }

  /** Nine tenths of it, where nobody declares anything. */
  void roomIsWhatTheHubReports() {
    hub.genericKubernetesResources("cluster.open-cluster-management.io/v1", "ManagedCluster")
        .withName(CLUSTER)
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

  Deployment child() {
    return member
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(ChildName.of("web", "far"))
        .get();
  }

  /** Replicas that are ready in the zone; null: not known. */
  Integer ready() {
    return scene.placement("web").getStatus().zones().stream()
        .filter(zone -> zone.zone().equals("far"))
        .findFirst()
        .orElseThrow()
        .ready();
  }

  int replicas() {
    Deployment child = child();
    return child == null ? -1 : child.getSpec().getReplicas();
  }

  List<GenericKubernetesResource> works() {
    return hub.genericKubernetesResources(ManifestWork.KIND)
        .inNamespace("far-1")
        .withLabel("placement.bleu.cloud/workload", "web")
        .withLabel(ManifestWork.NAMESPACE, namespace)
        .list()
        .getItems();
  }

  /** The kinds of what the agent is to bring for the workload web. */
  Set<String> carriedKinds() {
    Set<String> kinds = new TreeSet<>();
    for (GenericKubernetesResource work : works()) {
      List<Map<String, ?>> manifests = work.get("spec", "workload", "manifests");
      manifests.forEach(one -> kinds.add((String) one.get("kind")));
    }
    return kinds;
  }

  ConfigMap config() {
    return member.configMaps().inNamespace(namespace).withName("config").get();
  }

  void config(String value) {
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

  void awaitReach(String wanted) {
    await("far", "TargetReachable", wanted);
  }

  void await(String zone, String type, String wanted) {
    scene.until(
        zone + " is " + wanted,
        () -> {
          Condition condition = condition(zone, type);
          return condition != null
              && wanted.equals(condition.getStatus() + " " + condition.getReason());
        });
  }

  Condition condition(String zone, String type) {
    var status = scene.zone(zone).getStatus();
    return status == null ? null : Conditions.find(status.conditions(), type);
  }

  void edit(String patch) {
    hub.resource(scene.workload("web")).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  void incident(String value) {
    hub.resource(scene.zone("far"))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":%s}}}"
                .formatted(value));
  }

  /** Replicas that are asked of the agent. */
  int asked() {
    List<?> manifests = works().get(0).get("spec", "workload", "manifests");
    Map<?, ?> child = (Map<?, ?>) manifests.get(manifests.size() - 1);
    return ((Number) ((Map<?, ?>) child.get("spec")).get("replicas")).intValue();
  }

  /** Whether what is decided for a workload is not delivered, or not known to be, for this. */
  boolean delivers(String workload, String reason, String words) {
    Condition delivered =
        Conditions.find(scene.placement(workload).getStatus().conditions(), "Delivered");
    return delivered != null
        && delivered.getReason().equals(reason)
        && delivered.getMessage().contains(words);
  }

  /** Whether a zone takes no replica of a workload, for this among others. */
  boolean rejects(String workload, String zone, String code) {
    var status = scene.placement(workload).getStatus();
    return status != null
        && status.rejected().stream()
            .anyMatch(one -> one.zone().equals(zone) && one.codes().contains(code));
  }

  /** Has these, as JSON, go along with the workload. */
  void companions(String list) {
    edit("{\"spec\":{\"workload\":{\"companions\":[%s]}}}".formatted(list));
  }

  /** Longer than the workload waits for a zone that is silent, and a pass has seen that. */
  void timeGoesBy(String witness) {
    forward(AFTER.plusSeconds(2), witness);
  }

  /** Time passes, and the operator need not sleep to see it: what is new is answered by a pass. */
  void forward(Duration by, String witness) {
    clock.forward(by);
    scene.provider(witness).awaitAnswered(CloudProvider.class, witness);
  }

  /** Has the workload ask for so many, of which so many are left whichever site is lost. */
  void asks(int number, int keep) {
    edit(
        "{\"spec\":{\"replicas\":%d,\"resilience\":{\"tolerate\":[{\"of\":\"Site\",\"keep\":%d,\"recover\":\"Reserved\"}]}}}"
            .formatted(number, keep));
  }

  /** Watches the pods of the workload, of which so many run. */
  ClusterLoss watched(int number) {
    return new ClusterLoss(
            scene, hub, namespace, "placement.bleu.cloud/workload", "web", Map.of("far", member))
        .begins(number);
  }

  EvacuationReport evacuation() {
    return new EvacuationReport(scene, hub);
  }

  void assigned(Map<String, Integer> wanted, String why) {
    assertEquals(new TreeMap<>(wanted), scene.assigned("web"), why);
  }

  void awaitAssigned(Map<String, Integer> wanted) {
    scene.until("it is decided anew", () -> scene.assigned("web").equals(new TreeMap<>(wanted)));
  }
}

package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * One workload on the hub's own nodes and in a ManagedCluster of Open Cluster Management, with its
 * real CRDs and a real API server as the cluster.
 */
public abstract class ManagedClusterLife extends ManagedClusterEstate {
  /** What becomes there of a field of the template that is newer than some versions. */
  String hostname() {
    return "newer";
  }

  /** Its zone says what to do, and stays beside the others, which do not wait for it. */
  private void managedClusterThatIsNotThereIsTold() {
    zone("nowhere", "no-such-cluster");
    await("nowhere", "TargetReachable", "False ManagedClusterMissing");
    String told = condition("nowhere", "TargetReachable").getMessage();
    assertTrue(told.contains("there is no ManagedCluster no-such-cluster: join it"), told);
    // Whoever cannot be asked takes nothing new: what follows stands in the other zones alone.
    await("nowhere", "Schedulable", "False ManagedClusterMissing");
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
                spec: {hostnameOverride: newer, containers: [{name: main, image: none, envFrom: [{configMapRef: {name: config}}],
                  resources: {requests: {cpu: 100m, memory: 64Mi}}}]}
          resilience: {tolerate: [{of: Site, keep: 1, recover: Reserved}], failover: {after: 5s, returnAfter: 1m}}
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
    versionIsWhatTheHubReports();
    assertEquals(1, child().getStatus().getReadyReplicas());
    assertEquals(home, child().getMetadata().getLabels().get(HOME));
    assertEquals(Map.of("key", "one"), config().getData());
    assertEquals(hostname(), child().getSpec().getTemplate().getSpec().getHostnameOverride());
    assertEquals(
        home, member.namespaces().withName(namespace).get().getMetadata().getLabels().get(HOME));

    asks(4, 2);
    scene.until("two are asked for", () -> replicas() == 2);
    scene.awaitReady("web");

    newTemplateComesZoneByZone();
    neitherEgressNorBudgetIsCarried();

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
    agentHangs();
    agentIsForbidden();
    statefulSetIsNotForIt();
    companionThatStaysKeepsNothing();

    try (ClusterLoss loss = watched(4)) {
      isToldLostWhileItsAgentIsAway(loss);
      loss.kept(2);
    }

    companions("{\"kind\":\"ConfigMap\",\"name\":\"config\"}");
    incident("null");
    await("far", "Schedulable", "True Active");
    forward(Duration.ofMinutes(61), "home");
    scene.until("it stands there again", () -> replicas() == 2);
    scene.awaitReady("web");
    probesAndTheHubSayDifferentThings();
    isDrilled();
    goesWhileItsAgentIsAway();
  }

  private void isToldLostWhileItsAgentIsAway(ClusterLoss loss) {
    agents.goAway();
    loss.of("far");
    awaitReach("False ManagedClusterUnavailable");
    scene.until(
        "no number of it counts",
        () ->
            scene.placement("web").getStatus().zones().stream()
                .anyMatch(
                    z -> z.zone().equals("far") && z.ready() == null && z.unknownSince() != null));
    timeGoesBy("witness");
    assigned(
        Map.of("far", 2, "hub-a", 2),
        "nothing moves for that alone, though it waits for seconds only");
    incident("\"Lost\"");
    awaitAssigned(Map.of("hub-a", 4));
    scene.until(
        "its work is to go at once",
        () -> works().size() == 1 && works().get(0).getMetadata().getDeletionTimestamp() != null);
    assertNotNull(child(), "its agent is away");
    assertTrue(
        scene.workload("web").getMetadata().getFinalizers().stream()
            .anyMatch(f -> f.endsWith("elsewhere.placement.bleu.cloud/far")));
    evacuation().reported("web", 2, "far");
    loss.moved(2, 2);

    agents.comeBack();
    scene.until("the agent has removed it", () -> child() == null && works().isEmpty());
    scene.until(
        "nothing is held there any more",
        () ->
            scene.workload("web").getMetadata().getFinalizers().stream()
                .noneMatch(f -> f.contains("elsewhere.placement.bleu.cloud/")));
    assertNull(config());
  }

  /** By the numbers that the one etcd gives the writes of both clusters. */
  private void newTemplateComesZoneByZone() {
    try (RolloutWatch rollout = new RolloutWatch(hub, "web", "newer")) {
      rollout.also(member, namespace);
      scene.until("the children are seen", rollout::started);
      edit(
          "{\"spec\":{\"workload\":{\"deployment\":{\"template\":{\"spec\":{\"containers\":"
              + "[{\"name\":\"main\",\"image\":\"newer\",\"envFrom\":[{\"configMapRef\":{\"name\":"
              + "\"config\"}}],\"resources\":{\"requests\":{\"cpu\":\"100m\",\"memory\":\"64Mi\"}}}]}}}}}}");
      scene.until("the new template is everywhere", () -> rollout.done().size() == 2);
      scene.awaitReady("web");
      assertEquals(1, rollout.mostAtOnce(), "zones on their way at once");
    }
  }

  /** What is stated of egress is told not to be kept there. */
  private void neitherEgressNorBudgetIsCarried() {
    edit("{\"spec\":{\"residency\":{\"egress\":[]}}}");
    scene.until(
        "it is told", () -> scene.reason("web", "EgressDelivered").equals("EgressNotCarried"));
    assertEquals(
        List.of(),
        member.network().v1().networkPolicies().inNamespace(namespace).list().getItems());
    assertEquals(
        List.of(),
        member.policy().v1().podDisruptionBudget().inNamespace(namespace).list().getItems());
    assertEquals(Set.of("ConfigMap", "Deployment"), carriedKinds());
    edit("{\"spec\":{\"residency\":{\"egress\":null}}}");
    scene.awaitReady("web");
  }

  /** Nobody says so: its last word counts until another is asked for, and nothing moves. */
  private void agentHangs() {
    agents.pause();
    timeGoesBy("paused");
    assertEquals(2, ready(), "its last word is about what is asked");
    edit("{\"spec\":{\"replicas\":6}}");
    scene.until("three are asked for", () -> asked() == 3);
    clock.forward(Duration.ofSeconds(31));
    scene.until("its word is old", () -> delivers("web", "WorkStatusBehind", "far-1"));
    scene.until("no number of it counts", () -> ready() == null);
    assertEquals("True", condition("far", "TargetReachable").getStatus());
    assertEquals(2, replicas());
    timeGoesBy("hanging");
    assigned(Map.of("far", 3, "hub-a", 3), "nothing moves for that alone");
    agents.resume();
    scene.until("it goes on", () -> replicas() == 3);
    scene.awaitReady("web");
    edit("{\"spec\":{\"replicas\":4}}");
    scene.until("all is as before", () -> replicas() == 2);
    scene.awaitReady("web");
  }

  /** What it is refused it says of the first object, and nothing moves. */
  private void agentIsForbidden() {
    agents.forbid();
    edit("{\"spec\":{\"replicas\":6}}");
    scene.until("it is told", () -> delivers("web", "DeliveryRefused", "is forbidden: User"));
    scene.until("no number of it counts", () -> ready() == null);
    timeGoesBy("forbidden");
    assertEquals(2, replicas());
    assigned(Map.of("far", 3, "hub-a", 3), "nothing moves for that alone");
    agents.permit();
    scene.until("it gets what it is to have", () -> replicas() == 3);
    scene.awaitReady("web");
    edit("{\"spec\":{\"replicas\":4}}");
    scene.until("all is as before", () -> replicas() == 2);
    scene.awaitReady("web");
  }

  /** Nobody would bring it there, so it is not decided for it. */
  private void statefulSetIsNotForIt() {
    String database = LossesPlaneTest.DATABASE;
    scene.create(database.substring(0, database.indexOf("  resilience:")));
    scene.until("it is decided", () -> scene.assigned("db").equals(Map.of("hub-a", 4)));
    scene.until("it says why", () -> rejects("db", "far", "StatefulSetNotCarried"));
    hub.resource(scene.workload("db")).delete();
    scene.until("it is gone", () -> scene.workload("db") == null);
  }

  /** What stands there runs on, and goes as any other once it is decided for another zone. */
  private void companionThatStaysKeepsNothing() {
    scene.create(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: reader}
        """);
    companions(
        "{\"kind\":\"ConfigMap\",\"name\":\"config\"},{\"kind\":\"Role\",\"name\":\"reader\"}");
    scene.until("it is told", () -> delivers("web", "CompanionNotCarried", "Role reader"));
    assigned(Map.of("far", 2, "hub-a", 2), "what runs there stays");
    assertEquals(2, replicas());
  }

  /**
   * What the operator asks itself counts, whatever the hub says: nothing moves while the hub says
   * that the cluster is away and its probe is answered, and what is there moves while the hub says
   * that it is available, its agent hangs and the probe is not answered. Who waits for a fence
   * stays. What had moved runs on until the agent works again.
   */
  private void probesAndTheHubSayDifferentThings() {
    try (ZoneFront own = new ZoneFront();
        ZoneFront front = new ZoneFront()) {
      // One zone with probes alone is never left for them.
      own.probes(hub, scene, "hub-a", 3);
      front.probes(hub, scene, "far", 1);
      await("far", "Healthy", "True ProbesAnswered");
      agents.goAway();
      awaitReach("False ManagedClusterUnavailable");
      timeGoesBy("told-away");
      assertEquals("True", condition("far", "Healthy").getStatus());
      assigned(Map.of("far", 2, "hub-a", 2), "its probe is answered");
      agents.comeBack();
      awaitReach("True ManagedClusterAvailable");

      try (ClusterLoss loss = watched(4)) {
        isSilentWhileItsAgentHangs(front, loss);
        loss.kept(2);
      }
      front.speak();
      await("far", "Schedulable", "True Active");
      for (String zone : List.of("hub-a", "far")) {
        hub.resource(scene.zone(zone))
            .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"health\":null}}");
      }
      forward(Duration.ofMinutes(61), "home-again");
      scene.until("it stands there again", () -> replicas() == 2);
      scene.awaitReady("web");
    }
  }

  private void isSilentWhileItsAgentHangs(ZoneFront front, ClusterLoss loss) {
    edit("{\"spec\":{\"resilience\":{\"failover\":{\"unfenced\":\"Wait\"}}}}");
    agents.pause();
    front.fallSilent();
    loss.of("far");
    await("far", "Healthy", "False ProbesFail");
    assertEquals("True", condition("far", "TargetReachable").getStatus());
    timeGoesBy("silent");
    scene.until("it says so", () -> scene.reason("web", "Resilient").equals("ZoneSilent"));
    assigned(Map.of("far", 2, "hub-a", 2), "it waits for a fence");
    edit("{\"spec\":{\"resilience\":{\"failover\":{\"unfenced\":\"Proceed\"}}}}");
    awaitAssigned(Map.of("hub-a", 4));
    scene.until(
        "its work is to go",
        () -> works().size() == 1 && works().get(0).getMetadata().getDeletionTimestamp() != null);
    scene.until("its successors run", () -> scene.bound("web").equals(Map.of("hub-a", 4)));
    assertEquals(2, replicas(), "its agent hangs");
    evacuation().silent("web", 2, AFTER, "far");
    loss.moved(2, 2);
    agents.resume();
    scene.until("its agent has removed it", () -> child() == null && works().isEmpty());
    scene.awaitReady("web");
  }

  /** For real: none is deleted before its successor is Ready, by watches in both clusters. */
  private void isDrilled() {
    try (RunningWatch running = new RunningWatch(hub, "web").also(member, namespace)) {
      scene.until("all run", () -> running.running() == 4);
      running.asks(4);
      DrillScene drill = new DrillScene(hub, scene, "far-live");
      drill.create("zone: far");
      scene.until("it has a verdict", () -> !drill.history().isEmpty());
      assertEquals("Passed", drill.history().get(0).verdict());
      assigned(Map.of("hub-a", 4), "it is left");
      scene.until("its agent has removed it", () -> child() == null && works().isEmpty());
      await("far", "Schedulable", "True Active");
      forward(Duration.ofMinutes(61), "drilled");
      scene.until("it stands there again", () -> replicas() == 2);
      scene.until("it is over", () -> drill.condition("Ready").equals("True DrillDone"));
      scene.awaitReady("web");
      scene.until("two went, and came home", () -> running.deleted() == 4);
      scene.until("all of it is told", () -> running.running() == 4);
      assertEquals(0, running.lacked(), "pods were deleted before their successors were ready");
    }
  }

  private void goesWhileItsAgentIsAway() {
    agents.goAway();
    awaitReach("False ManagedClusterUnavailable");
    hub.resource(scene.workload("web")).delete();
    scene.until(
        "it says what it waits for", () -> scene.reason("web", "Ready").equals("WaitsForTarget"));
    String told = scene.message("web", "Ready");
    assertTrue(told.contains("ManagedCluster far-1 is not available"), told);
    scene.until(
        "its work is to go", () -> works().get(0).getMetadata().getDeletionTimestamp() != null);
    assertEquals(2, replicas(), "its agent is away");
    scene.until("what the hub has does not wait", () -> scene.children("web").isEmpty());
    agents.comeBack();
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
        () -> delivers("web", "DeliveryRefused", ".spec.replicas") && ready() == null);
    assertEquals(1, replicas());
  }
}

package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.OperatorAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One cluster that is a ManagedCluster for one zone, and is reached by a Secret for another. */
public abstract class SharedClusterLife extends ManagedClusterEstate {

  private static final String RESILIENCE =
      "{tolerate: [{of: Site, keep: 1, recover: Reserved}], failover: {after: 5s}}";

  private MemberEstate estate;

  /** The namespace of the Secret is the operator's, which stays for others. */
  @AfterEach
  void forgetTheOtherWay() {
    estate.forget("direct");
  }

  @Test
  void laterZoneOfOneClusterTakesNothingNew(OperatorAccount account) {
    awaitReach("True ManagedClusterAvailable");
    scene.workload("web", 2, RESILIENCE);
    scene.awaitReady("web");
    assigned(Map.of("far", 1, "hub-a", 1), "one in each");
    direct(account);
    claims(uid(member));
    await("direct", "TargetReachable", "False SameCluster");
    await("direct", "Schedulable", "False SameCluster");
    String told = condition("direct", "TargetReachable").getMessage();
    assertTrue(
        told.contains(
            "("
                + uid(member).substring(0, 8)
                + ") as zone far, by Secret direct/kubeconfig here"
                + " and ManagedCluster far-1 there"),
        told);
    edit("{\"spec\":{\"replicas\":6}}");
    awaitAssigned(Map.of("far", 3, "hub-a", 3));
    scene.awaitReady("web");
    assertEquals("True", condition("far", "TargetReachable").getStatus());

    gone();
    assertEquals("SameCluster", condition("direct", "TargetReachable").getReason(), "it is later");
    farIsGone();
    await("direct", "TargetReachable", "True Reached");
    scene.workload("web", 2, RESILIENCE);
    scene.awaitReady("web");
    assigned(Map.of("direct", 1, "hub-a", 1), "the room is sold by the other zone");
    zone("far", CLUSTER);
    awaitReach("False SameCluster");
    assertTrue(condition("far", "TargetReachable").getMessage().contains("as zone direct, by"));
    edit("{\"spec\":{\"replicas\":6}}");
    awaitAssigned(Map.of("direct", 3, "hub-a", 3));
    scene.awaitReady("web");
    gone();
  }

  /** What is placed before anybody says that both are one cluster is in both. */
  @Test
  void whatRunsInBothStaysAndCounts(OperatorAccount account) {
    awaitReach("True ManagedClusterAvailable");
    direct(account);
    scene.workload("web", 6, "{spread: [{over: Site, maxSkew: 1}]}");
    scene.awaitReady("web");
    assigned(Map.of("direct", 2, "far", 2, "hub-a", 2), "nobody knows better");
    String uid = child().getMetadata().getUid();
    claims(uid(member));
    await("direct", "TargetReachable", "False SameCluster");
    await("direct", "Healthy", "True Reached");
    await("direct", "Schedulable", "False SameCluster");
    assertEquals("True", condition("far", "TargetReachable").getStatus());
    scene.awaitReady("web");
    forward(Duration.ofMinutes(61), "later");
    assigned(Map.of("direct", 2, "far", 2, "hub-a", 2), "nothing moves");
    scene.awaitReady("web");
    assertEquals(6, scene.workload("web").getStatus().readyReplicas());
    assertEquals(uid, child().getMetadata().getUid(), "nobody removes it by the other way");
    edit("{\"spec\":{\"replicas\":3}}");
    scene.until("it is fewer", () -> total() == 3);
    scene.awaitReady("web");
    gone();
  }

  /** One cluster has two names then, and what stands there has the one of before. */
  @Test
  void zoneThatChangesItsTargetKeepsWhatItHas(OperatorAccount account) {
    awaitReach("True ManagedClusterAvailable");
    claims(uid(member));
    scene.workload("web", 2, RESILIENCE);
    scene.awaitReady("web");
    assigned(Map.of("far", 1, "hub-a", 1), "one in each");
    String uid = child().getMetadata().getUid();
    estate = new MemberEstate(hub, account);
    estate.grant(far, true);
    estate.kubeconfig("direct", MemberEstate.kubeconfig(far));
    target(null, "{\"kubeconfigSecretRef\":{\"name\":\"direct\"}}");
    isAnotherCluster(uid);
    assertEquals(1, works().size(), "its agent would remove it");
    target("{\"managedCluster\":\"far-1\"}", null);
    awaitReach("True ManagedClusterAvailable");
    scene.awaitReady("web");
    assertEquals(uid, child().getMetadata().getUid());
    gone();
    farIsGone();

    scene.create(MemberEstate.zone("far", "direct", "{cpu: \"8\", memory: 32Gi}"));
    awaitReach("True Reached");
    scene.workload("web", 2, RESILIENCE);
    scene.awaitReady("web");
    assigned(Map.of("far", 1, "hub-a", 1), "one in each");
    uid = child().getMetadata().getUid();
    target("{\"managedCluster\":\"far-1\"}", null);
    isAnotherCluster(uid);
    assertEquals(0, works().size(), "its agent would take it over");
    hub.resource(scene.workload("web")).delete();
    forward(Duration.ofMinutes(2), "deleted");
    assertEquals(uid, child().getMetadata().getUid(), "nobody can say that it is gone");
    target(null, "{\"kubeconfigSecretRef\":{\"name\":\"direct\"}}");
    scene.until("the workload is gone", () -> scene.workload("web") == null);
    assertNull(child(), "the way that brought it has removed it");
  }

  /** Of such a zone nothing is changed, and it says what to do. */
  private void isAnotherCluster(String uid) {
    awaitReach("False AnotherCluster");
    String told = condition("far", "TargetReachable").getMessage();
    assertTrue(told.contains("declare the zone as it was"), told);
    forward(Duration.ofMinutes(61), "after-" + uid);
    assertEquals(uid, child().getMetadata().getUid(), "nothing is removed");
    assertEquals(1, replicas(), "nor changed");
    assigned(Map.of("far", 1, "hub-a", 1), "nothing moves");
  }

  private void target(String managed, String secret) {
    hub.resource(scene.zone("far"))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"target\":{\"openClusterManagement\":%s,\"cluster\":%s}}}"
                .formatted(managed, secret));
  }

  private int total() {
    return scene.assigned("web").values().stream().mapToInt(Integer::intValue).sum();
  }

  /** A zone by a Secret into the cluster of zone far, of which no agent says yet which it is. */
  private void direct(OperatorAccount account) {
    estate = new MemberEstate(hub, account);
    estate.grant(far, true);
    estate.kubeconfig("direct", MemberEstate.kubeconfig(far));
    scene.create(MemberEstate.zone("direct", "direct", "{cpu: \"8\", memory: 32Gi}"));
    await("direct", "TargetReachable", "True Reached");
  }

  private void gone() {
    hub.resource(scene.workload("web")).delete();
    scene.until("the workload is gone", () -> scene.workload("web") == null);
  }

  /** Nothing uses the zone any more. */
  private void farIsGone() {
    hub.resource(scene.zone("far")).delete();
    scene.until("the zone is gone", () -> scene.zone("far") == null);
  }

  private static String uid(KubernetesClient client) {
    return client.namespaces().withName("kube-system").get().getMetadata().getUid();
  }

  /** As the registration agent would say it, which is a stand-in here. */
  private void claims(String id) {
    hub.genericKubernetesResources("cluster.open-cluster-management.io/v1", "ManagedCluster")
        .withName(CLUSTER)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"clusterClaims\":[{\"name\":\"id.k8s.io\",\"value\":\"%s\"}]}}"
                .formatted(id));
  }
}

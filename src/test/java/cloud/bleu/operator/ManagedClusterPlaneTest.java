package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.layers.Need;
import cloud.bleu.layers.Needs;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.ManagedClusterAgents;
import cloud.bleu.sandbox.WorkAgent;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With the real work agent. Only who joins the cluster and renews its lease is a stand-in. */
@RealControlPlane(members = 1)
@Needs(Need.OCM)
class ManagedClusterPlaneTest extends ManagedClusterLife {

  @Override
  protected ManagedClusterAgents agents(KubernetesClient hub, Fleet members) {
    return new WorkAgent(Need.OCM.path(), members, members.members().get(0), hub, CLUSTER);
  }

  /**
   * Its API server hangs, and neither the hub nor the work agent says so. It is left once the probe
   * of its zone is not answered either.
   */
  @Test
  void memberThatHangsIsAsItWasUntilSomethingElseIsAskedOrItsProbeFails() {
    awaitReach("True ManagedClusterAvailable");
    scene.workload(
        "web", 2, "{tolerate: [{of: Site, keep: 1, recover: Reserved}], failover: {after: 5s}}");
    scene.awaitReady("web");
    assigned(Map.of("far", 1, "hub-a", 1), "one in each");
    try (ZoneFront own = new ZoneFront();
        ZoneFront front = new ZoneFront()) {
      try (ClusterLoss loss = watched(2)) {
        hangs(loss);
        // One zone with probes alone is never left for them.
        own.probes(hub, scene, "hub-a", 3);
        front.probes(hub, scene, "far", 1);
        isLeft(front, loss);
      }
      goesOnceItAnswers();
    }
  }

  private void hangs(ClusterLoss loss) {
    far.pause();
    loss.of("far");
    timeGoesBy("paused");
    assertEquals(1, ready(), "its last word is about what is asked");
    assertEquals("True", condition("far", "TargetReachable").getStatus());
    edit("{\"spec\":{\"replicas\":4}}");
    scene.until("two are asked for", () -> asked() == 2);
    clock.forward(Duration.ofSeconds(31));
    scene.until("its word is old", () -> delivers("web", "WorkStatusBehind", "far-1"));
    scene.until("no number of it counts", () -> ready() == null);
    // Once the connection of the agent is taken for lost, after the better part of a minute.
    scene.until(
        "the agent says it", () -> delivers("web", "DeliveryRefused", "Failed to apply manifest"));
    timeGoesBy("witness");
    assigned(Map.of("far", 2, "hub-a", 2), "nothing moves for that alone");
  }

  private void isLeft(ZoneFront front, ClusterLoss loss) {
    front.fallSilent();
    await("far", "Healthy", "False ProbesFail");
    assertEquals("True", condition("far", "TargetReachable").getStatus());
    timeGoesBy("silent");
    awaitAssigned(Map.of("hub-a", 4));
    scene.until("its successors run", () -> scene.bound("web").equals(Map.of("hub-a", 4)));
    assertEquals(1, works().size(), "what stands there is to go once it answers");
    scene.until(
        "its work is to go", () -> works().get(0).getMetadata().getDeletionTimestamp() != null);
    evacuation().silent("web", 2, AFTER, "far");
    // Two that it was to have, of which one never came there, and the one that the hub has more.
    loss.moved(1, 3);
  }

  private void goesOnceItAnswers() {
    hub.resource(scene.workload("web")).delete();
    scene.until(
        "it says what it waits for", () -> scene.reason("web", "Ready").equals("WaitsForTarget"));
    assertTrue(scene.message("web", "Ready").contains("zone far: "));
    far.recover();
    scene.until("the workload is gone", () -> scene.workload("web") == null);
    assertEquals(List.of(), works());
    assertNull(child());
  }
}

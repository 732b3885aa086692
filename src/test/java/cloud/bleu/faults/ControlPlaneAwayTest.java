package cloud.bleu.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.layers.Campaign;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.cache.WatchContinuity;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ChildProcess;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.PlaneFlags;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The API server, or its storage, is away while every node and every pod lives: no node can report,
 * so the controller manager takes nodes for lost. Nothing is moved for that.
 *
 * <p>An outage of 25 s is longer than all that could move something. The workload waits for 10 s,
 * and the operator, which says so, counts silence anew after 15 s without an answer. A node of the
 * plane is lost after 12 s in place of 40 s or more. The controller manager looks at that every 5
 * s, so after 20 s at most it says of some node that it is lost, and waits for the answer. With
 * {@code hack/test --long} it is 250 s, and {@code -Dbleu.outage=30} is one of 30 s. One world
 * lives through that of the API server, then through that of its storage.
 */
@RealControlPlane(
    own = true,
    controllerManager = {PlaneFlags.LOST_IN_SECONDS, RealControlPlane.WITHOUT_EVICTIONS})
@Tag("campaign")
class ControlPlaneAwayTest {

  private static final Duration OUTAGE =
      Duration.ofSeconds(Long.parseLong(Campaign.plan("bleu.outage", "25", "250")));

  @RegisterExtension private final OperatorLog said = OperatorLog.of(WatchContinuity.class);

  @Test
  void nothingMovesForAnOutageOfTheControlPlane(
      ControlPlane plane, KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes).provider("acme");
    for (String zone : Set.of("fr-a", "fr-b", "fr-c")) {
      scene.zone("acme", zone);
    }
    try (KubernetesClient ours = account.client();
        Operator operator = OperatorUnderTest.of(ours, OperatorOptions.alone(), () -> {})) {
      operator.start();
      scene.workload(
          "web",
          6,
          "{tolerate: [{of: Site, keep: 3, recover: Reserved}],"
              + " failover: {after: 10s, returnAfter: 1s}}");
      scene.awaitReady("web");
      Set<String> pods = pods(scene);
      away("kube-apiserver", plane.apiServer(), plane, nodes, scene, pods);
      away("etcd", plane.etcd(), plane, nodes, scene, pods);
    }
  }

  private void away(
      String process,
      ChildProcess paused,
      ControlPlane plane,
      FakeNodes nodes,
      Scene scene,
      Set<String> pods) {
    long before = interruptions();
    // Those that are seen last at the same time are lost at the same time.
    nodes.beat();
    Instant begun = Instant.now();
    paused.pause();
    try {
      // The outage itself is what is waited for: nothing tells of its end but the clock.
      await("outage").pollDelay(OUTAGE).atMost(OUTAGE.plusSeconds(60)).until(() -> true);
    } finally {
      paused.resume();
    }
    plane.awaitReady();
    // For longer than a workload waits, every node reports again, also one that is told lost late.
    long reports = System.nanoTime();
    await("the time of failover.after, after the outage of " + process)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(1))
        .atMost(Scene.SOON)
        .until(
            () -> {
              nodes.beat();
              return System.nanoTime() - reports >= Duration.ofSeconds(15).toNanos()
                  && scene.condition("web", "Ready").equals("True");
            });
    scene.until("the operator says that " + process + " was away", () -> interruptions() > before);
    assertNotEquals(Set.of(), lostSince(begun, plane), "nodes that were lost without " + process);
    assertEquals(
        Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2), scene.assigned("web"), "without " + process);
    assertEquals(pods, pods(scene), "the pods are the same as before that of " + process);
  }

  /** The nodes that were lost since then; they may be Ready again. */
  private static Set<String> lostSince(Instant begun, ControlPlane plane) {
    try (KubernetesClient admin = plane.adminClient()) {
      return admin.nodes().list().getItems().stream()
          .filter(node -> turned(node).isAfter(begun))
          .map(node -> node.getMetadata().getName())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** When the node became Ready, or ceased to be. */
  private static Instant turned(Node node) {
    return node.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals("Ready"))
        .map(condition -> Instant.parse(condition.getLastTransitionTime()))
        .findFirst()
        .orElseThrow();
  }

  /** How often the operator has said that silence counts anew. */
  private long interruptions() {
    return said.lines().stream().filter(line -> line.startsWith("the API server ")).count();
  }

  private static Set<String> pods(Scene scene) {
    return scene.pods("web").stream()
        .map(Pod::getMetadata)
        .map(meta -> meta.getUid())
        .collect(Collectors.toSet());
  }
}

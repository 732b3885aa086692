package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.affinity.PodPhase;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A Deployment of many replicas, there and back: at no moment do fewer run than are needed. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TakeOverPlaneTest {

  private static final String NAME = "shop";

  /** The pods that are ready, and the fewest that were since somebody began to count. */
  private static final class Tally {
    private final Set<String> ready = new HashSet<>();
    private int fewest = Integer.MAX_VALUE;

    void step(String uid, boolean isReady, int asked) {
      boolean had = ready.size() >= asked;
      if (isReady) {
        ready.add(uid);
      } else {
        ready.remove(uid);
      }
      if (had || fewest < Integer.MAX_VALUE) {
        fewest = Math.min(fewest, ready.size());
      }
    }
  }

  private KubernetesClient client;
  private OperatorAccount account;
  private OperatorUnderTest.@Nullable Running operator;
  private Scene scene;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    if (operator != null) {
      return;
    }
    this.client = client;
    this.account = account;
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    operator = OperatorUnderTest.running(account.client());
  }

  /** The Deployment first: what is gone gets no replicas back, for which the workload waits. */
  @AfterEach
  void clear() {
    if (operator != null) {
      client.apps().deployments().withName(NAME).delete();
      scene.clear();
      client.events().v1().events().delete();
      nodesTakePods(true);
    }
  }

  @AfterAll
  void stop() {
    if (operator != null) {
      operator.close();
    }
  }

  @Test
  void fewerNeverTakeThePlaceOfMore() {
    scene.deployment(NAME, 6);
    scene.until("it runs", () -> available() == 6);
    try (PodWrites<Tally> pods = new PodWrites<>(Tally::new)) {
      watch(pods, 6);
      takeOver("");
      scene.until(
          "it is told", () -> scene.reason(NAME, "Available").equals("TemplateAsksForMore"));
      assertEquals(
          "Deployment shop asks for 6 replicas and spec.replicas for 1, so it is not scaled down"
              + " and runs on: set spec.replicas to 6, also where an autoscaler scales later, or"
              + " scale the Deployment down to 1 first",
          scene.message(NAME, "Available"));
      assertEquals(6, asked());

      scale(6);
      scene.awaitReady(NAME);
      assertEquals(0, asked());
      assertTrue(pods.count().fewest >= 6, "ready at once: " + pods.count().fewest);
    }
  }

  /** The children go once as many of its own are available as an autoscaler had asked for. */
  @Test
  void onTheWayBackItHasItsReplicasBeforeTheOthersGo() {
    isTakenOver(2);
    scale(1);
    scene.until("an autoscaler shrinks it", () -> runs() == 1);
    scene.awaitReady(NAME);
    assertEquals(0, asked());
    scale(5);
    scene.until("an autoscaler grows it", () -> runs() == 5);
    scene.awaitReady(NAME);
    try (PodWrites<Tally> pods = new PodWrites<>(Tally::new)) {
      watch(pods, 5);
      delete();
      scene.until("it is gone", () -> scene.workload(NAME) == null);
      scene.until("its zones are empty", () -> scene.children(NAME).isEmpty() && runs() == 0);
      scene.until("the other runs", () -> available() == 5);
      assertEquals(5, asked());
      assertEquals(5, pods.count().fewest, "ready at once");
    }
    assertFalse(
        reference().getMetadata().getAnnotations().keySet().stream()
            .anyMatch(key -> key.startsWith("placement.bleu.cloud/")),
        "nothing of it stays on the Deployment");
    assertEquals(
        "Deployment shop gets 5 replicas back; what is left in zones ends once they are available",
        note("ReplicasRestored"));
  }

  /** Deletion ends, though nothing of the Deployment starts. */
  @Test
  void onTheWayBackItIsNotWaitedForBeyondItsDeadline() {
    isTakenOver(2);
    patch(reference(), "{\"spec\":{\"progressDeadlineSeconds\":3}}");
    nodesTakePods(false);
    delete();
    scene.until("it is gone", () -> scene.workload(NAME) == null);
    scene.until("its zones are empty", () -> scene.children(NAME).isEmpty());
    assertEquals(2, asked());
    assertEquals(
        "Deployment shop has 0 of 2 replicas available and made no progress for 3 s, its"
            + " progressDeadlineSeconds: what runs in zones ends all the same; see why with kubectl"
            + " describe deployment shop",
        note("ReplicasNotRestored"));
  }

  @Test
  void onTheWayBackOneThatGoesIsNotWaitedFor() {
    isTakenOver(2);
    nodesTakePods(false);
    delete();
    scene.until("it has its replicas", () -> asked() == 2);
    assertEquals(2, runs());
    client.resource(reference()).delete();
    scene.until("it is gone", () -> scene.workload(NAME) == null);
    scene.until("its zones are empty", () -> scene.children(NAME).isEmpty());
    assertEquals(
        "Deployment shop is gone, so nothing gets replicas back: what runs in zones ends",
        note("ReplicasNotRestored"));
  }

  /** A tool that delivers the Deployment may take away what is noted on it. */
  @Test
  void onTheWayBackItHasItsReplicasWithoutTheirNote() {
    isTakenOver(2);
    scale(3);
    scene.until("an autoscaler grows it", () -> runs() == 3);
    scene.awaitReady(NAME);
    patch(
        reference(),
        "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/restore-replicas\":null}}}");
    delete();
    scene.until("it is gone", () -> scene.workload(NAME) == null);
    assertEquals(3, asked());
    assertEquals(3, available());
    scene.until("its zones are empty", () -> scene.children(NAME).isEmpty());
  }

  /** Whether it ran is recorded when the take-over begins, and who scaled it is not asked then. */
  @Test
  void onTheWayBackItHasItsReplicasWhoeverScaledItDown() {
    scene.deployment(NAME, 2);
    scene.until("it runs", () -> available() == 2);
    takeOver("replicas: 2, ", ", scaleDown: Never");
    scene.awaitReady(NAME);
    assertEquals(2, asked());
    client.apps().deployments().withName(NAME).scale(0);
    scene.until("it has ended", () -> available() == 0);
    delete();
    scene.until("it is gone", () -> scene.workload(NAME) == null);
    assertEquals(2, asked());
    assertEquals(2, available());
  }

  @Test
  void onTheWayBackOneThatDidNotRunStaysAsItWas() {
    scene.deployment(NAME, 0);
    takeOver("replicas: 2, ");
    scene.awaitReady(NAME);
    assertEquals(2, runs());
    delete();
    scene.until("it is gone", () -> scene.workload(NAME) == null);
    scene.until("its zones are empty", () -> scene.children(NAME).isEmpty());
    assertEquals(0, asked());
  }

  /** A record that was lost while no operator ran, of a Deployment that somebody else stopped. */
  @Test
  void onTheWayBackOneOfWhichNothingIsRecordedIsLeft() {
    scene.deployment(NAME, 0);
    takeOver("replicas: 2, ");
    scene.awaitReady(NAME);
    Objects.requireNonNull(operator).close();
    patch(
        scene.workload(NAME),
        "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/template-replicas\":null}}}");
    delete();
    operator = OperatorUnderTest.running(account.client());
    scene.until("it is gone", () -> scene.workload(NAME) == null);
    assertEquals(0, asked());
    assertEquals(
        "Deployment shop stays at 0 replicas, for nothing records whether it ran before the"
            + " take-over: to start it, use kubectl scale deployment shop --replicas=2",
        note("ReplicasNotRestored"));
  }

  /** Counts from when so many are ready. */
  private void watch(PodWrites<Tally> pods, int asked) {
    pods.watch(
        client.pods().withLabel("app", NAME),
        (pod, gone) -> {
          String uid = pod.getMetadata().getUid();
          boolean ready =
              !gone
                  && !PodPhase.isOver(pod)
                  && pod.getMetadata().getDeletionTimestamp() == null
                  && Readiness.isPodReady(pod);
          return tally -> tally.step(uid, ready, asked);
        });
  }

  private void isTakenOver(int replicas) {
    scene.deployment(NAME, replicas);
    scene.until("it runs", () -> available() == replicas);
    takeOver("replicas: " + replicas + ", ");
    scene.awaitReady(NAME);
    assertEquals(0, asked());
  }

  private void takeOver(String replicas) {
    takeOver(replicas, "");
  }

  private void takeOver(String replicas, String scaleDown) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: shop}
        spec: {%sdataClasses: [Ordinary], workload: {deploymentRef: {name: shop%s}}}
        """
            .formatted(replicas, scaleDown));
  }

  private void scale(int replicas) {
    client.resources(BleuWorkload.class).withName(NAME).scale(replicas);
  }

  private void delete() {
    client.resources(BleuWorkload.class).withName(NAME).delete();
  }

  /** Where they do not, nothing new starts. */
  private void nodesTakePods(boolean take) {
    client
        .nodes()
        .list()
        .getItems()
        .forEach(node -> patch(node, "{\"spec\":{\"unschedulable\":%s}}".formatted(!take)));
  }

  private void patch(HasMetadata object, String patch) {
    client.resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private Deployment reference() {
    return client.apps().deployments().withName(NAME).get();
  }

  private int asked() {
    return reference().getSpec().getReplicas();
  }

  private int available() {
    Deployment reference = reference();
    Integer available =
        reference.getStatus() == null ? null : reference.getStatus().getAvailableReplicas();
    return available == null ? 0 : available;
  }

  /** Pods in zones. */
  private int runs() {
    return scene.bound(NAME).values().stream().mapToInt(n -> n).sum();
  }

  private @Nullable String note(String reason) {
    scene.until("it is told", () -> noted(reason) != null);
    return noted(reason);
  }

  private @Nullable String noted(String reason) {
    return client.events().v1().events().list().getItems().stream()
        .filter(e -> reason.equals(e.getReason()))
        .map(Event::getNote)
        .findFirst()
        .orElse(null);
  }
}

package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The autoscaler of Kubernetes itself scales a BleuWorkload. There are no metrics here, so it
 * writes for one reason only: replicas outside the bounds of the HorizontalPodAutoscaler.
 */
@RealControlPlane
class AutoscalerPlaneTest {

  private static final String SELECTOR = "placement.bleu.cloud/workload=web";

  private KubernetesClient client;
  private OperatorUnderTest.Running operator;
  private Scene scene;
  private Autoscaler autoscaler;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    this.client = client;
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    operator = OperatorUnderTest.running(SandboxClients.of(account.config()));
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void placementsFollowTheBoundsOfAHorizontalPodAutoscaler() {
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("web");
    autoscaler = Autoscaler.of(scene, client, 6, 9);
    awaitReplicas(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2));

    autoscaler.bounds(1, 3);
    awaitReplicas(Map.of("fr-a", 1, "fr-b", 1, "fr-c", 1));

    // Zero is a person's word; the autoscaler lets it stand.
    client.resources(BleuWorkload.class).withName("web").scale(0);
    scene.until("nothing runs", () -> scene.pods("web").isEmpty());
    scene.until("it says so", () -> autoscaler.active().equals("ScalingDisabled"));
    assertEquals(0, scene.workload("web").getSpec().replicas());
    scene.until("the scale counts none", () -> scale().getStatus().getReplicas() == 0);
    assertEquals(SELECTOR, scale().getStatus().getSelector());

    // From there all that is asked comes or nothing, and what would come is told.
    autoscaler.bounds(1, 100);
    client.resources(BleuWorkload.class).withName("web").scale(100);
    scene.until("it is told how many fit", () -> fewer().find());
    assertEquals(Map.of(), scene.assigned("web"));
    assertEquals(SELECTOR, scale().getStatus().getSelector());
    int fit = Integer.parseInt(fewer().results().findFirst().orElseThrow().group(1));
    client.resources(BleuWorkload.class).withName("web").scale(fit);
    awaitReplicas(Map.of("fr-a", fit / 3, "fr-b", fit / 3, "fr-c", fit / 3));
  }

  /** How many the refusal says would be placed. */
  private Matcher fewer() {
    return Pattern.compile("all or nothing, and ([0-9]+) of 100 replicas would be placed")
        .matcher(scene.message("web", "Placed"));
  }

  /** Waits until that is decided and runs, and the scale that the autoscaler reads agrees. */
  private void awaitReplicas(Map<String, Integer> zones) {
    int sum = zones.values().stream().mapToInt(Integer::intValue).sum();
    scene.until(
        "the autoscaler asks for " + sum, () -> scene.workload("web").getSpec().replicas() == sum);
    scene.awaitReady("web");
    scene.until("bound to the zones", () -> scene.bound("web").equals(zones));
    assertEquals(zones, scene.assigned("web"));
    scene.until("the scale counts them", () -> scale().getStatus().getReplicas() == sum);
    assertEquals(SELECTOR, scale().getStatus().getSelector());
    scene.until(
        "the selector means these pods",
        () -> client.pods().withLabelSelector(SELECTOR).list().getItems().size() == sum);
    scene.until("it could scale", () -> autoscaler.ableToScale().equals("True"));
  }

  private Scale scale() {
    return client.resources(BleuWorkload.class).withName("web").scale();
  }
}

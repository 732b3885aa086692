package cloud.bleu.faults;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.delivery.manifest.ChildName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An ordinary user who tries all the time to have something bound outside the decisions: a pod of
 * her own, one with the labels of a replica, a Binding by hand, a wider gate.
 */
public final class Intruder implements AutoCloseable {

  private static final String FOREIGN =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: foreign}
      spec: {containers: [{name: main, image: none}]}
      """;

  private static final String FORGED =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: %s-abc-x1234
        labels: {placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: %s}
      spec:
        nodeSelector: {bleu.node-restriction.kubernetes.io/zone: %s}
        containers: [{name: main, image: none}]
      """;

  private static final String BINDING =
      """
      apiVersion: v1
      kind: Binding
      metadata: {name: %s}
      target: {apiVersion: v1, kind: Node, name: %s-1}
      """;

  private final KubernetesClient alice;
  private final String zone;
  private final AtomicInteger refused = new AtomicInteger();
  private final List<String> wentThrough = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  /**
   * @param alice her client, which is closed with this
   * @param zone where she wants to be
   */
  public Intruder(KubernetesClient alice, String zone) {
    this.alice = alice;
    this.zone = zone;
    thread.scheduleWithFixedDelay(this::everything, 0, 500, TimeUnit.MILLISECONDS);
  }

  private void everything() {
    tries("a foreign pod", () -> create(FOREIGN));
    String child = ChildName.of("web", zone);
    tries("a forged pod", () -> create(FORGED.formatted(child, zone, zone)));
    tries(
        "a wider gate",
        () ->
            alice
                .resources(PlacementGate.class)
                .withName("decisions")
                .patch(
                    PatchContext.of(PatchType.JSON_MERGE),
                    "{\"spec\":{\"children\":{\"foreign\":{\"workload\":\"web\",\"zone\":\"%s\"}}}}"
                        .formatted(zone)));
    for (Pod pod : pods()) {
      if (pod.getSpec().getNodeName() == null) {
        tries("a Binding", () -> create(BINDING.formatted(pod.getMetadata().getName(), zone)));
      }
    }
  }

  /** None when the server did not answer in time: she tries again. */
  private List<Pod> pods() {
    try {
      return alice.pods().list().getItems();
    } catch (KubernetesClientException e) {
      return List.of();
    }
  }

  private void tries(String what, Runnable attempt) {
    try {
      attempt.run();
      wentThrough.add(what);
    } catch (KubernetesClientException e) {
      // Without a gate the server says that it finds no parameters.
      if (String.valueOf(e.getMessage()).contains("denied request")) {
        refused.incrementAndGet();
      } else if (!cameToNothing(e.getCode())) {
        wentThrough.add(what + ": " + e.getMessage());
      }
    }
  }

  /**
   * What is not there, or is no longer, cannot be bound or widened. A server that is too busy or
   * has a fault took nothing, as far as it says; nor is it said that what has no answer came to
   * anything: what it left is seen.
   */
  private static boolean cameToNothing(int code) {
    return code <= 0 || code == 404 || code == 409 || code == 429 || code >= 500;
  }

  private void create(String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml);
    alice.resource(object).create();
  }

  public int refused() {
    return refused.get();
  }

  public List<String> wentThrough() {
    return List.copyOf(wentThrough);
  }

  @Override
  public void close() throws InterruptedException {
    thread.shutdown();
    thread.awaitTermination(30, TimeUnit.SECONDS);
    alice.close();
  }
}

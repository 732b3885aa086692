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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

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

  private static final String FOREIGN_POD = "a foreign pod";
  private static final String FORGED_POD = "a forged pod";
  private static final String GATE = "a wider gate";
  private static final String BIND = "a Binding";

  /** What she tries. A Binding only while she sees a pod that is not bound. */
  static final Set<String> KINDS = Set.of(FOREIGN_POD, FORGED_POD, GATE, BIND);

  private final KubernetesClient alice;
  private final String zone;
  private final Map<String, Integer> refused = new ConcurrentHashMap<>();
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
    tries(FOREIGN_POD, () -> create(FOREIGN));
    String child = ChildName.of("web", zone);
    tries(FORGED_POD, () -> create(FORGED.formatted(child, zone, zone)));
    tries(
        GATE,
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
        tries(BIND, () -> create(BINDING.formatted(pod.getMetadata().getName(), zone)));
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
        refused.merge(what, 1, Integer::sum);
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

  /** How often she was refused, whatever she tried. */
  public int refused() {
    return refused.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * How often she was refused each of what she tries, by its name; one that never was is not in it.
   */
  public Map<String, Integer> refusedByKind() {
    return new TreeMap<>(refused);
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

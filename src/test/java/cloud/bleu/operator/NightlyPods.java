package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.gate.PodAssignments;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The BleuWorkload nightly, which constrains pods that others create, and those pods. */
public final class NightlyPods {
  private final KubernetesClient client;
  private final GovernedNamespace shop;
  private final Scene scene;

  public NightlyPods(KubernetesClient client, GovernedNamespace shop, Scene scene) {
    this.client = client;
    this.shop = shop;
    this.scene = scene;
  }

  /**
   * Makes way for the next test of a world that tests share; returns once admission knows that
   * nothing is decided for such pods any more.
   */
  public void clear() {
    scene.clear();
    scene.until(
        "nothing is selected", () -> shop.gate() == null || shop.gate().getSpec().pods().isEmpty());
    scene.until("admission knows that", () -> !shop.lets(bare("probe", "app: nightly")));
  }

  /** Waits until its pods are let in, to wait for their zones. */
  public void awaitEntry() {
    scene.until(
        "the gate selects the pods",
        () -> shop.gate() != null && shop.gate().getSpec().pods().containsKey("nightly"));
    // The API server sees a gate a moment later in its policies.
    scene.until("admission knows the gate", () -> shop.lets(bare("probe", "app: nightly")));
  }

  public List<Pod> mine() {
    return client.pods().withLabel("app", "nightly").list().getItems().stream()
        .filter(PodAssignments::stands)
        .toList();
  }

  /** Pods on nodes, by zone. */
  public Map<String, Integer> running() {
    Map<String, Integer> zones = new TreeMap<>();
    for (Pod pod : mine()) {
      String node = PodAssignments.node(pod);
      if (node != null) {
        zones.merge(node.substring(0, node.lastIndexOf('-')), 1, Integer::sum);
      }
    }
    return zones;
  }

  /** Pods by the zone that the operator wrote on them. */
  public Map<String, Integer> zones() {
    Map<String, Integer> zones = new TreeMap<>();
    for (Pod pod : mine()) {
      String zone = PodAssignments.zone(pod);
      if (zone != null) {
        zones.merge(zone, 1, Integer::sum);
      }
    }
    return zones;
  }

  public String reason(String type) {
    BleuWorkload w = scene.workload("nightly");
    return w == null || w.getStatus() == null
        ? ""
        : w.getStatus().conditions().stream()
            .filter(c -> c.getType().equals(type))
            .map(c -> c.getStatus() + " " + c.getReason())
            .findFirst()
            .orElse("");
  }

  public static String nightly(int replicas, String residency) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: BleuWorkload
    metadata: {name: nightly}
    spec:
      replicas: %d
      dataClasses: [Ordinary]
      residency: {%s}
      workload:
        pods:
          selector: {matchExpressions: [{key: app, operator: In, values: [nightly, weekly]}, {key: kept-out, operator: DoesNotExist}]}
          requests: {cpu: 500m, memory: 64Mi}
    """
        .formatted(replicas, residency);
  }

  public static String job(String name, int pods) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: %s}
    spec:
      parallelism: %d
      completions: %d
      template:
        metadata: {labels: {app: nightly}}
        spec:
          restartPolicy: Never
          containers: [{name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}]
    """
        .formatted(name, pods, pods);
  }

  public static String bare(String name, String labels) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, labels: {%s}}
    spec: {containers: [{name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}]}
    """
        .formatted(name, labels);
  }
}

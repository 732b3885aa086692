package cloud.bleu.faults;

import static org.awaitility.Awaitility.await;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.operator.Scene;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sees every pod of a namespace that is bound and every gate, in the order in which the server took
 * them: whether a pod was ever bound outside the gate.
 */
public final class BoundByGate implements AutoCloseable {

  /** For as long a server may still decide by the gate before: its own watch brings the new one. */
  private static final long LAG_NANOS = Duration.ofSeconds(2).toNanos();

  private record Gate(PlacementGateSpec spec, long seen) {}

  private record Bound(Pod pod, long seen) {}

  private final TreeMap<Long, Gate> gates = new TreeMap<>();
  private final Map<String, Bound> bound = new HashMap<>();
  private final SharedIndexInformer<Pod> pods;
  private final SharedIndexInformer<PlacementGate> watched;

  /**
   * @param client whose namespace is looked at; it holds no pod yet, and gates are served
   */
  public BoundByGate(KubernetesClient client) {
    watched = client.resources(PlacementGate.class).inform(new GateHandler());
    pods = client.pods().inform(new PodHandler());
    await("pods and gates are seen")
        .atMost(Scene.SOON)
        .until(() -> pods.hasSynced() && watched.hasSynced());
  }

  private synchronized void gate(PlacementGate gate) {
    gates.put(version(gate.getMetadata().getResourceVersion()), new Gate(gate.getSpec(), now()));
  }

  private synchronized void pod(Pod pod) {
    if (pod.getSpec().getNodeName() != null) {
      bound.putIfAbsent(pod.getMetadata().getUid(), new Bound(pod, now()));
    }
  }

  /** How many pods were bound so far. */
  public synchronized int count() {
    return bound.size();
  }

  /** The newest gate that was seen. */
  synchronized PlacementGateSpec newest() {
    return gates.lastEntry().getValue().spec();
  }

  /** Pods that were bound though the gate of that moment did not have them. */
  public synchronized List<String> outside() {
    List<String> outside = new ArrayList<>();
    bound
        .values()
        .forEach(
            b -> {
              var at = gates.floorEntry(version(b.pod().getMetadata().getResourceVersion()));
              var before = at == null ? null : gates.lowerEntry(at.getKey());
              boolean mayLag = before != null && b.seen() - at.getValue().seen() < LAG_NANOS;
              if (at == null
                  || !admits(at.getValue().spec(), b.pod())
                      && !(mayLag && admits(before.getValue().spec(), b.pod()))) {
                outside.add(
                    b.pod().getMetadata().getName() + " on " + b.pod().getSpec().getNodeName());
              }
            });
    return outside;
  }

  /** A node is named by its zone and a number. */
  private static boolean admits(PlacementGateSpec gate, Pod pod) {
    String node = pod.getSpec().getNodeName();
    String zone = node.substring(0, node.lastIndexOf('-'));
    return gate.children().entrySet().stream()
        .anyMatch(
            child ->
                pod.getMetadata().getName().startsWith(child.getKey() + "-")
                    && child.getValue().zone().equals(zone));
  }

  private static long version(String resourceVersion) {
    return Long.parseLong(resourceVersion);
  }

  private static long now() {
    return System.nanoTime();
  }

  @Override
  public void close() {
    pods.stop();
    watched.stop();
  }

  private final class PodHandler implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      pod(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      pod(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean unknown) {}
  }

  private final class GateHandler implements ResourceEventHandler<PlacementGate> {
    @Override
    public void onAdd(PlacementGate gate) {
      gate(gate);
    }

    @Override
    public void onUpdate(PlacementGate before, PlacementGate gate) {
      gate(gate);
    }

    @Override
    public void onDelete(PlacementGate gate, boolean unknown) {}
  }
}

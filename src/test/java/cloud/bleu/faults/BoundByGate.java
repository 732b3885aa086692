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
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sees every pod of a namespace that is bound and every gate, in the order in which the server took
 * them: whether a pod was ever bound outside the gate.
 */
public final class BoundByGate implements AutoCloseable {

  /**
   * For as long a server may still decide by the gates before: its own watch brings the new one. By
   * the server's own times, which are in whole seconds.
   */
  private static final Duration LAG = Duration.ofSeconds(5);

  /** A gate, and when the server took it. */
  private record Gate(PlacementGateSpec spec, Instant taken) {}

  /** A pod, and when the server took its binding. */
  private record Bound(Pod pod, Instant taken) {}

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
    Instant taken =
        gate.getMetadata().getManagedFields().stream()
            .map(fields -> Instant.parse(fields.getTime()))
            .max(Comparator.naturalOrder())
            .orElseGet(Instant::now);
    gates.put(version(gate.getMetadata().getResourceVersion()), new Gate(gate.getSpec(), taken));
  }

  private synchronized void pod(Pod pod) {
    if (pod.getSpec().getNodeName() != null) {
      bound.putIfAbsent(pod.getMetadata().getUid(), new Bound(pod, taken(pod)));
    }
  }

  /** The server says with the binding that the pod is scheduled; the embedded one does not. */
  private static Instant taken(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(condition -> condition.getType().equals("PodScheduled"))
        .filter(condition -> condition.getStatus().equals("True"))
        .map(condition -> Instant.parse(condition.getLastTransitionTime()))
        .findFirst()
        .orElseGet(Instant::now);
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
    return bound.values().stream()
        .filter(b -> !isInside(b))
        .map(b -> b.pod().getMetadata().getName() + " on " + b.pod().getSpec().getNodeName())
        .toList();
  }

  /**
   * Whether a gate has it by which the server may have decided: the newest, or one shortly before.
   */
  private boolean isInside(Bound binding) {
    long version = version(binding.pod().getMetadata().getResourceVersion());
    for (Gate gate : gates.headMap(version, true).descendingMap().values()) {
      if (admits(gate.spec(), binding.pod())) {
        return true;
      }
      if (Duration.between(gate.taken(), binding.taken()).compareTo(LAG) >= 0) {
        return false;
      }
    }
    return false;
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

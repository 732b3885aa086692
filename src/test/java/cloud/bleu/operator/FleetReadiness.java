package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts, at every event of a watch in each of several clusters, the Ready pods of a workload in
 * clusters that somebody can reach.
 */
final class FleetReadiness implements AutoCloseable {

  private final Map<String, Set<String>> ready = new TreeMap<>();
  private final Set<String> lost = new HashSet<>();
  private final List<SharedIndexInformer<Pod>> informers = new ArrayList<>();
  private int least = Integer.MAX_VALUE;

  FleetReadiness(Map<String, KubernetesClient> clusters, String namespace, String workload) {
    this(clusters, namespace, "placement.bleu.cloud/workload", workload);
  }

  /**
   * Of pods that the operator does not label, as where Karmada carries out.
   *
   * @param label that these pods have, with this value
   */
  FleetReadiness(
      Map<String, KubernetesClient> clusters, String namespace, String label, String value) {
    clusters.keySet().forEach(cluster -> ready.put(cluster, new HashSet<>()));
    clusters.forEach(
        (cluster, client) ->
            informers.add(
                client
                    .pods()
                    .inNamespace(namespace)
                    .withLabel(label, value)
                    .inform(new Handler(cluster))));
  }

  /**
   * Whether so many are Ready, or more; if so the least is counted from now on. What is Ready in a
   * cluster that is lost does not count.
   */
  synchronized boolean begins(int replicas) {
    int now = count();
    if (now < replicas) {
      return false;
    }
    least = now;
    return true;
  }

  synchronized void lost(String cluster) {
    lost.add(cluster);
    least = Math.min(least, count());
  }

  synchronized void back(String cluster) {
    lost.remove(cluster);
  }

  /** The least of all events. */
  synchronized int least() {
    return least;
  }

  private int count() {
    return ready.entrySet().stream()
        .filter(e -> !lost.contains(e.getKey()))
        .mapToInt(e -> e.getValue().size())
        .sum();
  }

  private synchronized void note(String cluster, Pod pod, boolean gone) {
    boolean is =
        !gone
            && pod.getMetadata().getDeletionTimestamp() == null
            && pod.getStatus().getConditions().stream()
                .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    Set<String> there = ready.get(cluster);
    if (is) {
      there.add(pod.getMetadata().getUid());
    } else {
      there.remove(pod.getMetadata().getUid());
    }
    least = Math.min(least, count());
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }

  private final class Handler implements ResourceEventHandler<Pod> {
    private final String cluster;

    Handler(String cluster) {
      this.cluster = cluster;
    }

    @Override
    public void onAdd(Pod pod) {
      note(cluster, pod, false);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      note(cluster, pod, false);
    }

    @Override
    public void onDelete(Pod pod, boolean unknown) {
      note(cluster, pod, true);
    }
  }
}

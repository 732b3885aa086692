package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Counts, at every write that a watch in each of several clusters of one fleet tells, the Ready
 * pods of a workload in clusters that somebody can reach.
 */
final class FleetReadiness implements AutoCloseable {

  private final PodWrites<Tally> writes = new PodWrites<>(Tally::new);

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
    clusters.forEach(
        (cluster, client) ->
            writes.watch(
                client.pods().inNamespace(namespace).withLabel(label, value),
                (pod, gone) -> step(cluster, pod, gone)));
  }

  /**
   * Whether so many are Ready, or more; if so the least is counted from now on. What is Ready in a
   * cluster that is lost does not count.
   */
  boolean begins(int replicas) {
    if (writes.count().ready() < replicas) {
      return false;
    }
    writes.mark(Tally::begins);
    return true;
  }

  /** From now on nothing counts that is Ready in this cluster. */
  void lost(String cluster) {
    writes.mark(tally -> tally.lost(cluster));
  }

  /** From now on that counts again. */
  void back(String cluster) {
    writes.mark(tally -> tally.back(cluster));
  }

  /** The least of all writes. */
  int least() {
    return writes.count().least;
  }

  static Consumer<Tally> step(String cluster, Pod pod, boolean gone) {
    String uid = pod.getMetadata().getUid();
    boolean is =
        !gone
            && pod.getMetadata().getDeletionTimestamp() == null
            && pod.getStatus().getConditions().stream()
                .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    return tally -> tally.note(cluster, uid, is);
  }

  @Override
  public void close() {
    writes.close();
  }

  /** What is Ready after some writes, and what was at the worst moment of them. */
  static final class Tally {
    private final Map<String, Set<String>> ready = new TreeMap<>();
    private final Set<String> lost = new HashSet<>();
    private int least = Integer.MAX_VALUE;

    void begins() {
      least = ready();
    }

    private void lost(String cluster) {
      lost.add(cluster);
      least = Math.min(least, ready());
    }

    private void back(String cluster) {
      lost.remove(cluster);
    }

    private void note(String cluster, String uid, boolean is) {
      Set<String> there = ready.computeIfAbsent(cluster, any -> new HashSet<>());
      if (is) {
        there.add(uid);
      } else {
        there.remove(uid);
      }
      least = Math.min(least, ready());
    }

    private int ready() {
      return ready.entrySet().stream()
          .filter(e -> !lost.contains(e.getKey()))
          .mapToInt(e -> e.getValue().size())
          .sum();
    }

    int least() {
      return least;
    }
  }
}

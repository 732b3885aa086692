package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Counts, at every write that a watch tells, the pods of a workload that run: those that were Ready
 * once and that nobody has deleted. A pod on a silent node runs on for all that anybody knows. The
 * count falls below what is asked only if one is deleted before its successor is Ready. What
 * Kubernetes itself evicts from a node that is unreachable (after five minutes, by default) is kept
 * apart.
 *
 * <p>Of these it counts apart those that are not on nodes that the test took away: as many as are
 * promised are left at any moment. Whether other nodes are late with their signs of life, as on a
 * machine that is busy, does not matter to that.
 */
public final class RunningWatch implements AutoCloseable {

  private static final String LABEL = "placement.bleu.cloud/workload";

  private final String label;
  private final String value;
  private final PodWrites<Tally> writes = new PodWrites<>(Tally::new);

  /**
   * @param client whose namespace is looked at
   */
  public RunningWatch(KubernetesClient client, String workload) {
    this(client, LABEL, workload);
  }

  /**
   * Of pods that the operator does not label, as where Karmada carries out.
   *
   * @param client whose namespace is looked at
   * @param label that these pods have, with this value
   */
  RunningWatch(KubernetesClient client, String label, String value) {
    this.label = label;
    this.value = value;
    writes.watch(client.pods().withLabel(label, value), RunningWatch::step);
  }

  /** Counts the pods of the same workload in another cluster of the same fleet as well. */
  public RunningWatch also(KubernetesClient client, String namespace) {
    writes.watch(client.pods().inNamespace(namespace).withLabel(label, value), RunningWatch::step);
    return this;
  }

  /** From now on so many are asked for, and run. */
  public void asks(int replicas) {
    writes.mark(tally -> tally.asks(replicas));
  }

  /** From now on what is on these nodes is lost, and nothing else. */
  public void lost(Set<String> nodes) {
    Set<String> lost = Set.copyOf(nodes);
    writes.mark(tally -> tally.lost(lost));
  }

  /** How many were left beside what was lost at the worst moment. */
  public int leastKept() {
    return writes.count().leastKept;
  }

  /** How many run beside these nodes, as far as the watch has come. */
  public int beside(Set<String> nodes) {
    return writes.count().beside(nodes);
  }

  /** How many run, as far as the watch has come. */
  public int running() {
    return writes.count().running.size();
  }

  /** How many fewer than asked ran at the worst moment. */
  public int lacked() {
    return writes.count().lacked();
  }

  /** Pods that were deleted after they had been Ready. */
  public int deleted() {
    return writes.count().deleted.size();
  }

  /** The uids of pods that Kubernetes evicted from unreachable nodes. */
  public Set<String> evicted() {
    return writes.count().evicted;
  }

  /** What was Ready once counts until it is deleted: that it is not Ready any more is not seen. */
  static Consumer<Tally> step(Pod pod, boolean gone) {
    String uid = pod.getMetadata().getUid();
    if (gone || pod.getMetadata().getDeletionTimestamp() != null) {
      boolean byKubernetes =
          pod.getStatus().getConditions().stream()
              .anyMatch(c -> "DeletionByTaintManager".equals(c.getReason()));
      return tally -> tally.gone(uid, byKubernetes);
    }
    boolean ready =
        pod.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    String node = String.valueOf(pod.getSpec().getNodeName());
    return ready ? tally -> tally.runs(uid, node) : tally -> {};
  }

  @Override
  public void close() {
    writes.close();
  }

  /** What ran after some writes, and at the worst moment of them. */
  static final class Tally {

    /** The nodes of those that run, by uid. */
    private final Map<String, String> running = new TreeMap<>();

    private final Set<String> deleted = new TreeSet<>();
    private final Set<String> evicted = new TreeSet<>();
    private int asked;
    private int least = Integer.MAX_VALUE;
    private Set<String> lost = Set.of();
    private int leastKept = Integer.MAX_VALUE;

    void asks(int replicas) {
      asked = replicas;
      least = running.size();
      leastKept = Integer.MAX_VALUE;
      keep();
    }

    private void lost(Set<String> nodes) {
      lost = nodes;
      keep();
    }

    private void runs(String uid, String node) {
      running.put(uid, node);
      keep();
    }

    private void gone(String uid, boolean byKubernetes) {
      if (running.remove(uid) != null) {
        (byKubernetes ? evicted : deleted).add(uid);
      }
      if (!byKubernetes) {
        least = Math.min(least, running.size());
      }
      keep();
    }

    int lacked() {
      return Math.max(0, asked - least);
    }

    private int beside(Set<String> nodes) {
      return (int) running.values().stream().filter(node -> !nodes.contains(node)).count();
    }

    private void keep() {
      leastKept = Math.min(leastKept, beside(lost));
    }
  }
}

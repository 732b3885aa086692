package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts, at every event of a watch, the pods of a workload that run: those that were Ready once
 * and that nobody has deleted. A pod on a silent node runs on for all that anybody knows. The count
 * falls below what is asked only if one is deleted before its successor is Ready. What Kubernetes
 * itself evicts from a node that is unreachable (after five minutes, by default) is kept apart.
 *
 * <p>Of these it counts apart those that are not on nodes that the test took away: as many as are
 * promised are left at any moment. Whether other nodes are late with their signs of life, as on a
 * machine that is busy, does not matter to that.
 */
public final class RunningWatch implements AutoCloseable {

  private static final String LABEL = "placement.bleu.cloud/workload";

  private final String label;
  private final String value;
  private final List<SharedIndexInformer<Pod>> pods = new ArrayList<>();

  /** The nodes of those that run, by uid. */
  private final Map<String, String> running = new TreeMap<>();

  private final Set<String> deleted = new TreeSet<>();
  private final Set<String> evicted = new TreeSet<>();
  private int asked;
  private int least = Integer.MAX_VALUE;
  private Set<String> lost = Set.of();
  private int leastKept = Integer.MAX_VALUE;

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
    watch(client.pods().withLabel(label, value));
  }

  /** Counts the pods of the same workload in another cluster as well. */
  public RunningWatch also(KubernetesClient client, String namespace) {
    watch(client.pods().inNamespace(namespace).withLabel(label, value));
    return this;
  }

  private void watch(Informable<Pod> some) {
    pods.add(
        some.inform(
            new ResourceEventHandler<>() {
              @Override
              public void onAdd(Pod pod) {
                note(pod);
              }

              @Override
              public void onUpdate(Pod before, Pod pod) {
                note(pod);
              }

              @Override
              public void onDelete(Pod pod, boolean unknown) {
                gone(pod);
              }
            }));
  }

  /** From now on so many are asked for, and run. */
  public synchronized void asks(int replicas) {
    asked = replicas;
    least = running.size();
    leastKept = Integer.MAX_VALUE;
    keep();
  }

  /** From now on what is on these nodes is lost, and nothing else. */
  public synchronized void lost(Set<String> nodes) {
    lost = Set.copyOf(nodes);
    keep();
  }

  /** How many were left beside what was lost at the worst moment. */
  public synchronized int leastKept() {
    return leastKept;
  }

  /** How many run beside these nodes, as far as the watch has come. */
  public synchronized int beside(Set<String> nodes) {
    return (int) running.values().stream().filter(node -> !nodes.contains(node)).count();
  }

  private void keep() {
    leastKept = Math.min(leastKept, beside(lost));
  }

  public synchronized int running() {
    return running.size();
  }

  /** How many fewer than asked ran at the worst moment. */
  public synchronized int lacked() {
    return Math.max(0, asked - least);
  }

  /** Pods that were deleted after they had been Ready. */
  public synchronized int deleted() {
    return deleted.size();
  }

  /** The uids of pods that Kubernetes evicted from unreachable nodes. */
  public synchronized Set<String> evicted() {
    return Set.copyOf(evicted);
  }

  /** What was Ready once counts until it is deleted: that it is not Ready any more is not seen. */
  private synchronized void note(Pod pod) {
    String uid = pod.getMetadata().getUid();
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      gone(pod);
    } else if (pod.getStatus().getConditions().stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"))) {
      running.put(uid, String.valueOf(pod.getSpec().getNodeName()));
    }
    keep();
  }

  private synchronized void gone(Pod pod) {
    String uid = pod.getMetadata().getUid();
    boolean byKubernetes =
        pod.getStatus().getConditions().stream()
            .anyMatch(c -> "DeletionByTaintManager".equals(c.getReason()));
    if (running.remove(uid) != null) {
      (byKubernetes ? evicted : deleted).add(uid);
    }
    if (!byKubernetes) {
      least = Math.min(least, running.size());
    }
    keep();
  }

  @Override
  public void close() {
    pods.forEach(SharedIndexInformer::close);
  }
}

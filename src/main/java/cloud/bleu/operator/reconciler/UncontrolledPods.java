package cloud.bleu.operator.reconciler;

import cloud.bleu.affinity.PodPhase;
import cloud.bleu.operator.cache.WorkloadPods;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pods that carry the labels of a workload and that no decision moves any more: nothing controls
 * them, or they were deleted long ago and do not end. Rules were asked about where the workload is
 * decided, not about where these pods run.
 */
final class UncontrolledPods {

  private static final int MOST = 5;

  private final WorkloadPods ties;

  UncontrolledPods(WorkloadPods ties) {
    this.ties = ties;
  }

  /**
   * Which they are and what to do, as a sentence; null when there are none.
   *
   * @param pods of one workload
   * @param zoneOfNode zone by name of node
   */
  @Nullable String of(List<Pod> pods, Map<String, String> zoneOfNode, Instant now) {
    TreeSet<String> outside = new TreeSet<>();
    for (Pod pod : pods) {
      String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
      if (node != null
          && (PodPhase.stands(pod) ? ties.isUncontrolled(pod, now) : ties.isOverdue(pod, now))) {
        outside.add(
            pod.getMetadata().getName()
                + " in "
                + Objects.requireNonNullElse(zoneOfNode.get(node), "no zone"));
      }
    }
    return outside.isEmpty()
        ? null
        : "pods of it run outside of its decision, whatever rules say of where they are: "
            + outside.stream().limit(MOST).collect(Collectors.joining(", "))
            + (outside.size() > MOST ? " and others" : "")
            + "; nothing controls them, or they were deleted more than an hour ago and have not"
            + " ended: delete them";
  }
}

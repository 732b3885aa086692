package cloud.bleu.translate.load;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.pod.Sources;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The workloads of an estate, and what one replica of each counts as: the same in whatever cluster
 * its pods stand.
 */
public final class DeclaredReplicas {

  private final Map<WorkloadId, BleuWorkload> workloads = new HashMap<>();
  private final Sources sources;
  private final RememberedRequests requests;

  /**
   * @param sources what the workloads run
   * @param requests from one estate to the next
   */
  public DeclaredReplicas(
      List<BleuWorkload> workloads, Sources sources, RememberedRequests requests) {
    workloads.forEach(w -> this.workloads.put(ObjectRef.workload(w), w));
    this.sources = sources;
    this.requests = requests;
  }

  /** Whether there is such a workload. */
  boolean has(WorkloadId id) {
    return workloads.containsKey(id);
  }

  /** What a replica counts as; nothing for a workload that is not there. */
  Quantities of(WorkloadId id) {
    BleuWorkload workload = workloads.get(id);
    return workload == null ? Quantities.NONE : requests.of(workload, sources);
  }

  /** What a pod with a spec asks, be it of a workload or not. */
  Quantities of(Pod pod) {
    return requests.of(pod);
  }
}

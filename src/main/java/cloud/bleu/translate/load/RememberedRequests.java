package cloud.bleu.translate.load;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.translate.pod.PodRequests;
import cloud.bleu.translate.pod.Sources;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What pods ask, and replicas of workloads, remembered as long as the pod, the workload and the
 * Deployment that it refers to are the same objects. For one thread at a time; it holds on to the
 * objects of the last estate.
 */
public final class RememberedRequests {
  private Map<Pod, Quantities> known = new IdentityHashMap<>();
  private Map<Pod, Quantities> next = new IdentityHashMap<>();
  private Map<BleuWorkload, Replica> knownReplicas = new IdentityHashMap<>();
  private Map<BleuWorkload, Replica> nextReplicas = new IdentityHashMap<>();

  /**
   * What one replica asks.
   *
   * @param template the Deployment that says it; null: the workload does itself, or it is not there
   */
  private record Replica(@Nullable Deployment template, Quantities requests) {}

  /** Begins an estate: what was not asked for in the one before is forgotten. */
  public void begin() {
    known = next;
    next = new IdentityHashMap<>();
    knownReplicas = nextReplicas;
    nextReplicas = new IdentityHashMap<>();
  }

  /** What a pod with a spec asks. */
  Quantities of(Pod pod) {
    Quantities asked = known.get(pod);
    asked = asked == null ? PodRequests.of(pod.getSpec()) : asked;
    next.put(pod, asked);
    return asked;
  }

  /** What a replica of a workload counts as. */
  public Quantities of(BleuWorkload workload, Sources sources) {
    Deployment template =
        sources.referred(String.valueOf(workload.getMetadata().getNamespace()), workload);
    Replica one = nextReplicas.get(workload);
    one = one == null ? knownReplicas.get(workload) : one;
    if (one == null || one.template != template) {
      one = new Replica(template, new ReplicaRequests(sources).of(workload));
    }
    nextReplicas.put(workload, one);
    return one.requests;
  }
}

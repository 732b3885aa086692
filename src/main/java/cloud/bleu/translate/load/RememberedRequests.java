package cloud.bleu.translate.load;

import cloud.bleu.placement.model.Quantities;
import cloud.bleu.translate.pod.PodRequests;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What pods ask, remembered as long as the pod is the same object. For one thread at a time; it
 * holds on to the pods of the last estate.
 */
public final class RememberedRequests {
  private Map<Pod, Quantities> known = new IdentityHashMap<>();
  private Map<Pod, Quantities> next = new IdentityHashMap<>();

  /** Begins an estate: pods that were not asked for in the one before are forgotten. */
  public void begin() {
    known = next;
    next = new IdentityHashMap<>();
  }

  /** What a pod with a spec asks. */
  Quantities of(Pod pod) {
    Quantities asked = known.get(pod);
    asked = asked == null ? PodRequests.of(pod.getSpec()) : asked;
    next.put(pod, asked);
    return asked;
  }
}

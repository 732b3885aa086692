package cloud.bleu.affinity;

import io.fabric8.kubernetes.api.model.Pod;

/** The phase of a pod, as far as placement asks for it. */
public final class PodPhase {

  private PodPhase() {}

  /**
   * Whether all containers of a pod have ended for good ({@code Succeeded} or {@code Failed}): it
   * takes no room any more, and nothing happens to it but its deletion.
   */
  public static boolean isOver(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return "Succeeded".equals(phase) || "Failed".equals(phase);
  }

  /** Whether a pod is neither over nor being deleted. */
  public static boolean stands(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null && !isOver(pod);
  }
}

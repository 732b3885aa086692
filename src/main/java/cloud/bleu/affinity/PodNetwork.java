package cloud.bleu.affinity;

import io.fabric8.kubernetes.api.model.PodSpec;
import org.jspecify.annotations.Nullable;

/** The network that pods are on. */
public final class PodNetwork {

  private PodNetwork() {}

  /** Whether pods are on the network of their node, where no NetworkPolicy binds them. */
  public static boolean isOnHost(@Nullable PodSpec spec) {
    return spec != null && Boolean.TRUE.equals(spec.getHostNetwork());
  }
}

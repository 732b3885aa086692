package cloud.bleu.delivery.karmada;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The taints of a Cluster of Karmada that keep workloads out of it. */
public final class ClusterTaints {

  /**
   * The effect by which Karmada removes what runs in the cluster already, where it is configured
   * to.
   */
  static final String EVICTS = "NoExecute";

  private static final Set<String> EFFECTS = Set.of("NoSchedule", EVICTS);

  /** Karmada's own, of a cluster that it does not reach: the condition of the Cluster says that. */
  private static final Set<String> NOT_REACHED =
      Set.of("cluster.karmada.io/not-ready", "cluster.karmada.io/unreachable");

  private ClusterTaints() {}

  /** The taints of a Cluster, except those by which Karmada reports that it does not reach it. */
  public static List<Taint> of(GenericKubernetesResource cluster) {
    List<Taint> taints = new ArrayList<>();
    if (cluster.get("spec", "taints") instanceof List<?> list) {
      for (Object entry : list) {
        if (entry instanceof Map<?, ?> one
            && one.get("key") != null
            && EFFECTS.contains(String.valueOf(one.get("effect")))
            && !NOT_REACHED.contains(String.valueOf(one.get("key")))) {
          taints.add(
              new TaintBuilder()
                  .withKey(String.valueOf(one.get("key")))
                  .withValue(text(one.get("value")))
                  .withEffect(String.valueOf(one.get("effect")))
                  .build());
        }
      }
    }
    return List.copyOf(taints);
  }

  /** As kubectl writes them: {@code key=value:effect}. */
  public static String words(List<Taint> taints) {
    return taints.stream().map(ClusterTaints::words).collect(Collectors.joining(", "));
  }

  private static String words(Taint taint) {
    String value = taint.getValue();
    return taint.getKey()
        + (value == null || value.isEmpty() ? "" : "=" + value)
        + ":"
        + taint.getEffect();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}

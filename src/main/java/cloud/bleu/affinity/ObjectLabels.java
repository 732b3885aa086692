package cloud.bleu.affinity;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Labels of objects, and those by which what Bleu creates is known. */
public final class ObjectLabels {

  /** On children and their pods: the BleuWorkload. A Service selects by it. */
  public static final String WORKLOAD = "placement.bleu.cloud/workload";

  /** On children and their pods: the AvailabilityZone. */
  public static final String ZONE = "placement.bleu.cloud/zone";

  /**
   * On what is created in another cluster: the uid of the namespace kube-system of the cluster that
   * decides. Its BleuWorkload is that of the same namespace there, named by {@link #WORKLOAD}.
   */
  public static final String HOME = "placement.bleu.cloud/home";

  /** The scheduling gate of a pod that others create: it has no zone yet. */
  public static final String DECISION = "placement.bleu.cloud/decision";

  /** Of a namespace: what admission does there, {@code Audit} or {@code Enforce}. */
  public static final String GOVERNED = "placement.bleu.cloud/governed";

  private ObjectLabels() {}

  /** The value of a label; null where the object does not have it. */
  public static @Nullable String get(@Nullable HasMetadata object, String key) {
    Map<String, String> labels = object == null ? null : object.getMetadata().getLabels();
    return labels == null ? null : labels.get(key);
  }
}

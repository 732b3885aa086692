package cloud.bleu.translate.pod;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import io.fabric8.kubernetes.api.model.LabelSelector;
import org.jspecify.annotations.Nullable;

/** Which pods a workload is about that others create. */
public final class PodSelectors {

  private PodSelectors() {}

  /** The selector of those pods; null for a workload that is about no pods of others. */
  public static @Nullable LabelSelector of(BleuWorkload workload) {
    return workload.getSpec() == null
            || workload.getSpec().workload() == null
            || workload.getSpec().workload().pods() == null
        ? null
        : workload.getSpec().workload().pods().selector();
  }
}

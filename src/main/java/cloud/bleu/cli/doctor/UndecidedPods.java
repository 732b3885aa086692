package cloud.bleu.cli.doctor;

import cloud.bleu.affinity.LabelSelectors;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.manifest.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;

/**
 * Pods of workloads whose decisions are not seen: it is not known whether admission would refuse
 * them for having none.
 *
 * @param workloads of the namespace, by name; none where decisions are seen
 */
record UndecidedPods(Map<String, BleuWorkload> workloads) {

  /** Whether a pod is of one of them: by its label, or as one that it selects. */
  boolean has(Pod pod) {
    Map<String, String> labels =
        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    return workloads.containsKey(labels.getOrDefault(Labels.WORKLOAD, ""))
        || workloads.values().stream().anyMatch(w -> isSelected(w, labels));
  }

  private static boolean isSelected(BleuWorkload workload, Map<String, String> labels) {
    return workload.getSpec() != null
        && workload.getSpec().workload() != null
        && workload.getSpec().workload().pods() != null
        && LabelSelectors.matches(workload.getSpec().workload().pods().selector(), labels);
  }
}

package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.evidence.assessment.ZoneFence;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.standing.RecordedFences;
import java.util.List;
import java.util.stream.Stream;

/** Workloads of which something may run on in a zone of which nothing is heard. */
final class FenceFindings {
  private FenceFindings() {}

  /** One for each such workload of a namespace and zone, as the operator wrote it down. */
  static List<Finding> of(List<WorkloadPlacement> placements, String namespace) {
    RecordedFences fences = RecordedFences.of(placements);
    return fences.zones().keySet().stream()
        .filter(workload -> workload.namespace().equals(namespace))
        .flatMap(workload -> of(fences, workload))
        .toList();
  }

  private static Stream<Finding> of(RecordedFences fences, WorkloadId workload) {
    return fences.mayRunOn(workload).stream()
        .map(
            told ->
                new Finding(
                    "WorkloadPlacement",
                    workload.name(),
                    ZoneFence.CODE,
                    MessageBundle.ENGLISH.text(told)));
  }
}

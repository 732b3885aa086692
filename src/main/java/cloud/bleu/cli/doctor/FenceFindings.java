package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.cli.explain.SilentZoneOutcomes;
import cloud.bleu.placement.message.MessageBundle;
import java.util.List;
import java.util.Objects;

/** Workloads of which something may run on in a zone of which nothing is heard. */
final class FenceFindings {
  private static final String CODE = "FenceUnconfirmed";

  private FenceFindings() {}

  /** One for each such workload of a namespace and zone, as the operator wrote it down. */
  static List<Finding> of(List<WorkloadPlacement> placements, String namespace) {
    return placements.stream()
        .filter(p -> namespace.equals(p.getMetadata().getNamespace()))
        .flatMap(
            p ->
                SilentZoneOutcomes.unconfirmed(p.getStatus()).stream()
                    .map(
                        zone ->
                            new Finding(
                                "WorkloadPlacement",
                                Objects.requireNonNull(p.getMetadata().getName()),
                                CODE,
                                MessageBundle.ENGLISH.text(SilentZoneOutcomes.mayRunOn(zone)))))
        .toList();
  }
}

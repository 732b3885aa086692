package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.served.UnservedNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;

/** Workloads of a namespace in which the operator may not change objects, as it says itself. */
public final class ServingFindings {

  private ServingFindings() {}

  /** Those of a namespace that say so, each with what to do; none where it is served. */
  public static List<Finding> of(List<BleuWorkload> workloads, String namespace) {
    List<Finding> findings = new ArrayList<>();
    for (BleuWorkload workload : workloads) {
      Condition told =
          workload.getStatus() == null
              ? null
              : Conditions.find(workload.getStatus().conditions(), "Stalled");
      if (told != null
          && UnservedNamespace.isSaidBy(workload)
          && namespace.equals(workload.getMetadata().getNamespace())) {
        findings.add(
            new Finding(
                "BleuWorkload",
                workload.getMetadata().getName(),
                told.getReason(),
                told.getMessage()));
      }
    }
    return findings;
  }
}

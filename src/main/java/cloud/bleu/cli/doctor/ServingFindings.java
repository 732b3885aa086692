package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.status.served.UnservedNamespace;
import java.util.List;

/** Workloads of a namespace in which the operator may not change objects, as it says itself. */
public final class ServingFindings {

  private ServingFindings() {}

  /** Those of a namespace that say so, each with what to do; none where it is served. */
  public static List<Finding> of(List<BleuWorkload> workloads, String namespace) {
    return ConditionFindings.of(
        workloads, namespace, "Stalled", told -> told.getReason().equals(UnservedNamespace.REASON));
  }
}

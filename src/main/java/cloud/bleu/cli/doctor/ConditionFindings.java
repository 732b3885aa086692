package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Findings that the operator tells itself, by a condition of workloads. */
final class ConditionFindings {
  private ConditionFindings() {}

  /**
   * One for each workload of a namespace of which the condition says so, in its words.
   *
   * @param type of the condition
   */
  static List<Finding> of(
      List<BleuWorkload> workloads, String namespace, String type, Predicate<Condition> says) {
    return workloads.stream()
        .filter(w -> namespace.equals(w.getMetadata().getNamespace()) && w.getStatus() != null)
        .flatMap(
            w ->
                Stream.ofNullable(Conditions.find(w.getStatus().conditions(), type))
                    .filter(says)
                    .map(
                        told ->
                            new Finding(
                                "BleuWorkload",
                                Objects.requireNonNull(w.getMetadata().getName()),
                                told.getReason(),
                                told.getMessage())))
        .toList();
  }
}

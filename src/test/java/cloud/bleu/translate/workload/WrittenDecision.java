package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import java.util.ArrayList;
import java.util.List;

/** What a WorkloadPlacement says, loss by loss. */
public final class WrittenDecision {
  private WrittenDecision() {}

  /** The evacuation plan, sorted by event; throws where it cannot be read. */
  public static List<Contingency> contingency(WorkloadPlacement placement) {
    List<Problem> problems = new ArrayList<>();
    var read =
        PlacementTranslator.translate(
            placement, 0, new Findings(ObjectRef.of(placement), problems, new ArrayList<>()));
    if (read == null || !problems.isEmpty()) {
      throw new AssertionError(problems);
    }
    return read.contingency();
  }

  /** What is done for one loss, such as {@code site fr-a}. */
  public static Contingency contingency(WorkloadPlacement placement, String event) {
    return contingency(placement).stream()
        .filter(c -> c.event().toString().equals(event))
        .findFirst()
        .orElseThrow();
  }
}

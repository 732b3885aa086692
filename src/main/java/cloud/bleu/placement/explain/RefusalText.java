package cloud.bleu.placement.explain;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Decision.Outcome;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Verdict;
import java.util.List;
import java.util.TreeSet;

/** Why replicas have no zone, for who reads of it in one sentence. */
public final class RefusalText {

  private RefusalText() {}

  /**
   * The reason of a decision with what it rests on: what every zone fails alike where rules exclude
   * them all, and how many replicas a first placement would place.
   *
   * @param reason of the decision, with what to do
   */
  public static String of(Decision decision, Decision.Reason reason) {
    return reason.message() + failingEverywhere(decision, reason) + fewer(decision);
  }

  private static String failingEverywhere(Decision decision, Decision.Reason reason) {
    TreeSet<String> everywhere = null;
    for (List<Verdict> verdicts : decision.rejected().values()) {
      List<String> here =
          verdicts.stream().filter(Verdict::excludes).map(Verdict::message).toList();
      if (everywhere == null) {
        everywhere = new TreeSet<>(here);
      } else {
        everywhere.retainAll(here);
      }
    }
    return !reason.code().equals(ReasonCode.NoZoneAllowed.name())
            || everywhere == null
            || everywhere.isEmpty()
        ? ""
        : "; the same everywhere: " + String.join("; ", everywhere);
  }

  /** Of what is placed nowhere and would be with fewer replicas alone. */
  private static String fewer(Decision decision) {
    return decision.outcome() instanceof Outcome.Unplaceable
        ? decision.relax().stream()
            .filter(set -> set.changes().size() == 1)
            .map(set -> set.changes().get(0))
            .filter(change -> change.path().equals("spec.replicas"))
            .map(
                change ->
                    "; a first placement is all or nothing, and "
                        + change.to()
                        + " of "
                        + change.from()
                        + " replicas would be placed: set spec.replicas, or the minimum of its"
                        + " autoscaler, to "
                        + change.to()
                        + "; growth from there places what fits")
            .findFirst()
            .orElse("")
        : "";
  }
}

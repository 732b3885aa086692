package cloud.bleu.evidence.assessment;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Basis;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How many workloads pass, and how many of them on weak facts.
 *
 * @param asked workloads of which an enforced rule asks something where they run
 * @param passing those of them that are placed whole and pass every enforced rule there
 * @param weak those of the passing ones of which one answer at least rests on a fact that only an
 *     assumption or the press states
 */
public record PassCount(int asked, int passing, int weak) {

  /** Bases with which nobody answers for a fact. */
  private static final Set<Basis> WEAK = EnumSet.of(Basis.Assumption, Basis.Press);

  static PassCount of(Collection<AssessedWorkload> workloads) {
    int asked = 0;
    int passing = 0;
    int weak = 0;
    for (AssessedWorkload workload : workloads) {
      List<RuleAnswer> enforced =
          workload.inUse().stream()
              .filter(answer -> answer.action() == BoundRule.Action.Enforce)
              .toList();
      if (!enforced.isEmpty()) {
        asked++;
        if (workload.missing() == 0
            && enforced.stream().allMatch(a -> a.result() == Verdict.Result.Pass)) {
          passing++;
          weak += enforced.stream().anyMatch(PassCount::isWeak) ? 1 : 0;
        }
      }
    }
    return new PassCount(asked, passing, weak);
  }

  private static boolean isWeak(RuleAnswer answer) {
    return answer.facts().stream()
        .anyMatch(f -> f.provenance() != null && WEAK.contains(f.provenance().basis()));
  }
}

package cloud.bleu.evidence.verification;

import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.DecisionText;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.PlannerMemory;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides once more what one pass decided, and compares. */
final class DecisionReplay {

  private DecisionReplay() {}

  /**
   * A decision of the pass.
   *
   * @param time at which it was taken, as the entry says; null when it does not
   * @param before what the chain had for that workload, null when it had nothing or does not go
   *     back so far
   */
  record Made(
      String where, DecisionText decision, @Nullable Instant time, @Nullable DecisionText before) {}

  /**
   * What differs; empty when each decision is what the engine decides on these inputs. Decisions
   * that are as the engine proposes them are not put to its check again: only where they are not
   * does it matter what the check refused.
   *
   * @param memory of the passes before
   */
  static List<ChainFault> check(Estate estate, List<Made> pass, PlannerMemory memory) {
    Plan unadorned = Planner.unadorned(estate, memory);
    if (unadorned != null) {
      List<ChainFault> faults = compare(estate, unadorned, pass);
      if (faults.isEmpty()) {
        return faults;
      }
    }
    return compare(estate, Planner.decisions(estate), pass);
  }

  private static List<ChainFault> compare(Estate estate, Plan plan, List<Made> pass) {
    List<ChainFault> faults = new ArrayList<>();
    for (Made made : pass) {
      WorkloadId id = made.decision().id();
      Workload workload = find(estate.workloads(), Workload::id, id);
      boolean same =
          workload != null
              && (workload.uid() == null || workload.uid().equals(made.decision().uid()));
      if (made.decision().withdrawn()) {
        if (same) {
          differs(made, "it is withdrawn, and the workload is among the inputs", faults);
        }
        continue;
      }
      Decision decided = find(plan.decisions(), Decision::id, id);
      if (!same || decided == null) {
        differs(made, "the workload is not among the inputs", faults);
      } else if (!made.decision().assignments().equals(decided.assignments())) {
        differs(
            made,
            "recorded is %s, decided is %s"
                .formatted(made.decision().assignments(), decided.assignments()),
            faults);
      } else if (!made.decision().contingency().equals(decided.contingency())) {
        differs(made, "the plan for a loss is another one", faults);
      }
    }
    return faults;
  }

  /** The one of that id in a list that is sorted by id, null when there is none. */
  private static <T> @Nullable T find(List<T> sorted, Function<T, WorkloadId> id, WorkloadId of) {
    int low = 0;
    int high = sorted.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = id.apply(sorted.get(middle)).compareTo(of);
      if (order == 0) {
        return sorted.get(middle);
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return null;
  }

  private static void differs(Made made, String how, List<ChainFault> faults) {
    faults.add(
        new ChainFault(Code.DecisionDiffers, made.where(), made.decision().id() + ": " + how));
  }
}

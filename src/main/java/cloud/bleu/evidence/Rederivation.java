package cloud.bleu.evidence;

import cloud.bleu.evidence.Fault.Code;
import cloud.bleu.placement.Decision;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Placement;
import cloud.bleu.placement.Plan;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.WorkloadId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides once more what one pass decided, and compares. */
final class Rederivation {

  private Rederivation() {}

  /**
   * A decision of the pass.
   *
   * @param before what the chain had for that workload, null when it had nothing or does not go
   *     back so far
   */
  record Made(String where, DecisionText decision, @Nullable DecisionText before) {}

  /** What differs; empty when each decision is what the engine decides on these inputs. */
  static List<Fault> check(Estate estate, List<Made> pass) {
    List<Fault> faults = new ArrayList<>();
    Map<WorkloadId, Workload> workloads = new HashMap<>();
    estate.workloads().forEach(w -> workloads.put(w.id(), w));
    Map<WorkloadId, Placement> placements = new HashMap<>();
    estate.placements().forEach(p -> placements.put(p.id(), p));
    Map<WorkloadId, Decision> decisions = new HashMap<>();
    Plan plan = Planner.plan(estate);
    plan.decisions().forEach(d -> decisions.put(d.id(), d));
    for (Made made : pass) {
      state(made, placements.get(made.decision().id()), faults);
      Workload workload = workloads.get(made.decision().id());
      boolean same =
          workload != null
              && (workload.uid() == null || workload.uid().equals(made.decision().uid()));
      if (made.decision().withdrawn()) {
        if (same) {
          differs(made, "it is withdrawn, and the workload is among the inputs", faults);
        }
        continue;
      }
      Decision decided = decisions.get(made.decision().id());
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

  private static void state(Made made, @Nullable Placement recorded, List<Fault> faults) {
    DecisionText before = made.before();
    if (before == null) {
      return;
    }
    int moves = recorded == null ? 0 : recorded.movesInLastHour();
    Placement chained = before.withdrawn() ? null : before.placement(moves);
    if (chained == null ? recorded != null : !chained.equals(recorded)) {
      faults.add(
          new Fault(
              Code.StateDiffers,
              made.where(),
              made.decision().id()
                  + ": the recorded inputs start from another state than the chain has before it"));
    }
  }

  private static void differs(Made made, String how, List<Fault> faults) {
    faults.add(new Fault(Code.DecisionDiffers, made.where(), made.decision().id() + ": " + how));
  }
}

package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Who asks for as many replicas as the advice says has them, in histories in which zones fall
 * silent and lose nodes: where the plan is carried out already, and where it is made anew. {@code
 * -Dbleu.advice=N} for more of them.
 */
class AdviceCampaignTest {
  private static final int FIRST = 160;
  private static final int HISTORIES = Campaign.size("bleu.advice", 100);

  /**
   * One is left: what a workload no longer asks for goes to an equal whose turn comes before. A
   * trial has the others stand still, as docs/placement.md says.
   */
  private static final int MOST = 1;

  @Test
  void fewerReplicasHaveTheirPlaceWhenTheyAreAskedFor() {
    int sets = 0;
    List<String> wrong = new ArrayList<>();
    for (int seed = FIRST; seed < FIRST + HISTORIES; seed++) {
      RecordedEstates estates = new RecordedEstates(seed);
      Estate estate = estates.first();
      for (int p = 0; p < estates.plans(); p++) {
        Plan plan = Planner.plan(estate);
        Estate carriedOut = Estates.with(estate, Estates.inForce(plan));
        for (Decision decision : plan.decisions()) {
          int replicas = advised(decision);
          for (Estate base : replicas < 0 ? List.<Estate>of() : List.of(estate, carriedOut)) {
            sets++;
            if (!placed(base, decision, replicas)) {
              wrong.add(seed + "-" + p + " " + decision.id() + " " + replicas);
            }
          }
        }
        estate = estates.next(estate, Estates.inForce(plan), p);
      }
    }
    assertTrue(sets > 7 * HISTORIES, sets + " sets");
    assertTrue(wrong.size() <= MOST * Math.max(1, HISTORIES / 100), wrong.toString());
  }

  /**
   * The replicas that would be placed if nothing else were changed; negative for no such advice.
   */
  private static int advised(Decision decision) {
    for (Decision.Relaxation set : decision.relax()) {
      Decision.Change change = set.changes().get(0);
      if (set.changes().size() == 1 && change.path().equals("spec.replicas")) {
        return Integer.parseInt(change.to());
      }
    }
    return -1;
  }

  private static boolean placed(Estate estate, Decision decision, int replicas) {
    List<Workload> workloads = new ArrayList<>();
    for (Workload w : estate.workloads()) {
      workloads.add(w.id().equals(decision.id()) ? w.withReplicas(replicas) : w);
    }
    return Planner.propose(estate.withWorkloads(workloads), Map.of()).decisions().stream()
        .anyMatch(d -> d.id().equals(decision.id()) && d.missing() == 0);
  }
}

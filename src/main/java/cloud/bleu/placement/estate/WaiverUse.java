package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement that replicas would be in breach of, where a waiver sets it aside.
 *
 * @param verdict what the statement answers there, {@code Waived}
 */
public record WaiverUse(BoundRule statement, Waiver waiver, Verdict verdict) {

  /** Whether one person alone set it aside so far: a break-glass that nobody countersigned. */
  public boolean isUnsigned() {
    return waiver.isUnsigned();
  }

  /** Every use of a waiver in the zones where replicas of a decision run, by zone and statement. */
  public static List<WaiverUse> of(Workload workload, Decision decision, Estate estate) {
    List<WaiverUse> uses = new ArrayList<>();
    if (workload.rules().stream().allMatch(r -> r.waivers().isEmpty())) {
      return uses;
    }
    for (Assignment assignment : decision.assignments()) {
      Zone zone = estate.zone(assignment.zone());
      if (zone == null || assignment.replicas() == 0) {
        continue;
      }
      for (BoundRule rule : workload.rules()) {
        Waiver waiver = rule.waiver(zone.name(), estate.now());
        if (waiver == null) {
          continue;
        }
        Verdict verdict = rule.evaluate(workload, zone, estate);
        if (verdict.result() == Verdict.Result.Waived) {
          uses.add(new WaiverUse(rule, waiver, verdict));
        }
      }
    }
    return uses;
  }
}

package cloud.bleu.placement.advice;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.problem.AllowedZones;
import cloud.bleu.placement.problem.Topology;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say of one workload and of its changes: the same unless a rule is changed, or
 * reads a change.
 */
final class ChangedZones {
  private final Topology topology;
  private final Workload workload;
  private @Nullable AllowedZones unchanged;
  private @Nullable Workload last;

  /** Of the last changed workload, null if it is that of the workload itself. */
  private @Nullable AllowedZones ofLast;

  ChangedZones(Topology topology, Workload workload) {
    this.topology = topology;
    this.workload = workload;
  }

  /** Which zones a changed workload may use. */
  AllowedZones of(Workload changed) {
    AllowedZones own = unchanged;
    if (own == null) {
      own = new AllowedZones(topology, workload);
      unchanged = own;
    }
    if (changed != last) {
      last = changed;
      ofLast = isRead(changed) ? new AllowedZones(topology, changed) : null;
    }
    return ofLast == null ? own : ofLast;
  }

  /** Whether some rule may answer otherwise. */
  private boolean isRead(Workload changed) {
    List<BoundRule> rules = workload.rules();
    for (int i = 0; i < rules.size(); i++) {
      BoundRule rule = rules.get(i);
      Object about = rule.rule().about(workload);
      if (rule != changed.rules().get(i)
          || about == null
          || !about.equals(rule.rule().about(changed))) {
        return true;
      }
    }
    return false;
  }
}

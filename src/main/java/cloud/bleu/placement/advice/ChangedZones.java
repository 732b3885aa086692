package cloud.bleu.placement.advice;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.problem.AllowedZones;
import cloud.bleu.placement.problem.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say of the zones for one workload and for its changes. The answer differs only if
 * a rule is changed, or reads what is changed. Changes that state equal rules, and are the same in
 * what these rules read, share one answer.
 */
final class ChangedZones {
  private final Topology topology;
  private final Workload workload;
  private final Map<Asked, AllowedZones> found = new HashMap<>();
  private @Nullable AllowedZones unchanged;
  private @Nullable Workload last;

  /** Of the last changed workload. */
  private @Nullable AllowedZones ofLast;

  ChangedZones(Topology topology, Workload workload) {
    this.topology = topology;
    this.workload = workload;
  }

  /** The rules of a changed workload, and what each reads of it, with what zones are judged by. */
  private record Asked(List<BoundRule> rules, List<Object> about, Judged judged) {}

  /** What a workload says of itself by which zones are judged, whatever its rules. */
  private record Judged(
      Quantities requests,
      Duration returnAfter,
      @Nullable Duration failoverAfter,
      @Nullable Duration silenceAfter) {
    static Judged of(Workload workload) {
      return new Judged(
          workload.requests(),
          workload.returnAfter(),
          workload.failoverAfter(),
          workload.silenceAfter());
    }
  }

  /** Which zones a changed workload may use. */
  AllowedZones of(Workload changed) {
    AllowedZones zones = ofLast;
    if (zones == null || changed != last) {
      zones = isRead(changed) ? find(changed) : unchanged();
      last = changed;
      ofLast = zones;
    }
    return zones;
  }

  private AllowedZones unchanged() {
    AllowedZones own = unchanged;
    if (own == null) {
      own = new AllowedZones(topology, workload);
      unchanged = own;
    }
    return own;
  }

  /** Whether some rule may answer otherwise, or zones are judged by something else. */
  private boolean isRead(Workload changed) {
    if (!Judged.of(workload).equals(Judged.of(changed))) {
      return true;
    }
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

  private AllowedZones find(Workload changed) {
    Asked asked = asked(changed);
    return asked == null
        ? new AllowedZones(topology, changed, workload)
        : found.computeIfAbsent(asked, a -> new AllowedZones(topology, changed, workload));
  }

  /**
   * What the answer follows from; null if from more than that: some rule does not tell what it
   * reads, or what has to leave soon depends on how long its replicas take to.
   */
  private @Nullable Asked asked(Workload changed) {
    List<Object> about = new ArrayList<>();
    for (BoundRule rule : changed.rules()) {
      Object read = rule.rule().about(changed);
      if (read == null || rule.onViolation() != BoundRule.OnViolation.Report) {
        return null;
      }
      about.add(read);
    }
    return new Asked(changed.rules(), about, Judged.of(changed));
  }
}

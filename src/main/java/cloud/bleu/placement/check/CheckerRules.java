package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What rules answer about zones that a decision leaves alone. Each is asked once for all workloads
 * that the rule does not tell apart. Where replicas run, come or are to go at a loss, the checker
 * asks the rule itself, for each workload anew.
 */
final class CheckerRules {
  private final CheckerEstate places;

  /** By statement, which is itself and no equal of it, and what it reads of a workload. */
  private final Map<BoundRule, Map<Object, Verdict[]>> byStatement = new IdentityHashMap<>();

  /** By statements that are equal, and what they read of a workload. */
  private final Map<BoundRule, Map<Object, Verdict[]>> byEqual = new HashMap<>();

  CheckerRules(CheckerEstate places) {
    this.places = places;
  }

  Verdict verdict(BoundRule rule, Workload workload, int zone) {
    Object about = rule.rule().about(workload);
    if (about == null) {
      return ask(rule, workload, zone);
    }
    Verdict[] answers =
        byStatement
            .computeIfAbsent(rule, r -> byEqual.computeIfAbsent(r, equal -> new HashMap<>()))
            .computeIfAbsent(about, a -> new Verdict[places.zones]);
    @Nullable Verdict known = answers[zone];
    if (known == null) {
      known = ask(rule, workload, zone);
      answers[zone] = known;
    }
    return known;
  }

  private Verdict ask(BoundRule rule, Workload workload, int zone) {
    return rule.evaluate(workload, places.zone(zone), places.estate);
  }
}

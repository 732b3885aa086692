package cloud.bleu.evidence.chain;

import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The name of what decides on an estate: the engine, and the makers of rules that are not in its
 * catalogue. Where two names are equal, the same inputs give the same decisions.
 */
public final class EngineName {

  private EngineName() {}

  /**
   * {@link Planner#ENGINE}, and, after {@code with}, the sorted makers of rules that are not in the
   * catalogue, where a workload has such rules.
   */
  public static String of(Estate estate) {
    TreeSet<String> makers = new TreeSet<>();
    Set<List<BoundRule>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Workload workload : estate.workloads()) {
      if (seen.add(workload.rules())) {
        for (BoundRule bound : workload.rules()) {
          ZoneRule.Making making = bound.rule().making();
          if (making != null) {
            makers.add(making.by());
          }
        }
      }
    }
    return makers.isEmpty()
        ? Planner.ENGINE
        : Planner.ENGINE + " with " + String.join(", ", makers);
  }
}

package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Link;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** The rules of a workload whose answer may change at the beginning of any day. */
public final class DailyRules {
  private DailyRules() {}

  /**
   * The rules that {@link ZoneRule#turnsWithAnyDay turn with any day}. If other rules ask one of
   * them about what a workload stands on, it is all rules.
   *
   * @return by identity
   */
  public static Set<BoundRule> of(Collection<BoundRule> rules) {
    Set<BoundRule> daily = Collections.newSetFromMap(new IdentityHashMap<>());
    for (BoundRule bound : rules) {
      if (!bound.rule().turnsWithAnyDay()) {
        continue;
      }
      daily.add(bound);
      if (Arrays.stream(Link.values()).anyMatch(bound::isAbout)) {
        daily.addAll(rules);
      }
    }
    return daily;
  }
}

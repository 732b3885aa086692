package cloud.bleu.placement.problem;

import cloud.bleu.placement.catalogue.RuleAnswers;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the rules answer about the zones of an estate: now, some days later, and as if every zone
 * were in service. Answers are kept from one estate to the next, and then are those of the last
 * one.
 */
final class RuleForecast {
  private final Estate estate;
  private final List<Zone> zones;
  private final RuleAnswers now;

  /** By days; those of {@link #laterHere} are of this estate, others still of one before. */
  private final Map<Integer, RuleAnswers> later;

  private final Set<Integer> laterHere = new HashSet<>();
  private @Nullable RuleAnswers whenActive;
  private boolean whenActiveHere;

  /**
   * Takes over what another one knows.
   *
   * @param last of the estate before, which is not asked any more; null for none
   */
  RuleForecast(Estate estate, @Nullable RuleForecast last) {
    this.estate = estate;
    this.zones = estate.zones();
    if (last == null) {
      now = new RuleAnswers(estate);
      later = new HashMap<>();
    } else {
      now = last.now;
      later = last.later;
      whenActive = last.whenActive;
      now.renew(estate, zones);
    }
  }

  /** What the rules answer here and now. */
  RuleAnswers now() {
    return now;
  }

  /** What the rules answer so many days later. */
  RuleAnswers later(int days) {
    RuleAnswers known = later.get(days);
    if (known == null || laterHere.add(days)) {
      Estate then = estate.at(estate.now().plus(Duration.ofDays(days)));
      if (known == null) {
        known = now.in(then);
        later.put(days, known);
        laterHere.add(days);
      } else {
        known.renew(then, zones);
      }
    }
    return known;
  }

  /** What the rules answer if every zone was in service. */
  RuleAnswers whenActive() {
    RuleAnswers all = whenActive;
    if (all == null || !whenActiveHere) {
      List<Zone> active =
          zones.stream()
              .map(zone -> zone.withState(ZoneState.Active, zone.stateSince(), null))
              .toList();
      if (all == null) {
        all = now.with(active);
      } else {
        all.renew(estate, active);
      }
      whenActive = all;
      whenActiveHere = true;
    }
    return all;
  }
}

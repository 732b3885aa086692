package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether so much is silent at once that nothing may be concluded from it. It shares no code with
 * the planner.
 */
public final class CheckerView {
  private static final Duration TOGETHER = Duration.ofMinutes(1);

  private CheckerView() {}

  /**
   * Whether the zones that fell silent within a minute of each other are more than half of those
   * that are observed, or are on sites that share no hazard.
   */
  public static boolean inDoubt(Estate estate) {
    List<Zone> heard = new ArrayList<>();
    for (Zone zone : estate.zones()) {
      Health.Signal signal = zone.health().signal();
      boolean looked = signal != Health.Signal.NotObserved && signal != Health.Signal.NodesUnknown;
      boolean emptied = zone.state() == ZoneState.Drained && zone.health().silentSince() != null;
      if (looked && !emptied && zone.state() != ZoneState.Lost) {
        heard.add(zone);
      }
    }
    for (Zone begin : heard) {
      Instant first = begin.health().silentSince();
      if (first == null) {
        continue;
      }
      List<Zone> burst = new ArrayList<>();
      for (Zone zone : heard) {
        Instant since = zone.health().silentSince();
        if (since != null && !since.isBefore(first) && !since.isAfter(first.plus(TOGETHER))) {
          burst.add(zone);
        }
      }
      if (burst.size() > heard.size() - burst.size() || unrelatedSites(burst, heard)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the loss of any zone is reported or seen. */
  static boolean incident(Estate estate) {
    for (Zone zone : estate.zones()) {
      if (zone.state() == ZoneState.Lost || zone.health().silentSince() != null) {
        return true;
      }
    }
    return false;
  }

  /** Whether zones are left for a live drill, and no loss is reported or seen beside it. */
  static boolean drilled(Estate estate) {
    if (incident(estate)) {
      return false;
    }
    boolean drilled = false;
    for (Zone zone : estate.zones()) {
      drilled |= zone.drill() != null;
    }
    return drilled;
  }

  private static boolean unrelatedSites(List<Zone> burst, List<Zone> heard) {
    Set<String> sites = new HashSet<>();
    burst.forEach(z -> sites.add(z.site()));
    heard.stream().filter(z -> !burst.contains(z)).forEach(z -> sites.remove(z.site()));
    if (sites.size() < 2) {
      return false;
    }
    Set<Map.Entry<String, String>> hazards = null;
    for (Zone zone : burst) {
      if (!sites.contains(zone.site())) {
        continue;
      }
      Set<Map.Entry<String, String>> here = new HashSet<>(zone.failureDomains().entrySet());
      here.removeIf(e -> e.getValue().equals("None"));
      if (hazards == null) {
        hazards = here;
      } else {
        hazards.retainAll(here);
      }
    }
    return hazards == null || hazards.isEmpty();
  }
}

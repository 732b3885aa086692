package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Window;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Notice;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.Zone;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The time around an instant in which the same objects lead to the same decisions. Decisions depend
 * on the instant in three ways: rules look at days and at the dates that they name, now and {@link
 * Lapse#lead} days later; a zone is out of service, or back, for as long as a workload waits; a
 * waiver is in force or not.
 */
public final class DecisionWindow {
  private static final int MOST_DAYS = Notice.Within90Days.days();
  private static final Duration FARTHEST = Duration.ofDays(MOST_DAYS);
  private static final Duration NEAR = Duration.ofDays(2);

  private final Instant now;
  private final Set<Instant> dates = new HashSet<>();
  private final Set<Instant> waits = new HashSet<>();

  private DecisionWindow(Instant now) {
    this.now = now;
  }

  /**
   * For decisions about these workloads in these zones; never longer than the day. It holds no
   * instant where dates lie so near the end of time that nothing can be added to them.
   */
  public static Window of(Instant now, List<Zone> zones, List<Workload> workloads) {
    DecisionWindow window = new DecisionWindow(now);
    try {
      window.addRules(zones, workloads);
      window.addWaits(zones, workloads);
      return window.around();
    } catch (DateTimeException | ArithmeticException endOfTime) {
      return new Window(now, now);
    }
  }

  private record Asked(ZoneRule rule, Parameters parameters) {}

  private void addRules(List<Zone> zones, List<Workload> workloads) {
    Set<BoundRule> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Asked> rules = new HashSet<>();
    for (Workload workload : workloads) {
      for (BoundRule bound : workload.rules()) {
        if (!seen.add(bound)) {
          continue;
        }
        rules.add(new Asked(bound.rule(), bound.parameters()));
        for (Waiver waiver : bound.waivers()) {
          addDates(List.of(waiver.from(), waiver.until()));
        }
      }
    }
    for (Asked asked : rules) {
      for (Zone zone : zones) {
        addDates(asked.rule.turningPoints(zone, asked.parameters));
      }
    }
  }

  /** Adds the dates that can lie within the day, seen from as far ahead as rules are asked. */
  private void addDates(List<Instant> all) {
    for (Instant date : all) {
      if (date.isAfter(now.minus(NEAR)) && date.isBefore(now.plus(NEAR).plus(FARTHEST))) {
        dates.add(date);
      }
    }
  }

  private void addWaits(List<Zone> zones, List<Workload> workloads) {
    Set<Duration> failovers = new HashSet<>();
    Set<Duration> returns = new HashSet<>();
    for (Workload workload : workloads) {
      if (workload.silenceAfter() != null) {
        failovers.add(workload.silenceAfter());
      }
      returns.add(workload.returnAfter());
    }
    for (Zone zone : zones) {
      for (Duration failover : failovers) {
        add(zone.health().since(), Set.of(zone.health().patience(failover)));
      }
      add(zone.health().since(), returns);
      add(zone.stateSince(), returns);
    }
  }

  private void add(@Nullable Instant since, Set<Duration> after) {
    if (since != null) {
      after.forEach(wait -> waits.add(since.plus(wait)));
    }
  }

  private Window around() {
    // How far ahead is looked depends on replicas, which advice may change: every day may count.
    Window window = Window.days(now, MOST_DAYS);
    for (Instant end : waits) {
      window = window.cut(end, now);
    }
    for (int days = 0; days <= MOST_DAYS; days++) {
      Duration ahead = Duration.ofDays(days);
      for (Instant date : dates) {
        window = window.cut(date.minus(ahead), now);
      }
    }
    return window;
  }
}

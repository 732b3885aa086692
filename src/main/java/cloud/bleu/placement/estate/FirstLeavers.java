package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long the first workload waits that may leave a silent zone by observation alone. If no
 * workload may, the zone asks for no loss: what runs there has volumes or a quorum, waits for a
 * person, or is frozen. Whether the others find a new place does not matter here, nor what they say
 * of their recovery: a plan in force is carried out in any case.
 */
public final class FirstLeavers {

  private final Map<String, Duration> least = new HashMap<>();
  private final Map<String, Zone> zones = new HashMap<>();

  /**
   * With what is in force in an estate.
   *
   * @param asked the zones that are looked at
   */
  public FirstLeavers(Estate estate, Collection<Zone> asked) {
    asked.stream().filter(zone -> !isTold(zone)).forEach(zone -> zones.put(zone.name(), zone));
    if (!zones.isEmpty()) {
      look(estate);
    }
  }

  /** Null: nobody leaves it by observation, or a person says already that it is to be left. */
  public @Nullable Duration of(String zone) {
    return least.get(zone);
  }

  /** The zones that ask for a loss once they are silent, in the order in which they do. */
  public List<Zone> asking() {
    return zones.values().stream()
        .filter(zone -> least.containsKey(zone.name()))
        .sorted(Comparator.comparing(this::patience).thenComparing(Zone::name))
        .toList();
  }

  private Duration patience(Zone zone) {
    Duration first = least.getOrDefault(zone.name(), LossBudget.NEVER);
    return zone.silentAfter().compareTo(first) > 0 ? zone.silentAfter() : first;
  }

  /** Whether a person says that the zone is to be left, so that nobody needs to infer it. */
  private static boolean isTold(Zone zone) {
    return zone.state() == ZoneState.Lost || zone.state() == ZoneState.Drained;
  }

  private void look(Estate estate) {
    Map<WorkloadId, Workload> workloads = new HashMap<>();
    estate.workloads().forEach(workload -> workloads.put(workload.id(), workload));
    for (Placement placement : estate.placements()) {
      Workload workload = workloads.get(placement.id());
      Duration after = workload == null ? null : workload.failoverAfter();
      if (workload == null || after == null || neverMoves(workload)) {
        continue;
      }
      for (Assignment assignment : placement.assignments()) {
        if (zones.containsKey(assignment.zone()) && assignment.replicas() > 0) {
          least.merge(assignment.zone(), after, (a, b) -> a.compareTo(b) < 0 ? a : b);
        }
      }
    }
  }

  private static boolean neverMoves(Workload workload) {
    return workload.dataBound() || workload.quorum() || workload.suspended();
  }
}

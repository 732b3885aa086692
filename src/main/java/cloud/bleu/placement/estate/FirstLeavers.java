package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For how long the first of the workloads in a zone waits that leave it by observation alone, once
 * it is silent. A zone that nobody leaves so asks for no loss: what runs there has volumes or a
 * quorum, waits for a person, is frozen, stays down by its own word ({@code recover: None}) or
 * needs what does not exist. Whether there is a new place for it is not looked at.
 */
public final class FirstLeavers {

  private final Estate estate;
  private final Map<String, Duration> least = new HashMap<>();
  private final Map<String, Zone> zones = new HashMap<>();
  private final Map<Scope, Map<String, Set<String>>> domains = new HashMap<>();

  /**
   * With what is in force in an estate.
   *
   * @param asked the zones that are looked at
   */
  public FirstLeavers(Estate estate, Collection<Zone> asked) {
    this.estate = estate;
    asked.stream().filter(zone -> !isTold(zone)).forEach(zone -> zones.put(zone.name(), zone));
    if (!zones.isEmpty()) {
      look();
    }
  }

  /** Null: nobody leaves it by observation, or a person says already that it is to be left. */
  public @Nullable Duration of(String zone) {
    return least.get(zone);
  }

  /** Those that ask for a loss once they are silent, in the order in which they do. */
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

  private void look() {
    Map<WorkloadId, Workload> workloads = new HashMap<>();
    estate.workloads().forEach(workload -> workloads.put(workload.id(), workload));
    for (Placement placement : estate.placements()) {
      Workload workload = workloads.get(placement.id());
      Duration after = workload == null ? null : workload.failoverAfter();
      if (workload == null || after == null || !leaves(workload, workloads)) {
        continue;
      }
      for (Assignment assignment : placement.assignments()) {
        Zone zone = zones.get(assignment.zone());
        if (zone != null && assignment.replicas() > 0 && !staysDown(workload, zone)) {
          least.merge(zone.name(), after, (a, b) -> a.compareTo(b) < 0 ? a : b);
        }
      }
    }
  }

  private static boolean leaves(Workload workload, Map<WorkloadId, Workload> workloads) {
    String namespace = workload.id().namespace();
    return !workload.dataBound()
        && !workload.quorum()
        && !workload.suspended()
        && workload.affinity().stream()
            .filter(Workload.Affinity::required)
            .allMatch(needed -> workloads.containsKey(new WorkloadId(namespace, needed.with())));
  }

  /** What the entry says that names the smallest loss of the zone; the strongest of several. */
  private boolean staysDown(Workload workload, Zone zone) {
    Set<String> smallest = Set.of();
    Workload.Recover recover = Workload.Recover.BestEffort;
    for (Workload.Tolerate entry : workload.tolerate()) {
      Set<String> taken = takenWith(zone, entry.of());
      if (taken.isEmpty()) {
        continue;
      }
      if (smallest.isEmpty() || taken.size() < smallest.size()) {
        smallest = taken;
        recover = entry.recover();
      } else if (taken.equals(smallest) && entry.recover().compareTo(recover) < 0) {
        recover = entry.recover();
      }
    }
    return recover == Workload.Recover.None;
  }

  private Set<String> takenWith(Zone zone, Scope scope) {
    String value = scope.valueIn(zone);
    return value == null
        ? Set.of()
        : domains.computeIfAbsent(scope, this::domains).getOrDefault(value, Set.of());
  }

  private Map<String, Set<String>> domains(Scope scope) {
    Map<String, Set<String>> all = new HashMap<>();
    for (Zone zone : estate.zones()) {
      String value = scope.valueIn(zone);
      if (value != null) {
        all.computeIfAbsent(value, v -> new HashSet<>()).add(zone.name());
      }
    }
    return all;
  }
}

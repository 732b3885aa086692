package cloud.bleu.placement.diagnosis;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.VacatedZones;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.NameList;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replicas that do not start elsewhere: the entry around their lost zone says {@code recover:
 * None}, or their data is where they were.
 */
public final class DownReplicas {
  private DownReplicas() {}

  /** How many of a zone are down so. */
  public static int in(WorkloadState workloadState, int zone) {
    int away = workloadState.homes(zone) - workloadState.replicas(zone);
    return away > 0
            && (awaitsData(workloadState.compiled, zone)
                || VacatedZones.staysDown(workloadState.compiled, zone))
        ? away
        : 0;
  }

  /** Whether the data of what ran in a zone is there, and nobody gave it up. */
  private static boolean awaitsData(CompiledWorkload compiled, int zone) {
    return compiled.dataBound() && !compiled.abandonsVolumesIn(zone);
  }

  /** Why they are down, zone by zone. */
  public static Decision.Reason reason(PlanState planState, WorkloadState workloadState) {
    List<Message> zones = new ArrayList<>();
    boolean anyExcluded = false;
    boolean onlyExcluded = true;
    for (int z = 0; z < planState.zones(); z++) {
      if (in(workloadState, z) > 0) {
        boolean excluded = excludes(planState, workloadState, z) != null;
        anyExcluded |= excluded;
        onlyExcluded &= excluded && planState.topology.inService(z);
        zones.add(why(planState, workloadState, z));
      }
    }
    return ReasonCode.StaysDown.forNow(
        Message.of("why.staysDown", "zones", zones.isEmpty() ? null : NameList.first(zones)),
        Message.of(
            anyExcluded
                ? onlyExcluded ? "do.admitZone" : "do.bringOrAdmitZone"
                : workloadState.compiled.dataBound()
                    ? "do.bringZoneBack"
                    : "do.bringZoneBackOrRecover"));
  }

  /** What keeps those with data in a zone from starting there whatever its state; null: nothing. */
  private static @Nullable String excludes(
      PlanState planState, WorkloadState workloadState, int zone) {
    if (!workloadState.compiled.dataBound() || zone >= planState.topology.known) {
      return null;
    }
    if (!workloadState.compiled.allowed.mayUse[zone]) {
      return "rule";
    }
    return workloadState.compiled.hasWeight(zone) ? null : "weight";
  }

  private static Message why(PlanState planState, WorkloadState workloadState, int zone) {
    String name = planState.topology.names[zone];
    if (!workloadState.compiled.dataBound()) {
      return Message.of("down.lost", "zone", name);
    }
    if (zone >= planState.topology.known) {
      return Message.of("down.gone", "zone", name);
    }
    String excludes = excludes(planState, workloadState, zone);
    if (excludes != null) {
      return Message.of("down.excluded", "zone", name, "by", excludes);
    }
    return planState.topology.inService(zone)
        ? Message.of("down.full", "zone", name)
        : Message.of(
            "down.closed", "zone", name, "state", ClosedZones.state(planState.topology.zone(zone)));
  }
}

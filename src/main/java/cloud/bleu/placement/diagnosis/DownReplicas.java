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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Replicas that do not start elsewhere: the entry around their lost zone says {@code recover:
 * None}, or their data is where they were. Those that are added wait for volumes that nobody uses.
 */
public final class DownReplicas {
  private DownReplicas() {}

  /** How many of those that are missing are down so. */
  public static int count(PlanState planState, WorkloadState workloadState) {
    int away = workloadState.places().totalHomes() - workloadState.total();
    int atHome = Math.min(atHome(workloadState), Math.max(0, away));
    int lacking = Math.max(0, workloadState.asked() - workloadState.total());
    int volumes = WorkloadState.sum(unused(planState, workloadState, lacking - atHome));
    return Math.min(lacking, atHome + volumes);
  }

  /** How many homes are empty so; some may belong to replicas that run elsewhere. */
  public static int atHome(WorkloadState workloadState) {
    return WorkloadState.sum(atHomeByZone(workloadState));
  }

  /**
   * By zone, how many may come back there: all that are at home there, and of those that are added
   * as many as there are volumes. The zones left last come first, for they have the latest data.
   */
  public static int[] byZone(PlanState planState, WorkloadState workloadState) {
    int[] down = atHomeByZone(workloadState);
    int lacking = workloadState.asked() - workloadState.total() - WorkloadState.sum(down);
    int[] unused = unused(planState, workloadState, lacking);
    Arrays.setAll(down, z -> down[z] + unused[z]);
    return down;
  }

  private static int[] atHomeByZone(WorkloadState workloadState) {
    int[] down = new int[workloadState.zones()];
    for (int z = 0; z < down.length; z++) {
      int away = workloadState.homes(z) - workloadState.replicas(z);
      boolean stays =
          away > 0
              && (awaitsData(workloadState.compiled, z)
                  || VacatedZones.staysDown(workloadState.compiled, z));
      down[z] = stays ? away : 0;
    }
    return down;
  }

  /** By zone, volumes that no replica uses, and for which none is down: no more than so many. */
  private static int[] unused(PlanState planState, WorkloadState workloadState, int most) {
    int[] unused = new int[workloadState.zones()];
    int left = most;
    Map<String, Integer> known =
        workloadState.compiled.workload.volumes(workloadState.inForce().placement());
    List<Map.Entry<String, Integer>> lastLeft = new ArrayList<>(known.entrySet());
    Collections.reverse(lastLeft);
    for (Map.Entry<String, Integer> volumes : lastLeft) {
      int zone = planState.topology.number(volumes.getKey());
      if (zone >= 0 && awaitsData(workloadState.compiled, zone)) {
        int used = Math.max(workloadState.replicas(zone), workloadState.homes(zone));
        unused[zone] = Math.max(0, Math.min(left, volumes.getValue() - used));
        left -= unused[zone];
      }
    }
    return unused;
  }

  /** Whether the data of what ran in a zone is there, and nobody gave it up. */
  private static boolean awaitsData(CompiledWorkload compiled, int zone) {
    return compiled.dataBound() && !compiled.abandonsVolumesIn(zone);
  }

  /**
   * Why they are down, zone by zone.
   *
   * @param room by zone, how many of the workload there is room for
   */
  public static Decision.Reason reason(
      PlanState planState, WorkloadState workloadState, IntUnaryOperator room) {
    List<Message> zones = new ArrayList<>();
    boolean anyExcluded = false;
    boolean onlyExcluded = true;
    int[] down = byZone(planState, workloadState);
    for (int z = 0; z < down.length; z++) {
      if (down[z] > 0) {
        boolean excluded = excludes(planState, workloadState, z) != null;
        anyExcluded |= excluded;
        onlyExcluded &= excluded && planState.topology.inService(z);
        zones.add(why(planState, workloadState, z, room));
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

  /**
   * Why they are down where the zones that have their data are in service and have room: a
   * requirement keeps them from there.
   *
   * @param refusal what keeps them from there
   */
  public static Decision.Reason kept(
      PlanState planState, WorkloadState workloadState, Decision.Reason refusal) {
    List<Message> zones = new ArrayList<>();
    int[] down = byZone(planState, workloadState);
    for (int z = 0; z < down.length; z++) {
      if (down[z] > 0) {
        zones.add(Message.of("down.kept", "zone", planState.topology.names[z]));
      }
    }
    return ReasonCode.RequirementKeepsDown.because(
        Message.of("why.keptDown", "zones", NameList.first(zones), "why", refusal.finding().fact()),
        refusal.finding().next(),
        refusal.canPassByItself());
  }

  /**
   * Whether only a requirement keeps them down: each zone that has their data is in service, is not
   * excluded, and has room.
   *
   * @param room by zone, how many of the workload there is room for
   */
  public static boolean isKept(
      PlanState planState, WorkloadState workloadState, IntUnaryOperator room) {
    int[] down = byZone(planState, workloadState);
    boolean any = false;
    for (int z = 0; z < down.length; z++) {
      if (down[z] > 0) {
        any = true;
        if (!workloadState.compiled.dataBound() || !hasPlace(planState, workloadState, z, room)) {
          return false;
        }
      }
    }
    return any;
  }

  private static boolean hasPlace(
      PlanState planState, WorkloadState workloadState, int zone, IntUnaryOperator room) {
    return zone < planState.topology.known
        && planState.topology.inService(zone)
        && excludes(planState, workloadState, zone) == null
        && room.applyAsInt(zone) > workloadState.replicas(zone);
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

  private static Message why(
      PlanState planState, WorkloadState workloadState, int zone, IntUnaryOperator room) {
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
    if (hasPlace(planState, workloadState, zone, room)) {
      return Message.of("down.kept", "zone", name);
    }
    return planState.topology.inService(zone)
        ? Message.of("down.full", "zone", name)
        : Message.of(
            "down.closed", "zone", name, "state", ClosedZones.state(planState.topology.zone(zone)));
  }
}

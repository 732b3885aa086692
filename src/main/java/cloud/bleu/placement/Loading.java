package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The current state: placements matched to their workloads, by name and, where both have one, uid.
 */
final class Loading {
  private Loading() {}

  /**
   * Fills the standings; returns the placements whose workload is not there, which hold no room.
   */
  static List<WorkloadId> load(World world, Estate estate) {
    Map<WorkloadId, Standing> byId = new HashMap<>();
    for (Standing standing : world.standings) {
      byId.put(standing.subject.workload.id(), standing);
    }
    List<WorkloadId> orphans = new ArrayList<>();
    for (Placement placement : estate.placements()) {
      Standing standing = byId.get(placement.id());
      if (standing == null || !sameUid(standing.subject.workload.uid(), placement.uid())) {
        orphans.add(placement.id());
      } else {
        fill(world, standing, placement);
      }
    }
    return orphans;
  }

  private static boolean sameUid(
      @org.jspecify.annotations.Nullable String a, @org.jspecify.annotations.Nullable String b) {
    return a == null || b == null || Objects.equals(a, b);
  }

  private static void fill(World world, Standing standing, Placement placement) {
    int homeless = 0;
    for (Assignment assignment : placement.assignments()) {
      int z = world.topology.number(assignment.zone());
      int replicas = Math.max(0, assignment.replicas());
      int home = Math.max(0, assignment.home());
      standing.x[z] += replicas;
      if (z < world.topology.known) {
        standing.home[z] += home;
      } else {
        // Nothing goes home to a zone that is gone, but data that was there is nowhere else; what
        // is
        // still there counts as at home.
        int stays = standing.subject.dataBound() ? Math.max(home, replicas) : replicas;
        standing.home[z] += stays;
        standing.homeGone |= home != stays;
        homeless += Math.max(0, home - stays);
      }
    }
    if (standing.homeGone) {
      standing.because(Decision.Cause.ZoneState);
      settle(standing, homeless);
    }
    System.arraycopy(standing.x, 0, standing.before, 0, standing.x.length);
    System.arraycopy(standing.home, 0, standing.homeBefore, 0, standing.home.length);
    standing.known = true;
    standing.movedInLastHour = placement.movesInLastHour();
    standing.assignmentsBefore = placement.assignments();
    standing.contingencyBefore = placement.contingency();
    Guard[] guards = standing.subject.guards.list;
    int next = 0;
    for (Contingency contingency : placement.contingency()) {
      // Both are sorted by event, so the next one is nearly always it.
      for (int tried = 0; tried < guards.length; tried++) {
        int g = (next + tried) % guards.length;
        if (guards[g].name.equals(contingency.event())) {
          standing.inForce[g] = true;
          fill(world, standing, g, contingency);
          next = g + 1;
          break;
        }
      }
    }
  }

  /** So many replicas lost the zone that was their home: they are at home where they are now. */
  private static void settle(Standing standing, int homeless) {
    int left = homeless;
    for (int z = 0; z < standing.x.length && left > 0; z++) {
      int settled = Math.min(left, Math.max(0, standing.x[z] - standing.home[z]));
      standing.home[z] += settled;
      left -= settled;
    }
  }

  private static void fill(World world, Standing standing, int guard, Contingency contingency) {
    for (Contingency.Move move : contingency.moves()) {
      int from = world.topology.number(move.from());
      int to = world.topology.number(move.to());
      if (from >= 0 && to >= 0 && move.replicas() > 0) {
        standing.moves[guard].add(from, to, move.replicas());
      }
    }
    for (Contingency.Eviction eviction : contingency.evicts()) {
      int zone = world.topology.number(eviction.zone());
      for (Subject subject : world.subjects) {
        if (zone >= 0 && subject.workload.id().equals(eviction.workload())) {
          standing
              .evicts
              .get(guard)
              .add(new Standing.Victim(subject.number, zone, eviction.replicas()));
        }
      }
    }
  }
}

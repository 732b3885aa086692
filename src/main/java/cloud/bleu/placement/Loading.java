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
    for (Assignment assignment : placement.assignments()) {
      int z = world.topology.number(assignment.zone());
      standing.x[z] += Math.max(0, assignment.replicas());
      standing.home[z] += z < world.topology.known ? Math.max(0, assignment.home()) : 0;
    }
    for (int z = world.topology.known; z < world.zones(); z++) {
      standing.home[z] = standing.x[z];
    }
    System.arraycopy(standing.x, 0, standing.before, 0, standing.x.length);
    System.arraycopy(standing.home, 0, standing.homeBefore, 0, standing.home.length);
    standing.known = true;
    standing.movedInLastHour = placement.movesInLastHour();
    standing.contingencyBefore = placement.contingency();
    Guard[] guards = standing.subject.guards.list;
    for (Contingency contingency : placement.contingency()) {
      for (int g = 0; g < guards.length; g++) {
        if (guards[g].name.equals(contingency.event())) {
          standing.inForce[g] = true;
          fill(world, standing, g, contingency);
        }
      }
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

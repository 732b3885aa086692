package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;

/**
 * An event that a workload is protected against, with what its entries ask: where several name the
 * same set of zones, the larger {@code keep} and the stronger {@code recover}.
 */
final class Guard {
  /** Of nothing. */
  static final Guard NONE =
      new Guard(
          0,
          new Contingency.Event(Scope.ZONE, ""),
          new boolean[0],
          new Workload.Tolerate(
              Scope.ZONE, 0, Workload.Recover.None, Workload.DataCopy.Unspecified, false),
          List.of());

  /** Number among all events of the estate. */
  final int event;

  final Contingency.Event name;
  final int[] members;
  final int keep;
  final Workload.Recover recover;
  final Workload.DataCopy copy;
  final boolean hard;

  /** Numbers of other workloads' events that this one answers for, its own first. */
  final int[] charged;

  private final boolean[] inside;

  Guard(
      int event,
      Contingency.Event name,
      boolean[] inside,
      Workload.Tolerate entry,
      List<Integer> charged) {
    this.event = event;
    this.name = name;
    this.inside = inside;
    this.keep = entry.keep();
    this.recover = entry.recover();
    this.copy = entry.copy();
    this.hard = entry.hard();
    this.charged = charged.stream().mapToInt(Integer::intValue).toArray();
    List<Integer> zones = new ArrayList<>();
    for (int z = 0; z < inside.length; z++) {
      if (inside[z]) {
        zones.add(z);
      }
    }
    this.members = zones.stream().mapToInt(Integer::intValue).toArray();
  }

  boolean holds(int zone) {
    return inside[zone];
  }

  boolean reserved() {
    return recover == Workload.Recover.Reserved;
  }

  /** Replicas inside the event. */
  int count(int[] x) {
    int sum = 0;
    for (int z : members) {
      sum += x[z];
    }
    return sum;
  }
}

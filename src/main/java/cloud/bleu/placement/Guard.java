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
          List.of(
              new Workload.Tolerate(
                  Scope.ZONE, 0, Workload.Recover.None, Workload.DataCopy.Unspecified, false)),
          List.of());

  /** Number among all events of the estate. */
  final int event;

  final Contingency.Event name;
  final int[] members;
  final int keep;
  final Workload.Recover recover;
  final Workload.DataCopy copy;

  /** What hard entries ask to keep; {@link #keep} is what any asks. */
  final int hardKeep;

  /** Whether a hard entry asks for reserved room. */
  final boolean hardReserved;

  /** Numbers of other workloads' events that this one answers for, its own first. */
  final int[] charged;

  private final boolean[] inside;

  Guard(
      int event,
      Contingency.Event name,
      boolean[] inside,
      List<Workload.Tolerate> entries,
      List<Integer> charged) {
    this.event = event;
    this.name = name;
    this.inside = inside;
    int most = 0;
    int mostHard = 0;
    boolean reservedHard = false;
    Workload.Tolerate strongest = entries.get(0);
    for (Workload.Tolerate entry : entries) {
      most = Math.max(most, entry.keep());
      mostHard = entry.hard() ? Math.max(mostHard, entry.keep()) : mostHard;
      reservedHard |= entry.hard() && entry.recover() == Workload.Recover.Reserved;
      int weaker = entry.recover().compareTo(strongest.recover());
      boolean stronger = weaker < 0 || weaker == 0 && entry.keep() > strongest.keep();
      strongest = stronger ? entry : strongest;
    }
    this.keep = most;
    this.hardKeep = mostHard;
    this.recover = strongest.recover();
    this.copy = strongest.copy();
    this.hardReserved = reservedHard;
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

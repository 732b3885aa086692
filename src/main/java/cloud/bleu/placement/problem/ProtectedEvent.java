package cloud.bleu.placement.problem;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * An event that a workload is protected against, with what its entries ask: where several name the
 * same set of zones, the larger {@code keep} and the stronger {@code recover}.
 */
public final class ProtectedEvent {
  /** Of nothing. */
  public static final ProtectedEvent NONE =
      new ProtectedEvent(
          0,
          0,
          new Contingency.Event(Scope.ZONE, ""),
          new boolean[0],
          List.of(
              new Workload.Tolerate(
                  Scope.ZONE, 0, Workload.Recover.None, Workload.DataCopy.Unspecified, false)),
          List.of());

  /** Number among the protected events of the workload: its place in their list. */
  public final int ofWorkload;

  /** Number among all events of the estate. */
  public final int ofEstate;

  /** The event that is protected against, as entries and plans name it. */
  public final Contingency.Event event;

  public final int[] members;
  public final int keep;
  public final Workload.Recover recover;
  public final Workload.DataCopy copy;

  /** Whether an entry calls it a recovery from an asynchronous copy, which no majority outlives. */
  public final boolean exemptOfQuorum;

  /** What hard entries ask to keep; {@link #keep} is what any asks. */
  public final int hardKeep;

  /** Whether a hard entry asks for reserved room. */
  public final boolean hardReserved;

  /** Numbers of other workloads' events that this one answers for, its own first. */
  public final int[] charged;

  private final boolean[] inside;

  ProtectedEvent(
      int ofWorkload,
      int ofEstate,
      Contingency.Event event,
      boolean[] inside,
      List<Workload.Tolerate> entries,
      List<Integer> charged) {
    this.ofWorkload = ofWorkload;
    this.ofEstate = ofEstate;
    this.event = event;
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
    this.exemptOfQuorum =
        entries.stream().anyMatch(entry -> entry.copy() == Workload.DataCopy.Asynchronous);
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

  /** Whether a zone is lost in this event. */
  public boolean holds(int zone) {
    return inside[zone];
  }

  /** Whether room is held for the replicas that are lost in this event. */
  public boolean reserved() {
    return recover == Workload.Recover.Reserved;
  }

  /** Replicas inside the event. */
  public int count(int[] x) {
    int sum = 0;
    for (int z : members) {
      sum += x[z];
    }
    return sum;
  }
}

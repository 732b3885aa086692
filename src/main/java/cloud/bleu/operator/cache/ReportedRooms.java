package cloud.bleu.operator.cache;

import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.translate.load.ReportedRoom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The room that an engine reports of its clusters, each with the instant since which it is
 * reported.
 */
public final class ReportedRooms {

  private final Capacity.Origin origin;
  private final Clock clock;
  private final Map<String, ReportedRoom> rooms = new ConcurrentHashMap<>();

  /**
   * @param origin which engine reports
   * @param clock dates a report when it first differs from the one before
   */
  public ReportedRooms(Capacity.Origin origin, Clock clock) {
    this.origin = origin;
    this.clock = clock;
  }

  /** What is reported of a cluster; null: nothing. */
  public @Nullable ReportedRoom of(String cluster) {
    return rooms.get(cluster);
  }

  /**
   * Takes what is reported of a cluster now.
   *
   * @param free null: nothing is
   * @return whether it is another room than before
   */
  public boolean put(String cluster, @Nullable Quantities free) {
    if (free == null) {
      return rooms.remove(cluster) != null;
    }
    ReportedRoom before = rooms.get(cluster);
    if (before != null && before.free().equals(free)) {
      return false;
    }
    rooms.put(
        cluster, new ReportedRoom(free, origin, clock.instant().truncatedTo(ChronoUnit.SECONDS)));
    return true;
  }

  /** Forgets clusters whose room nobody asks. */
  public void retain(Set<String> clusters) {
    rooms.keySet().retainAll(clusters);
  }

  /**
   * What its room is, which part of it is not known, and what to do; for a cluster that is reached.
   */
  public String remark(String cluster) {
    boolean karmada = origin == Capacity.Origin.Karmada;
    if (of(cluster) == null) {
      return (karmada
              ? "Karmada reports no status.resourceSummary of it"
              : "the ManagedCluster has no status.allocatable")
          + ", so its room is as it was seen last, or none: state spec.capacity";
    }
    return (karmada
            ? "its room is what Karmada reports (status.resourceSummary), less what others ask there;"
                + " its largest node is not known"
            : "its room is status.allocatable of the ManagedCluster; what others run there is not"
                + " known and not subtracted, and neither is its largest node known")
        + ": state spec.capacity, with largestNode, where that matters";
  }
}

package cloud.bleu.report.page;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A zone as the page shows it.
 *
 * @param title of the provider, as people know it
 * @param state {@code Active}, {@code Cordoned}, {@code Drained} or {@code Lost}
 * @param use what it is to the workloads of the page
 * @param assumed whether its place, its site or its hazards rest on an assumption
 * @param replicas of the workloads of the page
 * @param workloads of the page with a replica there
 * @param latitude in degrees; null when not known, as is the longitude
 * @param capacity by resource; of all workloads, also those that are not on the page
 * @param worstLoss the loss that brings most into what is held there; null when nothing is held
 * @param target the cluster that it is in, null for nodes of the operator's own
 * @param reachable whether that cluster answers, null where nothing is recorded
 */
public record PageZone(
    String name,
    String provider,
    String title,
    String region,
    String site,
    String state,
    Use use,
    boolean assumed,
    int replicas,
    int workloads,
    @Nullable BigDecimal latitude,
    @Nullable BigDecimal longitude,
    List<Amount> capacity,
    @Nullable Event worstLoss,
    PageCluster.@Nullable Target target,
    PageCluster.@Nullable Reach reachable) {

  /** The loss of one value of a scope. */
  public record Event(String scope, String value) {}

  /** What a zone is to the workloads of the page, the worst first. */
  public enum Use {
    /** A replica runs there where an enforced rule fails. */
    Breach,
    /** It is lost or being emptied. */
    OutOfService,
    /** Replicas run there, or are to. */
    InUse,
    /** A workload may go there, and none does. */
    Open,
    /** No workload may go there. */
    Closed
  }

  /**
   * A resource of a zone, as Kubernetes writes quantities, with its shares in percent.
   *
   * @param usable after what is kept free
   * @param allocated to the replicas decided for the zone
   * @param reserved for each loss; what the worst one brings
   * @param available what is left
   * @param allocatedPercent of what is usable, at most 100
   * @param reservedPercent of what is usable, at most what is left of 100
   */
  public record Amount(
      String resource,
      String usable,
      String allocated,
      String reserved,
      String available,
      int allocatedPercent,
      int reservedPercent) {}

  public PageZone {
    capacity = List.copyOf(capacity);
  }

  /** Whether it can be drawn on a map. */
  public boolean located() {
    return latitude != null && longitude != null;
  }
}

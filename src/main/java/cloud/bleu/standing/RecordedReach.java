package cloud.bleu.standing;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.report.page.PageCluster;
import cloud.bleu.report.page.PageInput.Recorded;
import cloud.bleu.translate.zone.LossSignals;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the page of the estate has from the statuses of zones and placements. */
public final class RecordedReach {
  private RecordedReach() {}

  /** As it stands in these objects. */
  public static Recorded of(List<AvailabilityZone> zones, List<WorkloadPlacement> placements) {
    Map<String, PageCluster> clusters = new TreeMap<>();
    ZoneCluster.of(zones).forEach((zone, cluster) -> clusters.put(zone, cluster.page()));
    return new Recorded(LossSignals.of(zones), clusters, RecordedFences.of(placements).zones());
  }
}

package cloud.bleu.standing;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.evidence.assessment.ZoneFence;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the operator wrote down of zones of which it does not see what stands there.
 *
 * @param zones by workload; none for one whose zones are all seen
 */
public record RecordedFences(Map<WorkloadId, List<ZoneFence>> zones) {

  /** Nothing is written down. */
  public static final RecordedFences NONE = new RecordedFences(Map.of());

  public RecordedFences {
    zones = new TreeMap<>(zones);
  }

  /** Those in the statuses of placements. */
  public static RecordedFences of(List<WorkloadPlacement> placements) {
    Map<WorkloadId, List<ZoneFence>> zones = new TreeMap<>();
    for (WorkloadPlacement placement : placements) {
      List<ZoneFence> fences = of(placement.getStatus());
      if (!fences.isEmpty()) {
        zones.put(
            new WorkloadId(
                String.valueOf(placement.getMetadata().getNamespace()),
                Objects.requireNonNull(placement.getMetadata().getName())),
            fences);
      }
    }
    return new RecordedFences(zones);
  }

  private static List<ZoneFence> of(@Nullable WorkloadPlacementStatus status) {
    return status == null
        ? List.of()
        : status.zones().stream()
            .filter(zone -> zone.fenced() != null || zone.unknownSince() != null)
            .map(zone -> new ZoneFence(zone.zone(), zone.fenced(), zone.unknownSince()))
            .toList();
  }

  /** Those of one workload, in the order in which they are written down. */
  public List<ZoneFence> of(WorkloadId workload) {
    return zones.getOrDefault(workload, List.of());
  }

  /** One message for each zone in which what a workload had may run on. */
  public List<Message> mayRunOn(WorkloadId workload) {
    return of(workload).stream().flatMap(fence -> Stream.ofNullable(fence.mayRunOn())).toList();
  }

  /** Those of one workload for programs, under {@code fences}; empty where there is none. */
  public Map<String, Object> tree(WorkloadId workload) {
    List<Map<String, Object>> fences = new ArrayList<>();
    for (ZoneFence fence : of(workload)) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("zone", fence.zone());
      if (fence.fenced() != null) {
        tree.put("fenced", fence.fenced());
      }
      if (fence.unknownSince() != null) {
        tree.put("unknownSince", fence.unknownSince());
      }
      fences.add(tree);
    }
    return fences.isEmpty() ? Map.of() : Map.of("fences", fences);
  }
}

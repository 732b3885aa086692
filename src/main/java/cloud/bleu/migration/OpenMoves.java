package cloud.bleu.migration;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.assess.wave.OpenMove;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.Conditions;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which BleuWorkloads a provider does not hold, and why not. All others have moved there. */
public final class OpenMoves {

  private final Set<String> zones;
  private final Map<WorkloadId, WorkloadPlacement> placements = new HashMap<>();

  private OpenMoves(ApiObjects objects, String provider) {
    zones =
        objects.zones().stream()
            .filter(z -> z.getSpec() != null && provider.equals(z.getSpec().provider()))
            .map((AvailabilityZone z) -> z.getMetadata().getName())
            .collect(Collectors.toSet());
    objects.placements().forEach(p -> placements.put(ObjectRef.workload(p), p));
  }

  /**
   * Why each workload that has not moved has not.
   *
   * @param objects with the decisions in force
   */
  public static Map<WorkloadId, OpenMove> of(ApiObjects objects, String provider) {
    OpenMoves open = new OpenMoves(objects, provider);
    Map<WorkloadId, OpenMove> why = new HashMap<>();
    for (BleuWorkload workload : objects.workloads()) {
      OpenMove one = open.why(workload);
      if (one != null) {
        why.put(ObjectRef.workload(workload), one);
      }
    }
    return why;
  }

  private @Nullable OpenMove why(BleuWorkload workload) {
    WorkloadPlacement placement = placements.get(ObjectRef.workload(workload));
    List<Assignment> held =
        placement == null || placement.getSpec() == null
            ? List.of()
            : placement.getSpec().assignments().stream().filter(a -> a.replicas() > 0).toList();
    String elsewhere =
        held.stream()
            .map(Assignment::zone)
            .filter(z -> !zones.contains(z))
            .sorted()
            .collect(Collectors.joining(", "));
    if (!elsewhere.isEmpty()) {
      return new OpenMove(
          "its BleuWorkload stands in zones of other providers: "
              + elsewhere
              + "; let its residency allow the target alone",
          false);
    }
    if (held.isEmpty() && replicas(workload) > 0) {
      return new OpenMove("its BleuWorkload has no zone yet; its conditions say why", true);
    }
    return isReady(workload)
        ? null
        : new OpenMove(
            "its BleuWorkload is placed on the target and not ready; its conditions say why", true);
  }

  private static int replicas(BleuWorkload workload) {
    return workload.getSpec() == null || workload.getSpec().replicas() == null
        ? 1
        : workload.getSpec().replicas();
  }

  private static boolean isReady(BleuWorkload workload) {
    if (workload.getStatus() == null
        || !Objects.equals(
            workload.getStatus().observedGeneration(), workload.getMetadata().getGeneration())) {
      return false;
    }
    Condition ready = Conditions.find(workload.getStatus().conditions(), "Ready");
    return ready != null && "True".equals(ready.getStatus());
  }
}

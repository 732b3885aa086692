package cloud.bleu.delivery.gate;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Child;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Claims;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Images;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Pods;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Replica;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Zone;
import cloud.bleu.delivery.manifest.ChildName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a gate says that is written already: it stays valid where nothing else is known.
 *
 * @param spec null when there is none, which says nothing
 */
record WrittenGate(@Nullable PlacementGateSpec spec) {

  /** The sequence of its last decision, 0 without a gate. */
  long sequence() {
    return spec == null ? 0 : spec.sequence();
  }

  /** What holds for claims, null: nothing is said. */
  @Nullable Claims claims() {
    return spec == null ? null : spec.claims();
  }

  /** What one replica of a workload counts as, null: nothing is said. */
  @Nullable Replica replica(String workload) {
    return spec == null ? null : spec.replicas().get(workload);
  }

  /** Where the pods of a zone go, null: the zone is not in it. */
  @Nullable Zone zone(String name) {
    return spec == null ? null : spec.zones().get(name);
  }

  /** The statements that hold for the images of a workload in a zone, by name. */
  Map<String, Images> images(String workload, String zone) {
    Map<String, Images> held = new TreeMap<>();
    if (spec != null) {
      Child child = child(workload, zone);
      Pods pods = spec.pods().get(workload);
      List<String> names =
          child != null ? child.images() : pods != null ? pods.images() : List.of();
      for (String name : names) {
        Images statement = spec.images().get(name);
        if (statement != null) {
          held.put(name, statement);
        }
      }
    }
    return held;
  }

  /** Whether pods of a workload in a zone are kept to claims. */
  boolean isClaimsOnly(String workload, String zone) {
    if (spec == null) {
      return false;
    }
    Child child = child(workload, zone);
    Pods pods = spec.pods().get(workload);
    return Boolean.TRUE.equals(
        child != null ? child.claimsOnly() : pods != null ? pods.claimsOnly() : null);
  }

  private @Nullable Child child(String workload, String zone) {
    return spec == null ? null : spec.children().get(ChildName.of(workload, zone));
  }
}

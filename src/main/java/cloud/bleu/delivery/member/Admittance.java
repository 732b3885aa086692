package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Child;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Claims;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Images;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Replica;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Zone;
import cloud.bleu.delivery.manifest.ChildName;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a gate says of the pods and claims of one workload in one zone. If two are equal, they
 * admit the same pods.
 */
record Admittance(
    Child child,
    @Nullable Zone zone,
    @Nullable Replica replica,
    @Nullable Claims claims,
    Map<String, @Nullable Images> images) {

  /** What a gate says; null where it does not let the workload into the zone. */
  static @Nullable Admittance of(PlacementGateSpec gate, String workload, String zone) {
    Child child = gate.children().get(ChildName.of(workload, zone));
    if (child == null) {
      return null;
    }
    Map<String, @Nullable Images> images = new HashMap<>();
    child.images().forEach(name -> images.put(name, gate.images().get(name)));
    return new Admittance(
        child, gate.zones().get(zone), gate.replicas().get(workload), gate.claims(), images);
  }
}

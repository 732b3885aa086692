package cloud.bleu.cli.input;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.TargetReach;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The cluster of a zone that is not in the operator's own.
 *
 * @param secret by which it is known to people: the one that holds its kubeconfig
 * @param key of the kubeconfig in it
 * @param unreached what the operator says where the cluster is not reached; null when it is, or
 *     nobody says so, as in manifests without a status
 */
public record ZoneCluster(String secret, String key, @Nullable Condition unreached) {

  /** Those of zones, by zone. A zone that is nodes of the operator's cluster has none. */
  public static SortedMap<String, ZoneCluster> of(List<AvailabilityZone> zones) {
    TreeMap<String, ZoneCluster> clusters = new TreeMap<>();
    for (AvailabilityZone zone : zones) {
      AvailabilityZoneSpec.Target target = zone.getSpec() == null ? null : zone.getSpec().target();
      AvailabilityZoneSpec.KubeconfigSecretRef secret =
          target == null || target.cluster() == null
              ? null
              : target.cluster().kubeconfigSecretRef();
      if (secret != null) {
        clusters.put(
            zone.getMetadata().getName(),
            new ZoneCluster(secret.name(), secret.key(), unreached(zone)));
      }
    }
    return clusters;
  }

  /** Its name, and why it is not reached: {@code fc-1 (NoAnswer)}. */
  public String text() {
    return unreached == null ? secret : secret + " (" + unreached.getReason() + ")";
  }

  private static @Nullable Condition unreached(AvailabilityZone zone) {
    Condition reach =
        zone.getStatus() == null
            ? null
            : Conditions.find(zone.getStatus().conditions(), TargetReach.TYPE);
    return reach == null || !"False".equals(reach.getStatus()) ? null : reach;
  }
}

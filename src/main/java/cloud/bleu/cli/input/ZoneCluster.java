package cloud.bleu.cli.input;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.api.v1alpha1.KubeconfigSecretRef;
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
 * @param name by which it is known to people: the Secret that holds its kubeconfig, {@code
 *     karmada/} or {@code managedcluster/} and its name there, or {@code clusterprofile/},
 *     namespace and name of its profile
 * @param key of the kubeconfig in its Secret; null where there is none
 * @param unreached what the operator says where the cluster is not reached; null when it is, or
 *     nobody says so, as in manifests without a status
 */
public record ZoneCluster(String name, @Nullable String key, @Nullable Condition unreached) {

  private static final String KARMADA = "karmada/";
  private static final String MANAGED = "managedcluster/";

  /** Those of zones, by zone. A zone that is nodes of the operator's cluster has none. */
  public static SortedMap<String, ZoneCluster> of(List<AvailabilityZone> zones) {
    TreeMap<String, ZoneCluster> clusters = new TreeMap<>();
    for (AvailabilityZone zone : zones) {
      AvailabilityZoneSpec.Target target = zone.getSpec() == null ? null : zone.getSpec().target();
      ZoneCluster cluster = target == null ? null : of(target, unreached(zone));
      if (cluster != null) {
        clusters.put(zone.getMetadata().getName(), cluster);
      }
    }
    return clusters;
  }

  private static @Nullable ZoneCluster of(
      AvailabilityZoneSpec.Target target, @Nullable Condition unreached) {
    if (target.karmada() != null) {
      return new ZoneCluster(KARMADA + target.karmada().cluster(), null, unreached);
    }
    if (target.openClusterManagement() != null) {
      return new ZoneCluster(
          MANAGED + target.openClusterManagement().managedCluster(), null, unreached);
    }
    if (target.clusterProfile() != null) {
      return new ZoneCluster(target.clusterProfile().id(), null, unreached);
    }
    KubeconfigSecretRef secret =
        target.cluster() == null ? null : target.cluster().kubeconfigSecretRef();
    return secret == null ? null : new ZoneCluster(secret.name(), secret.key(), unreached);
  }

  /** Its name, and why it is not reached: {@code fc-1 (NoAnswer)}. */
  public String text() {
    return unreached == null ? name : name + " (" + unreached.getReason() + ")";
  }

  private static @Nullable Condition unreached(AvailabilityZone zone) {
    Condition reach =
        zone.getStatus() == null
            ? null
            : Conditions.find(zone.getStatus().conditions(), TargetReach.TYPE);
    return reach == null || !"False".equals(reach.getStatus()) ? null : reach;
  }
}

package cloud.bleu.standing;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.api.v1alpha1.ClusterProfileRef;
import cloud.bleu.api.v1alpha1.KubeconfigSecretRef;
import cloud.bleu.report.page.PageCluster;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.TargetReach;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param target by which way it is reached, for programs
 * @param reach what the operator says of it; null when nobody says anything, as in manifests
 *     without a status
 */
public record ZoneCluster(
    String name, @Nullable String key, PageCluster.Target target, @Nullable Condition reach) {

  private static final String KARMADA = "karmada/";
  private static final String MANAGED = "managedcluster/";

  /** Those of zones, by zone. A zone that is nodes of the operator's cluster has none. */
  public static SortedMap<String, ZoneCluster> of(List<AvailabilityZone> zones) {
    TreeMap<String, ZoneCluster> clusters = new TreeMap<>();
    for (AvailabilityZone zone : zones) {
      AvailabilityZoneSpec.Target target = zone.getSpec() == null ? null : zone.getSpec().target();
      ZoneCluster cluster = target == null ? null : of(target, reach(zone));
      if (cluster != null) {
        clusters.put(zone.getMetadata().getName(), cluster);
      }
    }
    return clusters;
  }

  private static @Nullable ZoneCluster of(
      AvailabilityZoneSpec.Target target, @Nullable Condition reach) {
    if (target.karmada() != null) {
      String name = target.karmada().cluster();
      return new ZoneCluster(KARMADA + name, null, target("karmada", name), reach);
    }
    if (target.openClusterManagement() != null) {
      String name = target.openClusterManagement().managedCluster();
      return new ZoneCluster(MANAGED + name, null, target("openClusterManagement", name), reach);
    }
    ClusterProfileRef profile = target.clusterProfile();
    if (profile != null) {
      return new ZoneCluster(
          profile.id(),
          null,
          target("clusterProfile", profile.namespace() + "/" + profile.name()),
          reach);
    }
    KubeconfigSecretRef secret =
        target.cluster() == null ? null : target.cluster().kubeconfigSecretRef();
    return secret == null
        ? null
        : new ZoneCluster(secret.name(), secret.key(), target("cluster", secret.name()), reach);
  }

  private static PageCluster.Target target(String kind, String name) {
    return new PageCluster.Target(kind, name);
  }

  private static @Nullable Condition reach(AvailabilityZone zone) {
    return zone.getStatus() == null
        ? null
        : Conditions.find(zone.getStatus().conditions(), TargetReach.TYPE);
  }

  /** What the operator says where the cluster is not reached; null when it is, or not known. */
  public @Nullable Condition unreached() {
    return reach != null && "False".equals(reach.getStatus()) ? reach : null;
  }

  /** Its name, and why it is not reached: {@code fc-1 (NoAnswer)}. */
  public String text() {
    Condition unreached = unreached();
    return unreached == null ? name : name + " (" + unreached.getReason() + ")";
  }

  /** As the page of the estate has it. */
  PageCluster page() {
    return new PageCluster(
        target, reach == null ? null : new PageCluster.Reach(reach.getStatus(), reach.getReason()));
  }

  /** For programs, under {@code zones}, one for each of these zones; empty where there is none. */
  public static Map<String, Object> tree(Map<String, ZoneCluster> clusters) {
    List<Map<String, Object>> zones = new ArrayList<>();
    new TreeMap<>(clusters).forEach((zone, cluster) -> zones.add(cluster.tree(zone)));
    return zones.isEmpty() ? Map.of() : Map.of("zones", zones);
  }

  private Map<String, Object> tree(String zone) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", zone);
    Map<String, Object> way = new LinkedHashMap<>();
    way.put("kind", target.kind());
    way.put("name", target.name());
    tree.put("target", way);
    if (reach != null) {
      Map<String, Object> reachable = new LinkedHashMap<>();
      reachable.put("status", reach.getStatus());
      reachable.put("reason", reach.getReason());
      tree.put("reachable", reachable);
    }
    return tree;
  }
}

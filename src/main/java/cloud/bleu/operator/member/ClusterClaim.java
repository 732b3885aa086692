package cloud.bleu.operator.member;

import cloud.bleu.affinity.NodeSelectors;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec.Target;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;

/**
 * That a zone has nodes of a cluster.
 *
 * @param way by which zones name the cluster, as a sentence has it
 * @param nodes labels of them; empty: all of the cluster
 * @param here whether they are nodes of the hub
 * @param splits whether zones of that way may have a part of the cluster, by labels of nodes
 * @param used whether replicas are decided or may stand there
 * @param created when the zone was declared, as the API server wrote it; empty: not known
 */
record ClusterClaim(
    String zone,
    String way,
    Map<String, String> nodes,
    boolean here,
    boolean splits,
    boolean used,
    String created) {

  /** Nodes of the hub have no way that could be closed, so they come first. */
  static final Comparator<ClusterClaim> ORDER =
      Comparator.comparing((ClusterClaim claim) -> !claim.here)
          .thenComparing(claim -> !claim.used)
          .thenComparing(ClusterClaim::created)
          .thenComparing(ClusterClaim::zone);

  /**
   * The claim of a zone.
   *
   * @param used whether replicas are decided or may stand there
   */
  static ClusterClaim of(AvailabilityZone zone, boolean used) {
    Target target = zone.getSpec().target();
    return new ClusterClaim(
        zone.getMetadata().getName(),
        way(target),
        target.nodeSelector(),
        !target.elsewhere(),
        !target.ofEngine(),
        used,
        Objects.requireNonNullElse(zone.getMetadata().getCreationTimestamp(), ""));
  }

  /** Whether one of the same cluster may have nodes of this one, and comes before it. */
  boolean yieldsTo(ClusterClaim other) {
    return !NodeSelectors.exclude(nodes, other.nodes) && ORDER.compare(other, this) < 0;
  }

  /** By which zones name a cluster, as a sentence has it. */
  private static String way(Target target) {
    if (target.karmada() != null) {
      return "cluster " + target.karmada().cluster() + " of Karmada";
    }
    if (target.openClusterManagement() != null) {
      return "ManagedCluster " + target.openClusterManagement().managedCluster();
    }
    if (target.clusterProfile() != null) {
      return "ClusterProfile " + target.clusterProfile().name();
    }
    return target.cluster() == null
        ? "nodes of the cluster of the operator"
        : "Secret " + target.cluster().id();
  }
}

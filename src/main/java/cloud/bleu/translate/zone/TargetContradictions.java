package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec.Target;
import cloud.bleu.translate.finding.Findings;
import org.jspecify.annotations.Nullable;

/** What contradicts itself in the target of a zone. The schema refuses most of it. */
final class TargetContradictions {

  private TargetContradictions() {}

  /** Finds them. */
  static void check(@Nullable Target target, Findings findings) {
    if (target == null) {
      return;
    }
    boolean selects = !target.nodeSelector().isEmpty();
    if (!target.elsewhere() && !selects) {
      findings.block(
          "spec.target",
          "names neither nodes nor a cluster",
          null,
          "state the labels of the nodes, or the cluster that the zone is in");
    }
    if (target.karmada() != null && (target.reachedDirectly() || selects)) {
      findings.block(
          "spec.target.karmada",
          "stands beside nodeSelector, cluster or clusterProfile",
          null,
          "leave those out: Karmada brings workloads to a cluster, and no further");
    }
    if (target.openClusterManagement() != null
        && (target.reachedDirectly() || target.karmada() != null || selects)) {
      findings.block(
          "spec.target.openClusterManagement",
          "stands beside nodeSelector, cluster, clusterProfile or karmada",
          null,
          "leave those out: the agent of a cluster fetches what is to run there");
    }
    if (target.cluster() != null && target.clusterProfile() != null) {
      findings.block(
          "spec.target.clusterProfile",
          "stands beside cluster",
          null,
          "state one of the two: each is a way to a cluster");
    }
  }
}

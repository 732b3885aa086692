package cloud.bleu.delivery.ocm;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Companion;
import cloud.bleu.delivery.companion.CompanionKind;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.DeliveryProblem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keeps the zone of a managed cluster from being brought to anything. */
final class WorkObstacles {

  private final String cluster;

  /**
   * @param cluster name of the ManagedCluster
   */
  WorkObstacles(String cluster) {
    this.cluster = cluster;
  }

  /** For manifests that are more than a work takes. */
  DeliveryProblem tooLarge(String zone, int bytes) {
    return DeliveryProblem.passing(
        "WorkTooLarge",
        "zone "
            + zone
            + " gets nothing: the manifests of the workload and of what goes along are "
            + bytes
            + " bytes, and a ManifestWork takes "
            + ManifestWork.MOST_BYTES
            + ": take large companions out, or bring them to "
            + cluster
            + " in another way");
  }

  /**
   * For a namespace that is there and not this hub's.
   *
   * @param theirs the hub that it names; null: none
   */
  DeliveryProblem notOurs(String namespace, String zone, String home, @Nullable String theirs) {
    return DeliveryProblem.passing(
        "NamespaceNotOurs",
        "zone "
            + zone
            + " gets nothing: namespace "
            + namespace
            + " is in ManagedCluster "
            + cluster
            + " and "
            + (theirs == null ? "names no hub" : "is of the hub " + theirs)
            + ", so what is in it may be somebody else's: where it is meant for this hub, label it"
            + " there with "
            + Labels.HOME
            + "="
            + home);
  }

  /** Whether something of a workload is brought to a managed cluster at all. */
  boolean isCarried(BleuWorkload workload) {
    return of(workload, "") == null;
  }

  /** What keeps the zone from being brought to anything of a workload; null: nothing does. */
  @Nullable DeliveryProblem of(BleuWorkload workload, String zone) {
    if (workload.getSpec().workload().statefulSet() != null) {
      return notCarried(zone);
    }
    List<String> stay = new ArrayList<>();
    for (Companion companion : workload.getSpec().workload().companions()) {
      CompanionKind kind = CompanionKind.valueOf(companion.kind());
      String named = companion.kind() + " " + companion.name();
      if (kind.holdsData()) {
        stay.add(named + " (its agent would delete the data with the work)");
      } else if (kind.givesRights()) {
        stay.add(named + " (its agent would give rights there by its own)");
      }
    }
    return stay.isEmpty() ? null : notCarried(zone, stay);
  }

  private DeliveryProblem notCarried(String zone, List<String> companions) {
    return DeliveryProblem.passing(
        "CompanionNotCarried",
        "zone "
            + zone
            + " is ManagedCluster "
            + cluster
            + ", to which these companions do not go along: "
            + String.join(", ", companions)
            + ". What runs there runs on as it is. Bring them there in another way and take them"
            + " out of spec.workload.companions; or set spec.state of the zone to Drained until the"
            + " workload has left it, which one with volumes does not: in place of that create"
            + " another BleuWorkload");
  }

  private DeliveryProblem notCarried(String zone) {
    return DeliveryProblem.passing(
        "StatefulSetNotCarried",
        "zone "
            + zone
            + " is ManagedCluster "
            + cluster
            + ", which takes Deployments only: what is decided for it leaves once other zones have"
            + " room, but for what has volumes: in place of that create another BleuWorkload");
  }
}

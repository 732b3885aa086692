package cloud.bleu.delivery.karmada;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadSource.BindingOf;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.member.UnreachedTarget;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why the ResourceBinding of a workload is not to be written, or not for one of its zones. */
final class BindingObstacle {

  private BindingObstacle() {}

  /**
   * Why a workload has no binding; null when it has one, which may have to stay as it is.
   *
   * @param decider name of the workload whose decision it gets, null while none is known
   */
  static @Nullable DeliveryProblem of(
      BleuWorkload workload, @Nullable ResourceBinding binding, @Nullable String decider) {
    if (binding == null || binding.object().getMetadata().getDeletionTimestamp() != null) {
      return missing(workload);
    }
    if (decider != null && !decider.equals(workload.getMetadata().getName())) {
      return DeliveryProblem.passing(
          "BindingTaken",
          "ResourceBinding "
              + binding.name()
              + " gets the decision of BleuWorkload "
              + decider
              + ", which is older and names the same "
              + workload.getSpec().workload().karmada().bindingOf().kind()
              + ": delete one of the two");
    }
    return null;
  }

  /**
   * Why the binding of a workload stays as it is; null when it may be changed. What stands in it
   * runs on and counts.
   */
  static @Nullable DeliveryProblem standstill(ResourceBinding binding) {
    if (!binding.scheduler().equals(ResourceBinding.SCHEDULER)) {
      return DeliveryProblem.passing(
          "BindingOfAnotherScheduler",
          "ResourceBinding "
              + binding.name()
              + " is of the scheduler "
              + binding.scheduler()
              + " and is not touched: set spec.schedulerName of the policy that propagates it to "
              + ResourceBinding.SCHEDULER
              + ", or delete the BleuWorkload");
    }
    if (binding.isSuspended()) {
      return DeliveryProblem.passing(
          "BindingSuspended",
          "scheduling of ResourceBinding "
              + binding.name()
              + " is suspended, so it stays as it is: take suspension out of the policy that"
              + " propagates it");
    }
    // An entry that is removed would leave its replicas running beside their successors, and
    // Karmada would not take them back.
    return binding.isPreserved()
        ? DeliveryProblem.passing(
            "PolicyPreserves",
            "ResourceBinding "
                + binding.name()
                + " has preserveResourcesOnDeletion, so what leaves a cluster would run on there,"
                + " and nothing of it is changed: take preserveResourcesOnDeletion out of the"
                + " policy that propagates it")
        : null;
  }

  /** Why a cluster is not as its entry asks where somebody has asked that nothing goes there. */
  static DeliveryProblem heldBack(ResourceBinding binding, String zone, String cluster) {
    return DeliveryProblem.passing(
        "KarmadaDispatchSuspended",
        "zone "
            + zone
            + " is behind: dispatching of "
            + binding.name()
            + " to cluster "
            + cluster
            + " is suspended; take suspension out of the policy that propagates it");
  }

  /**
   * Why nothing more may be brought to the cluster of a zone, or nothing of the zone may be changed
   * at all; null when it may.
   */
  static @Nullable DeliveryProblem closed(
      ResourceBinding binding, String zone, String cluster, KarmadaObjects objects) {
    Reach barred = objects.barred(zone);
    return barred == null
        ? growth(binding, zone, objects.seen(cluster))
        : UnreachedTarget.unseen(zone, barred).problem();
  }

  /**
   * Why nothing more may be brought to a cluster; null when it may. What has an entry there already
   * is not kept out by a taint, as for Karmada's own scheduler.
   */
  static @Nullable DeliveryProblem growth(
      ResourceBinding binding, String zone, KarmadaCluster seen) {
    String cluster = seen.name();
    if (binding.placement().excludes(seen)) {
      return DeliveryProblem.passing(
          "PolicyExcludesCluster",
          "zone "
              + zone
              + " gets nothing more: clusterAffinity of the policy that propagates "
              + binding.name()
              + " leaves cluster "
              + cluster
              + " out; take the cluster in there, or have the workload leave the zone: deny it by"
              + " rule zones in a SovereigntyPolicy for that workload, with onViolation: MoveNow");
    }
    if (binding.clusters().containsKey(cluster)) {
      return null;
    }
    DeliveryProblem eviction = eviction(binding, zone, cluster);
    return eviction == null ? taint(binding, zone, cluster, seen.taints()) : eviction;
  }

  /** Karmada's taint manager would take it out again. */
  private static @Nullable DeliveryProblem taint(
      ResourceBinding binding, String zone, String cluster, List<Taint> taints) {
    Taint taint = binding.placement().untolerated(taints);
    return taint == null
        ? null
        : DeliveryProblem.passing(
            "ClusterTainted",
            "zone "
                + zone
                + " gets nothing new: cluster "
                + cluster
                + " has the taint "
                + ClusterTaints.words(List.of(taint))
                + ", which the policy that propagates "
                + binding.name()
                + " does not tolerate for good; set spec.state of the zone to Cordoned, or to"
                + " Drained, so that it is decided anew, or add it to clusterTolerations of the"
                + " policy");
  }

  /**
   * Why nothing is written where Karmada evicts from a cluster: the two would undo what the other
   * does.
   */
  private static @Nullable DeliveryProblem eviction(
      ResourceBinding binding, String zone, String cluster) {
    String reason = binding.eviction(cluster);
    if (reason == null) {
      return null;
    }
    String remedy =
        reason.equals(ResourceBinding.APPLICATION_FAILURE)
            ? "take spec.failover out of the policy that propagates it, and where the task in"
                + " spec.gracefulEvictionTasks has suppressDeletion, set that to false"
            : "remove the taint of the Cluster if it is to go back there, else set spec.state of"
                + " the zone to Drained, so that it is decided anew";
    return DeliveryProblem.passing(
        "KarmadaEvicts",
        "zone "
            + zone
            + " gets nothing until Karmada has taken "
            + binding.name()
            + " out of cluster "
            + cluster
            + " ("
            + reason
            + "): "
            + remedy);
  }

  /** Why a zone that was to give up something gets nothing more at the moment. */
  static DeliveryProblem reduction(ResourceBinding binding, String zone, String cluster) {
    return DeliveryProblem.passing(
        "KarmadaReduces",
        "zone "
            + zone
            + " gets nothing more until Karmada has reported what became of "
            + binding.name()
            + " in cluster "
            + cluster
            + ", which was asked to give up replicas; if that lasts, see its Work there, and"
            + " whether an OverridePolicy or an autoscaler sets replicas");
  }

  /**
   * What stands in a cluster that has no entry any more.
   *
   * @param zone that the cluster is; null: it is none
   * @param failure in the words of Karmada; null: it tells of none
   */
  static DeliveryProblem removing(
      BleuWorkload workload, @Nullable String zone, String cluster, @Nullable String failure) {
    BindingOf of = workload.getSpec().workload().karmada().bindingOf();
    return DeliveryProblem.passing(
        DeliveryProblem.REMOVING,
        of.kind()
            + " "
            + of.name()
            + " still stands in "
            + (zone == null ? "cluster " + cluster : "zone " + zone)
            + ": Karmada has not removed it yet"
            + (failure == null ? "" : " and says of it: " + failure)
            + "; if that lasts, see its Work in namespace "
            + FormerWorks.WORKS_OF
            + cluster
            + ", and whether Karmada may delete in the cluster");
  }

  /** There is none. */
  static DeliveryProblem missing(BleuWorkload workload) {
    BindingOf of = workload.getSpec().workload().karmada().bindingOf();
    return DeliveryProblem.passing(
        "BindingMissing",
        "Karmada has no ResourceBinding for "
            + of.kind()
            + " "
            + of.name()
            + ": write a PropagationPolicy that selects it, with schedulerName "
            + ResourceBinding.SCHEDULER);
  }

  /** What to do where a zone is no cluster of Karmada any more. */
  static DeliveryProblem noCluster(String zone) {
    return DeliveryProblem.passing(
        "KarmadaTargetNeeded",
        "zone "
            + zone
            + " is no cluster of Karmada any more: declare it as it was, or wait until what is in"
            + " it is decided anew");
  }
}

package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.delivery.cluster.ChildStatus;
import cloud.bleu.delivery.manifest.Budget;
import cloud.bleu.delivery.manifest.ChildFactory;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.ClusterWideTarget.Pods;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.ZoneObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What clusters hold once of a workload. Each cluster with zones of the decision gets the egress
 * policy for the pods there, the companions and its share of the evictions. A cluster that has no
 * such zone any more gives them back once no child is there, not even one that is being deleted:
 * its pods run on for a while.
 */
final class PolicyDelivery {

  private final Clusters clusters;

  PolicyDelivery(Clusters clusters) {
    this.clusters = clusters;
  }

  /** What the own cluster holds once. */
  ClusterWideTarget own() {
    return clusters.at(Clusters.OWN);
  }

  /**
   * What is to be held of one decision.
   *
   * @param seen everything that is there, what is being deleted included
   */
  Round round(DeliveryOrder order, ChildFactory factory, List<ZoneObservation> seen) {
    return new Round(order, factory, seen);
  }

  /** What of a decision is in one cluster. */
  private record Share(int replicas, Pods pods) {
    /**
     * @param isOnHosts whether something that stands there is on the network of its node
     */
    static Share of(List<Assignment> assignments, ChildFactory factory, boolean isOnHosts) {
      return new Share(
          assignments.stream().mapToInt(Assignment::replicas).sum(),
          new Pods(factory.podLabels(assignments), isOnHosts || factory.hostNetwork()));
    }
  }

  /** One decision, cluster by cluster. */
  final class Round {
    private final DeliveryOrder order;
    private final SortedMap<String, Share> decided = new TreeMap<>();
    private final TreeSet<String> left;

    private Round(DeliveryOrder order, ChildFactory factory, List<ZoneObservation> seen) {
      this.order = order;
      SortedMap<String, List<Assignment>> assignments = new TreeMap<>();
      for (Assignment assignment : order.assignments()) {
        if (assignment.replicas() > 0
            && clusters.barred(order.workload(), assignment.zone()) == null) {
          assignments
              .computeIfAbsent(clusters.of(assignment.zone()), c -> new ArrayList<>())
              .add(assignment);
        }
      }
      if (assignments.isEmpty()) {
        // As long as nothing is decided the own cluster is the one it would be in.
        assignments.put(Clusters.OWN, List.of());
      }
      Set<String> onHosts =
          seen.stream()
              .filter(o -> ChildStatus.isOnHosts(o.object()))
              .map(ZoneObservation::cluster)
              .collect(Collectors.toSet());
      assignments.forEach(
          (cluster, some) ->
              decided.put(cluster, Share.of(some, factory, onHosts.contains(cluster))));
      left = new TreeSet<>(clusters.all());
      left.removeAll(decided.keySet());
      seen.forEach(o -> left.remove(o.cluster()));
    }

    /** Brings each cluster to what the workload states; null where it states no egress. */
    @Nullable EgressReport ensureEgress(List<DeliveryProblem> problems) {
      return reports(
          (cluster, pods) -> clusters.at(cluster).ensureEgress(order.workload(), pods, problems));
    }

    /** Brings each cluster what goes along with the workload. */
    void ensureCompanions(List<DeliveryProblem> problems) {
      decided
          .keySet()
          .forEach(cluster -> clusters.at(cluster).ensureCompanions(order.workload(), problems));
    }

    /** Leaves what went along as it is. */
    void restCompanions() {
      decided.keySet().forEach(cluster -> clusters.at(cluster).restCompanions(order.workload()));
    }

    /** What {@link #ensureEgress} would report, with nothing written. */
    @Nullable EgressReport observeEgress() {
      return reports((cluster, pods) -> clusters.at(cluster).observeEgress(order.workload(), pods));
    }

    /**
     * Brings each cluster to its share of the evictions, and takes both objects out of those that
     * the decision has left.
     *
     * @param anyZone whether there is something to guard: a zone that can hold something, or what
     *     stands until there is one
     * @return whether somebody else's budget covers the pods in one of them
     */
    boolean ensureBudgets(boolean anyZone, List<DeliveryProblem> problems) {
      SortedMap<String, Integer> replicas = new TreeMap<>();
      decided.forEach((cluster, share) -> replicas.put(cluster, share.replicas()));
      Map<String, Integer> shares = Budget.shares(order.evictable(), replicas);
      boolean covered = false;
      for (Map.Entry<String, Share> one : decided.entrySet()) {
        covered |=
            clusters
                .at(one.getKey())
                .ensureBudget(
                    order.workload(),
                    one.getValue().pods(),
                    anyZone ? shares.get(one.getKey()) : null,
                    problems);
      }
      left.forEach(cluster -> clusters.at(cluster).withdraw(order.workload(), problems));
      return covered;
    }

    private @Nullable EgressReport reports(BiFunction<String, Pods, @Nullable EgressReport> asked) {
      List<DeliveryProblem> gaps = new ArrayList<>();
      TreeSet<String> others = new TreeSet<>();
      boolean stated = false;
      for (Map.Entry<String, Share> one : decided.entrySet()) {
        EgressReport report = asked.apply(one.getKey(), one.getValue().pods());
        if (report != null) {
          stated = true;
          report.gaps().stream().filter(g -> !gaps.contains(g)).forEach(gaps::add);
          others.addAll(report.others());
        }
      }
      return stated ? new EgressReport(gaps, List.copyOf(others)) : null;
    }
  }
}

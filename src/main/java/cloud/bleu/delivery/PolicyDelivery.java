package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.delivery.manifest.Budget;
import cloud.bleu.delivery.manifest.ChildFactory;
import cloud.bleu.delivery.zone.ClusterTarget;
import cloud.bleu.delivery.zone.ClusterTarget.Pods;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.Problem;
import cloud.bleu.delivery.zone.ZoneObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What clusters hold once of a workload. Each cluster with zones of the decision gets the egress
 * policy for the pods there and its share of the evictions; one that has none any more gives both
 * back once no child stands there.
 */
final class PolicyDelivery {

  private final Clusters clusters;

  PolicyDelivery(Clusters clusters) {
    this.clusters = clusters;
  }

  /** What the own cluster holds once. */
  ClusterTarget own() {
    return clusters.at(Clusters.OWN);
  }

  /**
   * What is to be held of one decision.
   *
   * @param seen what stands in zones
   */
  Round round(Order order, ChildFactory factory, List<ZoneObservation> seen) {
    return new Round(order, factory, seen);
  }

  /** One decision, cluster by cluster. */
  final class Round {
    private final Order order;
    private final SortedMap<String, List<Assignment>> decided = new TreeMap<>();
    private final SortedMap<String, Pods> pods = new TreeMap<>();
    private final TreeSet<String> left;

    private Round(Order order, ChildFactory factory, List<ZoneObservation> seen) {
      this.order = order;
      for (Assignment assignment : order.assignments()) {
        if (assignment.replicas() > 0) {
          decided
              .computeIfAbsent(clusters.of(assignment.zone()), c -> new ArrayList<>())
              .add(assignment);
        }
      }
      if (decided.isEmpty()) {
        // As long as nothing is decided the own cluster is the one it would be in.
        decided.put(Clusters.OWN, List.of());
      }
      decided.forEach(
          (cluster, assignments) ->
              pods.put(cluster, new Pods(factory.podLabels(assignments), factory.hostNetwork())));
      left = new TreeSet<>(clusters.all());
      left.removeAll(decided.keySet());
      seen.forEach(o -> left.remove(o.cluster()));
    }

    /** Brings each cluster to what the workload states; null where it states no egress. */
    @Nullable EgressReport ensureEgress(List<Problem> problems) {
      return reports(
          cluster ->
              clusters.at(cluster).ensureEgress(order.workload(), pods.get(cluster), problems));
    }

    /** The same with nothing written. */
    @Nullable EgressReport observeEgress() {
      return reports(
          cluster -> clusters.at(cluster).observeEgress(order.workload(), pods.get(cluster)));
    }

    /**
     * Brings each cluster to its share of the evictions, and takes both objects out of those that
     * the decision has left.
     *
     * @param anyZone whether there is a zone that can hold something
     * @return whether somebody else's budget covers the pods in one of them
     */
    boolean ensureBudgets(boolean anyZone, List<Problem> problems) {
      SortedMap<String, Integer> replicas = new TreeMap<>();
      decided.forEach(
          (cluster, assignments) ->
              replicas.put(cluster, assignments.stream().mapToInt(Assignment::replicas).sum()));
      Map<String, Integer> shares =
          Budget.shares(
              Budget.maxUnavailable(
                  order.assignments(),
                  order.contingency(),
                  order.workload().getSpec().resilience().tolerate()),
              replicas);
      boolean covered = false;
      for (String cluster : decided.keySet()) {
        covered |=
            clusters
                .at(cluster)
                .ensureBudget(
                    order.workload(),
                    pods.get(cluster),
                    anyZone ? shares.get(cluster) : null,
                    problems);
      }
      left.forEach(cluster -> clusters.at(cluster).withdraw(order.workload(), problems));
      return covered;
    }

    private @Nullable EgressReport reports(Function<String, @Nullable EgressReport> one) {
      List<Problem> gaps = new ArrayList<>();
      TreeSet<String> others = new TreeSet<>();
      boolean stated = false;
      for (String cluster : decided.keySet()) {
        EgressReport report = one.apply(cluster);
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

package cloud.bleu.operator.reconciler;

import cloud.bleu.affinity.PodPhase;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.status.ObservedChildren;
import cloud.bleu.translate.load.ReplicaRequests;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was seen of a workload, from its children and from where its pods stand. */
final class Observations {

  private static final int MOST_NODES = 5;

  private Observations() {}

  /**
   * What was seen.
   *
   * @param zoneOfNode zone by name of node
   * @param stray which of the pods stand outside of the zones that they were put into
   * @param deadline which of the children are overdue
   */
  static ObservedChildren of(
      DeliveryReport report,
      List<Pod> pods,
      Map<String, String> zoneOfNode,
      Predicate<Pod> stray,
      RolloutDeadline deadline,
      boolean external) {
    Map<String, Integer> standing = new HashMap<>();
    for (Pod pod : pods) {
      String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
      String zone = node == null ? null : zoneOfNode.get(node);
      if (zone != null && !PodPhase.isOver(pod)) {
        standing.merge(zone, 1, Integer::sum);
      }
    }
    TreeMap<String, ObservedChildren.InZone> zones = new TreeMap<>();
    report.children().stream()
        .collect(Collectors.groupingBy(ZoneObservation::zone))
        .forEach(
            (zone, children) ->
                zones.put(zone, inZone(children, standing.getOrDefault(zone, 0), deadline)));
    report
        .unseen()
        .forEach(
            (zone, since) ->
                zones.put(
                    zone,
                    new ObservedChildren.InZone(
                        0, 0, 0, ObservedChildren.Progress.OnItsWay, true, since)));
    standing.forEach(
        (zone, n) ->
            zones.putIfAbsent(
                zone, new ObservedChildren.InZone(0, 0, n, ObservedChildren.Progress.Done)));
    return new ObservedChildren(
        zones,
        obstacles(report.problems(), pods, stray),
        report.complete(),
        report.budgetWithdrawn(),
        egress(report),
        external,
        null);
  }

  /**
   * What was seen of pods that others create.
   *
   * @param zoneOfNode zone by name of node
   * @param stray which of the pods stand outside of the zones that they were put into
   */
  static ObservedChildren ofOthers(
      DeliveryReport report,
      List<Pod> pods,
      Map<String, String> zoneOfNode,
      Predicate<Pod> stray,
      ObservedChildren.Others others) {
    TreeMap<String, ObservedChildren.InZone> zones = new TreeMap<>();
    for (Pod pod : pods) {
      String node = PodAssignments.node(pod);
      String zone = node == null ? PodAssignments.zone(pod) : zoneOfNode.get(node);
      if (zone == null || !PodAssignments.stands(pod)) {
        continue;
      }
      zones.merge(
          zone,
          new ObservedChildren.InZone(
              1, ready(pod) ? 1 : 0, node == null ? 0 : 1, ObservedChildren.Progress.Done),
          (a, b) ->
              new ObservedChildren.InZone(
                  a.replicas() + b.replicas(),
                  a.ready() + b.ready(),
                  a.standing() + b.standing(),
                  ObservedChildren.Progress.Done));
    }
    return new ObservedChildren(
        zones,
        obstacles(report.problems(), pods, stray),
        report.complete(),
        false,
        egress(report),
        false,
        others);
  }

  /**
   * Which of some pods asks more than is stated, and what: by its controller where it has one, as
   * that stays when its pods end and new ones come. The first by these words; null: none does.
   *
   * @param stated by resource
   */
  static @Nullable String above(List<Pod> pods, Predicate<Pod> which, Map<String, String> stated) {
    return pods.stream()
        .filter(p -> p.getSpec() != null && PodAssignments.stands(p) && which.test(p))
        .map(
            p -> {
              List<String> beyond = ReplicaRequests.beyond(p.getSpec(), stated);
              return beyond.isEmpty() ? "" : origin(p) + " asks " + String.join(", ", beyond);
            })
        .filter(words -> !words.isEmpty())
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static String origin(Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .filter(o -> Boolean.TRUE.equals(o.getController()))
        .findFirst()
        .map(o -> "one of " + o.getKind() + " " + o.getName())
        .orElse("pod " + pod.getMetadata().getName());
  }

  /** Whether a pod says that it is ready. */
  static boolean ready(Pod pod) {
    return Readiness.isPodReady(pod);
  }

  private static ObservedChildren.@Nullable Egress egress(DeliveryReport report) {
    EgressReport egress = report.egress();
    return egress == null
        ? null
        : new ObservedChildren.Egress(obstacles(egress.gaps()), egress.others());
  }

  private static List<ObservedChildren.Obstacle> obstacles(
      List<DeliveryProblem> problems, List<Pod> pods, Predicate<Pod> stray) {
    List<ObservedChildren.Obstacle> obstacles = new ArrayList<>(obstacles(problems));
    TreeSet<String> nodes = new TreeSet<>();
    for (Pod pod : pods) {
      if (PodAssignments.stands(pod) && stray.test(pod)) {
        nodes.add(PodAssignments.node(pod) + " (put into " + PodAssignments.zone(pod) + ")");
      }
    }
    if (!nodes.isEmpty()) {
      obstacles.add(
          new ObservedChildren.Obstacle(
              "PodsOutsideZone",
              "pods run on nodes that are not, or no longer, of the zones they were put into: "
                  + nodes.stream().limit(MOST_NODES).collect(Collectors.joining(", "))
                  + (nodes.size() > MOST_NODES ? " and others" : "")
                  + "; label the nodes as before, or evict the pods: their successors go where it"
                  + " is decided",
              false));
    }
    return obstacles;
  }

  private static List<ObservedChildren.Obstacle> obstacles(List<DeliveryProblem> problems) {
    return problems.stream()
        .map(
            p ->
                new ObservedChildren.Obstacle(
                    p.code(), p.message(), p.canPassByItself(), p.unseen()))
        .toList();
  }

  /**
   * What a zone has, and what stands beside that, as after it has moved to another cluster:
   * replicas of both count. How far it is the child that it should have says, which is not done
   * while another stands.
   */
  private static ObservedChildren.InZone inZone(
      List<ZoneObservation> children, int standing, RolloutDeadline deadline) {
    List<ZoneObservation> own = children.stream().filter(child -> !child.surplus()).toList();
    boolean alone = own.size() == children.size();
    return new ObservedChildren.InZone(
        children.stream().mapToInt(ZoneObservation::exist).sum(),
        children.stream().mapToInt(ZoneObservation::ready).sum(),
        standing,
        own.stream()
            .map(deadline::progress)
            .filter(progress -> alone || progress != ObservedChildren.Progress.Done)
            .max(Comparator.naturalOrder())
            .orElse(ObservedChildren.Progress.OnItsWay),
        (own.isEmpty() ? children : own)
            .stream().anyMatch(child -> !child.cluster().equals(Clusters.OWN)),
        null);
  }
}

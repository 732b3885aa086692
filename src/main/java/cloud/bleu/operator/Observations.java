package cloud.bleu.operator;

import cloud.bleu.delivery.EgressReport;
import cloud.bleu.delivery.ObservedChild;
import cloud.bleu.delivery.Problem;
import cloud.bleu.delivery.Report;
import cloud.bleu.status.Observed;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was seen of a workload, from its children and from where its pods stand. */
final class Observations {

  private Observations() {}

  /**
   * What was seen.
   *
   * @param zoneOfNode zone by name of node
   */
  static Observed of(
      Report report, List<Pod> pods, Map<String, String> zoneOfNode, boolean external) {
    Map<String, Integer> standing = new HashMap<>();
    for (Pod pod : pods) {
      String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
      String zone = node == null ? null : zoneOfNode.get(node);
      if (zone != null && !over(pod)) {
        standing.merge(zone, 1, Integer::sum);
      }
    }
    TreeMap<String, Observed.InZone> zones = new TreeMap<>();
    for (ObservedChild child : report.children()) {
      zones.put(
          child.zone(),
          new Observed.InZone(
              child.exist(),
              child.ready(),
              standing.getOrDefault(child.zone(), 0),
              progress(child)));
    }
    standing.forEach(
        (zone, n) -> zones.putIfAbsent(zone, new Observed.InZone(0, 0, n, Observed.Progress.Done)));
    EgressReport egress = report.egress();
    return new Observed(
        zones,
        obstacles(report.problems()),
        report.complete(),
        report.budgetWithdrawn(),
        egress == null ? null : new Observed.Egress(obstacles(egress.gaps()), egress.others()),
        external);
  }

  private static List<Observed.Obstacle> obstacles(List<Problem> problems) {
    return problems.stream()
        .map(p -> new Observed.Obstacle(p.code(), p.message(), p.canPassByItself()))
        .toList();
  }

  private static Observed.Progress progress(ObservedChild child) {
    if (child.settled()) {
      return Observed.Progress.Done;
    }
    return child.overdue() ? Observed.Progress.DeadlineExceeded : Observed.Progress.OnItsWay;
  }

  /** The zone of every node that belongs to one. */
  static Map<String, String> zoneOfNode(
      List<Node> nodes, Map<String, Map<String, String>> selectors) {
    Map<String, String> zones = new HashMap<>();
    for (Node node : nodes) {
      Map<String, String> labels = node.getMetadata().getLabels();
      if (labels == null) {
        continue;
      }
      new TreeMap<>(selectors)
          .forEach(
              (zone, selector) -> {
                if (!selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet())) {
                  zones.putIfAbsent(node.getMetadata().getName(), zone);
                }
              });
    }
    return zones;
  }

  private static boolean over(Pod pod) {
    String phase = pod.getStatus() == null ? "" : String.valueOf(pod.getStatus().getPhase());
    return phase.equals("Succeeded") || phase.equals("Failed");
  }
}

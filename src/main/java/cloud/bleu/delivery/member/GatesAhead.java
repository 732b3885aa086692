package cloud.bleu.delivery.member;

import cloud.bleu.delivery.gate.GateContent;
import cloud.bleu.delivery.gate.GatePlan;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gates as the current plan will have them, before they are written. A plan comes with each batch
 * of decisions, and changes the gates of few namespaces. Each gate is made once for a plan, when
 * somebody asks for it. Any thread may ask.
 */
final class GatesAhead {

  private final HubDecisions hub;
  private volatile @Nullable Ahead ahead;

  private record Ahead(
      GatePlan plan, Map<String, Map<String, String>> zones, Map<String, GateContent> gates) {}

  GatesAhead(HubDecisions hub) {
    this.hub = hub;
  }

  /**
   * Whether a gate as it is written lets a workload in, just as that of a later plan will.
   *
   * @param cluster uid of its namespace kube-system
   * @param outcome of the gate that is written
   */
  boolean letsInAlready(
      String cluster,
      GatePlan plan,
      GateOutcome outcome,
      String namespace,
      String workload,
      String zone) {
    Admittance written = Admittance.of(outcome.spec(), workload, zone);
    if (outcome.problem() != null || written == null) {
      return false;
    }
    Ahead now = ahead;
    if (now == null || now.plan() != plan) {
      now = new Ahead(plan, hub.zones(cluster), new ConcurrentHashMap<>());
      ahead = now;
    }
    Map<String, Map<String, String>> zones = now.zones();
    GateContent gate =
        now.gates().computeIfAbsent(namespace, name -> plan.gate(name, zones, outcome.spec()));
    return !gate.leftOut().contains(workload)
        && written.equals(Admittance.of(gate.spec(), workload, zone));
  }
}

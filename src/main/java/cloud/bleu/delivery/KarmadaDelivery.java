package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.karmada.KarmadaTarget;
import cloud.bleu.delivery.rollout.Rollout;
import cloud.bleu.delivery.rollout.ZoneRollout;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneTarget;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the decision on a workload to its ResourceBinding, in the same order between zones as any
 * other delivery. The user propagates what else belongs to the workload.
 */
final class KarmadaDelivery {

  private final KarmadaTarget target;
  private final ZoneRollout rollout;

  /**
   * @param writing what it is written through, the target or what is around it
   */
  KarmadaDelivery(KarmadaTarget target, ZoneTarget writing) {
    this.target = target;
    this.rollout = new ZoneRollout(writing);
  }

  /** Whether Karmada carries a workload out. */
  static boolean carries(BleuWorkload workload) {
    return workload.getSpec().workload().karmada() != null;
  }

  /** One pass. */
  DeliveryReport deliver(DeliveryOrder order) {
    BleuWorkload workload = order.workload();
    TargetObservation seen = target.observe(workload, zones(order), order.unknown());
    List<ZoneManifest> decided = new ArrayList<>();
    for (Assignment assignment : order.assignments()) {
      if (assignment.replicas() > 0) {
        decided.add(target.manifest(workload, assignment.zone(), assignment.replicas()));
      }
    }
    ZoneRollout.Outcome outcome =
        rollout.carryOut(
            workload,
            decided,
            seen,
            new Rollout.Closed(order.lost(), order.silent(), order.uncertain(), order.untouched()));
    // Where nothing has a place nothing is scheduled, and Karmada goes on waiting for that.
    boolean scheduled = outcome.asDecided() && !decided.isEmpty();
    boolean again = outcome.again() || (scheduled && target.confirm(workload));
    List<DeliveryProblem> problems = new ArrayList<>(outcome.problems());
    problems.addAll(target.behind(workload, seen));
    problems.addAll(leaving(order, seen));
    return new DeliveryReport(
            seen.all(),
            problems,
            outcome.asDecided() && problems.stream().allMatch(p -> p.isBehind(order.occupied())),
            again,
            false,
            egress(workload))
        .without(seen.unseen());
  }

  /** What stands there, with nothing written. */
  DeliveryReport observe(DeliveryOrder order) {
    TargetObservation seen = target.observe(order.workload(), zones(order), order.unknown());
    List<DeliveryProblem> problems = new ArrayList<>(seen.unknown());
    problems.addAll(seen.obstacles(order.occupied()));
    problems.addAll(target.behind(order.workload(), seen));
    problems.addAll(leaving(order, seen));
    return DeliveryReport.ofProblems(seen.all(), problems, egress(order.workload()))
        .without(seen.unseen());
  }

  /**
   * What still stands in zones that the decision has left, each once. Of those that are lost, or
   * silent, only the placement tells: nobody waits for them.
   */
  private static List<DeliveryProblem> leaving(DeliveryOrder order, TargetObservation seen) {
    Set<String> left = new LinkedHashSet<>();
    seen.ending().forEach(one -> left.add(one.zone()));
    left.removeAll(order.occupied());
    left.removeAll(order.lost());
    left.removeAll(order.silent());
    return seen.obstacles(left);
  }

  /** Forgets what was remembered of a workload that is gone. */
  void forget(String namespace, String name) {
    rollout.forget(namespace, name);
    target.forget(namespace, name);
  }

  /** The zones that are to hold something: Karmada itself clears a zone that is left. */
  private static Set<String> zones(DeliveryOrder order) {
    Set<String> zones = new LinkedHashSet<>();
    order.assignments().stream().filter(a -> a.replicas() > 0).forEach(a -> zones.add(a.zone()));
    return zones;
  }

  private static @Nullable EgressReport egress(BleuWorkload workload) {
    return workload.getSpec().residency().egress() == null
        ? null
        : new EgressReport(
            List.of(
                DeliveryProblem.forPerson(
                    "EgressNotCarried",
                    "the operator writes no NetworkPolicy in clusters of Karmada: propagate one of"
                        + " your own, and take egress out where nothing is to be said of it")),
            List.of());
  }
}

package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.status.fault.PodFault;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether pods that others create run as decided. How many there are is not ours to say. */
final class OthersAvailability {

  private OthersAvailability() {}

  static Cause of(
      ObservedChildren observed, ObservedChildren.Others others, List<Assignment> assignments) {
    if (others.oversized() != null) {
      return Cause.no(
          "PodsAskMore",
          "a pod asks more than spec.workload.pods.requests states, and no more room is held for it, so it waits: "
              + others.oversized()
              + "; state what the pods ask, or ask for less");
    }
    if (others.excluding() != null) {
      return Cause.no(
          "PodsExcludeZones",
          "pods wait that no zone of the decision can take: "
              + others.excluding()
              + "; take that out of their template, or have the workload leave these zones: deny them by"
              + " rule zones in a SovereigntyPolicy for that workload, with onViolation: MoveNow");
    }
    if (others.waiting() > 0) {
      return Cause.no(
          "PodsWaiting",
          "more pods are created than the decision has room for, and wait: raise spec.replicas, or wait until others"
              + " end; one that several BleuWorkloads select waits for a zone that all of them have");
    }
    TreeMap<String, PodFault> unscheduled = new TreeMap<>(observed.faults());
    unscheduled.values().removeIf(fault -> fault.stage() != PodFault.Stage.Scheduling);
    if (!unscheduled.isEmpty()) {
      return ReplicaReadiness.because(
          "ReplicasNotReady", "pods that are let in take room and get no node", unscheduled);
    }
    if (!others.enforced()) {
      return Cause.yes(
          "NotConstrained",
          "this namespace does not enforce decisions, so pods run where they are created: label it"
              + " placement.bleu.cloud/governed=Enforce");
    }
    if (others.above() != null) {
      return Cause.yes(
          "PodsAskMore",
          "a pod that runs asks more than spec.workload.pods.requests states, and takes that from its zone: "
              + others.above()
              + "; state what the pods ask, or ask for less");
    }
    Map<String, Integer> room = new TreeMap<>();
    assignments.forEach(a -> room.merge(a.zone(), a.replicas(), Integer::sum));
    TreeSet<String> outside = new TreeSet<>();
    observed
        .zones()
        .forEach(
            (zone, seen) -> {
              if (seen.standing() > room.getOrDefault(zone, 0)) {
                outside.add(zone);
              }
            });
    return outside.isEmpty()
        ? Cause.yes("PodsLetIn", "pods that others create go where it is decided")
        : Cause.yes(
            "PodsOutsideDecision",
            "more pods run than are decided in "
                + ReplicaReadiness.named(outside)
                + ": they run on until who created them ends them, or their nodes are drained");
  }
}

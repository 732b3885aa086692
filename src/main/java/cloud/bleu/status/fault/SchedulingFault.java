package cloud.bleu.status.fault;

import cloud.bleu.affinity.ObjectLabels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Why a pod has no node. */
final class SchedulingFault {

  private static final String USUAL = "default-scheduler";

  private SchedulingFault() {}

  /**
   * What is known, null when nothing is or the pod has a node.
   *
   * @param others whether somebody else created the pod, which then may wait for its zone
   */
  static @Nullable Suspicion of(Pod pod, boolean others) {
    if (pod.getSpec() == null || (pod.getSpec().getNodeName() != null)) {
      return null;
    }
    List<PodSchedulingGate> gates = pod.getSpec().getSchedulingGates();
    TreeSet<String> names = new TreeSet<>();
    if (gates != null) {
      gates.forEach(g -> names.add(String.valueOf(g.getName())));
    }
    if (others && names.contains(ObjectLabels.DECISION)) {
      return null;
    }
    if (!names.isEmpty()) {
      return now(
          "SchedulingGated",
          "pods wait until the scheduling gates of their template are removed: "
              + String.join(", ", names));
    }
    PodCondition scheduled = Suspicion.condition(pod, "PodScheduled");
    if (scheduled != null) {
      return "False".equals(scheduled.getStatus())
          ? now(
              "Unschedulable",
              "pods are not scheduled: " + ForeignWords.ofScheduler(scheduled.getMessage()))
          : null;
    }
    String scheduler = pod.getSpec().getSchedulerName();
    return Suspicion.after(
        pod.getMetadata().getCreationTimestamp(),
        new PodFault(
            PodFault.Stage.Scheduling,
            "SchedulerAwaited",
            "no scheduler named "
                + (scheduler == null ? USUAL : scheduler)
                + " has looked at the pods: start it"
                + (scheduler == null || scheduler.equals(USUAL)
                    ? ""
                    : ", or take schedulerName out of the template")));
  }

  private static Suspicion now(String code, String message) {
    return new Suspicion(new PodFault(PodFault.Stage.Scheduling, code, message), null);
  }
}

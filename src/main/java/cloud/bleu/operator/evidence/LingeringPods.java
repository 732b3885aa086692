package cloud.bleu.operator.evidence;

import cloud.bleu.affinity.PodPhase;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.placement.estate.Plan;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Pods that run where a decision has left. A breach there lasts until they are gone, whoever
 * controls them and however long they take to end.
 *
 * @param pods that a pass saw
 */
record LingeringPods(List<Pod> pods) {

  LingeringPods {
    pods = List.copyOf(pods);
  }

  /**
   * Whether a breach that the plan does not have any more is one still. Where the plan leaves
   * replicas in the zone it has ended: it was asked of these.
   */
  boolean goesOn(ChainNote breach, Plan plan) {
    Map<String, String> of = breach.content();
    return plan.decisions().stream()
            .filter(d -> d.id().namespace().equals(of.get("namespace")))
            .filter(d -> d.id().name().equals(of.get("name")))
            .flatMap(d -> d.assignments().stream())
            .noneMatch(a -> a.replicas() > 0 && a.zone().equals(of.get("zone")))
        && pods.stream().anyMatch(pod -> isOf(pod, of));
  }

  private static boolean isOf(Pod pod, Map<String, String> breach) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return Objects.equals(pod.getMetadata().getNamespace(), breach.get("namespace"))
        && labels != null
        && Objects.equals(labels.get(Labels.WORKLOAD), breach.get("name"))
        && Objects.equals(labels.get(Labels.ZONE), breach.get("zone"))
        && PodAssignments.node(pod) != null
        && !PodPhase.isOver(pod);
  }
}

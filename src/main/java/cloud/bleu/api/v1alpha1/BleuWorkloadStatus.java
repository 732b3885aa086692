package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;

/** Where a workload runs and what it survives now. */
public record BleuWorkloadStatus(
    @JsonPropertyDescription(
            "The generation of the spec that this status describes; -1 before the first look.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready (Placed and Available), Placed, PolicySatisfied, Resilient, Available; Reconciling and Stalled only"
                + " while true. Stalled: a person must act.")
        @Size(max = 16)
        @Schema(keys = "type")
        List<Condition> conditions,
    @JsonPropertyDescription("Replicas that exist, over all zones.")
        @Min(0)
        @Max(1000000)
        @StatusReplicas
        Integer replicas,
    @JsonPropertyDescription("Replicas that are ready.") @Min(0) @Max(1000000)
        Integer readyReplicas,
    @JsonPropertyDescription("Replicas that are asked and found no zone.") @Min(0) @Max(1000000)
        Integer missingReplicas,
    @JsonPropertyDescription(
            "Pods that others created and that wait, because the decision has no room for them. Only of"
                + " spec.workload.pods, and only while there are some.")
        @Min(0)
        @Max(1000000)
        Integer waitingPods,
    @JsonPropertyDescription("The label selector of the pods, as text, for the scale subresource.")
        @Size(max = 1024)
        @LabelSelector
        String selector,
    @JsonPropertyDescription("The decision in one line: zones and their replicas.")
        @Size(max = 4096)
        String zones,
    @JsonPropertyDescription(
            "The losses that it survives now, in one line; marked (assumed) where that rests on assumptions.")
        @Size(max = 1024)
        String tolerates,
    @JsonPropertyDescription("The WorkloadPlacement with the decision, in the same namespace.")
        @Size(max = 253)
        String placementRef)
    implements Conditioned {

  public BleuWorkloadStatus {
    conditions = Copies.list(conditions);
  }

  /** Of a workload for whose decision no pods wait. */
  public BleuWorkloadStatus(
      Long observedGeneration,
      List<Condition> conditions,
      Integer replicas,
      Integer readyReplicas,
      Integer missingReplicas,
      String selector,
      String zones,
      String tolerates,
      String placementRef) {
    this(
        observedGeneration,
        conditions,
        replicas,
        readyReplicas,
        missingReplicas,
        null,
        selector,
        zones,
        tolerates,
        placementRef);
  }
}

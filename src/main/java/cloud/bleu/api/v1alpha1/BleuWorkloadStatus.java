package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
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
            "Ready (Placed and Available), Placed, PolicySatisfied, Resilient, Available. Only where there is something to"
                + " say: EgressDelivered, ObjectivesMet, LapseAhead, BreakGlass. Reconciling and Stalled only"
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
    @JsonPropertyDescription(
            "The label selector of the pods, as text, for the scale subresource. Left out while a"
                + " replica is in another cluster: an autoscaler here would not see its pods. Of"
                + " spec.workload.pods, its own selector; left out if that is too long.")
        @Size(max = BleuWorkloadStatus.MAX_SELECTOR)
        @LabelSelector
        String selector,
    @JsonPropertyDescription("The decision in one line: zones and their replicas.")
        @Size(max = 4096)
        String zones,
    @JsonPropertyDescription(
            "The losses that it survives now, in one line: what resilience.tolerate asks of them holds,"
                + " and a replica is left or has a new place. Marked (assumed) where that rests on"
                + " assumptions.")
        @Size(max = 1024)
        String tolerates,
    @JsonPropertyDescription("The WorkloadPlacement with the decision, in the same namespace.")
        @Size(max = 253)
        String placementRef,
    @JsonPropertyDescription(
            "The last time that replicas left zones which were silent, lost or drained, and how long it took. Absent:"
                + " they never did, or were home again before they were ready elsewhere. Never of"
                + " spec.workload.external, of which nothing is counted.")
        Evacuation lastEvacuation)
    implements ConditionedStatus {

  /** As many characters a selector has at most. */
  public static final int MAX_SELECTOR = 1024;

  public BleuWorkloadStatus {
    conditions = UnmodifiableCopies.list(conditions);
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
        placementRef,
        null);
  }

  /** Replicas that left zones, from the loss to the last one that is Ready elsewhere. */
  public record Evacuation(
      @JsonPropertyDescription("The zones that replicas left, in the order of their names.")
          @Required
          @Size(min = 1, max = Format.ZONES)
          List<@Size(min = 1, max = 63) String> zones,
      @JsonPropertyDescription(
              "Why they left. Silent: nothing was heard of the zone for failoverAfter. Lost: somebody reported the"
                  + " loss. Drained: somebody drained the zone.")
          @Required
          @Schema(values = {"Silent", "Lost", "Drained"})
          String cause,
      @JsonPropertyDescription("Replicas that left them this time.") @Required @Min(0) @Max(1000000)
          Integer replicas,
      @JsonPropertyDescription(
              "Replicas that are away from home now, whenever they left. Absent: all are home.")
          @Min(1)
          @Max(1000000)
          Integer away,
      @JsonPropertyDescription("failover.after of the workload, where the cause is Silent.")
          @Size(max = 32)
          String failoverAfter,
      @JsonPropertyDescription(
              "Since when nothing was heard of the zones. For zones that were heard of: when the move was seen. What"
                  + " begins within a minute of a move whose replicas are not Ready yet is told with it.")
          @Required
          @Pattern(Format.INSTANT)
          @Size(max = 40)
          String sinceTime,
      @JsonPropertyDescription("When the decision that moved them was seen.")
          @Required
          @Pattern(Format.INSTANT)
          @Size(max = 40)
          String movedTime,
      @JsonPropertyDescription(
              "When the workload was Ready again, and as many replicas were counted ready in each zone as are decided"
                  + " there. Absent: not yet.")
          @Pattern(Format.INSTANT)
          @Size(max = 40)
          String readyTime,
      @JsonPropertyDescription("From sinceTime to readyTime, in whole seconds.") @Min(0)
          Long tookSeconds)
      implements ObjectPart {
    public Evacuation {
      zones = UnmodifiableCopies.list(zones);
    }
  }
}

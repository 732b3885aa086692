package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A decision: where a workload runs and where to on a loss. */
public record WorkloadPlacementSpec(
    @JsonPropertyDescription("The BleuWorkload that was decided, in the same namespace.") @Required
        WorkloadRef workloadRef,
    @JsonPropertyDescription("Where the replicas run.")
        @Size(max = Format.ZONES)
        @Schema(keys = "zone")
        List<Assignment> assignments,
    @JsonPropertyDescription(
            "The evacuation plan as early versions wrote it. It is read where there is no other, and not written any"
                + " more: use `evacuation`.")
        @Size(max = 2000)
        @Schema(keys = "event")
        List<Contingency> contingency,
    @JsonPropertyDescription(
            "The evacuation plan: what is done for each loss that the workload is protected against. Losses that are"
                + " answered alike are one item.")
        @Size(max = 2000)
        @Schema(atomic = true)
        List<Evacuation> evacuation,
    @JsonPropertyDescription(
            "Ordinals that a StatefulSet of the workload had and does not use now: in zones that it has left, those left"
                + " last at the end, and in zones where it had more replicas. No other zone gets them, and one"
                + " that returns has its own again. Replicas with volumes that are added come there first. Beyond"
                + " 1000 zones, with those of the assignments, the first are forgotten.")
        @Size(max = Format.ZONES)
        @Schema(atomic = true)
        List<OrdinalBlock> formerOrdinals,
    @JsonPropertyDescription(
            "The entry of the DecisionLedger that this decision was committed with.")
        Decision decision)
    implements ObjectPart {

  /** The most zones that one decision names. */
  public static final int MAX_ZONES = Format.ZONES;

  public WorkloadPlacementSpec {
    assignments = UnmodifiableCopies.list(assignments);
    contingency = UnmodifiableCopies.list(contingency);
    evacuation = UnmodifiableCopies.list(evacuation);
    formerOrdinals = UnmodifiableCopies.list(formerOrdinals);
  }

  /** One as it is written now, of a workload that no StatefulSet has left a zone of. */
  public WorkloadPlacementSpec(
      WorkloadRef workloadRef,
      List<Assignment> assignments,
      List<Evacuation> evacuation,
      Decision decision) {
    this(workloadRef, assignments, List.of(), evacuation, List.of(), decision);
  }

  /** The evacuation plan, in whichever form it stands here: the early one counts alone only. */
  public List<Evacuation> plan() {
    return Evacuation.plan(contingency, evacuation);
  }

  /** A BleuWorkload by name and identity. */
  public record WorkloadRef(
      @JsonPropertyDescription("Name of the workload.") @Required @Size(min = 1, max = 63)
          String name,
      @JsonPropertyDescription("Uid of the workload. Absent in files that were written by hand.")
          @Size(max = 64)
          String uid)
      implements ObjectPart {}

  /** The identity of a decision. */
  public record Decision(
      @JsonPropertyDescription("The number of the entry in the chain of decisions, from 1.")
          @Required
          @Min(1)
          Long sequence,
      @JsonPropertyDescription(
              "Digest of what was decided on: spec, facts, policies and template, as sha256: and 64 digits.")
          @Required
          @Pattern(Format.DIGEST)
          @Size(max = 71)
          String digest)
      implements ObjectPart {}
}

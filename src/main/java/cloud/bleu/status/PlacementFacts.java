package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.explain.DecisionProof;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything from which the status of a WorkloadPlacement follows.
 *
 * @param proof of the decision of the last pass, null when the workload could not be read
 * @param cost of the decision for one hour as {@link HourlyCost} has it, null when there is no
 *     figure
 * @param waivers that the decision stands on, as {@link WaiverUse#of} has them
 * @param inputs that it was computed from, null likewise
 * @param cause of the decision in force, null when it was found written: what the status says stays
 * @param zones as the last pass saw them, by name
 */
public record PlacementFacts(
    WorkloadPlacement placement,
    @Nullable DecisionProof proof,
    @Nullable String cost,
    List<WaiverUse> waivers,
    @Nullable Inputs inputs,
    @Nullable String cause,
    ObservedChildren observed,
    Map<String, Zone> zones,
    Instant now) {

  public PlacementFacts {
    waivers = List.copyOf(waivers);
    zones = Map.copyOf(zones);
  }

  /** Of a decision that stands on no waiver, in zones that are in service. */
  public PlacementFacts(
      WorkloadPlacement placement,
      @Nullable DecisionProof proof,
      @Nullable String cost,
      @Nullable Inputs inputs,
      @Nullable String cause,
      ObservedChildren observed,
      Instant now) {
    this(placement, proof, cost, List.of(), inputs, cause, observed, Map.of(), now);
  }

  @Nullable Decision decision() {
    return proof == null ? null : proof.decision();
  }

  List<io.fabric8.kubernetes.api.model.Condition> conditionsBefore() {
    WorkloadPlacementStatus status = placement.getStatus();
    return status == null ? List.of() : status.conditions();
  }

  @Nullable Inputs inputsBefore() {
    WorkloadPlacementStatus status = placement.getStatus();
    return status == null ? null : status.inputs();
  }

  long generation() {
    Long generation = placement.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }
}

package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.delivery.gate.GatePlan;
import cloud.bleu.delivery.zone.DeliveryProblem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of the gate of a namespace in another cluster.
 *
 * @param full workloads that found no room in it
 * @param problem what keeps it from saying what the plan says; null: it does
 * @param open whether that is no refusal: the next request may write it, or one already has
 */
record GateOutcome(
    GatePlan plan,
    PlacementGateSpec spec,
    Set<String> full,
    @Nullable DeliveryProblem problem,
    boolean open) {}

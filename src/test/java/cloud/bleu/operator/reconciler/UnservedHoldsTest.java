package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No finalizer is written or removed where nothing may be changed: nobody is even there to ask. */
class UnservedHoldsTest {

  private static final BleuWorkload TAKEN =
      workload("deploymentRef: {name: legacy, scaleDown: OnSuccess}");
  private static final BleuWorkload OWN =
      workload("deployment: {template: {spec: {containers: [{name: main, image: none}]}}}");

  @Test
  void noTemplateIsHeld() {
    TemplateHold hold = new TemplateHold(null, null, "open"::equals, null, null, null, null);
    assertEquals(HoldOutcome.NONE, hold.hold(TAKEN, null));
  }

  /** It has left the zone that it is held for, so elsewhere it would be let go. */
  @Test
  void noZoneInAnotherClusterIsLetGo() {
    BleuWorkload held = OWN;
    held.getMetadata().setFinalizers(List.of(HeldZones.finalizer("fr-z", "their-uid")));
    DecisionInForce nowhere =
        new DecisionInForce(
            "uid",
            new WorkloadPlacementSpec(
                new WorkloadPlacementSpec.WorkloadRef("web", "uid"),
                List.of(),
                List.of(),
                new WorkloadPlacementSpec.Decision(1L, "sha256:0")),
            true,
            new RecentMoves(List.of()),
            null);
    ElsewhereHold hold =
        new ElsewhereHold(null, null, null, "open"::equals, null, null, Clock.systemUTC());
    assertEquals(HoldOutcome.NONE, hold.hold(held, nowhere, null));
  }

  private static BleuWorkload workload(String source) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: shut}
        spec: {dataClasses: [Ordinary], workload: {%s}}
        """
            .formatted(source),
        BleuWorkload.class);
  }
}

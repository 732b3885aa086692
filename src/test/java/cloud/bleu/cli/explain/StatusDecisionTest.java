package cloud.bleu.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

/** A status answers for the spec that the operator decided, and for no other one. */
class StatusDecisionTest {

  private static Decision decision(int generation) {
    BleuWorkload workload =
        Serialization.unmarshal(
            """
            metadata: {name: web, namespace: shop, generation: %d}
            spec: {replicas: 30}
            status:
              missingReplicas: 0
              conditions:
              - {type: Placed, status: "True", reason: Placed, observedGeneration: 2}
            """
                .formatted(generation),
            BleuWorkload.class);
    return StatusDecision.of(new WorkloadId("shop", "web"), workload, null, null);
  }

  @Test
  void whatWasDecidedForThisSpecCounts() {
    assertInstanceOf(Decision.Outcome.Placed.class, decision(2).outcome());
    assertEquals(0, decision(2).missing());
  }

  @Test
  void whatWasDecidedForAnotherSpecIsNoAnswer() {
    Decision.Outcome.Unplaceable outcome =
        assertInstanceOf(Decision.Outcome.Unplaceable.class, decision(3).outcome());
    assertEquals("NotYetDecided", outcome.reason().code());
    assertEquals(30, decision(3).missing());
  }
}

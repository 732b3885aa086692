package cloud.bleu.operator.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an order has from what was written of a workload before. */
class OrdersTest {

  @Test
  void zonesOfWhichNothingWasSeenAreThoseOfTheStatus() {
    WorkloadPlacement placement =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: WorkloadPlacement
            metadata: {name: web, namespace: shop}
            status:
              zones:
              - {zone: a, replicas: 0, unknownSince: "2026-11-27T09:00:00Z", fenced: Unconfirmed}
              - {zone: b, replicas: 2, ready: 2}
              - {zone: c, replicas: 0, unknownSince: "2026-13-27T09:00:00Z"}
              - {zone: d, replicas: 0, fenced: Confirmed}
            """,
            WorkloadPlacement.class);
    assertEquals(Map.of("a", Instant.parse("2026-11-27T09:00:00Z")), Orders.unknown(placement));
    placement.setStatus(null);
    assertEquals(Map.of(), Orders.unknown(placement));
    assertEquals(Map.of(), Orders.unknown(null));
  }
}

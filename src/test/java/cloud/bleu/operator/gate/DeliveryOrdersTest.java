package cloud.bleu.operator.gate;

import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an order has from what was written of a workload before. */
class DeliveryOrdersTest {

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
    assertEquals(
        Map.of("a", Instant.parse("2026-11-27T09:00:00Z")), DeliveryOrders.unknown(placement));
    placement.setStatus(null);
    assertEquals(Map.of(), DeliveryOrders.unknown(placement));
    assertEquals(Map.of(), DeliveryOrders.unknown(null));
  }

  /** Waiting delays only what is moved: what a silent zone is told waits from the first moment. */
  @Test
  void aPatientZoneIsSilentAtOnceAndLostOnlyByReport() {
    Duration patience = Duration.ofMinutes(10);
    Instant longAgo = Estates.NOW.minus(Duration.ofHours(1));
    List<Zone> zones =
        Stream.of(
                zone("silent").health(Health.Signal.Silent, Estates.NOW).patience(patience),
                zone("waited").health(Health.Signal.Silent, longAgo).patience(patience),
                zone("reported")
                    .state(ZoneState.Lost, longAgo)
                    .health(Health.Signal.Silent, longAgo)
                    .patience(patience),
                zone("degraded").health(Health.Signal.Degraded, longAgo).patience(patience),
                zone("recovering").health(Health.Signal.Recovering, longAgo).patience(patience),
                zone("healthy").health(Health.Signal.Healthy, longAgo))
            .map(ZoneBuilder::build)
            .toList();
    assertEquals(Set.of("reported"), DeliveryOrders.lost(zones));
    assertEquals(Set.of("silent", "waited"), DeliveryOrders.silent(zones));
    assertEquals(Set.of("silent", "degraded"), DeliveryOrders.uncertain(zones, Estates.NOW));
  }
}

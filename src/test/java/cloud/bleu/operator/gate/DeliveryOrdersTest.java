package cloud.bleu.operator.gate;

import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
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

  /** What waits in a zone that is back just now is looked at once that is over: no event tells. */
  @Test
  void whatWaitsForAZoneToBeCertainIsLookedAtThen() {
    List<Zone> zones =
        List.of(
            zone("back").health(Health.Signal.Healthy, Estates.NOW.minusSeconds(20)).build(),
            zone("steady").health(Health.Signal.Healthy, Estates.NOW.minusSeconds(90)).build());
    DeliveryOrders orders = new DeliveryOrders(null, Clock.fixed(Estates.NOW, ZoneOffset.UTC));
    assertEquals(Estates.NOW.plusSeconds(40), orders.certainFrom(zones, report("back", "steady")));
    assertNull(orders.certainFrom(zones, report("steady")), "it is certain");
    assertNull(orders.certainFrom(zones, report()), "nothing waits");
  }

  /** Zones in which a rollout is not over, and beside them one in which nothing waits. */
  private static DeliveryReport report(String... rolling) {
    List<ZoneObservation> children = new ArrayList<>();
    children.add(observation("back", true));
    Stream.of(rolling).forEach(zone -> children.add(observation(zone, false)));
    return DeliveryReport.complete(children);
  }

  private static ZoneObservation observation(String zone, boolean settled) {
    return new ZoneObservation(new StatefulSet(), zone, false, "t", 2, 2, 1, 1, settled, false);
  }
}

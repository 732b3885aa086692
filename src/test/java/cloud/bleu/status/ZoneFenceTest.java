package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.status.PlacementZones.Fence;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether nothing runs on where nothing is heard of. */
class ZoneFenceTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest(name = "{0} {1}, seen {2}: {3}")
  @CsvSource({
    "Active, Healthy, true, ",
    "Active, NotObserved, true, ",
    "Active, Degraded, true, ",
    "Drained, Healthy, true, ",
    "Active, Silent, true, Unconfirmed",
    "Active, Gone, true, Unconfirmed",
    "Active, Unreached, false, Unconfirmed",
    "Drained, Unreached, false, Unconfirmed",
    // Its credential has ended: it runs on, and nobody sees what.
    "Active, NotObserved, false, Unconfirmed",
    "Lost, Healthy, true, Confirmed",
    "Lost, Unreached, false, Confirmed",
  })
  void fence(ZoneState state, Health.Signal signal, boolean seen, Fence expected) {
    Zone zone = new ZoneBuilder("a").state(state, NOON).health(signal, NOON).build();
    assertEquals(expected, Fence.of(zone, seen));
  }

  @ParameterizedTest
  @CsvSource({"true, ", "false, Unconfirmed"})
  void zoneThatIsNotDeclaredAnyMore(boolean seen, Fence expected) {
    assertEquals(expected, Fence.of(null, seen));
  }
}

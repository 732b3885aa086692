package cloud.bleu.delivery.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a status waits for what a cluster says of its gates. */
class GateEnforcementTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "NotAskedYet, REACHED, 0, true",
    "NotAskedYet, REACHED, 9, true",
    // it is told that it is not known
    "NotAskedYet, REACHED, 10, false",
    "NotAskedYet, UNREACHED, 0, false",
    "NotAskedYet, ASKING, 0, false",
    "NotObserved, REACHED, 0, false",
    "Admission, REACHED, 0, false",
  })
  void pending(String reason, Reach.State state, int seconds, boolean isPending) {
    Reach reach = new Reach(state, NOON, "Any", "");
    GateEnforcement said =
        reason.equals(GateEnforcement.NOT_ASKED.reason())
            ? GateEnforcement.NOT_ASKED
            : new GateEnforcement(null, reason, "");
    assertEquals(isPending, said.isPending(reach, NOON.plusSeconds(seconds)));
  }
}

package cloud.bleu.operator.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.delivery.member.GateEnforcement;
import org.junit.jupiter.api.Test;

/** What is news of the gates in another cluster. */
class HubGatesTest {

  private static final class LookedUpException extends IllegalStateException {
    private static final long serialVersionUID = 1L;
  }

  /** Before anything was decided: to look up the zones that are to be told fails. */
  private final HubGates gates =
      new HubGates(
          () -> {
            throw new LookedUpException();
          },
          zones -> {});

  @Test
  void clusterThatWasNotAskedIsTakenForOneAnyway() {
    assertEquals(GateEnforcement.NOT_ASKED, gates.of("theirs"));
    gates.enforcement("theirs", GateEnforcement.NOT_ASKED);
    GateEnforcement kept = new GateEnforcement(true, "Admission", "made up");
    assertThrows(LookedUpException.class, () -> gates.enforcement("theirs", kept));
    gates.enforcement("theirs", kept);
    assertEquals(kept, gates.of("theirs"));
    assertThrows(
        LookedUpException.class, () -> gates.enforcement("theirs", GateEnforcement.NOT_ASKED));
  }
}

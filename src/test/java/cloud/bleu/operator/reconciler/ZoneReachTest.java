package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.delivery.member.GateEnforcement;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.status.TargetReach;
import cloud.bleu.status.UndeclaredObjects;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the status of a zone says of the cluster that it is in. */
class ZoneReachTest {

  @ParameterizedTest
  @CsvSource({
    // state, remark; whether it is reached, message
    "REACHED,   ,              true,  it answers",
    "REACHED,   its room is x, true,  it answers; its room is x",
    "UNREACHED, ,              false, it answers",
    "UNREACHED, its room is x, false, it answers; its room is x",
    "ASKING,    ,              ,      it answers",
  })
  void isSaidAsItIsKnown(
      Reach.State state, @Nullable String remark, @Nullable Boolean reached, String message) {
    TargetReach said =
        ZoneReach.of(
            new Reach(state, Instant.EPOCH, "Reason", "it answers"),
            remark,
            TargetReach.Enforcement.OF_KARMADA,
            "1.36",
            UndeclaredObjects.NONE);
    assertEquals(
        new TargetReach(
            reached,
            "Reason",
            message,
            TargetReach.Enforcement.OF_KARMADA,
            "1.36",
            UndeclaredObjects.NONE),
        said);
  }

  @Test
  void agentCarriesNoGates() {
    assertSame(TargetReach.Enforcement.OF_AGENT, ZoneReach.enforcement(null));
  }

  @Test
  void gatesOfAClusterAreSaidAsTheyAreSeen() {
    GateEnforcement seen = GateEnforcement.NOT_ASKED;
    assertEquals(
        new TargetReach.Enforcement(seen.kept(), seen.reason(), seen.message()),
        ZoneReach.enforcement(seen));
  }
}

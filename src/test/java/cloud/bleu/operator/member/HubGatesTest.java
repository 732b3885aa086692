package cloud.bleu.operator.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.delivery.member.GateEnforcement;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.cache.Caches;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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

  private static final GateEnforcement KEPT = new GateEnforcement(true, "Admission", "made up");

  @Test
  void clusterThatWasNotAskedIsTakenForOneAnyway() {
    assertEquals(GateEnforcement.NOT_ASKED, gates.of("theirs"));
    gates.enforcement("theirs", GateEnforcement.NOT_ASKED);
    assertEquals(GateEnforcement.NOT_ASKED, gates.of("theirs"));
  }

  /** Who is told asks at once, so it is known before. */
  @Test
  void whatCouldNotBeToldIsKnownAndToldWithTheNextLook() {
    for (int look = 0; look < 2; look++) {
      assertThrows(LookedUpException.class, () -> gates.enforcement("theirs", KEPT));
      assertEquals(KEPT, gates.of("theirs"));
    }
  }

  @Test
  void whatWasToldIsNoNewsAnyMoreAndWhatIsAnotherIs() {
    List<GateEnforcement> told = new ArrayList<>();
    AtomicReference<HubGates> asked = new AtomicReference<>();
    AtomicBoolean hears = new AtomicBoolean();
    try (KubernetesClient nobody = OperatorUnderTest.clientOf(9);
        Caches empty = new Caches(nobody, (before, after) -> {})) {
      HubGates hub =
          new HubGates(
              () -> empty,
              zones -> {
                if (!hears.get()) {
                  throw new LookedUpException();
                }
                told.add(asked.get().of("theirs"));
              });
      asked.set(hub);
      assertThrows(LookedUpException.class, () -> hub.enforcement("theirs", KEPT));
      hears.set(true);
      hub.enforcement("theirs", KEPT);
      hub.enforcement("theirs", KEPT);
      hub.enforcement("theirs", GateEnforcement.NOT_ASKED);
    }
    assertEquals(List.of(KEPT, GateEnforcement.NOT_ASKED), told);
  }
}

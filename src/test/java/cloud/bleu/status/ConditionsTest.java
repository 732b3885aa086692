package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {

  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00.750Z");
  private static final Instant T1 = T0.plusSeconds(60);

  @Test
  void transitionTimeMovesOnAFlipOnly() {
    List<Condition> first =
        Conditions.next(List.of(), List.of(DesiredCondition.no("Ready", "Waiting", "a")), 1, T0);
    List<Condition> reworded =
        Conditions.next(first, List.of(DesiredCondition.no("Ready", "Waiting", "b")), 2, T1);
    List<Condition> flipped =
        Conditions.next(reworded, List.of(DesiredCondition.yes("Ready", "Done", "c")), 2, T1);
    assertEquals("2026-03-01T12:00:00Z", first.get(0).getLastTransitionTime());
    assertEquals("2026-03-01T12:00:00Z", reworded.get(0).getLastTransitionTime());
    assertEquals("b", reworded.get(0).getMessage());
    assertEquals(2L, reworded.get(0).getObservedGeneration());
    assertEquals("2026-03-01T12:01:00Z", flipped.get(0).getLastTransitionTime());
  }

  @Test
  void theSameAgainIsEqual() {
    List<DesiredCondition> wanted =
        List.of(
            DesiredCondition.yes("Ready", "Done", "m"), DesiredCondition.no("Healthy", "Bad", "n"));
    List<Condition> first = Conditions.next(List.of(), wanted, 1, T0);
    assertEquals(first, Conditions.next(first, wanted, 1, T1));
  }

  @Test
  void whatIsNotWantedIsGone() {
    List<Condition> first =
        Conditions.next(List.of(), List.of(DesiredCondition.yes("Stalled", "X", "m")), 1, T0);
    assertNull(Conditions.find(Conditions.next(first, List.of(), 1, T1), "Stalled"));
  }

  /** Others are quoted in it; what shows that it is a credential may stand behind the cut. */
  @Test
  void aMessageHasNoCredential() {
    String written = "m".repeat(4080) + " https://user:" + "s".repeat(40) + "@host/ is silent";
    DesiredCondition wanted = DesiredCondition.no("Ready", "X", written);
    assertEquals("m".repeat(4080) + " https://***@ho…", wanted.message());
    assertEquals(
        "Get https://***@host/: denied",
        Conditions.next(
                List.of(),
                List.of(DesiredCondition.no("Ready", "X", "Get https://u:p@host/: denied")),
                1,
                T0)
            .get(0)
            .getMessage());
  }

  @Test
  void aLongMessageStaysWithinTheSchema() {
    DesiredCondition wanted = DesiredCondition.no("Ready", "X", "m".repeat(10_000));
    assertEquals(4096, wanted.message().length());
    assertTrue(wanted.message().endsWith("…"));
  }
}

package cloud.bleu.operator.pass.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.Translation;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much room replicas hold, however many there are. */
class HeldReplicasTest {

  private static final WorkloadId NEW = new WorkloadId("shop", "new");

  private static final int MOST = Integer.MAX_VALUE;

  private static HeldScene scene(boolean measured) {
    return new HeldScene(measured)
        .zone("n", 20)
        .zone("s", 20)
        .workload("new", 1, "1")
        .workload("web", 4, "1")
        .runs("web", "s", 4);
  }

  private static long left(Translation held, String zone) {
    return held.estate().zone(zone).capacity().usable().get("cpu");
  }

  /** What a cluster reports has no upper bound: it is counted, and not gone through one by one. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void asManyAsCanBeReportedTakeAllThatIsThere(boolean measured) {
    Translation held = scene(measured).held(Map.of("n", MOST), Map.of());
    assertEquals(0, left(held, "n"));
    assertEquals(18_000, left(held, "s"));
  }

  @Test
  void asManyAsAreAdoptedTakeAllThatIsThere() {
    Translation held = scene(false).held(Map.of("n", MOST), Map.of(NEW, Map.of("n", MOST)));
    assertEquals(0, left(held, "n"));
  }

  /** No node has room for one more: as before, those that are left are on the first node. */
  @Test
  void thoseForWhomNoNodeHasRoomAreOnTheFirst() {
    Translation held =
        new HeldScene(true)
            .zone("n", 3)
            .node("n", "second", 5)
            .zone("s", 20)
            .workload("web", 4, "2")
            .runs("web", "s", 4)
            .held(Map.of("n", MOST), Map.of());
    Quantities total = held.estate().zone("n").capacity().total();
    assertEquals(1_000, total.get("cpu"));
    assertEquals(98, total.get("pods"));
  }

  /** A zone of which some is held already is declared none the less. */
  @Test
  void whatIsAdoptedHoldsRoomBesideWhatIsHeld() {
    Translation held = scene(false).held();
    assertEquals(15_000, left(held, "n"));
    Translation more = HeldScene.held(held, Map.of(), Map.of(NEW, Map.of("n", 5)));
    assertEquals(10_000, left(more, "n"));
  }
}

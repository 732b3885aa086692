package cloud.bleu.operator.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One live drill at a time, by what statuses say and by what this process has just written. */
class LiveTurnTest {

  private static final String NINE = "2026-11-28T09:00:00Z";

  private final List<ResilienceDrill> drills = new ArrayList<>();
  private final LiveTurn turn = new LiveTurn(() -> drills);
  private final ResilienceDrill first = drill("first", "{}");
  private final ResilienceDrill second = drill("second", "{}");

  private static ResilienceDrill drill(String name, String status) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: ResilienceDrill
        metadata: {name: %s, uid: uid-%s}
        spec: {scope: {zone: a}, mode: Live}
        status: %s
        """
            .formatted(name, name, status),
        ResilienceDrill.class);
  }

  private static ResilienceDrill live(String name, String began) {
    return drill(name, "{live: {phase: Moving, began: \"%s\"}}".formatted(began));
  }

  private void begun(ResilienceDrill drill) {
    turn.begun(drill, live("any", NINE).getStatus().live());
  }

  @Test
  void whatTheCacheHasNotYetCountsToo() {
    drills.addAll(List.of(first, second));
    assertNull(turn.other(first));
    begun(first);
    assertNull(turn.other(first), "its own run is no other one");
    assertEquals("first", turn.other(second));
    drills.set(0, live("first", "2026-11-28T08:00:00Z"));
    assertEquals("first", turn.other(second), "that is an earlier run");
    drills.set(0, first);
    assertEquals("first", turn.other(second));
    drills.set(0, live("first", NINE));
    assertEquals("first", turn.other(second));
    // Whether the answer to its end was lost or not: the list alone counts from here on.
    drills.set(0, first);
    assertNull(turn.other(second));
  }

  @Test
  void aRunThatIsOverBeforeItWasSeenHoldsNobodyUp() {
    drills.addAll(List.of(drill("first", "{history: [{at: \"" + NINE + "\"}]}"), second));
    begun(first);
    assertNull(turn.other(second));
  }

  @Test
  void ofTwoThatBeganTheLaterOneGivesWay() {
    ResilienceDrill earlier = live("first", NINE);
    ResilienceDrill later = live("second", "2026-11-28T09:00:00.5Z");
    drills.addAll(List.of(earlier, later));
    assertNull(turn.other(earlier));
    assertEquals("first", turn.other(later));
    earlier.getMetadata().setDeletionTimestamp(NINE);
    assertNull(turn.other(later), "it is being deleted");
  }

  @Test
  void whoTakesOverSeesTheOneThatIsUnderWay() {
    drills.addAll(List.of(drill("first", "{live: {phase: Returning, began: x}}"), second));
    assertEquals("first", turn.other(second));
  }

  @Test
  void oneThatIsDeletedInTheMiddleHoldsNobodyUp() {
    drills.addAll(List.of(first, second));
    begun(first);
    drills.remove(first);
    assertNull(turn.other(second));
  }
}

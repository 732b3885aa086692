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

  @Test
  void whatTheCacheHasNotYetCountsToo() {
    drills.addAll(List.of(first, second));
    assertNull(turn.other(first));
    turn.begun(first);
    assertNull(turn.other(first), "its own run is no other one");
    assertEquals("first", turn.other(second));
    drills.set(0, drill("first", "{live: {phase: Moving, began: x}}"));
    assertEquals("first", turn.other(second));
    turn.over(first);
    assertEquals("first", turn.other(second), "as long as its status is the old one");
    drills.set(0, first);
    assertNull(turn.other(second));
  }

  @Test
  void whoTakesOverSeesTheOneThatIsUnderWay() {
    drills.addAll(List.of(drill("first", "{live: {phase: Returning, began: x}}"), second));
    assertEquals("first", turn.other(second));
  }

  @Test
  void oneThatIsDeletedInTheMiddleHoldsNobodyUp() {
    drills.addAll(List.of(first, second));
    turn.begun(first);
    drills.remove(first);
    assertNull(turn.other(second));
  }
}

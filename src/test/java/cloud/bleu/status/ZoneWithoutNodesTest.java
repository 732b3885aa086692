package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Health.Nodes;
import cloud.bleu.placement.model.Health.Signal;
import org.junit.jupiter.api.Test;

/** Nodes that were taken away are not nodes that never were: what is to be done differs. */
class ZoneWithoutNodesTest {

  @Test
  void saysWhatItIsAndWhatToDo() {
    Health emptied = new Health(Signal.NodesUnknown, null, new Nodes(Signal.Gone, true));
    DesiredCondition healthy = ZoneWithoutNodes.healthy(emptied, false, "");
    assertEquals("Unknown NoNodes", healthy.status() + " " + healthy.reason());
    assertTrue(healthy.message().contains("no loss"), healthy.message());
    assertTrue(healthy.message().contains("minimum size"), healthy.message());
    assertEquals("NoNodes", ZoneWithoutNodes.schedulable(emptied).reason());
  }

  @Test
  void oneThatNeverHadAnySaysSo() {
    Health never = new Health(Signal.NodesUnknown, null);
    for (boolean whole : new boolean[] {false, true}) {
      DesiredCondition healthy = ZoneWithoutNodes.healthy(never, whole, "");
      assertEquals("Unknown NodesUnknown", healthy.status() + " " + healthy.reason());
      assertEquals(whole, healthy.message().contains("spec.capacity"));
      assertTrue(healthy.message().contains("was ever Ready"), healthy.message());
    }
    assertEquals("NodesUnknown", ZoneWithoutNodes.schedulable(never).reason());
  }
}

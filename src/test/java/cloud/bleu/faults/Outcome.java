package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.operator.ChainWatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * What a life left behind in what can be seen, to be compared with that of another life.
 *
 * @param states after each stage
 * @param decisions cause and assignments of each, in order
 * @param createdAndDeleted how often each placement, child and budget was
 */
record Outcome(
    List<String> states, List<String> decisions, Map<String, Integer> createdAndDeleted) {

  /** Replicas of half a cpu that a zone of 8 cpu takes, 90 % of it being used. */
  private static final int ROOM = 14;

  static Outcome of(Life life, List<String> states, ChainWatch chain, Effects effects) {
    List<String> decisions = new ArrayList<>();
    for (Entry entry : chain.entries()) {
      if (entry.workload().uid().equals(life.uid())) {
        decisions.add(entry.cause() + " " + assigned(entry));
      }
    }
    Map<String, Integer> counts = effects.createdAndDeleted();
    // There is one ledger, whoever's life it is.
    counts.keySet().removeIf(key -> key.contains("decisionledgers"));
    return new Outcome(states, decisions, counts);
  }

  /** The same states, decisions, creates and deletes as without faults. */
  void assertSameAs(Outcome reference) {
    assertEquals(String.join("\n", reference.states), String.join("\n", states));
    assertEquals(String.join("\n", reference.decisions), String.join("\n", decisions));
    assertEquals(reference.createdAndDeleted, createdAndDeleted);
  }

  /** No decision of the chain leaves a zone with more than it has room for. */
  static void assertRoomIsSoldOnce(ChainWatch chain) {
    assertRoomIsSoldOnce(chain, ROOM, workload -> 1);
  }

  /**
   * The same of other zones.
   *
   * @param room that each of them has
   * @param size of it that a replica of a workload takes, by name
   */
  static void assertRoomIsSoldOnce(ChainWatch chain, int room, ToIntFunction<String> size) {
    Map<String, Map<String, Integer>> inForce = new HashMap<>();
    for (Entry entry : chain.entries()) {
      Map<String, Integer> taken = assigned(entry);
      int each = size.applyAsInt(entry.workload().name());
      taken.replaceAll((zone, replicas) -> replicas * each);
      inForce.put(entry.workload().uid(), taken);
      Map<String, Integer> sold = new TreeMap<>();
      inForce.values().forEach(zones -> zones.forEach((z, n) -> sold.merge(z, n, Integer::sum)));
      assertTrue(
          sold.values().stream().allMatch(n -> n <= room),
          "decision " + entry.sequence() + " leaves " + sold);
    }
  }

  private static Map<String, Integer> assigned(Entry entry) {
    Map<String, Integer> assigned = new TreeMap<>();
    for (Assignment a : entry.assignments()) {
      assigned.put(a.zone(), a.replicas());
    }
    assigned.values().removeIf(n -> n == 0);
    return assigned;
  }
}

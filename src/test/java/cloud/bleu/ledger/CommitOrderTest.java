package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who commits first. A change is written {@code a: x1 > y1}: workload {@code a} had one replica in
 * zone {@code x} and has it in {@code y} now; {@code 0} is nothing.
 */
class CommitOrderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: 0 > x1, b: 0 > x1, c: 0 > y1 | a b c",
        "a: 0 > x1, b: x1 > 0 | b a",
        "a: x1 > y1, b: y1 > z1, c: z1 > 0 | c b a",
        "a: z1 > y1, b: 0 > x1, c: y2 > y1 | c a b",
        "a: lost2 > x2, b: lost1 > x1, c: x3 > x1, d: 0 > z1 | c a b d",
        "a: x1 > x1, b: x1 > 0 | a b"
      })
  void roomIsGivenBackBeforeItIsTaken(String changes, String expected) {
    assertEquals(expected, String.join(" ", names(groups(changes))));
  }

  /** No order would do: they stay together, and who needs both comes after them. */
  @Test
  void thoseThatExchangeRoomStayTogether() {
    List<CommitOrder.Group> groups = groups("c: 0 > x1, a: x1 > y1, b: y1 > x1, d: 0 > q1");
    assertEquals(
        List.of(2, 1, 1), groups.stream().map(g -> g.changes().size()).toList(), groups.toString());
    assertEquals("c", groups.get(1).changes().get(0).id().name());
  }

  @Test
  void theEndOfAWorkloadComesBeforeItsNamesake() {
    WorkloadId id = new WorkloadId("n", "a");
    DecisionInForce old = inForce("old", List.of(in("x", 1)));
    ProposedDecision gone = DecisionDifference.withdrawal(id, old);
    ProposedDecision namesake = change(id, "new", List.of(in("y", 1)));
    List<ProposedDecision> ordered = new ArrayList<>();
    CommitOrder.of(List.of(namesake, gone), one -> old).forEach(g -> ordered.addAll(g.changes()));
    assertEquals(List.of(gone, namesake), ordered);
  }

  /** Whatever is proposed: at no entry of the chain a zone holds more than before and after. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noZoneIsEverFullerThanBothBeforeAndAfter(long seed) {
    Random random = new Random(seed);
    Map<WorkloadId, DecisionInForce> before = new HashMap<>();
    List<ProposedDecision> changes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      WorkloadId id = new WorkloadId("n", "w" + i);
      // From a zone to a later one, so that nobody exchanges room.
      int from = random.nextInt(10);
      int to = from + 1 + random.nextInt(10);
      before.put(id, inForce("u", List.of(in("z" + from, 1))));
      changes.add(change(id, "u", List.of(in("z" + to, 1))));
    }
    Map<String, Integer> then = sums(before.values().stream().map(DecisionInForce::spec).toList());
    Map<String, Integer> after = new HashMap<>();
    changes.forEach(c -> c.assignments().forEach(a -> after.merge(a.zone(), 1, Integer::sum)));
    Map<String, Integer> now = new HashMap<>(then);
    for (CommitOrder.Group group : CommitOrder.of(changes, before::get)) {
      assertEquals(1, group.changes().size());
      ProposedDecision change = group.changes().get(0);
      before
          .get(change.id())
          .spec()
          .assignments()
          .forEach(a -> now.merge(a.zone(), -1, Integer::sum));
      change.assignments().forEach(a -> now.merge(a.zone(), 1, Integer::sum));
      now.forEach(
          (zone, n) ->
              assertEquals(
                  true,
                  n <= Math.max(then.getOrDefault(zone, 0), after.getOrDefault(zone, 0)),
                  zone + " holds " + n));
    }
  }

  private static Map<String, Integer> sums(List<WorkloadPlacementSpec> specs) {
    Map<String, Integer> sums = new HashMap<>();
    specs.forEach(
        s -> s.assignments().forEach(a -> sums.merge(a.zone(), a.replicas(), Integer::sum)));
    return sums;
  }

  private static List<CommitOrder.Group> groups(String changes) {
    Map<WorkloadId, DecisionInForce> before = new HashMap<>();
    List<ProposedDecision> proposed = new ArrayList<>();
    for (String text : changes.split(", ")) {
      String[] parts = text.split(": | > ");
      WorkloadId id = new WorkloadId("n", parts[0]);
      if (!parts[1].equals("0")) {
        before.put(id, inForce("u", assignments(parts[1])));
      }
      proposed.add(change(id, "u", assignments(parts[2])));
    }
    return CommitOrder.of(proposed, before::get);
  }

  private static List<String> names(List<CommitOrder.Group> groups) {
    return groups.stream().flatMap(g -> g.changes().stream()).map(c -> c.id().name()).toList();
  }

  private static List<Assignment> assignments(String text) {
    return text.equals("0")
        ? List.of()
        : List.of(
            in(
                text.substring(0, text.length() - 1),
                Integer.parseInt(text.substring(text.length() - 1))));
  }

  private static DecisionInForce inForce(String uid, List<Assignment> assignments) {
    return new DecisionInForce(
        uid,
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef("w", uid),
            assignments,
            List.of(),
            new WorkloadPlacementSpec.Decision(1L, Chain.GENESIS)),
        true,
        RecentMoves.NONE,
        null);
  }

  private static ProposedDecision change(WorkloadId id, String uid, List<Assignment> assignments) {
    return LaterDecision.of(
        id, uid, Chain.GENESIS, null, "InputChanged", assignments, List.of(), 0);
  }

  private static Assignment in(String zone, int replicas) {
    return new Assignment(zone, replicas, null, null);
  }
}

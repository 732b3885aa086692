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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who has to wait for room that another change gives back. A change is written {@code a: x > y}:
 * the replica of workload {@code a} leaves zone {@code x} for {@code y}; {@code 0} is nothing.
 */
class FreedRoomTest {
  private final Map<WorkloadId, DecisionInForce> inForce = new HashMap<>();

  @ParameterizedTest(name = "{0}; {1} is committed")
  @CsvSource(
      delimiter = '|',
      value = {
        // changes | in the batch | whether that is written | who follows | who is held
        "a: x > y, b: 0 > x | a | no | b | b",
        "a: x > y, b: 0 > x | a | yes | b | ''",
        "a: x > y, b: 0 > z | a | no | '' | ''",
        "a: x > y, b: z > y | a | no | '' | ''",
        "a: x > 0, b: 0 > x, c: 0 > y | a | no | b | b",
        "a: x > y, b: y > z, c: 0 > x | a | no | c | c",
        // What is held gives nothing back, along the chain.
        "a: x > 0, b: y > x, c: 0 > y | a | no | b | b c",
        "a: x > 0, b: y > x, c: z > y, d: 0 > z, e: 0 > q | a | no | b | b c d",
        "a: x > 0, b: y > x, c: z > y, d: 0 > z | a | yes | b | ''",
        "a: x > 0, b: y > x, c: x > y | a | no | b | b c",
        // They exchange room: no order would do, so neither waits for the other.
        "a: x > y, b: y > x | a | no | '' | ''",
        "a: x > y, b: y > x, c: 0 > x | a | no | c | c",
      })
  void whoTakesWhatIsNotWrittenWaits(
      String changes, String committed, String written, String following, String held) {
    List<ProposedDecision> proposed = changes(changes);
    FreedRoom freed = new FreedRoom(proposed, inForce::get);
    List<ProposedDecision> batch =
        proposed.stream().filter(c -> c.id().name().equals(committed)).toList();
    List<ProposedDecision> left = new ArrayList<>(proposed);
    left.removeAll(batch);
    assertEquals(
        following, names(left.stream().filter(change -> freed.follows(change, batch)).toList()));

    freed.committed(batch);
    batch.forEach(
        change ->
            inForce.put(
                change.id(), inForce("u", change.assignments(), written.equals("yes"), "a")));
    List<ProposedDecision> kept = new ArrayList<>(left);
    assertEquals(!held.isEmpty(), freed.removeHeld(kept));
    left.removeAll(kept);
    assertEquals(held, names(left));
  }

  @Test
  void whatIsNotCommittedHoldsNobody() {
    List<ProposedDecision> proposed = changes("a: x > y, b: 0 > x");
    FreedRoom freed = new FreedRoom(proposed, inForce::get);
    List<ProposedDecision> left = new ArrayList<>(proposed);
    assertEquals(false, freed.removeHeld(left));
    assertEquals("a b", names(left));
  }

  /** Also in the batches that follow, and to those that came to be left later. */
  @Test
  void whatIsHeldGivesNothingBackInThisCommit() {
    List<ProposedDecision> proposed = changes("a: x > 0, b: y > x, c: 0 > y");
    FreedRoom freed = new FreedRoom(proposed, inForce::get);
    freed.committed(proposed.subList(0, 1));
    inForce.put(proposed.get(0).id(), inForce("u", List.of(), false, "a"));
    assertEquals(true, freed.removeHeld(new ArrayList<>(proposed.subList(1, 2))));
    inForce.put(proposed.get(0).id(), inForce("u", List.of(), true, "a"));
    List<ProposedDecision> later = new ArrayList<>(proposed.subList(2, 3));
    assertEquals(true, freed.removeHeld(later));
    assertEquals("", names(later));
  }

  /** Nobody runs on by a decision of a workload that is gone. */
  @Test
  void whatAWorkloadThatIsGoneLeavesIsNobodys() {
    ProposedDecision taker = changes("b: 0 > x").get(0);
    WorkloadId id = new WorkloadId("n", "a");
    DecisionInForce old = inForce("u", List.of(new Assignment("x", 1, null, null)), true, "a");
    inForce.put(id, old);
    ProposedDecision gone = DecisionDifference.withdrawal(id, old);
    FreedRoom freed = new FreedRoom(List.of(gone, taker), inForce::get);
    assertEquals(false, freed.follows(taker, List.of(gone)));
    freed.committed(List.of(gone));
    inForce.put(id, inForce("u", List.of(), false, "a"));
    assertEquals(false, freed.removeHeld(new ArrayList<>(List.of(taker))));
  }

  /** Along the chain; what a workload that is gone leaves is nobody's. */
  @ParameterizedTest(name = "{0}; {1} is withheld")
  @CsvSource(
      delimiter = '|',
      value = {
        // changes | withheld | who is held with it
        "a: x > y, b: 0 > x, c: 0 > z | a | b",
        "a: x > y, b: z > x, c: 0 > z | a | b c",
        "a: x > y, b: y > x | a | b",
        "a: x > 0, b: x > y | a | ''",
      })
  void whatIsWithheldGivesNothingBack(String changes, String withheld, String held) {
    List<ProposedDecision> left = new ArrayList<>(changes(changes));
    FreedRoom freed = new FreedRoom(left, inForce::get);
    ProposedDecision out = left.remove(0);
    assertEquals(withheld, out.id().name());
    freed.withheld(out);
    List<ProposedDecision> all = List.copyOf(left);
    assertEquals(
        !held.isEmpty(), left.stream().anyMatch(freed::isKept), "who is next in line is known");
    assertEquals(!held.isEmpty(), freed.removeHeld(left));
    assertEquals(held, names(all.stream().filter(c -> !left.contains(c)).toList()));

    ProposedDecision gone = DecisionDifference.withdrawal(out.id(), inForce.get(out.id()));
    FreedRoom other = new FreedRoom(List.of(gone, all.get(0)), inForce::get);
    other.withheld(gone);
    assertEquals(false, other.isKept(all.get(0)));
  }

  @Test
  void whatIsGivenBackComesFirst() {
    List<ProposedDecision> proposed = changes("b: 0 > x, a: x > y");
    assertEquals("a b", names(List.copyOf(new FreedRoom(proposed, inForce::get).order())));
  }

  private List<ProposedDecision> changes(String text) {
    List<ProposedDecision> changes = new ArrayList<>();
    for (String one : text.split(", ")) {
      String[] parts = one.split(": | > ");
      WorkloadId id = new WorkloadId("n", parts[0]);
      if (!parts[1].equals("0")) {
        inForce.put(id, inForce("u", assignments(parts[1]), true, parts[0]));
      }
      changes.add(
          LaterDecision.of(
              id, "u", Chain.GENESIS, null, "InputChanged", assignments(parts[2]), List.of(), 0));
    }
    return changes;
  }

  private static String names(List<ProposedDecision> changes) {
    return String.join(" ", changes.stream().map(change -> change.id().name()).toList());
  }

  private static List<Assignment> assignments(String zone) {
    return zone.equals("0") ? List.of() : List.of(new Assignment(zone, 1, null, null));
  }

  private static DecisionInForce inForce(
      String uid, List<Assignment> assignments, boolean published, String name) {
    return new DecisionInForce(
        uid,
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef(name, uid),
            assignments,
            List.of(),
            new WorkloadPlacementSpec.Decision(1L, Chain.GENESIS)),
        published,
        RecentMoves.NONE,
        null);
  }
}

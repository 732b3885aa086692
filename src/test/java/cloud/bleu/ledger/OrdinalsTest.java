package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.OrdinalBlock;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.decision.FormerVolumes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every zone counts from a block of its own. */
class OrdinalsTest {

  @Test
  void aZoneThatIsLeftKeepsItsBlock() {
    Ordinals first = assign(in("a", "b"), null);
    assertEquals(List.of(0, Ordinals.BLOCK), starts(first));
    // Zone a leaves, and runs until c is ready; if it is silent, for longer than any decision.
    Ordinals second = assign(in("b", "c"), inForce(first, null));
    assertEquals(List.of(Ordinals.BLOCK, 2 * Ordinals.BLOCK), starts(second));
    Ordinals third = assign(in("b", "d"), inForce(second, null));
    assertEquals(List.of(Ordinals.BLOCK, 3 * Ordinals.BLOCK), starts(third));
    assertEquals(
        List.of(new OrdinalBlock("a", 0, 1), new OrdinalBlock("c", 2 * Ordinals.BLOCK, 1)),
        third.former());
    Ordinals back = assign(in("a", "b"), inForce(third, null));
    assertEquals(starts(first), starts(back), "its volumes have these ordinals");
    assertEquals(List.of("c", "d"), back.former().stream().map(OrdinalBlock::zone).toList());
  }

  /** 1 -> 0 -> 1, and 3 -> 2 -> 3 in a zone and in others: the volumes are where they were. */
  @Test
  void whatIsScaledDownKeepsItsOrdinals() {
    Ordinals three = assign(List.of(in("a", 2), in("b", 1)), null);
    assertEquals(List.of(), three.former());
    Ordinals two = assign(List.of(in("a", 1), in("b", 1)), inForce(three, null));
    assertEquals(List.of(new OrdinalBlock("a", 0, 2)), two.former());
    assertEquals(List.of(0, Ordinals.BLOCK), starts(two));
    Ordinals none = assign(List.of(), inForce(two, null));
    assertEquals(
        List.of(new OrdinalBlock("a", 0, 2), new OrdinalBlock("b", Ordinals.BLOCK, 1)),
        none.former());
    Ordinals one = assign(List.of(in("b", 1)), inForce(none, null));
    assertEquals(List.of(Ordinals.BLOCK), starts(one));
    assertEquals(List.of(new OrdinalBlock("a", 0, 2)), one.former());
    Ordinals again = assign(List.of(in("a", 2), in("b", 1)), inForce(one, null));
    assertEquals(three, again);
  }

  /** Replicas that are down have their volumes there, and are not counted twice. */
  @Test
  void whatIsDownUsesItsOrdinals() {
    Ordinals two = assign(List.of(in("a", 2)), null);
    Ordinals down = assign(List.of(new Assignment("a", 0, 2, null)), inForce(two, null));
    assertEquals(List.of(), down.former());
    Ordinals none = assign(List.of(), inForce(down, null));
    assertEquals(List.of(new OrdinalBlock("a", 0, 2)), none.former());
  }

  /** A decision of before says of a zone that it was left, and not of any volumes there. */
  @Test
  void whatIsNotRecordedIsNotKnown() {
    Ordinals before = new Ordinals(List.of(), List.of(new OrdinalBlock("a", 0, null)));
    Ordinals next = assign(List.of(in("b", 1)), inForce(before, null));
    assertEquals(List.of(new OrdinalBlock("a", 0, null)), next.former());
    assertEquals(Map.of(), FormerVolumes.of(next.former()));
    Ordinals used = assign(List.of(in("a", 1)), inForce(next, null));
    Ordinals left = assign(List.of(in("b", 1)), inForce(used, null));
    assertEquals(Map.of("a", 1), FormerVolumes.of(left.former()));
  }

  @Test
  void newZoneNeverGetsABlockThatIsTaken() {
    Ordinals before = new Ordinals(List.of(new Assignment("b", 1, null, 0)), List.of());
    assertEquals(List.of(Ordinals.BLOCK, 0), starts(assign(in("a", "b"), inForce(before, null))));
  }

  /** The decision before was taken by a version that gave the block of a to c. */
  @Test
  void whatStandsUntilADecisionIsWrittenHasItsBlocks() {
    Ordinals standing = assign(in("a", "b"), null);
    Ordinals committed = new Ordinals(List.of(new Assignment("c", 1, null, 0)), List.of());
    Ordinals next = assign(in("c", "d"), inForce(committed, standing));
    assertEquals(List.of(0, 2 * Ordinals.BLOCK), starts(next));
    Ordinals back = assign(in("a", "c"), inForce(next, null));
    assertEquals(List.of(3 * Ordinals.BLOCK, 0), starts(back), "one block, one zone");
  }

  /** The object was deleted and is there again: its volumes have the ordinals of before. */
  @Test
  void whatIsStatedIsOfTheFirstDecision() {
    List<OrdinalBlock> stated =
        List.of(
            new OrdinalBlock("b", Ordinals.BLOCK, 1),
            new OrdinalBlock("c", 2 * Ordinals.BLOCK, 2),
            new OrdinalBlock("d", 0, null));
    Ordinals first = Ordinals.assign(List.of(in("a", 1), in("b", 1), in("c", 1)), stated, null);
    assertEquals(List.of(3 * Ordinals.BLOCK, Ordinals.BLOCK, 2 * Ordinals.BLOCK), starts(first));
    assertEquals(
        List.of(new OrdinalBlock("d", 0, null), new OrdinalBlock("c", 2 * Ordinals.BLOCK, 2)),
        first.former());
    Ordinals next =
        Ordinals.assign(in("b"), List.of(new OrdinalBlock("b", 0, 1)), inForce(first, null));
    assertEquals(List.of(Ordinals.BLOCK), starts(next), "a decision says it, and nobody else");
  }

  /** However long the history is, a block is far from the largest ordinal of a pod. */
  @Test
  void noTwoZonesShareABlockInAnyHistory() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      Map<String, Integer> known = new HashMap<>();
      DecisionInForce before = null;
      for (int decision = 0; decision < 100; decision++) {
        List<Assignment> assigned =
            IntStream.range(0, 12)
                .filter(zone -> random.nextInt(4) == 0)
                .mapToObj(zone -> new Assignment("z" + zone, 1, null, null))
                .toList();
        Ordinals now = assign(assigned, before);
        now.assignments()
            .forEach(
                a ->
                    assertEquals(
                        known.computeIfAbsent(a.zone(), zone -> a.ordinalsStart()),
                        a.ordinalsStart()));
        before = inForce(now, null);
      }
      assertEquals(known.size(), new HashSet<>(known.values()).size());
      assertTrue(known.values().stream().allMatch(start -> start < 12 * Ordinals.BLOCK));
    }
  }

  @Test
  void theZoneThatWasLeftFirstIsForgottenFirst() {
    DecisionInForce before = null;
    List<Integer> all = new ArrayList<>();
    for (int zone = 0; zone < Ordinals.ZONES + 500; zone++) {
      Ordinals now = assign(in("z" + zone), before);
      all.addAll(starts(now));
      assertTrue(now.former().size() < Ordinals.ZONES);
      before = inForce(now, null);
    }
    assertTrue(all.stream().allMatch(start -> start <= Ordinals.ZONES * Ordinals.BLOCK));
    for (int i = 1; i < all.size(); i++) {
      List<Integer> last = all.subList(Math.max(0, i - Ordinals.ZONES + 1), i);
      assertTrue(!last.contains(all.get(i)), "zone " + i);
    }
  }

  private static Ordinals assign(List<Assignment> assignments, @Nullable DecisionInForce before) {
    return Ordinals.assign(assignments, List.of(), before);
  }

  private static List<Integer> starts(Ordinals ordinals) {
    return ordinals.assignments().stream().map(Assignment::ordinalsStart).toList();
  }

  private static Assignment in(String zone, int replicas) {
    return new Assignment(zone, replicas, null, null);
  }

  private static List<Assignment> in(String... zones) {
    return Stream.of(zones).map(zone -> new Assignment(zone, 1, null, null)).toList();
  }

  private static DecisionInForce inForce(Ordinals decided, @Nullable Ordinals standing) {
    return new DecisionInForce(
        "u",
        spec(decided),
        standing == null,
        RecentMoves.NONE,
        null,
        standing == null ? null : spec(standing));
  }

  private static WorkloadPlacementSpec spec(Ordinals ordinals) {
    return new WorkloadPlacementSpec(
        new WorkloadPlacementSpec.WorkloadRef("db", "u"),
        ordinals.assignments(),
        List.of(),
        List.of(),
        ordinals.former(),
        null);
  }
}

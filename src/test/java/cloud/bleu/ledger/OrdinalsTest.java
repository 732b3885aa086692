package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every zone counts from a block of its own. */
class OrdinalsTest {

  @Test
  void blocksAreGivenInOrderAndKept() {
    List<Assignment> first = Ordinals.assign(List.of(in("a"), in("b")), List.of());
    assertEquals(List.of(0, Ordinals.BLOCK), starts(first));
    // Zone a leaves, c comes: b keeps its block, c takes the free one.
    List<Assignment> second = Ordinals.assign(List.of(in("b"), in("c")), first);
    assertEquals(List.of(Ordinals.BLOCK, 0), starts(second));
  }

  @Test
  void newZoneNeverGetsABlockThatIsTaken() {
    List<Assignment> before = List.of(new Assignment("b", 1, null, 0));
    assertEquals(
        List.of(Ordinals.BLOCK, 0), starts(Ordinals.assign(List.of(in("a"), in("b")), before)));
  }

  private static List<Integer> starts(List<Assignment> assignments) {
    return assignments.stream().map(Assignment::ordinalsStart).toList();
  }

  private static Assignment in(String zone) {
    return new Assignment(zone, 1, null, null);
  }
}

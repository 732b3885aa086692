package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkloadSpec;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.decision.PackedItems;
import cloud.bleu.delivery.manifest.Budget;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a decision its delivery goes by. */
class DecisionInForceTest {

  /** Absent is all that the loss does not take, not nothing. */
  @ParameterizedTest
  @CsvSource({"2, 2", ", 3"})
  void theLargestLossLeavesTheFewest(Integer keeps, int expected) {
    assertEquals(
        expected,
        inForce(
                List.of(
                    new Evacuation(
                        List.of("a", "b"), null, List.of(), List.of(), List.of(), keeps)))
            .outlive());
  }

  @Test
  void withoutAPlanNoLossTakesAny() {
    assertEquals(8, inForce(List.of()).outlive());
  }

  /** Of a plan that nobody can read nobody knows what its losses leave: evictions wait for that. */
  @Test
  void whatNobodyCanReadLeavesNothing() {
    DecisionInForce unreadable =
        inForce(
            List.of(
                new Evacuation(
                    List.of(),
                    null,
                    List.of(
                        new Evacuation.Loss("site s", List.of("b"), List.of()),
                        new Evacuation.Loss("no-event", List.of("a"), List.of())),
                    List.of(),
                    List.of(),
                    3)));
    assertEquals(0, unreadable.outlive());
    BleuWorkloadSpec spec = Serialization.unmarshal("{}", BleuWorkloadSpec.class);
    assertEquals(
        1, Budget.maxUnavailable(spec, unreadable.spec().assignments(), unreadable.outlive()));
  }

  /** What older kinds leave of a plan that is packed. */
  @Test
  void planWithoutItsFieldsLeavesNothing() {
    DecisionInForce pruned = inForce(List.of(new Evacuation(null)));
    assertEquals(0, pruned.outlive());
    assertFalse(pruned.plan().says(List.of()), "it is written anew");
  }

  /** One character of it is another one. */
  @Test
  void damagedPackedPlanLeavesNothing() {
    List<Evacuation> readable =
        List.of(new Evacuation(List.of("a", "b"), null, List.of(), List.of(), List.of(), null));
    List<Evacuation> packed = PackedItems.of(readable, 2);
    assertEquals(3, inForce(packed).outlive());
    String data = packed.get(0).packed().data();
    char other = data.charAt(20) == 'A' ? 'B' : 'A';
    DecisionInForce damaged =
        inForce(
            List.of(
                new Evacuation(
                    new Evacuation.Packed(
                        1,
                        2,
                        packed.get(0).packed().bytes(),
                        data.substring(0, 20) + other + data.substring(21)))));
    assertEquals(0, damaged.outlive());
    assertFalse(damaged.plan().says(List.of()), "it is written anew");
    assertFalse(damaged.plan().says(inForce(packed).plan().losses()), "it is written anew");
  }

  /** No evidence could be recorded of any pass with it. */
  @Test
  void planWithHalfOfCharacterLeavesNothing() {
    DecisionInForce odd = inForce(List.of(PackedItems.ofHalfOfCharacter()));
    assertEquals(List.of(), odd.plan().losses());
    assertFalse(odd.plan().says(List.of()), "it is written anew");
  }

  /** Every look at a workload asks for it while a decision is not written. */
  @Test
  void planOfWhatStandsIsReadOnce() {
    WorkloadPlacementSpec spec = inForce(List.of()).spec();
    DecisionInForce committed =
        new DecisionInForce("uid", spec, false, RecentMoves.NONE, null, spec);
    assertSame(committed.asStanding().plan(), committed.asStanding().plan());
    assertSame(committed.asStanding().plan(), committed.over(spec).asStanding().plan());
  }

  private static DecisionInForce inForce(List<Evacuation> plan) {
    return new DecisionInForce(
        "uid",
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef("web", "uid"),
            List.of(new Assignment("a", 5, null, null), new Assignment("b", 3, null, null)),
            plan,
            new WorkloadPlacementSpec.Decision(1L, "sha256:a")),
        true,
        RecentMoves.NONE,
        null);
  }
}

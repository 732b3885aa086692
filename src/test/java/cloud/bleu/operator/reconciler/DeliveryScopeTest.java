package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.zone.Problem;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far a decision is delivered, why no further, and whether its refusals are told. */
class DeliveryScopeTest {

  @ParameterizedTest
  @CsvSource({
    // decision, served, frozen, gate, what is in the way: extent, why, told
    "none,      true,  false, open, '',             NOTHING, '',               true",
    "none,      true,  true,  shut, written,        NOTHING, written,          true",
    "none,      false, false, open, written held,   NOTHING, '',               true",
    // Nothing acts on a decision that is not published, whatever else is so.
    "committed, true,  false, open, '',             BEFORE,  '',               false",
    "committed, true,  false, open, written,        BEFORE,  written,          false",
    "committed, true,  true,  shut, held closed,    BEFORE,  '',               false",
    "committed, false, false, open, written held,   BEFORE,  '',               false",
    // Where nothing may be changed nothing is in the way either.
    "published, false, false, open, '',             LOOK,    '',               true",
    "published, false, true,  shut, written held closed, LOOK, '',             true",
    // Its WorkloadPlacement is changed by somebody and cannot be set back: that is told besides.
    "published, true,  false, open, '',             WHOLE,   '',               true",
    "published, true,  false, open, written,        WHOLE,   written,          true",
    "published, true,  true,  open, '',             FROZEN,  '',               true",
    "published, true,  true,  open, written,        FROZEN,  written,          true",
    // Without its finalizer it would leave something behind.
    "published, true,  false, open, held,           HELD,    held,             false",
    "published, true,  true,  open, held,           HELD,    held,             false",
    "published, true,  false, open, written held,   HELD,    written held,     false",
    "published, true,  false, shut, held closed,    HELD,    held,             false",
    // A gate that is on its way gives no reason: none is called over for that.
    "published, true,  false, shut, '',             HELD,    '',               false",
    "published, true,  true,  shut, '',             HELD,    '',               false",
    "published, true,  false, shut, closed,         HELD,    closed,           false",
    "published, true,  false, shut, written closed, HELD,    written closed,   false",
    // What a gate said that is open by now is in nobody's way.
    "published, true,  false, open, closed,         WHOLE,   '',               true",
  })
  void howFarADecisionIsDelivered(
      String decision,
      boolean served,
      boolean frozen,
      String gate,
      String obstacles,
      DeliveryScope.Extent extent,
      String why,
      boolean told) {
    DeliveryScope scope =
        DeliveryScope.of(
            decision(decision),
            new DeliveryScope.Obstacles(
                served,
                frozen,
                among(obstacles, "written"),
                among(obstacles, "held"),
                gate.equals("open"),
                among(obstacles, "closed")));
    assertEquals(extent, scope.extent());
    assertEquals(why, scope.why().stream().map(Problem::code).collect(Collectors.joining(" ")));
    assertEquals(told, scope.isTried());
  }

  private static List<Problem> among(String obstacles, String one) {
    return Arrays.asList(obstacles.split(" ")).contains(one)
        ? List.of(new Problem(one, "made up by a test", true))
        : List.of();
  }

  private static @Nullable DecisionInForce decision(String state) {
    return state.equals("none")
        ? null
        : new DecisionInForce(
            "uid",
            new WorkloadPlacementSpec(
                new WorkloadPlacementSpec.WorkloadRef("web", "uid"), List.of(), List.of(), null),
            state.equals("published"),
            new RecentMoves(List.of()),
            null);
  }
}

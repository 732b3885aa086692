package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.Specified;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is tolerated now: where room is asked for, all that a loss takes has a new place. */
class ToleratedLossesTest {

  /** Six replicas in one zone, beside one with room for some of them. */
  @ParameterizedTest
  @CsvSource({
    "Reserved, 6, true",
    "Reserved, 5, false",
    "Reserved, 1, false",
    "BestEffort, 6, false",
    "None, 6, false",
  })
  void allHaveAPlaceOrNone(Recover recover, int room, boolean tolerated) {
    Estate estate =
        estate()
            .zone(zone("z1").cpu(10), zone("z2").cpu(room))
            .workload(Specified.a(6).tolerate(Scope.ZONE, 0, recover, false))
            .running("a", "z1", 6)
            .build();
    assertEquals(tolerated, tolerated(estate).contains(Scope.ZONE));
  }

  /** What the loss of a zone leaves counts only where nothing is asked for the rest of it. */
  @ParameterizedTest
  @CsvSource({"Reserved, 5, true", "Reserved, 3, false", "BestEffort, 3, true", "None, 3, true"})
  void whatIsLeftIsNotEnoughWhereRoomIsAskedFor(Recover recover, int room, boolean tolerated) {
    Estate estate =
        estate()
            .zone(zone("z1").cpu(room), zone("z2").cpu(room))
            .workload(Specified.a(4).tolerate(Scope.ZONE, 0, recover, false))
            .running("a", "z1", 2, "z2", 2)
            .build();
    assertEquals(tolerated, tolerated(estate).contains(Scope.ZONE));
  }

  /** One of two that the loss takes has no place: to call that tolerated is false. */
  @Test
  void aClaimThatLeavesOneOutIsFound() {
    Estate estate =
        estate()
            .zones(3, "z1", "z2")
            .workload(Specified.a(4).tolerate(Scope.ZONE, 0, Recover.Reserved, false))
            .running("a", "z1", 2, "z2", 2)
            .build();
    Plans.Draft draft = Plans.decided("a").in("z1", 2).in("z2", 2);
    assertFalse(Plans.codes(estate, draft).contains("ToleranceFalse"));
    assertTrue(Plans.codes(estate, draft.tolerates(Scope.ZONE)).contains("ToleranceFalse"));
  }

  /** The scopes that are tolerated, by the plan as it was proposed. */
  private static List<Scope> tolerated(Estate estate) {
    Plan plan = Planner.propose(estate, Map.of());
    assertEquals(List.of(), Checker.check(estate, plan));
    return Estates.of(plan, "a").tolerates().stream().map(Decision.Tolerance::scope).toList();
  }
}

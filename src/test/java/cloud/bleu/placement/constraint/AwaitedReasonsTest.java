package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload.Rebalance.Mode;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of replicas that would move, and wait: until when, and what ends it. */
class AwaitedReasonsTest {
  private static final Instant HOUR_AGO = NOW.minus(Duration.ofHours(1));

  private static String told(List<Decision.Reason> reasons) {
    return reasons.stream()
        .map(r -> r.code() + (r.canPassByItself() ? "~ " : " ") + r.message())
        .collect(Collectors.joining(" | "));
  }

  /** At home in z1, where it does not run; z3 is lost. */
  private static String waitsToReturn(String how) {
    WorkloadBuilder a = workload("a").replicas(1);
    switch (how) {
      case "data" -> a.dataBound();
      case "suspended" -> a.suspended();
      case "never" -> a.rebalance(Mode.Never, 2);
      case "rejected" -> a.only("z2", "z3");
      default -> {
        // As it is.
      }
    }
    ZoneBuilder home = zone("z1").cpu(9);
    switch (how) {
      case "just back" -> home.since(NOW);
      case "cordoned" -> home.state(ZoneState.Cordoned);
      default -> {
        // As it is.
      }
    }
    ZoneBuilder lost = zone("z3").cpu(9);
    if (!how.equals("nothing lost")) {
      lost.state(ZoneState.Lost, HOUR_AGO);
    }
    PlanState state =
        new PlanState(estate().zone(home, zone("z2").cpu(9), lost).workload(a).build());
    WorkloadState own = state.workloadStates[0];
    own.motion().run(0, how.equals("there") ? 1 : 0, how.equals("elsewhere") ? 0 : 1);
    own.motion().run(1, how.equals("there") ? 0 : 1, how.equals("elsewhere") ? 1 : 0);
    own.begin(0);
    return told(AwaitedReturn.of(state, own));
  }

  @ParameterizedTest
  @CsvSource({
    "away, ReturnWaits~",
    "there, ''",
    "elsewhere, ''",
    "nothing lost, ''",
    "data, ''",
    "suspended, ''",
    "never, ''",
    // what keeps it away is another reason then
    "just back, ''",
    "cordoned, ''",
    "rejected, ''",
  })
  void whoWouldGoHomeButForALoss(String how, String code) {
    assertEquals(code, waitsToReturn(how).replaceAll(" .*", ""));
  }

  private static PlanState moving(int perHour, @Nullable Instant nextFree) {
    EstateBuilder estate = estate().zones(9, "z1").workload(workload("a"));
    return new PlanState(estate.moving(perHour, nextFree).build());
  }

  @ParameterizedTest
  @CsvSource({"true, MovesWait~", "false, MovesWait"})
  void whoWouldMoveWithinTheBudgetOfAll(boolean soon, String code) {
    PlanState state = moving(2, null);
    WorkloadState own = state.workloadStates[0];
    assertEquals("", told(AwaitedMoves.of(state, own)));
    own.notes().awaitMoves(soon);
    assertEquals(code, told(AwaitedMoves.of(state, own)).replaceAll(" .*", ""));
  }

  @Test
  void whoWasNotTriedAsOneWhomOthersFollow() {
    WorkloadState own = moving(2, null).workloadStates[0];
    assertEquals("", told(UntriedMoves.of(own)));
    own.notes().leaveUntried();
    assertEquals("FollowSearchCut~", told(UntriedMoves.of(own)).replaceAll(" .*", ""));
  }
}

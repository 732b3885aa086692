package cloud.bleu.placement.capacity;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.id;
import static cloud.bleu.placement.Estates.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a bound for all workloads together is left for the one whose turn it is. */
class SharedMovesTest {
  private PlanState state;
  private WorkloadState a;
  private WorkloadState b;

  /**
   * Two workloads, of which {@code b} moved so often in the hour before.
   *
   * @param perHour null: no bound
   */
  private SharedMoves moves(@Nullable Integer perHour, int before, @Nullable Instant nextFree) {
    EstateBuilder estate =
        estate()
            .zones(9, "z1", "z2")
            .workload(workload("a").replicas(9), workload("b").replicas(9))
            .placement(
                new Placement(id("b"), null, List.of(Assignment.of("z1", 9)), List.of(), before));
    if (perHour != null) {
      estate.moving(perHour, nextFree);
    }
    state = new PlanState(estate.build());
    a = state.workloadStates[0];
    b = state.workloadStates[1];
    return state.sharedMoves;
  }

  @ParameterizedTest
  @CsvSource({
    // bound, moves before the plan, of b and of a in it, own budget of a: what is left, told or not
    ", 7, 3, 0, 2, 2, false",
    "5, 0, 0, 0, 2, 2, false",
    "5, 3, 0, 0, 2, 2, false",
    "5, 4, 0, 0, 2, 1, true",
    "5, 0, 4, 0, 2, 1, true",
    "5, 2, 2, 0, 2, 1, true",
    "5, 5, 0, 0, 2, 0, true",
    // a bound that was lowered since
    "5, 9, 0, 0, 2, 0, true",
    // what it moved itself counts once
    "5, 0, 0, 4, 2, 1, true",
    "5, 0, 2, 2, 1, 1, false",
    // who has no moves of its own lacks none
    "5, 5, 0, 0, 0, 0, false",
    "0, 0, 0, 0, 1, 0, true",
  })
  void whatIsLeft(
      @Nullable Integer perHour, int before, int ofB, int ofA, int own, int most, boolean curbed) {
    SharedMoves moves = moves(perHour, before, null);
    b.notes().spend(ofB);
    moves.turn(a);
    a.notes().spend(ofA);
    assertEquals(most, moves.most(a, own));
    assertEquals(curbed, a.notes().curbed());
  }

  /** Who has its turn later finds what is left then. */
  @Test
  void turnsFollowEachOther() {
    SharedMoves moves = moves(4, 0, null);
    moves.turn(a);
    assertEquals(2, moves.most(a, 2));
    a.notes().spend(2);
    moves.turn(b);
    assertEquals(2, moves.most(b, 3));
    b.notes().spend(1);
    moves.turn(a);
    assertEquals(1, moves.most(a, 2));
  }

  /** So many from here on, whatever was made; then it is as it was, also after an error. */
  @Test
  void movesAreLent() {
    SharedMoves moves = moves(5, 5, null);
    b.notes().spend(3);
    moves.turn(a);
    assertEquals(4, moves.lending(4, () -> moves.most(a, 9)));
    assertEquals(9, moves.lending(SharedMoves.UNBOUNDED, () -> moves.most(a, 9)));
    assertThrows(
        IllegalStateException.class,
        () ->
            moves.lending(
                4,
                () -> {
                  throw new IllegalStateException("made up");
                }));
    assertEquals(0, moves.most(a, 9));
  }

  @ParameterizedTest
  @CsvSource({
    // moves before the plan, minutes until the operator says that more are free; until they are
    "0, , 60",
    "3, , 60",
    "3, 20, 20",
    // none was made: those that this plan makes are free in an hour
    "0, 20, 60",
    // a time that has passed says nothing
    "3, -5, 60",
    "3, 0, 60",
  })
  void whenMoreAreFree(int before, @Nullable Integer said, int minutes) {
    Instant nextFree = said == null ? null : NOW.plus(Duration.ofMinutes(said));
    assertEquals(NOW.plus(Duration.ofMinutes(minutes)), moves(5, before, nextFree).nextFree());
  }

  @Test
  void theBoundIsSaid() {
    assertEquals(5, moves(5, 0, null).perHour());
    assertEquals(Integer.MAX_VALUE, moves(null, 0, null).perHour());
  }
}

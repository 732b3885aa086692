package cloud.bleu.placement.capacity;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Room at home and room for moves are held once for the same replica. Workload {@code a} has homes
 * in {@code z1}, whose nodes are not back for long enough. It survives the loss of the region of
 * {@code z2}, {@code z3} and {@code z4}, of which the first two are on one site; {@code b} survives
 * the loss of a site.
 */
class ReservedRoomTest {
  private static final int ROOM = 10;

  private static ZoneBuilder home(int room, Duration ago) {
    return zone("z1").region("r1").cpu(room).health(Health.Signal.Healthy, NOW.minus(ago));
  }

  private static PlanState state(int room) {
    return new PlanState(
        estate()
            .zone(
                home(room, Duration.ofMinutes(1)),
                zone("z2").region("r2").site("s2"),
                zone("z3").region("r2").site("s2"),
                zone("z4").region("r2").site("s4"))
            .workload(
                workload("a").replicas(9).tolerate(Scope.REGION),
                workload("b").tolerate(Scope.SITE))
            .build());
  }

  private static int[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  /** Counted in the room with its moves and its way home, in this order of the two. */
  private static WorkloadState counted(
      PlanState state, String at, String homes, String moves, boolean homesFirst) {
    WorkloadState a = state.workloadStates[0];
    a.places().putBack(numbers(at), numbers(homes));
    int[] replicas = numbers(moves);
    for (int z = 1; z < replicas.length; z++) {
      if (replicas[z] > 0) {
        a.evacuation().move(ownEvent(a), z, 0, replicas[z]);
      }
    }
    state.ledger.use(a, true);
    if (homesFirst) {
      state.holdHomes(a);
      state.hold(a);
    } else {
      state.hold(a);
      state.holdHomes(a);
    }
    return a;
  }

  private static int ownEvent(WorkloadState a) {
    return Arrays.stream(a.compiled.protectedEvents.list)
        .filter(event -> event.members.length == 3)
        .findFirst()
        .orElseThrow()
        .ofWorkload;
  }

  private static int site(PlanState state) {
    return Arrays.stream(state.workloadStates[1].compiled.protectedEvents.list)
        .filter(event -> event.members.length == 2)
        .findFirst()
        .orElseThrow()
        .ofEstate;
  }

  /** Room left in z1 whatever happens, and at the loss of the site. */
  private static String left(PlanState state) {
    WorkloadState b = state.workloadStates[1];
    return state.ledger.fit(b.compiled, 0, ROOM, false)
        + " "
        + state.ledger.fit(b.compiled, site(state), 0, ROOM, false);
  }

  /** By zone: where it is, its homes, what moves from there to z1 at the loss of the region. */
  @ParameterizedTest
  @CsvSource({
    "0 2 0 0, 2 0 0 0, 0 0 0 0, 8 8",
    "0 2 0 0, 2 0 0 0, 0 2 0 0, 8 8",
    // fewer have their home there than come, and more
    "0 2 0 0, 1 1 0 0, 0 2 0 0, 8 8",
    "0 2 0 0, 2 0 0 0, 0 1 0 0, 8 8",
    // those that are at home would come beside those that go home
    "0 1 2 0, 1 0 2 0, 0 0 2 0, 7 7",
    "0 1 2 0, 1 0 2 0, 0 1 2 0, 7 7",
    "0 1 2 0, 3 0 0 0, 0 1 2 0, 7 7",
    // what is on another site stays at the loss of this one
    "0 2 0 2, 2 0 0 2, 0 2 0 2, 6 8",
    "0 2 0 2, 2 2 0 0, 0 2 0 2, 6 6",
    "0 0 0 2, 2 0 0 0, 0 0 0 2, 8 8",
  })
  void oneReplicaHoldsRoomOnce(String at, String homes, String moves, String left) {
    for (boolean homesFirst : new boolean[] {true, false}) {
      PlanState state = state(ROOM);
      WorkloadState a = counted(state, at, homes, moves, homesFirst);
      assertEquals(left, left(state), "homes first: " + homesFirst);
      state.without(a, () -> 0);
      assertEquals(left, left(state));
      state.release(a);
      state.hold(a);
      assertEquals(left, left(state));
      state.releaseHomes(a);
      state.leave(a);
      assertEquals(ROOM + " " + ROOM, left(state));
    }
  }

  /** While it is out of the room, so is what is held for it. */
  @Test
  void nothingIsHeldAgainstItself() {
    PlanState state = state(ROOM);
    WorkloadState a = counted(state, "0 2 0 0", "2 0 0 0", "0 2 0 0", false);
    assertEquals(ROOM + " " + ROOM, state.without(a, () -> left(state)));
  }

  /** As much as is not in use. The room, what is in use, how many wait, how many have room. */
  @ParameterizedTest
  @CsvSource({"5, 2, 2, 2", "4, 2, 2, 2", "3, 2, 2, 1", "2, 2, 2, 0", "1, 2, 2, 0"})
  void noMoreIsHeldThanThereIs(int room, int used, int away, int held) {
    PlanState state = state(room);
    WorkloadState b = state.workloadStates[1];
    b.motion().run(0, used, 0);
    state.enter(b);
    WorkloadState a = counted(state, "0 0 0 " + away, away + " 0 0 0", "0 0 0 0", false);
    assertEquals(held, a.room().held(0));
  }

  /** Only where it is open and not back for long enough. */
  @ParameterizedTest
  @CsvSource({"1, 2", "29, 2", "30, 0", "31, 0"})
  void nothingIsHeldWhereItMayGoHome(int minutes, int held) {
    PlanState state =
        new PlanState(
            estate()
                .zone(home(ROOM, Duration.ofMinutes(minutes)), zone("z2"))
                .workload(
                    workload("a")
                        .replicas(2)
                        .failover(Duration.ofMinutes(5), Duration.ofMinutes(30)))
                .build());
    WorkloadState a = state.workloadStates[0];
    a.motion().run(1, 2, 0);
    a.motion().run(0, 0, 2);
    state.enter(a);
    state.holdHomes(a);
    assertEquals(held, a.room().held(0));
  }
}

package cloud.bleu.placement.capacity;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** What is free while something is asked or done, and that it is given back, by an error too. */
class RoomScopeTest {
  private final PlanState state =
      new PlanState(
          estate()
              .zone(zone("z1").cpu(5).since(NOW), zone("z2").cpu(5))
              .workload(workload("a").replicas(2).tolerate(Scope.ZONE), workload("b"))
              .build());

  private final WorkloadState a = state.workloadStates[0];
  private final WorkloadState b = state.workloadStates[1];

  /** One replica in each zone, each with its reserve in the other. */
  RoomScopeTest() {
    ReplicaPlacer placer = new ReplicaPlacer(state);
    placer.start(a);
    placer.place(2);
    placer.adopt(a);
    state.enter(a);
    state.enter(b);
    assertEquals("3 3, 4 4", room());
  }

  /** {@code 3 3, 4 4}: what fits by zone beside reserves, and beside what runs alone. */
  private String room() {
    return "%d %d, %d %d".formatted(fits(0), fits(1), fitsUsed(0), fitsUsed(1));
  }

  private int fits(int zone) {
    return state.ledger.fit(b.compiled, zone, 99, false);
  }

  private int fitsUsed(int zone) {
    return state.ledger.fitUsed(b.compiled, zone, 99, false);
  }

  private int fail() {
    throw new IllegalStateException("made up");
  }

  private void givesBack(IntSupplier failing) {
    assertThrows(IllegalStateException.class, failing::getAsInt);
    assertEquals("3 3, 4 4", room());
  }

  @Test
  void whatRunsUsesNothing() {
    assertEquals("4 4, 5 5", state.roomScope.unused(List.of(a), this::room));
    assertEquals("3 3, 4 4", room());
    givesBack(() -> state.roomScope.unused(List.of(a), this::fail));
  }

  @Test
  void whatIsHeldIsFree() {
    assertEquals("4 4, 4 4", state.roomScope.unreserved(List.of(a, b), this::room));
    assertEquals("3 3, 4 4", room());
    givesBack(() -> state.roomScope.unreserved(List.of(a), this::fail));
  }

  /** What it has then is counted, not what it had. */
  @Test
  void aChangeIsCountedOnceItIsMade() {
    state.roomScope.changing(List.of(b), () -> b.motion().run(1, 1, 1));
    assertEquals("3 2, 4 3", room());
    assertThrows(
        IllegalStateException.class,
        () ->
            state.roomScope.changing(
                List.of(b),
                () -> {
                  b.motion().run(1, 1, 1);
                  fail();
                }));
    assertEquals("3 1, 4 2", room());
  }

  @Test
  void whoIsOutOfTheRoomIsCounted() {
    state.leave(a);
    assertEquals("5 5, 5 5", room());
    assertEquals(true, state.roomScope.counting(a, () -> room().equals("3 3, 4 4")));
    assertEquals("5 5, 5 5", room());
    assertThrows(IllegalStateException.class, () -> state.roomScope.counting(a, () -> fail() > 0));
    assertEquals("5 5, 5 5", room());
  }

  /** Of who waits to go home to a zone that is just back. */
  @Test
  void roomAtHomeIsHeld() {
    b.motion().run(0, 0, 2);
    assertEquals("1 3, 2 4", state.roomScope.holdingHomes(List.of(b), this::room));
    givesBack(() -> state.roomScope.holdingHomes(List.of(b), this::fail));
  }
}

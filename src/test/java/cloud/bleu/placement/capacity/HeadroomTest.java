package cloud.bleu.placement.capacity;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many replicas of one workload fit where: in 10 cpu of the first of three zones. Event 1 is
 * the loss of the second zone, event 2 that of the third.
 */
class HeadroomTest {
  private static final int ZONE = 0;

  private final PlanState state =
      new PlanState(
          estate()
              .zone(zone("z1").cpu(10), zone("z2").cpu(20), zone("z3").cpu(20))
              .workload(
                  workload("a").cpu(2).tolerate(Scope.ZONE),
                  workload("b").cpu(3).surges(),
                  workload("filler"))
              .build());
  private final CompiledWorkload plain = state.compiledWorkloads.get(0);
  private final CompiledWorkload surging = state.compiledWorkloads.get(1);
  private final WorkloadState filler = state.workloadStates[2];
  private final Headroom headroom =
      new Headroom(state.ledger, state.zones(), state.events.count(), plain);

  @ParameterizedTest
  @CsvSource({
    // of 10 cpu used, held in event 1, in event 2, asked at most: fit in any event, in 1, in 2
    "0, 0, 0, 9,  5, 5, 5",
    "0, 0, 0, 3,  3, 3, 3",
    "0, 0, 0, 0,  0, 0, 0",
    "1, 0, 0, 9,  4, 4, 4",
    "2, 4, 0, 9,  2, 2, 4",
    "2, 4, 6, 9,  1, 2, 1",
    "9, 0, 0, 9,  0, 0, 0",
    "11, 0, 0, 9, 0, 0, 0",
  })
  void wholeReplicas(int used, int first, int second, int most, int any, int in1, int in2) {
    CompiledWorkload one = filler.compiled;
    state.ledger.use(one, ZONE, 0, used);
    state.ledger.hold(one, 1, ZONE, first);
    state.ledger.hold(one, 2, ZONE, second);
    headroom.reset(plain, most);
    assertEquals(any, headroom.fit(ZONE));
    assertEquals(in1, headroom.fit(1, ZONE, false));
    assertEquals(in2, headroom.fit(2, ZONE, false));
    assertEquals(Math.min(most, 10), headroom.fit(1), "another zone");
  }

  /** A rollout needs room for one replica more where the workload is in use, and nowhere else. */
  @ParameterizedTest
  @CsvSource({"a, false, 5", "a, true, 5", "b, false, 3", "b, true, 2"})
  void aRolloutTakesRoomWhereItIsInUse(String name, boolean inUse, int fit) {
    headroom.reset(name.equals("a") ? plain : surging, 20);
    assertEquals(fit, headroom.fit(1, ZONE, inUse));
    assertEquals(name.equals("a") ? 5 : 3, headroom.fit(1, ZONE, false), "asked after it");
    assertEquals(fit, headroom.fitEvicting(1, ZONE, inUse));
    assertEquals(name.equals("a") ? 5 : 2, headroom.fit(ZONE), "what is placed rolls out");
  }

  /** An answer stands until the next start, also for a workload of another size. */
  @Test
  void isPricedOnceForEachStart() {
    headroom.reset(plain, 20);
    assertEquals(5, headroom.fit(ZONE));
    assertEquals(5, headroom.fit(2, ZONE, false));
    headroom.reset(surging, 20);
    assertEquals(2, headroom.fit(ZONE));
    assertEquals(3, headroom.fit(2, ZONE, false));
    headroom.reset(surging, 1);
    assertEquals(1, headroom.fit(ZONE));
    state.ledger.use(filler.compiled, ZONE, 0, 10);
    headroom.reset(plain, 20);
    assertEquals(0, headroom.fit(ZONE));
    assertEquals(0, headroom.fit(2, ZONE, false));
  }

  /** Who asked depends on the room, also where the answer was remembered. */
  @Test
  void rememberedAnswersCountAsReads() {
    headroom.reset(plain, 20);
    headroom.fit(ZONE);
    headroom.fit(1, ZONE, false);
    long before = state.ledger.reads();
    headroom.fit(ZONE);
    assertEquals(before + 1, state.ledger.reads());
    headroom.fit(1, ZONE, false);
    assertEquals(before + 2, state.ledger.reads());
  }

  /** What may be evicted at the loss of a zone counts in, for that loss and for whole replicas. */
  @ParameterizedTest
  @CsvSource({"10, 4, 0, 2", "10, 5, 0, 2", "7, 4, 1, 3", "7, 0, 1, 1"})
  void whatMayBeEvictedCountsIn(int used, int victims, int free, int evicting) {
    state.ledger.use(filler.compiled, ZONE, 0, used - victims);
    state.change(filler, ZONE, victims);
    headroom.reset(plain, 20);
    state.ledger.evictable(new EvictableRoom(state, List.of(filler)));
    assertEquals(free, headroom.fit(1, ZONE, false));
    assertEquals(evicting, headroom.fitEvicting(1, ZONE, false));
    state.ledger.evictable(null);
    assertEquals(free, headroom.fitEvicting(1, ZONE, false), "when nobody may be evicted");
  }

  /** Room is shared between events: what an event asks less of than another one costs nothing. */
  @ParameterizedTest
  @CsvSource({"2, true", "3, false", "0, true"})
  void sharesWhatAnotherEventHolds(int replicas, boolean shares) {
    state.ledger.hold(plain, 2, ZONE, 2);
    headroom.reset(plain, 20);
    assertEquals(shares, headroom.shares(1, ZONE, replicas));
    assertEquals(replicas == 0, headroom.shares(2, ZONE, replicas), "beside what it holds");
  }
}

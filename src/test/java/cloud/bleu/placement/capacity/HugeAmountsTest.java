package cloud.bleu.placement.capacity;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workloads that together ask for more than a long counts: there is no room beside them. */
class HugeAmountsTest {
  private static final long HUGE = 1L << 62;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 127, 128, 130, 255, 256, 260, 520})
  void whatStandsLeavesNoRoomHoweverMuchItIs(int standing) {
    EstateBuilder estate = estate().zone(zone("z1").cpu(1000).resource("memory", 16L << 30));
    for (int i = 0; i < standing; i++) {
      String name = "h%03d".formatted(i);
      estate.workload(workload(name).cpu(1).request("memory", HUGE)).running(name, "z1", 1);
    }
    estate.workload(workload("x").cpu(1).replicas(10).request("memory", 1L << 30));

    Plan plan = Planner.plan(estate.build());

    Decision x = plan.decisions().get(standing);
    assertEquals(
        standing == 0 ? 10 : 0, x.assignments().stream().mapToInt(Assignment::replicas).sum());
  }

  /** What one zone has, or one workload asks for and nobody has, is no measure for another zone. */
  @ParameterizedTest
  @CsvSource({"4000, 1", "4000000000000000000, 1", "4000000000000000000, 4100000000000000000"})
  void oneHugeZoneDoesNotFillTheOthers(long huge, long asked) {
    Plan plan =
        Planner.plan(
            estate()
                .zone(
                    zone("z1").resource("pods", 110),
                    zone("z2").resource("pods", huge).state(ZoneState.Cordoned))
                .workload(
                    workload("a").replicas(3).request("pods", 1),
                    workload("b").request("pods", asked))
                .build());

    assertEquals("z1=3", Estates.zones(Estates.of(plan, "a")));
  }

  /** Their sum is a multiple of 2^64, which wraps to nothing, or just beside one. */
  @ParameterizedTest
  @ValueSource(ints = {255, 256, 257, 511, 512, 513})
  void noSumReadsAsNothing(int standing) {
    EstateBuilder estate = estate().zone(zone("z1").cpu(1000).resource("memory", 16L << 30));
    for (int i = 0; i < standing; i++) {
      String name = "h%03d".formatted(i);
      estate.workload(workload(name).cpu(1).request("memory", 1L << 56)).running(name, "z1", 1);
    }
    estate.workload(workload("x").cpu(1).replicas(10).request("memory", 1L << 30));

    Plan plan = Planner.plan(estate.build());

    Decision x = plan.decisions().get(standing);
    assertEquals(List.of(), x.assignments());
  }

  /** A zone that one of so many workloads fills, and two that may be lost. */
  private static PlanState state(int workloads) {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").cpu(10).resource("memory", HUGE), zone("z2"), zone("z3"))
            .workload(workload("a").cpu(1).request("memory", HUGE / 8).tolerate(Scope.ZONE));
    for (int i = 0; i < workloads; i++) {
      estate.workload(workload("h%03d".formatted(i)).cpu(0).request("memory", HUGE));
    }
    return new PlanState(estate.build());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 127, 128, 200, 256, 600})
  void whatIsUsedIsTakenBack(int count) {
    PlanState state = state(count);
    List<CompiledWorkload> all = state.compiledWorkloads;
    CompiledWorkload one = all.get(0);
    int memory = one.columns[1];
    state.ledger.use(one, 0, 0, 4);
    for (int i = 1; i <= count; i++) {
      state.ledger.use(all.get(i), 0, 0, 1);
      assertEquals(0, state.ledger.fitUsed(one, 0, 9, false), i + " of them");
      assertFalse(state.ledger.withinUsed(one, 0), i + " of them");
      assertFalse(state.ledger.within(one, 0), i + " of them");
      assertTrue(state.ledger.used.excess(state.columns, 0, false)[memory] > 0, i + " of them");
    }
    for (int i = count; i >= 1; i--) {
      assertFalse(state.ledger.withinUsed(one, 0), i + " of them are left");
      state.ledger.use(all.get(i), 0, 1, 0);
    }
    assertEquals(4, state.ledger.fitUsed(one, 0, 9, false));
    assertEquals(4, state.ledger.fit(one, 0, 9, false));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 127, 128, 200, 256, 600})
  void whatIsHeldIsTakenBack(int count) {
    PlanState state = state(count);
    List<CompiledWorkload> all = state.compiledWorkloads;
    CompiledWorkload one = all.get(0);
    state.ledger.hold(one, 1, 0, 2);
    state.ledger.hold(one, 2, 0, 3);
    for (int i = 1; i <= count; i++) {
      state.ledger.hold(all.get(i), 1, 0, 1);
      assertEquals(0, state.ledger.fit(one, 1, 0, 9, false), i + " of them");
      assertEquals(0, state.ledger.fit(one, 0, 9, false), i + " of them");
      assertFalse(state.ledger.shares(one, 1, 0, 1), i + " of them");
      assertTrue(state.ledger.within(one, 2, 0), i + " of them");
    }
    for (int i = count; i >= 1; i--) {
      assertFalse(state.ledger.within(one, 1, 0), i + " of them are left");
      assertFalse(state.ledger.within(one, 0), i + " of them are left");
      state.ledger.hold(all.get(i), 1, 0, -1);
    }
    assertEquals(6, state.ledger.fit(one, 1, 0, 9, false));
    assertEquals(5, state.ledger.fit(one, 0, 9, false));
  }

  @Test
  void whatMayBeEvictedIsNeverLessThanNothing() {
    PlanState state = state(200);
    for (int i = 1; i <= 200; i++) {
      state.change(state.workloadStates[i], 0, 1);
    }
    EvictableRoom room = new EvictableRoom(state, List.of(state.workloadStates).subList(1, 201));

    int memory = state.compiledWorkloads.get(0).columns[1];
    assertTrue(1L << 56 < room.amount(0, 0, memory));
  }
}

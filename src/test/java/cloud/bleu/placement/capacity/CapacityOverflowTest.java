package cloud.bleu.placement.capacity;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Health.Signal;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A zone that lost a part of its nodes: what runs beyond its room, and who is to move. */
class CapacityOverflowTest {
  private static final Duration FIVE = Duration.ofMinutes(5);
  private static final Duration HALF_HOUR = Duration.ofMinutes(30);

  private static ZoneBuilder degraded(int cpu, Duration ago) {
    return zone("z1").cpu(cpu).health(Signal.Degraded, NOW.minus(ago));
  }

  private static WorkloadBuilder waiting(String name) {
    return workload(name).failover(FIVE, HALF_HOUR);
  }

  /** A state with so many replicas of each workload in the first zone, decided as they are told. */
  private static PlanState marked(EstateBuilder estate, int... replicas) {
    PlanState state = new PlanState(estate.build());
    for (int i = 0; i < replicas.length; i++) {
      state.change(state.workloadStates[i], 0, replicas[i]);
    }
    List<List<CompiledWorkload>> order = state.compiledWorkloads.stream().map(List::of).toList();
    CapacityOverflow.mark(state, order);
    return state;
  }

  /** What is to leave the first zone, by workload. */
  private static String leaving(PlanState state) {
    StringBuilder text = new StringBuilder();
    for (WorkloadState one : state.workloadStates) {
      text.append(text.isEmpty() ? "" : " ").append(one.overflow(0));
    }
    return text.toString();
  }

  /** Workloads of 1 and 2 cpus a replica, the first decided first. */
  @ParameterizedTest
  @CsvSource({
    // room of the zone, replicas of a and b: what of a and of b is to move
    "10, 4, 3, 0 0",
    "9, 4, 3, 0 1",
    "8, 4, 3, 0 1",
    "7, 4, 3, 0 2",
    "4, 4, 3, 0 3",
    "3, 4, 3, 1 3",
    "0, 4, 3, 4 3",
    "0, 0, 1, 0 1",
  })
  void theLastInOrderMovesFirst(int cpu, int a, int b, String leaving) {
    EstateBuilder estate =
        estate().zone(degraded(cpu, FIVE), zone("z2")).workload(waiting("a"), waiting("b").cpu(2));
    assertEquals(leaving, leaving(marked(estate, a, b)));
  }

  /** In a group that is decided together the last one moves first, too. */
  @Test
  void theLastOfAGroupMovesFirst() {
    PlanState state =
        new PlanState(
            estate()
                .zone(degraded(3, FIVE), zone("z2"))
                .workload(waiting("a"), waiting("b"))
                .build());
    state.change(state.workloadStates[0], 0, 2);
    state.change(state.workloadStates[1], 0, 2);
    CapacityOverflow.mark(state, List.of(state.compiledWorkloads));
    assertEquals("0 1", leaving(state));
  }

  /** What takes nothing of the resource that lacks is left alone, whatever its priority. */
  @ParameterizedTest
  @CsvSource({"8, 4, 0 0", "5, 4, 0 0", "8, 3, 1 0", "8, 1, 3 0"})
  void onlyWhoRelievesTheZoneMoves(int cpu, int memory, String leaving) {
    EstateBuilder estate =
        estate()
            .zone(degraded(cpu, FIVE).resource("memory", memory), zone("z2"))
            .workload(waiting("a").request("memory", 1), waiting("b"));
    assertEquals(cpu < 8 ? "0 3" : leaving, leaving(marked(estate, 4, 4)));
  }

  @ParameterizedTest
  @CsvSource({
    // seen for so many minutes, of which the zone asks so many; the workload waits for five
    "4, 0, false",
    "5, 0, true",
    "6, 0, true",
    "6, 7, false",
    "7, 7, true",
  })
  void theLongerWaitCounts(int minutes, int zoneWaits, boolean moves) {
    Health health =
        new Health(Signal.Degraded, NOW.minus(Duration.ofMinutes(minutes)))
            .after(Duration.ofMinutes(zoneWaits));
    PlanState state =
        marked(
            estate().zone(zone("z1").cpu(1).health(health), zone("z2")).workload(waiting("a")), 3);
    assertEquals(moves ? "2" : "0", leaving(state));
  }

  @ParameterizedTest
  @CsvSource({
    "plain, true",
    "suspended, false",
    // what has volumes or a quorum moves when somebody says so
    "volumes, false",
    "quorum, false",
    // failover.unfenced: Wait
    "unfenced, false",
  })
  void whoMoves(String kind, boolean moves) {
    WorkloadBuilder a = waiting("a");
    switch (kind) {
      case "suspended" -> a.suspended();
      case "volumes" -> a.dataBound();
      case "quorum" -> a.quorum();
      case "unfenced" -> a.waits(FIVE);
      default -> {}
    }
    PlanState state = marked(estate().zone(degraded(1, FIVE), zone("z2")).workload(a), 3);
    assertEquals(moves ? "2" : "0", leaving(state));
  }

  /** What is left for another reason, or is whole, is no matter of this class. */
  @ParameterizedTest
  @CsvSource({"Healthy, 0", "Degraded, 2", "Recovering, 0", "Silent, 0", "NotObserved, 0"})
  void onlyADegradedZone(Signal signal, int moves) {
    Instant since = NOW.minus(HALF_HOUR);
    PlanState state =
        marked(
            estate()
                .zone(zone("z1").cpu(1).health(signal, since), zone("z2"), zone("z3"))
                .workload(waiting("a")),
            3);
    assertEquals(Integer.toString(moves), leaving(state));
  }

  /** Two of three zones turned silent at once: what is seen may be our own fault. */
  @Test
  void nothingMovesWhileOurOwnViewIsInDoubt() {
    Instant silent = NOW.minus(HALF_HOUR);
    PlanState state =
        marked(
            estate()
                .zone(degraded(1, HALF_HOUR))
                .zone(zone("z2").unhealthySince(silent), zone("z3").unhealthySince(silent))
                .workload(waiting("a")),
            3);
    assertEquals("0", leaving(state));
  }
}

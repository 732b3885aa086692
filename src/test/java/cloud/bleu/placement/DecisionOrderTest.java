package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.cycle.SchedulingOrder;
import cloud.bleu.placement.estate.DecisionOrder;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order that the workloads give is the one in which the engine decides them. */
class DecisionOrderTest {

  /** Nothing is placed, nobody needs each other, and all have the same choice of zones. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itIsThatOfTheEngine(long seed) {
    Random random = new Random(seed);
    for (int estates = 0; estates < 50; estates++) {
      PlanState planState = new PlanState(estate(random, false));
      List<WorkloadId> expected = new ArrayList<>();
      SchedulingOrder.of(planState)
          .forEach(group -> group.forEach(compiled -> expected.add(compiled.workload.id())));
      DecisionOrder order = DecisionOrder.of(planState.topology.estate.workloads());
      List<WorkloadId> found = new ArrayList<>(expected);
      found.sort(Comparator.comparingInt(order::rank));
      assertEquals(expected, found);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void prioritiesAreInheritedAsInTheEngineAlsoInCircles(long seed) {
    Random random = new Random(seed);
    for (int estates = 0; estates < 50; estates++) {
      PlanState planState = new PlanState(estate(random, true));
      DecisionOrder order = DecisionOrder.of(planState.topology.estate.workloads());
      for (CompiledWorkload compiled : planState.compiledWorkloads) {
        assertEquals(compiled.priority(), order.priority(compiled.workload.id()));
      }
    }
  }

  /** Who needs whom is followed without the stack of the JVM. */
  @Test
  void aChainOfManyThousandWorkloadsIsOrdered() {
    EstateBuilder builder = Estates.estate().zones(100_000, "z1");
    int length = 30_000;
    for (int i = 0; i < length; i++) {
      WorkloadBuilder workload = Estates.workload("w" + (100_000 + i));
      builder.workload(
          i + 1 == length ? workload : workload.affinity("w" + (100_001 + i), Scope.ZONE, true));
    }
    DecisionOrder order = DecisionOrder.of(builder.build().workloads());
    assertEquals(0, order.rank(Estates.id("w" + (99_999 + length))));
    assertEquals(length - 1, order.rank(Estates.id("w100000")));
  }

  private static Estate estate(Random random, boolean circles) {
    EstateBuilder builder = Estates.estate().zones(99, "z1");
    int count = 2 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      WorkloadBuilder workload = Estates.workload("w" + i).priority(random.nextInt(4));
      for (int needs = random.nextInt(3); needs > 0; needs--) {
        int other = random.nextInt(count);
        // Names and needs go up and down: by a number that has nothing to do with the name.
        if (circles || (other * 7) % 13 < (i * 7) % 13) {
          workload.affinity("w" + other, Scope.ZONE, random.nextInt(4) > 0);
        }
      }
      builder.workload(workload);
    }
    return builder.build();
  }
}

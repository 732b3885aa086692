package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workloads {@code a} and {@code b} that need each other, tried within sets of zones. */
class GroupTrialTest {

  private static WorkloadBuilder a(int replicas) {
    return workload("a").replicas(replicas).priority(5).affinity("b", Scope.ZONE, true);
  }

  private static WorkloadBuilder b(int replicas) {
    return workload("b").replicas(replicas).priority(5).affinity("a", Scope.ZONE, true);
  }

  /** {@code 12 3}: the set of z1 and z2, and that of z3. */
  private static List<boolean[]> sets(CycleScene scene, String sets) {
    List<boolean[]> all = new ArrayList<>();
    for (String one : sets.split(" ")) {
      boolean[] set = new boolean[scene.state.zones()];
      one.chars().forEach(z -> set[z - '1'] = true);
      all.add(set);
    }
    return all;
  }

  /** Whether there is any way, and that nothing is left in the room whatever comes out. */
  private static boolean best(CycleScene scene, String sets, List<WorkloadState> victims) {
    List<WorkloadState> members = List.of(scene.turnOf("a"), scene.turnOf("b"));
    int[] free = free(scene);
    boolean found =
        new GroupTrial(scene.state, scene.placer, members).best(sets(scene, sets), victims);
    assertEquals(Arrays.toString(free), Arrays.toString(free(scene)), "nothing is in the room");
    assertFalse(scene.state.assumes(0) || scene.state.assumes(1), "nothing is assumed any more");
    assertFalse(members.get(0).reserved() || members.get(1).reserved());
    return found;
  }

  private static int[] free(CycleScene scene) {
    int[] free = new int[scene.state.zones()];
    Arrays.setAll(free, z -> scene.state.ledger.fitUsed(scene.of("a").compiled, z, 9999, false));
    return free;
  }

  /** Three zones; of each workload so many replicas, within these sets. */
  @ParameterizedTest
  @CsvSource({
    // where one is, the other is
    "2, 2, 12, 1 1 0, 1 1 0",
    "2, 2, 3, 0 0 2, 0 0 2",
    "4, 2, 12, 2 2 0, 1 1 0",
    // who has one replica holds the other one in one zone
    "3, 1, 1, 3 0 0, 1 0 0",
    // not all zones of a set can be covered: a smaller set, be it listed last
    "3, 1, 12 2, 0 3 0, 0 1 0",
    "3, 2, 123 13, 2 0 1, 1 0 1",
    // of sets that are as good, the first
    "1, 1, 2 1, 0 1 0, 0 1 0",
    "1, 1, 1 2, 1 0 0, 1 0 0",
  })
  void eachIsWhereTheOtherNeedsIt(int a, int b, String sets, String ofA, String ofB) {
    CycleScene scene =
        new CycleScene(estate().zone(zone("z1"), zone("z2"), zone("z3")).workload(a(a), b(b)));
    assertTrue(best(scene, sets, List.of()));
    assertEquals(ofA, scene.counts("a"));
    assertEquals(ofB, scene.counts("b"));
  }

  /** Sets in which one of them, or both together, find no way leave all as it was. */
  @ParameterizedTest
  @CsvSource({
    // room of z1 and z2, replicas of a and of b
    "2, 0, 2, 1, 1",
    "1, 1, 1, 1, 12",
    "3, 3, 4, 3, 12",
    "9, 9, 1, 2, 2 2",
  })
  void allOrNone(int first, int second, int a, int b, String sets) {
    boolean possible = first == 9;
    CycleScene scene =
        new CycleScene(
            estate().zone(zone("z1").cpu(first), zone("z2").cpu(second)).workload(a(a), b(b)));
    assertEquals(possible, best(scene, sets, List.of()));
    assertEquals(possible ? "0 1" : "0 0", scene.counts("a"));
    assertEquals(possible ? "0 2" : "0 0", scene.counts("b"));
  }

  /** The best of the sets: spread before price. */
  @ParameterizedTest
  @CsvSource({
    // dearest zone first: the cheapest set is kept, wherever it stands in the list
    "false, 1 2 3, 0 0 2",
    "false, 3 2 1, 0 0 2",
    "false, 1 2, 0 2 0",
    // soft spread over two zones: better met, be it dear
    "true, 3 12, 1 1 0",
    "true, 12 3, 1 1 0",
    "true, 12 23, 0 1 1",
  })
  void keepsTheBest(boolean spread, String sets, String counts) {
    WorkloadBuilder a = a(2).objective(Workload.Objective.Cost);
    if (spread) {
      a.spread(Scope.ZONE, 2, null, 1, false);
    }
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(zone("z1").cost(9, 0), zone("z2").cost(5, 0), zone("z3").cost(1, 0))
                .workload(a, b(2).objective(Workload.Objective.Cost)));
    assertTrue(best(scene, sets, List.of()));
    assertEquals(counts, scene.counts("a"));
  }

  /**
   * Currency and grams are no sum. In {@code z2} one of both is half of what it is in {@code z1},
   * and the other a tenth more, whatever the numbers are.
   */
  @ParameterizedTest
  @CsvSource({
    // in z1, and which one is half in z2
    "10_000_000, 100, Carbon",
    "10, 100_000_000, Carbon",
    "10_000_000, 100, Cost",
    "10, 100_000_000, Cost",
  })
  void costAndCarbonAreMeasuredEachAgainstItsLeast(
      String price, String emission, Workload.Objective half) {
    long cost = number(price);
    long carbon = number(emission);
    boolean cheap = half == Workload.Objective.Cost;
    long costThere = cheap ? cost / 2 : cost + cost / 10;
    long carbonThere = cheap ? carbon + carbon / 10 : carbon / 2;
    for (String sets : List.of("1 2", "2 1")) {
      CycleScene scene =
          new CycleScene(
              estate()
                  .zone(
                      zone("z1").cost(cost, 0).carbon(carbon),
                      zone("z2").cost(costThere, 0).carbon(carbonThere))
                  .workload(
                      a(1).objective(Workload.Objective.Cost),
                      b(1).objective(Workload.Objective.Carbon)));
      assertTrue(best(scene, sets, List.of()));
      assertEquals("0 1", scene.counts("a"), sets);
    }
  }

  /**
   * Of one objective the bill counts: {@code a} costs 1,000 or 1,100, and {@code b} 110 or 21. The
   * sum of what each costs against its own least would be less in {@code z2}.
   */
  @ParameterizedTest
  @ValueSource(strings = {"1 2", "2 1"})
  void whatHasOneObjectiveIsOneBill(String sets) {
    long gib = 1L << 30;
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(
                    zone("z1").cost(10, 100).resource("memory", gib),
                    zone("z2").cost(11, 10).resource("memory", gib))
                .workload(
                    a(1).request("cpu", 100_000).objective(Workload.Objective.Cost),
                    b(1).request("memory", gib).objective(Workload.Objective.Cost)));
    assertTrue(best(scene, sets, List.of()));
    assertEquals("1 0", scene.counts("a"));
  }

  /**
   * What one could have in {@code z1}, where the other may not be, is no measure of what they have
   * together: {@code a} costs a tenth more in {@code z3}, where {@code b} emits half.
   */
  @ParameterizedTest
  @ValueSource(strings = {"2 3", "3 2"})
  void whatOnlyOneMayUseMeasuresNothing(String sets) {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(
                    zone("z1").cost(5, 0),
                    zone("z2").cost(100, 0).carbon(100),
                    zone("z3").cost(110, 0).carbon(50))
                .workload(
                    a(1).objective(Workload.Objective.Cost),
                    b(1).only("z2", "z3").objective(Workload.Objective.Carbon)));
    assertTrue(best(scene, sets, List.of()));
    assertEquals("0 0 1", scene.counts("a"));
  }

  /** However far or near the bills are, the lesser one is kept; {@code z1} is in no set. */
  @ParameterizedTest
  @CsvSource({
    // price in each zone
    "1, 600_000_000_000, 6_000_000_000",
    "9_000_000_000_001, 9_000_000_000_001, 9_000_000_000_000",
  })
  void theLesserBillIsKeptWhateverTheShare(String first, String second, String third) {
    for (String sets : List.of("2 3", "3 2")) {
      CycleScene scene =
          new CycleScene(
              estate()
                  .zone(
                      zone("z1").cost(number(first), 0),
                      zone("z2").cost(number(second), 0),
                      zone("z3").cost(number(third), 0))
                  .workload(a(1).objective(Workload.Objective.Cost), b(1)));
      assertTrue(best(scene, sets, List.of()));
      assertEquals("0 0 1", scene.counts("a"), sets);
    }
  }

  private static long number(String digits) {
    return Long.parseLong(digits.replace("_", ""));
  }

  /** Weights are the distribution, whatever it costs: of sets that are as good, the first. */
  @Test
  void whatHasWeightsIsOnNoBill() {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(zone("z1").cost(9, 0), zone("z2").cost(1, 0))
                .workload(
                    a(1).weight("z1", 1).weight("z2", 1).objective(Workload.Objective.Cost), b(1)));
    assertTrue(best(scene, "1 2", List.of()));
    assertEquals("1 0", scene.counts("a"));
  }

  /** After the loss of a zone, too, each is where the other needs it, in the room that there is. */
  @ParameterizedTest
  @CsvSource({
    // room of each zone, the set: whether there is a way
    "4, 12, true",
    "3, 12, false",
    "4, 1, true",
    "3, 1, false",
  })
  void whatALossLeavesIsProven(int cpu, String set, boolean possible) {
    EstateBuilder estate =
        estate()
            .zones(cpu, "z1", "z2")
            .workload(a(2).tolerate(Scope.ZONE), b(2).tolerate(Scope.ZONE));
    CycleScene scene = new CycleScene(estate);
    assertEquals(possible, best(scene, set, List.of()));
    assertEquals(possible, scene.of("a").evacuation().size() > 0, "with moves for the loss");
    assertEquals(possible, scene.of("b").evacuation().size() > 0, "with moves for the loss");
  }

  /** Each domain that holds one holds the other after each loss that the one is to survive. */
  @ParameterizedTest
  @CsvSource({
    // the set, whether b is to survive the loss of a zone: whether there is a way
    "1, true, true",
    "1, false, false",
    // the other replica of b stands where that of a comes to
    "12, false, true",
    "12, true, true",
  })
  void whatOneAsksForALossConcernsTheOther(String set, boolean other, boolean possible) {
    WorkloadBuilder b = b(2);
    if (other) {
      b.tolerate(Scope.ZONE);
    }
    CycleScene scene =
        new CycleScene(estate().zones(9, "z1", "z2").workload(a(2).tolerate(Scope.ZONE), b));
    assertEquals(possible, best(scene, set, List.of()));
  }

  /** Who runs may be promised to their moves; who is chosen is found by who takes the room. */
  @Test
  void evictionsAtALossMakeAWay() {
    EstateBuilder estate =
        estate()
            .zones(2, "z1", "z2")
            .workload(
                a(1).tolerate(Scope.ZONE), b(1).tolerate(Scope.ZONE), workload("low").replicas(2))
            .running("low", "z2", 2);
    CycleScene scene = new CycleScene(estate);
    assertFalse(best(scene, "1", List.of()));
    assertTrue(best(scene, "1", List.of(scene.of("low"))));
    assertEquals("1 0", scene.counts("a"));
    assertEquals(0, scene.promised("a"), "nothing is promised yet");
    assertFalse(scene.state.evictions.promised(scene.of("low")));
  }
}

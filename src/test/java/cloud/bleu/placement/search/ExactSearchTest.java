package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.Workload.Objective;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to place replicas: which is the best one, and what it proves that there is none. */
class ExactSearchTest {

  private static WorkloadBuilder a() {
    return workload("a").replicas(200);
  }

  /** Zones z1, z2, … that take so many replicas each. */
  private static EstateBuilder rooms(String rooms) {
    EstateBuilder estate = estate();
    String[] each = rooms.split(" ");
    for (int z = 0; z < each.length; z++) {
      estate.zone(zone("z" + (z + 1)).cpu(Integer.parseInt(each[z])).cost(each.length - z, 0));
    }
    return estate;
  }

  /** 126 · 125 / 2 = 7,875 ways to put 124 into three zones, 8,001 for one more. */
  @ParameterizedTest
  @CsvSource({
    "300 300 300, 124, true",
    "300 300 300, 125, false",
    // a zone that takes nothing makes no way more
    "300 0 300, 125, true",
    "300 300 1, 124, true",
    "300, 200, true",
    "0, 200, true",
    "90 90 90 90 90 90 90 90, 5, true",
    "90 90 90 90 90 90 90 90, 9, false",
  })
  void waysAreCountedBeforeTheyAreTried(String rooms, int replicas, boolean few) {
    assertEquals(few, new SearchScene(rooms(rooms).workload(a())).exact.few(replicas));
  }

  static Stream<Arguments> ways() {
    return Stream.of(
        arguments("the most even one", rooms("9 9 9").workload(a()), 3, "1 1 1"),
        arguments("what is over goes to the first names", rooms("9 9 9").workload(a()), 4, "2 1 1"),
        arguments("as far as there is room", rooms("1 9 9").workload(a()), 5, "1 2 2"),
        arguments("the cheapest one", rooms("9 9 9").workload(costs()), 3, "0 0 3"),
        arguments(
            "beside what runs",
            rooms("9 9 9").workload(a().perZone(0, 2)).running("a", "z2", 2),
            3,
            "2 2 1"),
        arguments(
            "a few that stand together in few zones",
            rooms("9 9 9").workload(a().perZone(2, null)),
            3,
            "3 0 0"),
        arguments(
            "within a skew, though it costs more",
            rooms("9 9 9").workload(costs().spread(Scope.ZONE, 1, null, 1, true)),
            4,
            "1 1 2"),
        arguments(
            "so that a loss leaves enough",
            rooms("9 9 9").workload(costs().tolerate(Scope.ZONE, 2, Recover.None, true)),
            4,
            "0 2 2"),
        arguments(
            "so that what is lost has room",
            rooms("3 3 3").workload(costs().tolerate(Scope.ZONE, 0, Recover.Reserved, true)),
            4,
            "0 1 3"),
        arguments(
            "what nothing can take up that a loss leaves over",
            rooms("9 9 9")
                .workload(costs().perZone(0, 2).tolerate(Scope.ZONE, 0, Recover.Reserved, true)),
            5,
            "none"),
        arguments("no more than there is room for", rooms("1 1 1").workload(a()), 4, "none"),
        arguments(
            "what bounds by zone leave no way for",
            rooms("9 9 9").workload(a().perZone(4, 4)),
            5,
            "none"),
        arguments(
            "what no distribution outlives",
            rooms("9 9").workload(a().tolerate(Scope.ZONE, 3, Recover.None, true)),
            4,
            "none"));
  }

  private static WorkloadBuilder costs() {
    return a().objective(Objective.Cost);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void theBestOfAllIsKept(String way, EstateBuilder estate, int replicas, String counts) {
    SearchScene scene = new SearchScene(estate);
    String before = scene.tried(true);
    assertEquals(counts, scene.tried(scene.exact.place(replicas)));
    assertEquals(true, scene.exact.whole(), "all were tried");
    if (counts.equals("none")) {
      assertEquals(before, scene.tried(true), "nothing is left in the trial");
    }
  }

  /** An even way is tried first, so what was tried by then is plausible, and no proof. */
  @ParameterizedTest
  @CsvSource({"0, none", "1, 4 3 3", "2, 4 3 3"})
  void stepsEndIt(long steps, String counts) {
    SearchScene scene = new SearchScene(rooms("30 30 30").workload(costs()));
    scene.trial.planState.steps.grant(0, steps);
    assertEquals(counts, scene.tried(scene.exact.place(10)));
    assertFalse(scene.exact.whole());
  }

  @Test
  void moreWaysThanAreTriedAreNoProof() {
    SearchScene scene =
        new SearchScene(
            rooms("90 90 90 90 90 90 90 90")
                .workload(a().tolerate(Scope.ZONE, 20, Recover.None, true)));
    assertFalse(scene.exact.place(20));
    assertFalse(scene.exact.whole());
    assertFalse(scene.trial.planState.steps.spent(), "the ways ended it, not the steps");
  }
}

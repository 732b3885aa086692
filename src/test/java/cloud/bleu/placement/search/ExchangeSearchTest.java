package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where exchanges between zones lead from an even distribution, and where they end. */
class ExchangeSearchTest {

  private static WorkloadBuilder a() {
    return workload("a").replicas(200);
  }

  private static EstateBuilder three() {
    return estate().zones(90, "z1", "z2", "z3");
  }

  static Stream<Arguments> ends() {
    return Stream.of(
        arguments("nothing is asked: as even as it can be", three().workload(a()), 10, "4 3 3"),
        arguments(
            "as even as the room allows",
            estate().zones(2, "z1").zones(90, "z2", "z3").workload(a()),
            10,
            "2 4 4"),
        arguments(
            "more than there is room for", estate().zones(4, "z1", "z2").workload(a()), 9, "none"),
        arguments(
            "too few in some zones: one of them is left",
            three().workload(a().perZone(4, null)),
            10,
            "0 5 5"),
        arguments(
            "a domain of two zones takes no more than one of one",
            estate()
                .zone(zone("z1").region("one").cpu(90))
                .zone(zone("z2").region("two").cpu(90), zone("z3").region("two").cpu(90))
                .workload(a().spread(Scope.REGION, 1, null, 0, true)),
            12,
            "6 2 4"),
        arguments(
            "a loss leaves as many as are asked for",
            estate()
                .zone(zone("z1").site("one").cpu(90), zone("z2").site("one").cpu(90))
                .zone(zone("z3").site("two").cpu(90), zone("z4").site("three").cpu(90))
                .workload(a().tolerate(Scope.SITE, 8, Recover.None, true)),
            12,
            "1 3 4 4"),
        arguments(
            "a loss leaves a quorum",
            estate()
                .zone(zone("z1").site("one").cpu(90), zone("z2").site("one").cpu(90))
                .zone(zone("z3").site("two").cpu(90), zone("z4").site("three").cpu(90))
                .workload(
                    workload("a").replicas(5).quorum().tolerate(Scope.SITE, 0, Recover.None, true)),
            5,
            "1 1 2 1"),
        arguments(
            "what is lost has room",
            estate()
                .zones(4, "z1", "z2")
                .zones(12, "z3")
                .workload(a().tolerate(Scope.ZONE, 0, Recover.Reserved, true)),
            8,
            "3 3 2"),
        arguments(
            "what is lost has none, wherever it is",
            estate()
                .zones(4, "z1", "z2")
                .zones(12, "z3")
                .workload(a().tolerate(Scope.ZONE, 0, Recover.Reserved, true)),
            9,
            "none"),
        // what runs does not move: each exchange that there is makes it worse
        arguments(
            "a way that leads past something worse is not found",
            three().workload(a().perZone(4, null)).running("a", "z1", 4),
            6,
            "none"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ends")
  void itEndsWhereNothingIsUnmet(String what, EstateBuilder estate, int replicas, String counts) {
    SearchScene scene = new SearchScene(estate);
    assertEquals(counts, scene.tried(scene.exchange.descend(replicas)));
  }

  /** Each distribution that is measured is a step. */
  @ParameterizedTest
  @CsvSource({"1, none", "300000, 0 5 5"})
  void stepsEndIt(long steps, String counts) {
    SearchScene scene = new SearchScene(three().workload(a().perZone(4, null)));
    scene.trial.planState.steps.grant(0, steps);
    assertEquals(counts, scene.tried(scene.exchange.descend(10)));
  }
}

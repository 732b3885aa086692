package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.model.Scope;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which sets of zones the bounds on used domains leave, and in which order they are tried. */
class DomainChoicesTest {

  /** Regions of two zones with 20, of one with 30, and of two with 10 places. */
  private static EstateBuilder regions(WorkloadBuilder a) {
    return estate()
        .zone(zone("z1").region("one").cpu(10), zone("z2").region("one").cpu(10))
        .zone(zone("z3").region("two").cpu(30))
        .zone(zone("z4").region("three").cpu(5), zone("z5").region("three").cpu(5))
        .workload(a);
  }

  private static WorkloadBuilder a() {
    return workload("a").replicas(100);
  }

  private static WorkloadBuilder regional(int max) {
    return a().spread(Scope.REGION, 1, max, 9, true);
  }

  static Stream<Arguments> choices() {
    return Stream.of(
        arguments(
            "one region, that with most room first", regions(regional(1)), "z3 | z1 z2 | z4 z5"),
        arguments("two of them", regions(regional(2)), "z1 z2 z3 | z3 z4 z5 | z1 z2 z4 z5"),
        arguments("as many as there are leave no choice", regions(regional(3)), ""),
        arguments(
            "what is only preferred is not chosen",
            regions(a().spread(Scope.REGION, 1, 1, 9, false)),
            ""),
        arguments("no bound", regions(a().spread(Scope.REGION, 1, null, 9, true)), ""),
        arguments(
            "a region in use is in every choice",
            regions(regional(2)).running("a", "z4", 1),
            "z3 z4 z5 | z1 z2 z4 z5"),
        arguments(
            "one in use where one may be leaves no choice",
            regions(regional(1)).running("a", "z4", 1),
            ""),
        arguments(
            "single zones are left to the search",
            regions(a().spread(Scope.ZONE, 1, 2, 9, true)),
            ""),
        arguments(
            "zones that are not open are in none", regions(regional(1).only("z1", "z3", "z5")), ""),
        arguments(
            "a region with a zone that is not open",
            regions(regional(1).only("z1", "z2", "z5")),
            "z1 z2 | z5"),
        arguments(
            "what is in no domain is in each",
            estate()
                .zone(zone("z1").hazard("flood", "seine"), zone("z2").hazard("flood", "seine"))
                .zone(zone("z3").hazard("flood", "rhone").cpu(10))
                .zone(zone("z4").hazard("flood", "None"))
                .workload(a().spread(Scope.hazard("flood"), 1, 1, 9, true)),
            "z1 z2 z4 | z3 z4"),
        arguments(
            "regions first, and sites within them",
            estate()
                .zone(zone("z1").region("one").site("s").cpu(40))
                .zone(zone("z2").region("one").site("s").cpu(40))
                .zone(zone("z3").region("one").site("t").cpu(10))
                .zone(zone("z4").region("two").cpu(10))
                .workload(regional(1).spread(Scope.SITE, 1, 1, 9, true)),
            "z1 z2 | z3 | z4"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("choices")
  void sets(String what, EstateBuilder estate, String sets) {
    SearchScene scene = new SearchScene(estate);
    assertEquals(sets, scene.names(DomainChoices.of(scene.trial)));
  }

  /** Of 13 regions with two zones each, 5 may be used: 1,287 choices. */
  @Test
  void soManyAtMost() {
    EstateBuilder estate = estate();
    for (int z = 10; z < 36; z++) {
      estate.zone(zone("z" + z).region("r" + z / 2).cpu(z));
    }
    SearchScene scene = new SearchScene(estate.workload(regional(5)));
    assertEquals(DomainChoices.MOST, DomainChoices.of(scene.trial).size());
    assertEquals(
        "z26 z27 z28 z29 z30 z31 z32 z33 z34 z35",
        scene.names(DomainChoices.of(scene.trial).get(0)),
        "those with most room first");
  }
}

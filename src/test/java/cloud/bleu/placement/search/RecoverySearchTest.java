package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.capacity.MoveList;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Objective;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where the replicas of {@code a} go when z1 is lost, or its site: {@code 2>z3} says that two go to
 * z3; what is behind the bar finds no place. What runs elsewhere stays there.
 */
class RecoverySearchTest {
  private static final Contingency.Event Z1 = new Contingency.Event(Scope.ZONE, "z1");
  private static final Contingency.Event SITE = new Contingency.Event(Scope.SITE, "one");

  private static WorkloadBuilder a() {
    return workload("a").replicas(9).tolerate(Scope.ZONE);
  }

  private static EstateBuilder three() {
    return estate().zones(9, "z1", "z2", "z3");
  }

  /** z1 and z2 on one site, z3 and z4 on sites of their own. */
  private static EstateBuilder sited() {
    return estate().zone(at("z1", "one"), at("z2", "one"), at("z3", "three"), at("z4", "four"));
  }

  private static ZoneBuilder at(String name, String site) {
    return zone(name).site(site).cpu(9);
  }

  private static Arguments row(String why, EstateBuilder estate, String found) {
    return row(why, Z1, estate, found);
  }

  private static Arguments row(
      String why, Contingency.Event event, EstateBuilder estate, String found) {
    return arguments(why, event, estate, found);
  }

  static Stream<Arguments> losses() {
    return Stream.of(
        row("nothing is there", three().workload(a()).running("a", "z2", 2), "| 0"),
        row(
            "to where fewest are, by name",
            three().workload(a()).running("a", "z1", 3),
            "2>z2 1>z3 | 0"),
        row(
            "those that survive count",
            three().workload(a()).running("a", "z1", 3, "z2", 2),
            "1>z2 2>z3 | 0"),
        row(
            "the cheapest of those with as few",
            estate()
                .zone(zone("z1").cpu(9), zone("z2").cpu(9).cost(2, 0), zone("z3").cpu(9).cost(1, 0))
                .workload(a().objective(Objective.Cost))
                .running("a", "z1", 1),
            "1>z3 | 0"),
        row(
            "what survives stands in its room",
            estate().zones(3, "z1", "z2", "z3").workload(a()).running("a", "z1", 2, "z2", 3),
            "2>z3 | 0"),
        row(
            "and what others use is none",
            three()
                .workload(a(), workload("b").replicas(8))
                .running("a", "z1", 3)
                .running("b", "z2", 8),
            "1>z2 2>z3 | 0"),
        row(
            "what finds no room is told",
            estate().zones(2, "z1", "z2").workload(a()).running("a", "z1", 2, "z2", 1),
            "1>z2 | 1"),
        row(
            "no more than perZone.max",
            three().workload(a().perZone(0, 2)).running("a", "z1", 2, "z2", 2),
            "2>z3 | 0"),
        row(
            "fewer than perZone.min is no matter after a loss",
            three().workload(a().perZone(2, null)).running("a", "z1", 2, "z2", 3),
            "2>z3 | 0"),
        row(
            "not to a zone that is cordoned",
            estate()
                .zone(zone("z1").cpu(9), zone("z2").cpu(9).state(ZoneState.Cordoned))
                .zones(9, "z3")
                .workload(a())
                .running("a", "z1", 2),
            "2>z3 | 0"),
        row(
            "also where some run there already",
            estate()
                .zone(zone("z1").cpu(9), zone("z2").cpu(9).state(ZoneState.Cordoned))
                .zones(9, "z3")
                .workload(a())
                .running("a", "z1", 2, "z2", 1),
            "2>z3 | 0"),
        row(
            "nor to one that a rule rejects",
            three().workload(a().only("z1", "z3")).running("a", "z1", 2),
            "2>z3 | 0"),
        row(
            "data that stays where it is cannot go",
            three().workload(a().dataBound()).running("a", "z1", 2),
            "| 2"),
        row(
            "no place is kept for what is not to be re-created",
            three()
                .workload(workload("a").replicas(9).tolerate(Scope.ZONE, 0, Recover.None, true))
                .running("a", "z1", 2),
            "| 0"),
        row(
            "nor where that is only tried",
            three()
                .workload(
                    workload("a").replicas(9).tolerate(Scope.ZONE, 0, Recover.BestEffort, true))
                .running("a", "z1", 2),
            "| 0"));
  }

  static Stream<Arguments> sets() {
    return Stream.of(
        row(
            "within the skew over what is left",
            three()
                .workload(a().spread(Scope.ZONE, 1, null, 1, true))
                .running("a", "z1", 2, "z2", 2, "z3", 2),
            "1>z2 1>z3 | 0"),
        row(
            "which a full zone may forbid",
            three()
                .workload(
                    a().spread(Scope.ZONE, 1, null, 1, true), workload("b").replicas(8).cpu(1))
                .running("a", "z1", 2, "z2", 1, "z3", 1)
                .running("b", "z3", 8),
            "1>z2 | 1"),
        row(
            "within the round trip of what is left",
            three()
                .roundTrip("z1", "z2", 1_000)
                .roundTrip("z1", "z3", 1_000)
                .roundTrip("z2", "z3", 3_000)
                .workload(a().replication(2_000L, null))
                .running("a", "z1", 2, "z3", 1),
            "2>z3 | 0"),
        row(
            "not where what it must not meet runs",
            three()
                .workload(a().antiAffinity("b", Scope.ZONE, true), workload("b"))
                .running("a", "z1", 2)
                .running("b", "z2", 1),
            "2>z3 | 0"),
        row(
            "only where what it needs runs",
            three()
                .workload(a().affinity("b", Scope.ZONE, true), workload("b").replicas(2))
                .running("a", "z1", 2)
                .running("b", "z1", 1, "z3", 1),
            "2>z3 | 0"),
        row(
            "a site is left altogether",
            SITE,
            sited()
                .workload(workload("a").replicas(9).tolerate(Scope.SITE))
                .running("a", "z1", 2, "z2", 1),
            "2>z3 1>z4 | 0"),
        row(
            "from a zone rather to another site than beside it, where the site may fail as well",
            sited().workload(a().tolerate(Scope.SITE)).running("a", "z1", 2, "z3", 3, "z4", 3),
            "1>z3 1>z4 | 0"),
        row(
            "and beside it where that is the only room",
            sited()
                .workload(
                    a().tolerate(Scope.SITE, 0, Recover.None, true), workload("b").replicas(18))
                .running("a", "z1", 2)
                .running("b", "z3", 9, "z4", 9),
            "2>z2 | 0"),
        row(
            "an asynchronous copy so far from what it replaces",
            estate()
                .zone(
                    zone("z1").cpu(9).at(48.85, 2.35),
                    zone("z2").cpu(9).at(48.86, 2.36),
                    zone("z3").cpu(9).at(43.30, 5.37))
                .workload(
                    workload("a")
                        .replicas(9)
                        .replication(null, 100_000L)
                        .tolerate(Scope.ZONE, 0, Recover.Reserved, DataCopy.Asynchronous, true))
                .running("a", "z1", 2),
            "2>z3 | 0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"losses", "sets"})
  void recovers(String why, Contingency.Event event, EstateBuilder estate, String found) {
    PlacementTrial trial = TrialScene.of(estate.build());
    assertEquals(found, recovered(trial, event, RecoveryEffort.Exact));
    assertEquals(found, recovered(trial, event, RecoveryEffort.Exact), "the same once more");
  }

  private static String recovered(
      PlacementTrial trial, Contingency.Event event, RecoveryEffort effort) {
    MoveList moves = new MoveList();
    RecoverySearch search = new RecoverySearch(trial, new RecoveryRoom(trial));
    int uncovered = search.recover(ownEvent(trial, event), moves, effort);
    return text(trial, moves) + "| " + uncovered;
  }

  private static int ownEvent(PlacementTrial trial, Contingency.Event event) {
    for (int g = 0; g < trial.compiled().protectedEvents.list.length; g++) {
      if (trial.compiled().protectedEvents.list[g].event.equals(event)) {
        return g;
      }
    }
    throw new IllegalArgumentException(event.toString());
  }

  /** What goes into each zone. */
  private static String text(PlacementTrial trial, MoveList moves) {
    StringBuilder text = new StringBuilder();
    for (int z = 0; z < trial.x.length; z++) {
      if (moves.into(z) > 0) {
        text.append(moves.into(z)).append(">z").append(z + 1).append(' ');
      }
    }
    return text.toString();
  }

  /** z2 and z3 have room for one each, and are too far apart; z4 is near z3. */
  private static EstateBuilder apart(int replicas) {
    return estate()
        .zones(9, "z1")
        .zones(1, "z2", "z3", "z4")
        .roundTrip("z1", "z2", 1_000)
        .roundTrip("z1", "z3", 1_000)
        .roundTrip("z1", "z4", 1_000)
        .roundTrip("z2", "z3", 3_000)
        .roundTrip("z2", "z4", 3_000)
        .roundTrip("z3", "z4", 1_000)
        .workload(a().replication(2_000L, null))
        .running("a", "z1", replicas);
  }

  @ParameterizedTest
  @CsvSource({"Greedy, 1>z2 | 1", "Exact, 1>z3 1>z4 | 0"})
  void searchesOnWhereTheGreedyWayEndsIfItIsAsked(RecoveryEffort effort, String found) {
    assertEquals(found, recovered(TrialScene.of(apart(2).build()), Z1, effort));
  }

  @Test
  void leavesWhatTheGreedyWayFoundWhereNothingCoversAll() {
    assertEquals("1>z2 | 2", recovered(TrialScene.of(apart(3).build()), Z1, RecoveryEffort.Exact));
  }

  /** There is room for all; but z3 takes one, so that z2 and z4 may have two, and 40 are lost. */
  @Test
  void noStepIsTakenForMoreThanTheSkewAllows() {
    PlacementTrial trial =
        TrialScene.of(
            estate()
                .zones(99, "z1", "z2", "z4")
                .zones(1, "z3")
                .workload(
                    workload("a")
                        .replicas(40)
                        .spread(Scope.ZONE, 1, null, 1, true)
                        .tolerate(Scope.ZONE))
                .running("a", "z1", 40)
                .build());
    long before = trial.planState.steps.left();
    assertEquals("2>z2 1>z3 2>z4 | 35", recovered(trial, Z1, RecoveryEffort.Exact));
    long taken = before - trial.planState.steps.left();
    assertTrue(taken <= 3, "the greedy way is what is counted: " + taken);
  }

  static Stream<Arguments> held() {
    WorkloadBuilder skew = a().spread(Scope.ZONE, 1, null, 1, true);
    return Stream.of(
        held("moves of all", skew, "1>z2 1>z3", 0),
        held("what no move covers is lacking", skew, "1>z2", 1),
        held("none at all", skew, "", 2),
        held("beyond the skew", skew, "2>z2", -1),
        held("which nobody asks here", a(), "2>z2", 0),
        held("more than are there", a(), "2>z2 1>z3", -1),
        held("into the place that is lost", a(), "2>z1", -1),
        held("beyond perZone.max", a().perZone(0, 3), "2>z2", -1),
        held("to where it may not run", a().only("z1", "z2", "z3"), "1>z2 1>z4", -1),
        held("of data that stays where it is", a().dataBound(), "1>z2", -1),
        held("none of those", a().dataBound(), "", 2));
  }

  private static Arguments held(String why, WorkloadBuilder workload, String moves, int lacks) {
    return arguments(why, workload, moves, lacks);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("held")
  void saysWhatMovesInForceLack(String why, WorkloadBuilder workload, String held, int lacks) {
    EstateBuilder estate =
        estate()
            .zones(9, "z1", "z2", "z3", "z4")
            .workload(workload)
            .running("a", "z1", 2, "z2", 2, "z3", 2, "z4", 2);
    PlacementTrial trial = TrialScene.of(estate.build());
    MoveList moves = new MoveList();
    List<String> each = new ArrayList<>(List.of(held.split(" ")));
    each.removeIf(String::isEmpty);
    for (String move : each) {
      moves.add(0, move.charAt(3) - '1', move.charAt(0) - '0');
    }
    RecoverySearch search = new RecoverySearch(trial, new RecoveryRoom(trial));
    assertEquals(lacks, search.lacks(ownEvent(trial, Z1), moves));
  }
}

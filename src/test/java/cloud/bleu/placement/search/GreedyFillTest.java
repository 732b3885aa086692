package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Objective;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where replicas of {@code a} go one after another. Unless a row says otherwise {@code a} looks for
 * the lowest cost, and z1 costs least, z3 most: so a count elsewhere than in z1 has its reason in
 * what the row asks.
 */
class GreedyFillTest {
  private static final String SITE = "one";

  private static WorkloadBuilder a(int replicas) {
    return workload("a").replicas(replicas).objective(Objective.Cost);
  }

  /** z1, z2 and z3 with room for 9, of which each costs more than the one before. */
  private static EstateBuilder priced() {
    return estate().zone(priced("z1", 1), priced("z2", 2), priced("z3", 3));
  }

  private static ZoneBuilder priced(String name, long cost) {
    return zone(name).cpu(9).cost(cost, 0);
  }

  /** The same with z1 and z2 on one site. */
  private static EstateBuilder sited() {
    return estate().zone(priced("z1", 1).site(SITE), priced("z2", 2).site(SITE), priced("z3", 3));
  }

  static Stream<Arguments> order() {
    return Stream.of(
        row("the dearest last", priced().workload(a(10)), 10, "9 1 0", 0),
        row(
            "spread evenly where no objective tells zones apart",
            estate().zones(9, "z1", "z2", "z3").workload(workload("a").replicas(4)),
            4,
            "2 1 1",
            0),
        row(
            "two zones on one site are one site",
            sited().workload(workload("a").replicas(2)),
            2,
            "1 0 1",
            0),
        row(
            "what runs counts: the others first",
            estate()
                .zones(9, "z1", "z2", "z3")
                .workload(workload("a").replicas(4))
                .running("a", "z1", 2),
            2,
            "2 1 1",
            0),
        row("by Webster's method, whatever the cost", weighted(1, 2, 0), 4, "1 3 0", 0),
        row(
            "none where the weight is 0, not even when nothing else has room",
            full(),
            10,
            "9 0 0",
            1),
        row(
            "near what it prefers, whatever the cost",
            priced()
                .workload(a(1).affinity("b", Scope.ZONE, false), workload("b"))
                .running("b", "z3", 1),
            1,
            "0 0 1",
            0),
        row(
            "away from what it prefers to be away from",
            priced()
                .workload(a(1).antiAffinity("b", Scope.ZONE, false), workload("b"))
                .running("b", "z1", 1),
            1,
            "0 1 0",
            0));
  }

  private static EstateBuilder weighted(int z1, int z2, int z3) {
    return priced().workload(a(4).weight("z1", z1).weight("z2", z2).weight("z3", z3));
  }

  private static EstateBuilder full() {
    return priced().workload(a(10).weight("z1", 1).weight("z2", 0));
  }

  static Stream<Arguments> room() {
    return Stream.of(
        row(
            "room that others use is none",
            priced().workload(a(3), workload("b").replicas(8)).running("b", "z1", 8),
            3,
            "1 2 0",
            0),
        row("what finds no zone is told", priced().workload(a(28)), 28, "9 9 9", 1),
        row("at most perZone.max", priced().workload(a(5).perZone(0, 2)), 5, "2 2 1", 0),
        row(
            "what is there already counts towards perZone.max",
            priced().workload(a(5).perZone(0, 2)).running("a", "z1", 2),
            1,
            "2 1 0",
            0),
        row(
            "a zone is opened with perZone.min at once",
            estate().zones(9, "z1", "z2", "z3").workload(workload("a").replicas(5).perZone(2, 2)),
            4,
            "2 2 0",
            0),
        row(
            "and not at all with less",
            estate().zones(9, "z1", "z2", "z3").workload(workload("a").replicas(3).perZone(2, 2)),
            3,
            "2 0 0",
            1),
        row(
            "nor where perZone.min has no room",
            estate()
                .zones(1, "z1")
                .zones(9, "z2")
                .workload(workload("a").replicas(2).perZone(2, 2)),
            2,
            "0 2",
            0),
        row(
            "a zone that runs too few is brought to perZone.min at once",
            priced().workload(a(3).perZone(2, 2)).running("a", "z3", 1),
            1,
            "0 0 2",
            0),
        row(
            "nothing new into a zone that is cordoned",
            estate()
                .zone(priced("z1", 1).state(ZoneState.Cordoned), priced("z2", 2))
                .workload(a(2))
                .running("a", "z1", 1),
            1,
            "1 1",
            0),
        row(
            "nor where a rule rejects it",
            priced().workload(a(1).only("z2", "z3")),
            1,
            "0 1 0",
            0));
  }

  static Stream<Arguments> spread() {
    return Stream.of(
        row(
            "within the skew as it is at each step, though 3 1 1 costs less",
            priced().workload(skewed(5, 2)),
            5,
            "2 2 1",
            0),
        row(
            "a full domain holds the others down",
            priced().workload(skewed(4, 1), workload("b").replicas(9)).running("b", "z3", 9),
            4,
            "1 1 0",
            2),
        row(
            "one that could never host a replica does not",
            estate()
                .zone(priced("z1", 1), priced("z2", 2), priced("z3", 3).cpu(0))
                .workload(skewed(4, 1)),
            4,
            "2 2 0",
            0),
        row(
            "one out of service does not either",
            estate()
                .zone(priced("z1", 1), priced("z2", 2), priced("z3", 3).state(ZoneState.Lost))
                .workload(skewed(4, 1)),
            4,
            "2 2 0",
            0),
        row(
            "with fewer domains than min the floor is 0",
            priced().workload(a(6).spread(Scope.ZONE, 4, null, 1, true)),
            6,
            "1 1 1",
            3),
        row(
            "the last replicas open the domains that min asks",
            priced().workload(a(5).spread(Scope.ZONE, 3, null, 9, true)),
            5,
            "3 1 1",
            0),
        row(
            "no more domains than there are replicas",
            priced().workload(a(2).spread(Scope.ZONE, 3, null, 9, true)),
            2,
            "1 1 0",
            0),
        row(
            "no more domains than max",
            priced().workload(a(3).perZone(0, 1).spread(Scope.ZONE, 1, 2, 9, true)),
            3,
            "1 1 0",
            1),
        row(
            "perZone.min opens a domain though it is above the skew",
            priced().workload(skewed(4, 1).perZone(2, null)),
            4,
            "2 2 0",
            0),
        row("by site", sited().workload(a(4).spread(Scope.SITE, 1, null, 1, true)), 4, "2 0 2", 0),
        row(
            "a skew that is only preferred is no obstacle",
            priced().workload(a(3).spread(Scope.ZONE, 1, null, 1, false)),
            3,
            "3 0 0",
            0));
  }

  private static WorkloadBuilder skewed(int replicas, int maxSkew) {
    return a(replicas).spread(Scope.ZONE, 1, null, maxSkew, true);
  }

  static Stream<Arguments> aimed() {
    return Stream.of(
        aimed("above the floor at the end, not that at each step", skew(2), 5, "3 1 1", 0, 1),
        aimed("no more than the skew above a low floor", skew(2), 5, "2 2 1", 0, 0),
        aimed("nothing where there are too few for the floor", skew(2), 5, "0 0 0", 5, 2),
        aimed(
            "what runs counts towards the floor",
            skew(2).running("a", "z2", 1, "z3", 1),
            3,
            "3 1 1",
            0,
            1),
        aimed(
            "a domain out of service lacks nothing",
            estate()
                .zone(priced("z1", 1), priced("z2", 2), priced("z3", 3).state(ZoneState.Lost))
                .workload(skewed(3, 2)),
            3,
            "2 1 0",
            0,
            1),
        aimed(
            "nor does one that is not among the most that are used",
            priced().workload(a(4).spread(Scope.ZONE, 1, 2, 2, true)),
            4,
            "3 1 0",
            0,
            1),
        aimed(
            "with fewer domains than min the floor is 0",
            priced().workload(a(3).spread(Scope.ZONE, 4, null, 1, true)),
            3,
            "1 1 1",
            0,
            1),
        aimed("one replica serves a zone and its site", nested(), 3, "1 1 1", 0, 1, 1),
        aimed("a site lacks what its zones do not bring", nested(), 5, "2 1 2", 0, 1, 2));
  }

  private static EstateBuilder skew(int maxSkew) {
    return priced().workload(skewed(5, maxSkew));
  }

  private static EstateBuilder nested() {
    return sited()
        .workload(a(5).spread(Scope.ZONE, 1, null, 2, true).spread(Scope.SITE, 1, null, 9, true));
  }

  private static Arguments aimed(
      String why, EstateBuilder estate, int replicas, String counts, int left, int... floors) {
    return arguments(why, estate, replicas, counts, left, floors);
  }

  static Stream<Arguments> survival() {
    return Stream.of(
        row("of 4, 2 outlive any zone", priced().workload(keep(4, 2)), 4, "2 2 0", 0),
        row("of 3, 2 outlive any zone", priced().workload(keep(3, 2)), 3, "1 1 1", 0),
        row(
            "what outlives a site is on another one",
            sited().workload(a(2).tolerate(Scope.SITE, 1, Recover.None, true)),
            2,
            "1 0 1",
            0),
        row(
            "a keep that is only preferred is no obstacle",
            priced().workload(a(2).tolerate(Scope.ZONE, 1, Recover.None, false)),
            2,
            "2 0 0",
            0),
        row(
            "nor is any in an incident",
            priced().zone(priced("z4", 4).state(ZoneState.Lost)).workload(keep(3, 2)),
            3,
            "3 0 0 0",
            0),
        row("of 3 members 2 are a majority", priced().workload(a(3).quorum()), 3, "1 1 1", 0),
        row("of 5 members 3", priced().workload(a(5).quorum()), 5, "2 2 1", 0),
        row(
            "a majority outlives a site that is named",
            sited().workload(a(5).quorum().tolerate(Scope.SITE, 0, Recover.None, true)),
            5,
            "2 0 2",
            1),
        row(
            "unless the copy beyond the site is asynchronous",
            sited()
                .workload(
                    a(5).quorum()
                        .tolerate(Scope.SITE, 0, Recover.None, DataCopy.Asynchronous, true)),
            5,
            "2 2 1",
            0),
        row(
            "within the round trip of what runs, though nearer ones are full",
            far().running("a", "z1", 9),
            2,
            "9 0 2",
            0),
        row("and of what was placed just now", far(), 11, "9 0 2", 0));
  }

  private static WorkloadBuilder keep(int replicas, int keep) {
    return a(replicas).tolerate(Scope.ZONE, keep, Recover.None, true);
  }

  /** z2, which is cheaper, is 3 ms from the others; z3 is 1 ms from z1. */
  private static EstateBuilder far() {
    return priced()
        .roundTrip("z1", "z2", 3_000)
        .roundTrip("z2", "z3", 3_000)
        .roundTrip("z1", "z3", 1_000)
        .workload(a(11).replication(2_000L, null));
  }

  static Stream<Arguments> asked() {
    return Stream.of(
        row(
            "a preferred skew, while it is asked as if it were hard",
            priced().workload(a(3).spread(Scope.ZONE, 1, null, 1, false)),
            3,
            "1 1 1",
            0),
        row(
            "a preferred keep too",
            priced().workload(a(2).tolerate(Scope.ZONE, 1, Recover.None, false)),
            2,
            "1 1 0",
            0),
        row(
            "and any in an incident",
            priced().zone(priced("z4", 4).state(ZoneState.Lost)).workload(keep(3, 2)),
            3,
            "1 1 1 0",
            0));
  }

  static Stream<Arguments> byRoom() {
    return Stream.of(
        row(
            "most room first, however dear",
            estate().zone(priced("z1", 1).cpu(2), priced("z2", 2).cpu(4)).workload(a(5)),
            5,
            "2 3",
            0),
        row(
            "the cheapest of those with as much",
            estate().zone(priced("z1", 2).cpu(4), priced("z2", 1).cpu(4)).workload(a(1)),
            1,
            "0 1",
            0));
  }

  private static Arguments row(
      String why, EstateBuilder estate, int replicas, String counts, int left) {
    return arguments(why, estate, replicas, counts, left);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"order", "room", "spread", "survival"})
  void fills(String why, EstateBuilder estate, int replicas, String counts, int left) {
    fills(estate, replicas, counts, left, trial -> {}, false);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("asked")
  void fillsAsAsked(String why, EstateBuilder estate, int replicas, String counts, int left) {
    fills(
        estate,
        replicas,
        counts,
        left,
        trial -> {
          trial.ask(trial.request().asking(true, true));
        },
        false);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("aimed")
  void fillsToFloors(
      String why, EstateBuilder estate, int replicas, String counts, int left, int[] floors) {
    PlacementTrial trial = TrialScene.of(estate.build());
    int without = new GreedyFill(trial).fill(replicas, floors, false);
    assertEquals(counts + " | " + left, TrialScene.counts(trial.x) + " | " + without);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("byRoom")
  void fillsByRoom(String why, EstateBuilder estate, int replicas, String counts, int left) {
    fills(estate, replicas, counts, left, trial -> {}, true);
  }

  private static void fills(
      EstateBuilder estate,
      int replicas,
      String counts,
      int left,
      Consumer<PlacementTrial> asks,
      boolean byRoom) {
    PlacementTrial trial = TrialScene.of(estate.build());
    asks.accept(trial);
    GreedyFill fill = new GreedyFill(trial);
    int without = fill.fill(replicas, null, byRoom);
    assertEquals(counts + " | " + left, TrialScene.counts(trial.x) + " | " + without);
  }
}

package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.problem.ProtectedEvent;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands after z1 or its site is lost, and where one more replica may go then. */
class RecoveryCountsTest {

  private static WorkloadBuilder a(int replicas) {
    return workload("a").replicas(replicas).tolerate(Scope.ZONE);
  }

  private static EstateBuilder three() {
    return estate().zones(9, "z1", "z2", "z3");
  }

  private static WorkloadBuilder skewed(int replicas, int min, Integer max) {
    return a(replicas).spread(Scope.ZONE, min, max, 1, true);
  }

  /** Counts after the loss of the first zone of an estate. */
  private static RecoveryCounts lost(EstateBuilder estate) {
    return lost(estate, new Contingency.Event(Scope.ZONE, "z1"));
  }

  private static RecoveryCounts lost(EstateBuilder estate, Contingency.Event event) {
    PlacementTrial trial = TrialScene.of(estate.build());
    RecoveryCounts counts = new RecoveryCounts(trial);
    counts.start(protectedEvent(trial, event));
    return counts;
  }

  private static ProtectedEvent protectedEvent(PlacementTrial trial, Contingency.Event event) {
    for (ProtectedEvent one : trial.compiled().protectedEvents.list) {
      if (one.event.equals(event)) {
        return one;
      }
    }
    throw new IllegalArgumentException(event.toString());
  }

  private static String each(int zones, IntFunction<?> what) {
    return IntStream.range(0, zones)
        .mapToObj(z -> what.apply(z).toString())
        .collect(Collectors.joining(" "));
  }

  /** Names of the zones of which something is so. */
  private static String those(int zones, IntPredicate which) {
    return IntStream.range(0, zones)
        .filter(which)
        .mapToObj(z -> "z" + (z + 1))
        .collect(Collectors.joining(" "));
  }

  @Test
  void survivorsAndArrivalsAreCountedApart() {
    RecoveryCounts counts = lost(three().workload(a(6)).running("a", "z1", 3, "z2", 2, "z3", 1));
    assertEquals("0 2 1", each(3, counts::in));
    counts.add(1, 2);
    counts.add(2, 1);
    assertEquals("0 4 2", each(3, counts::in));
    assertEquals("0 2 1", each(3, counts::survivors));
    assertEquals("0 2 1", each(3, counts::arrived));
    counts.add(1, -2);
    assertEquals("0 2 2", each(3, counts::in), "taken back");
  }

  @Test
  void aLossIsCountedFromTheStartAgain() {
    PlacementTrial trial =
        TrialScene.of(
            three().workload(skewed(3, 1, null)).running("a", "z1", 1, "z2", 1, "z3", 1).build());
    RecoveryCounts counts = new RecoveryCounts(trial);
    counts.start(protectedEvent(trial, new Contingency.Event(Scope.ZONE, "z1")));
    counts.add(1, 1);
    counts.start(protectedEvent(trial, new Contingency.Event(Scope.ZONE, "z2")));
    assertEquals("1 0 1", each(3, counts::in));
    assertEquals("0 0 0", each(3, counts::arrived));
    assertEquals("z1 z3", those(3, z -> z != 1 && counts.spreads(z)));
  }

  static Stream<Arguments> spreads() {
    return Stream.of(
        arguments(
            "the domain that is lost is not in the floor",
            three().workload(skewed(3, 1, null)).running("a", "z1", 1, "z2", 1, "z3", 1),
            "z2 z3"),
        arguments(
            "above the floor by the skew: no further",
            three().workload(skewed(4, 1, null)).running("a", "z1", 1, "z2", 2, "z3", 1),
            "z3"),
        arguments(
            "an empty domain holds the others down",
            three().workload(skewed(3, 1, null)).running("a", "z1", 2, "z2", 1),
            "z3"),
        arguments(
            "one that is not back for as long as it waits does not",
            estate()
                .zone(zone("z1"), zone("z2"), zone("z3").since(NOW.minus(Duration.ofMinutes(1))))
                .workload(skewed(3, 1, null))
                .running("a", "z1", 2, "z2", 1),
            "z2 z3"),
        arguments(
            "the lost one counts towards min",
            three().workload(skewed(3, 3, null)).running("a", "z1", 1, "z2", 1, "z3", 1),
            "z2 z3"),
        arguments(
            "with fewer than min the floor is 0",
            three().workload(skewed(3, 4, null)).running("a", "z1", 1, "z2", 1, "z3", 1),
            ""),
        arguments(
            "no domain beyond max",
            estate()
                .zones(9, "z1", "z2", "z3", "z4")
                .workload(a(3).spread(Scope.ZONE, 1, 2, 9, true))
                .running("a", "z1", 1, "z2", 1, "z3", 1),
            "z2 z3"),
        arguments(
            "one opens when one was lost",
            three().workload(a(2).spread(Scope.ZONE, 1, 2, 9, true)).running("a", "z1", 1, "z2", 1),
            "z2 z3"),
        arguments(
            "two zones on one site are one site",
            estate()
                .zone(zone("z1"), zone("z2").site("s"), zone("z3").site("s"), zone("z4"))
                .workload(a(5).spread(Scope.SITE, 1, null, 1, true))
                .running("a", "z1", 1, "z2", 1, "z3", 1, "z4", 1),
            "z4"),
        arguments(
            "what is preferred is no limit",
            three()
                .workload(a(4).spread(Scope.ZONE, 1, null, 1, false))
                .running("a", "z1", 1, "z2", 3),
            "z2 z3"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void spreads(String why, EstateBuilder estate, String may) {
    RecoveryCounts counts = lost(estate);
    assertEquals(may, those(estate.build().zones().size(), z -> z > 0 && counts.spreads(z)));
  }

  @Test
  void theNextReplicaIsMeasuredWithThoseBefore() {
    RecoveryCounts counts =
        lost(three().workload(skewed(3, 1, null)).running("a", "z1", 1, "z2", 1, "z3", 1));
    assertEquals("z2 z3", those(3, z -> z > 0 && counts.spreads(z)));
    counts.add(1, 1);
    assertEquals("z3", those(3, z -> z > 0 && counts.spreads(z)));
    counts.add(2, 1);
    assertEquals("z2 z3", those(3, z -> z > 0 && counts.spreads(z)), "the floor rose");
  }

  static Stream<Arguments> settled() {
    return Stream.of(
        arguments(
            "evenly",
            three().workload(skewed(3, 1, null)).running("a", "z1", 1, "z2", 1, "z3", 1),
            new int[] {0, 1, 0},
            true),
        arguments(
            "two of two in one",
            three().workload(skewed(4, 1, null)).running("a", "z1", 2, "z2", 1, "z3", 1),
            new int[] {0, 2, 0},
            false),
        arguments(
            "survivors are as they are: skew is asked of what gains",
            three().workload(skewed(4, 1, null)).running("a", "z1", 1, "z2", 3),
            new int[] {0, 0, 1},
            true),
        arguments(
            "replicas that could have opened the domain that min asks",
            three()
                .workload(a(2).spread(Scope.ZONE, 2, null, 9, true))
                .running("a", "z1", 1, "z2", 1),
            new int[] {0, 1, 0},
            false),
        arguments(
            "they did",
            three()
                .workload(a(2).spread(Scope.ZONE, 2, null, 9, true))
                .running("a", "z1", 1, "z2", 1),
            new int[] {0, 0, 1},
            true),
        arguments(
            "min is not asked of survivors alone",
            three()
                .workload(a(2).spread(Scope.ZONE, 2, null, 9, true))
                .running("a", "z1", 1, "z2", 1),
            new int[] {0, 0, 0},
            true),
        arguments(
            "one domain too many",
            estate()
                .zones(9, "z1", "z2", "z3", "z4")
                .workload(a(4).spread(Scope.ZONE, 1, 2, 9, true))
                .running("a", "z1", 2, "z2", 2),
            new int[] {0, 0, 1, 1},
            false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void settled(String why, EstateBuilder estate, int[] arrivals, boolean settled) {
    RecoveryCounts counts = lost(estate);
    for (int z = 0; z < arrivals.length; z++) {
      if (arrivals[z] > 0) {
        counts.add(z, arrivals[z]);
      }
    }
    assertEquals(settled, counts.settled());
  }

  static Stream<Arguments> spreadable() {
    return Stream.of(
        arguments(
            "up to the skew above the floor of what is full",
            three().workload(skewed(9, 1, null)).running("a", "z1", 9, "z2", 1, "z3", 1),
            new int[] {0, 9, 3},
            "5"),
        arguments(
            "a domain that takes none holds the others down",
            three().workload(skewed(9, 1, null)).running("a", "z1", 9, "z2", 1),
            new int[] {0, 9, 0},
            "0"),
        arguments(
            "a survivor above the skew gains none",
            three().workload(skewed(9, 1, null)).running("a", "z1", 9, "z2", 5),
            new int[] {0, 9, 2},
            "2"),
        arguments(
            "with fewer than min the floor is 0",
            three().workload(skewed(9, 4, null)).running("a", "z1", 9),
            new int[] {0, 9, 9},
            "2"),
        arguments(
            "two zones on one site are one site",
            estate()
                .zone(zone("z1"), zone("z2").site("s"), zone("z3").site("s"), zone("z4"))
                .workload(a(9).spread(Scope.SITE, 1, null, 1, true))
                .running("a", "z1", 9),
            new int[] {0, 4, 4, 3},
            "7"),
        arguments(
            "a max leaves the floor to what is used",
            three().workload(skewed(9, 1, 3)).running("a", "z1", 9),
            new int[] {0, 9, 1},
            "any"),
        arguments(
            "what is preferred is no limit",
            three().workload(a(9).spread(Scope.ZONE, 1, null, 1, false)).running("a", "z1", 9),
            new int[] {0, 9, 1},
            "any"));
  }

  /** So many may come to zones that hold so many at most. */
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void spreadable(String why, EstateBuilder estate, int[] limit, String most) {
    RecoveryCounts counts = lost(estate);
    int[] targets = IntStream.range(0, limit.length).filter(z -> limit[z] > counts.in(z)).toArray();
    long found = counts.spreadable(0, limit, targets, targets.length);
    assertEquals(most, found == Long.MAX_VALUE ? "any" : Long.toString(found));
  }

  /** z1 and z2 run; z3 is near z2, z4 near z1, z5 near both. */
  private static EstateBuilder apart(DataCopy copy) {
    return estate()
        .zones(9, "z1", "z2", "z3", "z4", "z5")
        .roundTrip("z1", "z2", 1_000)
        .roundTrip("z1", "z3", 9_000)
        .roundTrip("z1", "z4", 1_000)
        .roundTrip("z1", "z5", 1_000)
        .roundTrip("z2", "z3", 1_000)
        .roundTrip("z2", "z4", 9_000)
        .roundTrip("z2", "z5", 1_000)
        .roundTrip("z3", "z4", 1_000)
        .roundTrip("z3", "z5", 9_000)
        .roundTrip("z4", "z5", 1_000)
        .workload(
            workload("a")
                .replicas(2)
                .replication(2_000L, null)
                .tolerate(Scope.ZONE, 0, Recover.Reserved, copy, true))
        .running("a", "z1", 1, "z2", 1);
  }

  /** A synchronous copy is there before the loss, so within the round trip of what runs then. */
  @Test
  void aSynchronousCopyIsNearWhatRunsBeforeTheLoss() {
    assertEquals("z1 z2 z5", those(5, lost(apart(DataCopy.Synchronous))::reachable));
    assertEquals("z1 z2 z3 z4 z5", those(5, lost(apart(DataCopy.Asynchronous))::reachable));
  }

  @Test
  void afterTheLossAllThatStandsIsNearEachOther() {
    RecoveryCounts counts = lost(apart(DataCopy.Asynchronous));
    assertEquals("z1 z2 z3 z5", those(5, counts::withinRoundTrip));
    counts.add(2, 1);
    assertEquals("z2 z3", those(5, counts::withinRoundTrip), "z3 stands too");
    counts.add(2, -1);
    assertEquals("z1 z2 z3 z5", those(5, counts::withinRoundTrip), "taken back");
  }

  @Test
  void theFirstEntryThatTellsDomainsApartCompares() {
    RecoveryCounts counts =
        lost(
            estate()
                .zone(zone("z1"), zone("z2").site("s"), zone("z3").site("s"), zone("z4"))
                .workload(
                    a(5).spread(Scope.SITE, 1, null, 9, true).spread(Scope.ZONE, 1, null, 9, true))
                .running("a", "z1", 1, "z2", 2, "z3", 1, "z4", 1));
    assertEquals(1, Integer.signum(counts.compareDomains(2, 3)), "3 on the site against 1");
    assertEquals(1, Integer.signum(counts.compareDomains(1, 2)), "one site, 2 in the zone to 1");
    counts.add(2, 1);
    assertEquals(0, counts.compareDomains(1, 2));
  }

  /** The loss of a site takes both of its zones. */
  @Test
  void aSiteIsLostAsAWhole() {
    RecoveryCounts counts =
        lost(
            estate()
                .zone(zone("z1").site("s"), zone("z2").site("s"), zone("z3"))
                .workload(workload("a").replicas(3).tolerate(Scope.SITE))
                .running("a", "z1", 1, "z2", 1, "z3", 1),
            new Contingency.Event(Scope.SITE, "s"));
    assertEquals("0 0 1", each(3, counts::in));
    assertEquals("0 0 1", each(3, counts::survivors));
  }
}

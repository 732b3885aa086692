package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.id;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static cloud.bleu.placement.Specified.a;
import static cloud.bleu.placement.Specified.code;
import static cloud.bleu.placement.Specified.plan;
import static cloud.bleu.placement.Specified.shortfalls;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Rebalance.Mode;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A drained zone is planned work: it makes no hard requirement soft for what is new, and what runs
 * there leaves it whatever that does to a loss.
 */
class DrainedZoneTest {

  private static EstateBuilder third(ZoneState state) {
    return third(state, 10);
  }

  private static EstateBuilder third(ZoneState state, int first) {
    return estate()
        .zone(zone("z1").cpu(first), zone("z2").cpu(10), zone("z3").cpu(10).state(state));
  }

  private static EstateBuilder drilled() {
    return estate().zones(10, "z1", "z2").zone(zone("z3").cpu(10).leftFor("monday"));
  }

  private static WorkloadBuilder keepsTwo(int replicas) {
    return a(replicas).tolerate(Scope.ZONE, 2, Recover.Reserved, true);
  }

  /** Of three replicas in two zones a loss leaves one. Only a loss is a reason to do with that. */
  @ParameterizedTest
  @CsvSource({
    "Cordoned, SurvivalUnsatisfiable, ''",
    "Drained, SurvivalUnsatisfiable, ''",
    "Lost, Placed, 'z1=2, z2=1'",
  })
  void onlyALostZoneMakesSurvivalSoft(ZoneState state, String code, String where) {
    Decision decision = a(third(state).workload(keepsTwo(3)));
    assertEquals(code, code(decision));
    assertEquals(where, zones(decision));
  }

  @Test
  void whatRunsThereLeavesItAllTheSame() {
    Decision decision =
        a(third(ZoneState.Drained).workload(keepsTwo(3)).running("a", "z1", 1, "z2", 1, "z3", 1));
    assertEquals("z1=2, z2=1", zones(decision));
    assertEquals(List.of("SurvivalUnsatisfiable"), shortfalls(decision));
  }

  /** The loss of a zone leaves room for four in the other one: the fifth is new and not placed. */
  @ParameterizedTest
  @CsvSource({"4, 'z1=2, z2=2', Placed", "5, 'z1=2, z2=2', SurvivalUnsatisfiable"})
  void whatIsNewBesideItWaits(int replicas, String where, String code) {
    Decision decision =
        a(
            third(ZoneState.Drained)
                .workload(keepsTwo(replicas).perZone(0, 4))
                .running("a", "z1", 2, "z2", 1, "z3", 1));
    assertEquals(where, zones(decision));
    assertEquals(code, code(decision));
  }

  /** Nobody is in the drained zone: whatever is new is asked for what it is to keep. */
  @Test
  void growthIsAskedForWhatItKeeps() {
    Decision decision =
        a(
            third(ZoneState.Drained)
                .workload(a(5).tolerate(Scope.ZONE, 3, Recover.None, true))
                .running("a", "z1", 2, "z2", 2));
    assertEquals("z1=2, z2=2", zones(decision));
    assertEquals("SurvivalUnsatisfiable", code(decision));
  }

  /** Nor does a quorum keep a member there, nor a zone of which nothing is to be less than two. */
  @Test
  void quorumAndBoundsKeepNothingThere() {
    Decision decision =
        a(third(ZoneState.Drained).workload(a(3).quorum()).running("a", "z1", 1, "z2", 1, "z3", 1));
    assertEquals("z1=2, z2=1", zones(decision));
    Decision bounded =
        a(third(ZoneState.Drained).workload(a(3).perZone(2, 2)).running("a", "z1", 2, "z3", 1));
    assertEquals("z1=2, z2=1", zones(bounded));
  }

  /** The loss of z2 would leave one: what may not leave its data is not what leaves z3. */
  @Test
  void whatStaysWithItsDataIsAskedForWhatItKeeps() {
    Plan plan =
        plan(
            third(ZoneState.Drained, 1)
                .workload(
                    a(5).dataBound().tolerate(Scope.ZONE, 2, Recover.None, true),
                    workload("b").priority(10).only("z1"))
                .running("a", "z1", 1, "z2", 2, "z3", 1));
    assertEquals("z1=1", zones(of(plan, "b")));
    assertEquals("z2=2, z3=1", zones(of(plan, "a")));
    assertEquals("SurvivalUnsatisfiable", code(of(plan, "a")));
  }

  /** As many as ran come back and z3 is left, though seven could stand in z2 if two stayed. */
  @Test
  void whoIsEvictedMeanwhileLeavesBeforeItGrows() {
    Plan plan =
        plan(
            third(ZoneState.Drained, 2)
                .workload(
                    a(9).tolerate(Scope.ZONE, 2, Recover.None, true),
                    workload("b").replicas(2).priority(10).only("z1"))
                .running("a", "z1", 2, "z2", 2, "z3", 2));
    assertEquals("z1=2", zones(of(plan, "b")));
    assertEquals("z2=6", zones(of(plan, "a")));
    assertEquals("SurvivalUnsatisfiable", code(of(plan, "a")));
  }

  /** Home in z1 a third replica would stand, whose loss leaves one. */
  @Test
  void whatGoesHomeMeanwhileIsAskedForWhatItKeeps() {
    Decision decision =
        a(
            third(ZoneState.Drained)
                .workload(
                    a(4).tolerate(Scope.ZONE, 2, Recover.None, true).rebalance(Mode.WhenNeeded, 1))
                .placement(
                    new Placement(
                        id("a"),
                        null,
                        List.of(
                            new Assignment("z1", 2, 3),
                            new Assignment("z2", 1, 0),
                            new Assignment("z3", 1, 1)),
                        List.of(),
                        0)));
    assertEquals("z1=2, z2=2", zones(decision));
  }

  /** The far zone is no place for what leaves, and of the near one the loss leaves nothing. */
  @Test
  void whatLeavesStaysWithinTheRoundTrip() {
    Decision decision =
        a(
            third(ZoneState.Drained)
                .workload(
                    a(3).dataBound()
                        .replication(1_000L, null)
                        .tolerate(Scope.ZONE, 1, Recover.None, true))
                .running("a", "z1", 1, "z3", 1)
                .roundTrip("z1", "z2", 5_000)
                .roundTrip("z1", "z3", 100)
                .roundTrip("z2", "z3", 5_000));
    assertEquals("z1=2", zones(decision));
    assertEquals("SurvivalUnsatisfiable", code(decision));
  }

  /** Two that need each other leave together; what is new of them waits. */
  @Test
  void whoNeedEachOtherLeaveTogetherAndDoNotGrow() {
    Plan plan =
        plan(
            third(ZoneState.Drained)
                .workload(
                    keepsTwo(4).perZone(0, 2).affinity("b", Scope.ZONE, true),
                    workload("b").replicas(2).perZone(0, 1).affinity("a", Scope.ZONE, true))
                .running("a", "z1", 1, "z2", 1, "z3", 1)
                .running("b", "z1", 1, "z3", 1));
    assertEquals("z1=2, z2=1", zones(of(plan, "a")));
    assertEquals("z1=1, z2=1", zones(of(plan, "b")));
    assertEquals("SurvivalUnsatisfiable", code(of(plan, "a")));
  }

  /** A drill acts a loss: who grows during it is not asked for more than during a loss. */
  @Test
  void aZoneLeftForADrillMakesSurvivalSoft() {
    Decision decision = a(drilled().workload(keepsTwo(3)));
    assertEquals("Placed", code(decision));
    assertEquals("z1=2, z2=1", zones(decision));
    Decision grown = a(drilled().workload(keepsTwo(3)).running("a", "z1", 1, "z2", 1));
    assertEquals("Placed", code(grown));
  }

  /** Too near to both others to count on either: mended beside planned work, and not in a drill. */
  @Test
  void onlyBesideADrillWhatLacksItsReserveStays() {
    ZoneBuilder[] line = {
      zone("z1").at(48.6, 2), zone("z2").at(48, 2), zone("z4").at(49.2, 2),
    };
    WorkloadBuilder far =
        a(1).replication(null, 100_000L)
            .tolerate(Scope.ZONE, 0, Recover.Reserved, DataCopy.Asynchronous, true);
    ZoneBuilder third = zone("z3").at(50.4, 2);
    assertEquals(
        "z1=1",
        zones(
            a(
                estate()
                    .zone(line)
                    .zone(third.leftFor("monday"))
                    .workload(far)
                    .running("a", "z1", 1))));
    assertEquals(
        "z2=1",
        zones(
            a(
                estate()
                    .zone(line)
                    .zone(zone("z3").at(50.4, 2).state(ZoneState.Drained))
                    .workload(far)
                    .running("a", "z1", 1))));
  }

  /** Fewer than a zone is to hold may come only as far as they leave a drained one. */
  @ParameterizedTest
  @CsvSource({"false, 1, 0, ''", "false, 1, 1, PerZoneMin", "true, 1, 0, PerZoneMin"})
  void theCheckLetsNoMoreComeThanLeft(boolean bound, int second, int fourth, String finding) {
    WorkloadBuilder workload = a(4).perZone(2, null);
    Estate estate =
        third(ZoneState.Drained)
            .zone(zone("z4").cpu(10))
            .workload(bound ? workload.dataBound() : workload)
            .running("a", "z1", 2, "z3", 1)
            .build();
    Plans.Draft draft = Plans.decided("a").in("z1", 2).in("z2", second).moved("z3", "z2", second);
    Set<String> codes =
        new TreeSet<>(Plans.codes(estate, fourth > 0 ? draft.in("z4", fourth) : draft));
    codes.retainAll(Set.of("PerZoneMin"));
    assertEquals(finding, String.join(", ", codes));
  }

  /** In the site that v left for z6, a came; then n evicts v from z6, which stays in no zone. */
  @ParameterizedTest
  @CsvSource({
    "true, false, 1, ''",
    "false, false, 0, z5=1",
    "true, true, 1, ''",
    "false, true, 0, z5=1",
  })
  void whoIsEvictedWhereItCameToGoesNotBackToWhomItHasToBeApartFrom(
      boolean apart, boolean silent, int missing, String left) {
    WorkloadBuilder v =
        workload("v")
            .cpu(4)
            .only("z5", "z6")
            .tolerate(Scope.ZONE)
            .failover(Duration.ofMinutes(1), Duration.ofMinutes(10));
    ZoneBuilder z5 = zone("z5").cpu(4).site("s");
    Estate estate =
        estate()
            .zone(zone("z1").cpu(4).state(ZoneState.Drained), zone("z4").cpu(4).site("s"))
            .zone(
                silent ? z5.unhealthySince(NOW.minusSeconds(1800)) : z5.state(ZoneState.Drained),
                zone("z6").cpu(4))
            .workload(
                workload("a").cpu(4).only("z1", "z4").priority(10),
                workload("n").cpu(4).only("z6").priority(10),
                apart ? v.antiAffinity("a", Scope.SITE, true) : v)
            .running("a", "z1", 1)
            .placement(
                new Placement(
                    id("v"),
                    null,
                    List.of(Assignment.of("z5", 1)),
                    List.of(
                        new Contingency(
                            new Contingency.Event(Scope.ZONE, "z5"),
                            List.of(Plans.move("z5", "z6", 1)),
                            List.of(),
                            0)),
                    0))
            .build();
    Plan plan = Planner.propose(estate, Map.of());
    assertEquals(List.of(), Checker.check(estate, plan));
    assertEquals("z4=1", zones(of(plan, "a")));
    assertEquals("z6=1", zones(of(plan, "n")));
    assertEquals(left, zones(of(plan, "v")));
    assertEquals(missing, of(plan, "v").missing());
  }
}

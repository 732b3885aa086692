package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Replicas are added to a workload that had more before: they come to the volumes that it left. A
 * placement is written as {@code zone=replicas/home}, volumes as {@code zone:most}.
 */
class FormerVolumesTest {

  @ParameterizedTest(name = "{0} replicas, in force {1}, volumes in {2}: {3}")
  @CsvSource({
    // 1 -> 0 -> 1; z1 comes first otherwise.
    "1, '', z3:1, z3=1",
    // 3 -> 2 -> 3, in another zone and in one that is still used.
    "3, z1=1 z4=1, z3:1, 'z1=1, z3=1, z4=1'",
    "4, z1=1 z2=1 z3=1, z3:2, 'z1=1, z2=1, z3=2'",
    // More than ever ran: those that are new come anywhere.
    "3, '', z3:1, 'z1=1, z2=1, z3=1'",
    "3, '', z3:3, z3=3",
    // The zones left last come first: they have the latest data.
    "2, '', z2:1 z3:1 z4:1, 'z3=1, z4=1'",
    "1, '', z4:1 z3:1, z3=1",
    "1, '', z3:1 z2:2, z2=1",
    "2, z1=1, z4:1 z3:1, 'z1=1, z3=1'",
    // What is not used while nothing is added stays so.
    "2, z1=1 z2=1, z3:1, 'z1=1, z2=1'",
  })
  void comesToItsVolumes(int replicas, String inForce, String volumes, String then) {
    Decision decided = decided(four(database(replicas), state(inForce, volumes)));
    assertEquals(then, Estates.zones(decided));
    assertEquals(0, decided.missing());
  }

  /** The object was deleted and is there again, and states them: a decision in force counts. */
  @ParameterizedTest(name = "{0} replicas, in force {1}, stated {2}: {3}")
  @CsvSource({
    "1, none, z3:1, z3=1/1",
    "2, none, z3:1, z1=1/1 z3=1/1",
    "1, none, z9:1, ''",
    "2, none, z3:1 z9:1, z3=1/1",
    "1, '', z3:1, z1=1/1",
    "1, z2=1, z3:1, z2=1/1",
  })
  void whatIsStatedCountsWhileNothingIsDecided(
      int replicas, String inForce, String stated, String then) {
    WorkloadBuilder database = database(replicas).formerVolumes(state("", stated).volumes());
    EstateBuilder estate = estate().zones(9, "z1", "z2", "z3", "z4").workload(database);
    if (!inForce.equals("none")) {
      estate.placement(state(inForce, ""));
    }
    assertEquals(then, text(decided(estate.build())));
  }

  /** Stated volumes bind whom volumes of a decision bind, and nobody else. */
  @Test
  void whatIsStatedIsGivenUpAsWell() {
    Estate estate =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3").state(ZoneState.Cordoned))
            .workload(database(1).formerVolumes(state("", "z3:1").volumes()))
            .build();
    assertEquals("", text(decided(estate)));
    assertEquals(Set.of("DataBound"), Plans.codes(estate, Plans.decided("db").in("z1", 1)));
    Estate given =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3").state(ZoneState.Cordoned))
            .workload(database(1).formerVolumes(state("", "z3:1").volumes()).abandonVolumesIn("z3"))
            .build();
    assertEquals("z1=1/1", text(decided(given)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Cordoned, z3 has their data and is Cordoned",
    "Drained, z3 has their data and is Drained",
    "Lost, z3 has their data and is Lost",
    "Active, z3 has their data and no place for them",
  })
  void startsNowhereEmptyWhereItsZoneTakesNothing(ZoneState state, String why) {
    Estate estate =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3").state(state).cpu(0))
            .workload(database(2))
            .placement(state("z1=1", "z3:1"))
            .build();
    Decision decided = decided(estate);
    assertEquals("z1=1/1", text(decided));
    assertEquals("StaysDown", decided.reason().code());
    assertEquals(
        "replicas stay down: "
            + why
            + "; bring the zone back, make room there, or give its volumes up in"
            + " spec.resilience.abandonVolumesIn",
        decided.reason().message());
    assertEquals(
        Set.of("DataBound"), Plans.codes(estate, Plans.decided("db").in("z1", 1).in("z2", 1)));
    Estate next = Estates.with(estate, List.of(state("z1=1/1", "z3:1")));
    assertEquals(Decision.Cause.Unchanged, decided(next).cause());
  }

  @Test
  void aZoneWithoutAnObjectHasThem() {
    Decision decided = decided(four(database(1), state("", "z9:1")));
    assertEquals("", text(decided));
    assertEquals(
        "replicas stay down: z9 has their data and is gone",
        decided.reason().message().split(";")[0]);
  }

  @ParameterizedTest(name = "in force {0}, volumes {1}: {2}")
  @CsvSource({
    "z1=1, z3:1, z1=1/1 z2=1/1",
    "z1=1 z3=0/1, '', z1=1/1 z2=1/1",
    // One of two zones is given up: the other one has data still.
    "z1=1, z3:1 z4:1, z1=1/1 z4=1/1",
  })
  void volumesThatAreGivenUpBindNobody(String inForce, String volumes, String then) {
    Estate estate =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3").state(ZoneState.Lost), zone("z4"))
            .workload(database(2).abandonVolumesIn("z3"))
            .placement(state(inForce, volumes))
            .build();
    Decision decided = decided(estate);
    assertEquals(then, text(decided));
    assertEquals(
        Decision.Cause.Unchanged,
        decided(Estates.with(estate, List.of(state(then, volumes)))).cause());
  }

  /** A zone that was given up once takes the protection from what runs there now. */
  @ParameterizedTest(name = "{0}, in force {1}")
  @CsvSource({"Active, z3=1, VolumesGivenUp", "Active, z1=1, ''", "Lost, z3=1, ''"})
  void aZoneThatIsGivenUpAndUsedAgainIsReported(ZoneState state, String inForce, String code) {
    Estate estate =
        estate()
            .zone(zone("z1"), zone("z3").state(state))
            .workload(database(1).abandonVolumesIn("z3"))
            .placement(state(inForce, ""))
            .build();
    List<Decision.Reason> told = decided(estate).shortfalls();
    assertEquals(
        code.isEmpty() ? List.of() : List.of(code), told.stream().map(r -> r.code()).toList());
    if (!told.isEmpty()) {
      assertTrue(told.get(0).message().contains("z3"), told.get(0).message());
    }
  }

  /** The loss of what is given up is answered in the plan in which it happens. */
  @Test
  void whatRanInALostZoneThatIsGivenUpStartsElsewhere() {
    Estate estate =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3").state(ZoneState.Lost))
            .workload(database(2).abandonVolumesIn("z3"))
            .running("db", "z1", 1, "z3", 1)
            .build();
    assertEquals("z1=1, z2=1", Estates.zones(decided(estate)));
  }

  @Test
  void replicatedDataIsElsewhereToo() {
    Estate estate =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3").state(ZoneState.Cordoned))
            .workload(database(2).replication(null, null))
            .placement(state("z1=1", "z3:1"))
            .build();
    assertEquals("z1=1, z2=1", Estates.zones(decided(estate)));
  }

  /** One alone survives no loss, so it comes together with those that start empty. */
  @ParameterizedTest(name = "{0} replicas, volumes in {1}: {2}")
  @CsvSource({"3, z4:1, 3, true", "3, z3:1 z4:1, 3, true", "4, z3:2, 4, true"})
  void whatIsAskedOfAllIsAskedOfThoseWithVolumesAndOthersTogether(
      int replicas, String volumes, int placed, boolean hard) {
    Decision decided =
        decided(
            four(
                database(replicas).tolerate(Scope.ZONE, 2, Recover.None, hard),
                state("", volumes)));
    assertEquals(placed, replicas - decided.missing());
    for (String part : volumes.split(" ")) {
      String[] f = part.split(":");
      int there =
          decided.assignments().stream()
              .filter(a -> a.zone().equals(f[0]))
              .mapToInt(Assignment::replicas)
              .sum();
      assertEquals(true, there >= Integer.parseInt(f[1]), text(decided));
    }
  }

  @Test
  void asManyAsTheirZonesTakeComeBack() {
    Estate estate =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3").cpu(2))
            .workload(database(3))
            .placement(state("", "z3:3"))
            .build();
    assertEquals("z3=2/2", text(decided(estate)));
  }

  /** Neither alone leaves the survivor that is asked: only both together do. */
  @ParameterizedTest(name = "{0} replicas, keep {1}, in force {2}, volumes in {3}")
  @CsvSource({
    "2, 1, '', z1:1 z2:1, z1=1/1 z2=1/1",
    "3, 2, '', z1:1 z2:1 z3:1, z1=1/1 z2=1/1 z3=1/1",
    // Evicted together.
    "2, 1, z1=0/1 z2=0/1, '', z1=1/1 z2=1/1",
    // One is down since it was evicted, one was scaled down.
    "2, 1, z1=0/1, z2:1, z1=1/1 z2=1/1",
  })
  void thoseThatWaitComeBackTogether(
      int replicas, int keep, String inForce, String volumes, String then) {
    WorkloadBuilder database = database(replicas).tolerate(Scope.ZONE, keep, Recover.None, true);
    Placement before = state(inForce, volumes);
    Estate closed =
        estate()
            .zone(zone("z1"), zone("z2").state(ZoneState.Cordoned), zone("z3"))
            .workload(database)
            .placement(before)
            .build();
    Decision waits = decided(closed);
    assertEquals("StaysDown", waits.reason().code());
    assertEquals(inForce, text(waits));
    Estate open = estate().zones(9, "z1", "z2", "z3").workload(database).placement(before).build();
    assertEquals(then, text(decided(open)));
  }

  /** Nobody comes up on older data because the zone of the latest is closed. */
  @Test
  void waitsForTheLatestData() {
    Estate estate =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3").state(ZoneState.Cordoned))
            .workload(database(1))
            .placement(state("", "z1:1 z3:1"))
            .build();
    Decision decided = decided(estate);
    assertEquals("", text(decided));
    assertEquals(
        "replicas stay down: z3 has their data and is Cordoned",
        decided.reason().message().split(";")[0]);
    assertEquals(Set.of("DataBound"), Plans.codes(estate, Plans.decided("db").in("z1", 1)));
  }

  /** What no zone has room for is one thing, what a requirement keeps away another. */
  @Test
  void aZoneWithRoomThatARequirementClosesIsNotSaidToBeFull() {
    Estate estate =
        estate()
            .zones(9, "z1", "z2", "z3")
            .workload(database(2).tolerate(Scope.ZONE, 1, Recover.None, true))
            .placement(state("", "z3:2"))
            .build();
    Decision decided = decided(estate);
    assertEquals("", text(decided));
    assertEquals("RequirementKeepsDown", decided.reason().code());
    assertFalse(decided.reason().message().contains("abandonVolumesIn"));
    assertEquals(
        "replicas stay down: z3 has their data and room for them, and a requirement keeps them from"
            + " there",
        decided.reason().message().split(" \\(")[0]);
  }

  /** Who needs another one near it comes to its own volumes all the same. */
  @Test
  void ofAGroupEachComesToItsVolumes() {
    Estate estate =
        estate()
            .zones(9, "z1", "z2", "z3")
            .workload(database(1), workload("web").replicas(1).affinity("db", Scope.ZONE, true))
            .placement(state("", "z3:1"))
            .build();
    assertEquals("z3=1", Estates.zones(decided(estate)));
  }

  /** Each needs the other, so that neither can start before it. */
  @ParameterizedTest(name = "{0} replicas, in force {1}, volumes {2}: {3}")
  @CsvSource({
    "1, '', z3:1, z3=1",
    "2, '', z2:1 z3:1, 'z2=1, z3=1'",
    // Both run in the same two zones: any other zone is as good for the second one.
    "2, '', z3:1, z3=1",
    "1, z3=0/1, '', z3=1",
  })
  void thoseThatNeedEachOtherStartAtTheVolumes(
      int replicas, String inForce, String volumes, String then) {
    Estate estate =
        estate()
            .zones(9, "z1", "z2", "z3")
            .workload(
                database(replicas).affinity("web", Scope.ZONE, true),
                workload("web").replicas(2).affinity("db", Scope.ZONE, true))
            .placement(state(inForce, volumes))
            .build();
    Plan plan = Specified.plan(estate);
    assertTrue(Estates.zones(of(plan, "db")).contains(then));
    assertEquals(0, of(plan, "db").missing());
    assertEquals(0, of(plan, "web").missing());
  }

  /** Where the volumes cannot be reached none of both starts, and no volume is left behind. */
  @Test
  void thoseThatNeedEachOtherWaitForTheVolumes() {
    Estate estate =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3").state(ZoneState.Cordoned))
            .workload(
                database(1).affinity("web", Scope.ZONE, true),
                workload("web").replicas(1).affinity("db", Scope.ZONE, true))
            .placement(state("", "z3:1"))
            .build();
    Plan plan = Specified.plan(estate);
    assertEquals("", text(of(plan, "db")));
    assertEquals("", text(of(plan, "web")));
    assertEquals("StaysDown", of(plan, "db").reason().code());
  }

  @Test
  void suspendedStaysAsItIs() {
    Estate estate =
        four(database(2).abandonVolumesIn("z3").suspended(), state("z1=1/1 z3=0/1", ""));
    assertEquals("z1=1/1 z3=0/1", text(decided(estate)));
  }

  private static WorkloadBuilder database(int replicas) {
    return workload("db").replicas(replicas).dataBound();
  }

  private static Estate four(WorkloadBuilder database, Placement inForce) {
    return estate().zones(9, "z1", "z2", "z3", "z4").workload(database).placement(inForce).build();
  }

  private static Decision decided(Estate estate) {
    return of(Specified.plan(estate), "db");
  }

  private static Placement state(String running, String volumes) {
    List<Assignment> assignments = new ArrayList<>();
    for (String part : running.isEmpty() ? new String[0] : running.split(" ")) {
      String[] f = part.split("[=/]");
      assignments.add(
          new Assignment(f[0], Integer.parseInt(f[1]), Integer.parseInt(f[f.length == 3 ? 2 : 1])));
    }
    Map<String, Integer> most = new LinkedHashMap<>();
    for (String part : volumes.isEmpty() ? new String[0] : volumes.split(" ")) {
      String[] f = part.split(":");
      most.put(f[0], Integer.parseInt(f[1]));
    }
    return new Placement(Estates.id("db"), null, assignments, List.of(), 0, most);
  }

  private static String text(Decision decision) {
    StringBuilder text = new StringBuilder();
    for (Assignment a : decision.assignments()) {
      text.append(text.isEmpty() ? "" : " ").append(a.zone()).append('=');
      text.append(a.replicas()).append('/').append(a.home());
    }
    return text.toString();
  }
}

package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.MoveList;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which moves for losses stay as they are, and which are searched anew. */
class MoveRenewalTest {

  private static WorkloadBuilder a(String runs) {
    return workload("a").replicas(WorkloadState.sum(CycleScene.numbers(runs)));
  }

  private static CycleScene scene(
      EstateBuilder estate, WorkloadBuilder a, String runs, String now) {
    return new CycleScene(estate.workload(a).placement(CycleScene.holding("a", runs, now)));
  }

  /** The moves then; what runs is as before. */
  private static String kept(CycleScene scene, boolean held) {
    String runs = scene.counts("a");
    WorkloadState a = scene.turnOf("a");
    new MoveRenewal(scene.state, scene.placer).keep(a, held);
    assertEquals(runs, scene.counts("a"), "what runs stays");
    return scene.moves("a");
  }

  @ParameterizedTest
  @CsvSource({
    // room by zone, what runs, moves in force, whether they have their room; those that stay, and
    // how many leave each zone then
    "9 9 9 9, 0 0 0 0, '', true, '', 0 0 0 0",
    "9 9 9 9, 2 0 0 0, '', true, '', 2 0 0 0",
    "9 9 9 9, 2 1 0 0, '', true, '', 2 1 0 0",
    // what does what is asked stays, though a search would find another
    "9 9 9 9, 2 0 0 0, z1>z4=2, true, z1>z4=2, 2 0 0 0",
    "9 9 9 9, 2 0 0 0, z1>z4=2, false, z1>z4=2, 2 0 0 0",
    "9 9 9 9, 2 1 0 0, z1>z4=2 z2>z4=1, true, z1>z4=2 z2>z4=1, 2 1 0 0",
    // one that lacks something goes, where more is found
    "9 9 9 9, 2 0 0 0, z1>z4=1, true, '', 2 0 0 0",
    "9 9 9 9, 2 1 0 0, z1>z4=1 z2>z4=1, true, z2>z4=1, 2 1 0 0",
    "9 9 9 9, 2 1 0 0, z1>z4=2, true, z1>z4=2, 2 1 0 0",
    // where as few are found it stays
    "9 1 0 1, 3 0 0 0, z1>z2=1 z1>z4=1, true, z1>z2=1 z1>z4=1, 2 0 0 0",
    "9 0 0 0, 3 0 0 0, '', true, '', 0 0 0 0",
    "9 1 0 0, 3 0 0 0, '', true, '', 1 0 0 0",
    // more leave than are there, or some of where nobody is
    "9 9 9 9, 2 0 0 0, z1>z4=3, true, '', 2 0 0 0",
    "9 9 9 9, 2 0 0 0, z1>z4=2 z2>z1=1, true, z1>z4=2, 2 0 0 0",
    "9 9 9 9, 0 0 0 0, z1>z4=2 z2>z1=1, true, '', 0 0 0 0",
    // there is no room any more: all is searched
    "9 9 9 1, 2 0 0 0, z1>z4=2, false, '', 2 0 0 0",
    "9 9 9 1, 2 1 0 0, z1>z4=2 z2>z4=1, false, '', 2 1 0 0",
    "9 0 0 1, 2 0 0 0, z1>z4=2, false, '', 1 0 0 0",
    "9 0 0 0, 2 0 0 0, z1>z4=2, false, '', 0 0 0 0",
    // they are said to have it, but nothing new is held beside more than a zone has
    "9 9 9 1, 2 0 0 0, z1>z4=2, true, z1>z4=2, 2 0 0 0",
    "9 9 9 1, 2 1 0 0, z1>z4=2, true, '', 2 1 0 0",
  })
  void zoneByZone(
      String rooms, String runs, String inForce, boolean held, String stay, String leaving) {
    CycleScene scene = scene(CycleScene.rooms(rooms), a(runs).tolerate(Scope.ZONE), runs, inForce);
    String then = kept(scene, held);
    assertTrue(scene.hasMoves("a", stay), then);
    assertEquals(leaving, scene.leaving("a"), then);
    WorkloadState a = scene.of("a");
    scene.state.enter(a);
    assertTrue(scene.state.fits(a) || held && then.equals(inForce), "what is new has its room");
  }

  /** What is held for a zone that was left goes, and is no reason to search anything. */
  @Test
  void zoneThatWasLeft() {
    CycleScene scene =
        scene(CycleScene.rooms("9 9 9 1"), a("2").tolerate(Scope.ZONE), "2", "z1>z4=2");
    MoveList left = new MoveList();
    left.add(1, 0, 1);
    scene.of("a").evacuation().set(1, left);
    assertEquals("z1>z4=2 z2>z1=1", scene.moves("a"));
    assertEquals("z1>z4=2", kept(scene, true));
  }

  /** Two run in z1, and go to z4 at its loss. */
  @ParameterizedTest
  @CsvSource({
    "plain, z1>z4=2",
    "soft, z1>z4=2",
    // nothing is reserved that is not asked for
    "none, ''",
    "bestEffort, ''",
    "down, ''",
    "bound, ''",
    "replicated, z1>z4=2",
    // what z4 may not take
    "not z4, z1>z2=1 z1>z3=1",
    "one by zone, z1>z2=1 z1>z3=1",
    "spread, z1>z2=1 z1>z3=1",
  })
  void whatIsAskedOfMoves(String what, String then) {
    WorkloadBuilder a = a("2 0 0 0");
    switch (what) {
      case "none" -> {}
      case "soft" -> a.tolerate(Scope.ZONE, 0, Recover.Reserved, false);
      case "bestEffort" -> a.tolerate(Scope.ZONE, 0, Recover.BestEffort, true);
      case "down" -> a.tolerate(Scope.ZONE, 0, Recover.None, true);
      default -> a.tolerate(Scope.ZONE);
    }
    switch (what) {
      case "bound" -> a.dataBound();
      case "replicated" -> a.dataBound().replication(null, null);
      case "not z4" -> a.only("z1", "z2", "z3");
      case "one by zone" -> a.perZone(0, 1);
      case "spread" -> a.spread(Scope.ZONE, 2, null, 1, true);
      default -> {}
    }
    CycleScene scene = scene(CycleScene.rooms("9 9 9 9"), a, "2 0 0 0", "z1>z4=2");
    assertEquals(then, kept(scene, true));
  }

  /** A zone that came back ten minutes ago takes moves that are searched together with a place. */
  @ParameterizedTest
  @CsvSource({"false, z1>z3=2", "true, z1>z2=1 z1>z3=1"})
  void zoneThatIsBackForTooShort(boolean fresh, String then) {
    CycleScene scene =
        scene(
            estate()
                .zone(zone("z1"), zone("z2").since(NOW.minus(Duration.ofMinutes(10))), zone("z3")),
            a("2 0 0").tolerate(Scope.ZONE).failover(Duration.ofMinutes(5), Duration.ofMinutes(30)),
            "2 0 0",
            "");
    if (fresh) {
      scene.of("a").notes().search();
    }
    assertEquals(then, kept(scene, true));
  }

  /** Each loss has moves of its own: first those of the site, then those of the zone in it. */
  @ParameterizedTest
  @CsvSource({
    // room by zone of which the first two are one site
    "9 9 9 9, 2 0 0 0, z1>z2=2, z1>z3=1 z1>z4=1 z1>z2=2",
    "9 9 9 9, 2 0 0 0, z1>z4=2, z1>z3=1 z1>z4=1 z1>z4=2",
    "9 9 0 0, 2 0 0 0, z1>z2=2, z1>z2=2",
  })
  void zoneAndSite(String rooms, String runs, String inForce, String then) {
    int[] room = CycleScene.numbers(rooms);
    CycleScene scene =
        scene(
            estate()
                .zone(zone("z1").site("s").cpu(room[0]), zone("z2").site("s").cpu(room[1]))
                .zone(zone("z3").cpu(room[2]), zone("z4").cpu(room[3])),
            a(runs).tolerate(Scope.ZONE).tolerate(Scope.SITE),
            runs,
            inForce);
    assertEquals(then, kept(scene, true));
  }

  /** What runs in z1 is asked to survive its loss; an incident asks that of nobody. */
  @ParameterizedTest
  @CsvSource({
    // entry, what runs, moves, state of z3; whether moves lack, and whether that counts now
    "hard, 2 0 0, z1>z2=2, Active, false, false",
    "hard, 2 0 0, z1>z2=1, Active, true, true",
    "hard, 2 0 0, '', Active, true, true",
    "hard, 0 0 0, '', Active, false, false",
    "hard, 2 1 0, z1>z2=2, Active, true, true",
    "soft, 2 0 0, '', Active, false, false",
    "bestEffort, 2 0 0, '', Active, false, false",
    "none, 2 0 0, '', Active, false, false",
    "hard, 2 0 0, '', Lost, true, false",
    "hard, 2 0 0, '', Drained, true, true",
    "hard, 2 0 0, '', Cordoned, true, true",
  })
  void whatLacksMoves(
      String entry, String runs, String moves, ZoneState third, boolean lacks, boolean counts) {
    WorkloadBuilder a = a(runs);
    switch (entry) {
      case "hard" -> a.tolerate(Scope.ZONE);
      case "soft" -> a.tolerate(Scope.ZONE, 0, Recover.Reserved, false);
      case "bestEffort" -> a.tolerate(Scope.ZONE, 0, Recover.BestEffort, true);
      default -> {}
    }
    CycleScene scene =
        scene(estate().zone(zone("z1"), zone("z2"), zone("z3").state(third)), a, runs, moves);
    WorkloadState state = scene.of("a");
    assertEquals(lacks, MoveRenewal.lacksMoves(state));
    assertEquals(counts, new MoveRenewal(scene.state, scene.placer).unreserved(state));
  }
}

package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.capacity.WorkloadFields;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One running replica that moves for a better state: whether it may, and what it changes. */
class ReplicaMoveTest {

  private static WorkloadBuilder a(int movesPerHour) {
    return workload("a")
        .replicas(4)
        .failover(Duration.ofMinutes(5), Duration.ofMinutes(30))
        .rebalance(Workload.Rebalance.Mode.Continuous, movesPerHour);
  }

  private static CycleScene scene(EstateBuilder estate, String replicas, String homes) {
    return new CycleScene(estate.placement(CycleScene.placement("a", replicas, homes)));
  }

  private static EstateBuilder plain(WorkloadBuilder a) {
    return estate().zone(zone("z1"), zone("z2"), zone("z3")).workload(a);
  }

  /** A running replica takes a move of the hour; one that is new in this plan takes none. */
  @ParameterizedTest
  @CsvSource({
    // moves left in the hour, new in z1, replicas in z1: may leave
    "1, 0, 4, true",
    "0, 0, 4, false",
    "0, 1, 4, true",
    "0, 1, 1, true",
    "1, 0, 0, false",
    "0, 0, 0, false",
  })
  void mayLeave(int perHour, int isNew, int there, boolean may) {
    CycleScene scene = scene(plain(a(perHour)), "4 0 0", "4 0 0");
    WorkloadState a = scene.of("a");
    a.motion().run(0, there - a.replicas(0), 0);
    WorkloadFields.began(a, there - isNew, 0, 0);
    assertEquals(may, scene.move.mayLeave(a, 0));
  }

  /** What may run in a silent zone is not moved before the silence counts. */
  @ParameterizedTest
  @CsvSource({
    "4, plain, false",
    "5, plain, true",
    "60, quorum, false",
    "60, dataBound, false",
  })
  void whatMayRunInASilentZoneStays(int minutes, String kind, boolean may) {
    ZoneBuilder silent = zone("z1").unhealthySince(NOW.minus(Duration.ofMinutes(minutes)));
    WorkloadBuilder a = a(9);
    if (kind.equals("quorum")) {
      a.quorum();
    } else if (kind.equals("dataBound")) {
      a.dataBound().replication(null, null);
    }
    CycleScene scene =
        scene(estate().zone(silent, zone("z2"), zone("z3")).workload(a), "4 0 0", "4 0 0");
    assertEquals(may, scene.move.mayLeave(scene.of("a"), 0));
  }

  /** By its rules, its room, and since when it is back. */
  @ParameterizedTest
  @CsvSource({
    "plain, true",
    "cordoned, false",
    "rejected, false",
    "full, false",
    "justBack, false",
    "longBack, true",
    "perZone, false",
  })
  void mayEnter(String kind, boolean may) {
    ZoneBuilder to = zone("z2");
    WorkloadBuilder a = a(9);
    switch (kind) {
      case "cordoned" -> to.state(ZoneState.Cordoned);
      case "rejected" -> a.only("z1", "z3");
      case "full" -> to.cpu(1);
      case "justBack" -> to.since(NOW.minus(Duration.ofMinutes(29)));
      case "longBack" -> to.since(NOW.minus(Duration.ofMinutes(30)));
      case "perZone" -> a.perZone(0, 1);
      default -> {}
    }
    CycleScene scene =
        scene(estate().zone(zone("z1"), to, zone("z3")).workload(a), "3 1 0", "3 1 0");
    assertEquals(may, scene.move.mayEnter(scene.turnOf("a"), 1));
  }

  /** Where a replica that moves from z1 to z2 is at home then. */
  @ParameterizedTest
  @CsvSource({
    // who is at home takes the home along
    "4 0 0, 4 0 0, 3 1 0",
    "2 2 0, 2 2 0, 1 3 0",
    // a refugee leaves the home where it was
    "4 0 0, 3 0 1, 3 0 1",
    // a refugee goes home
    "4 0 0, 3 1 0, 3 1 0",
    // who is at home goes where another one has its home: a refugee is at home where it is then
    "2 0 2, 2 1 1, 1 1 2",
    "1 1 2, 1 2 1, 0 2 2",
  })
  void takesItsHomeAlong(String at, String homes, String then) {
    CycleScene scene = scene(plain(a(9)), at, homes);
    WorkloadState a = scene.turnOf("a");
    scene.move.make(a, 0, 1);
    int[] x = CycleScene.numbers(at);
    assertEquals((x[0] - 1) + " " + (x[1] + 1) + " " + x[2], CycleScene.text(a.counts()));
    assertEquals(then, CycleScene.text(a.places().copyOfHomes()));
    assertTrue(a.notes().shifted());
    assertTrue(scene.state.grown.holds(1));
    assertEquals(1, a.moved().into(1));
  }

  /** What a move takes of the budget, and what it says of its cause. */
  @ParameterizedTest
  @CsvSource({
    // replicas of z1 that are new in this plan, cause so far: moves taken, cause then
    "0, SpecChanged, 1, Rebalanced",
    "0, Returned, 1, Returned",
    "0, Preempted, 1, Preempted",
    "1, SpecChanged, 0, SpecChanged",
  })
  void takesAMoveOfTheHour(int isNew, Decision.Cause cause, int taken, Decision.Cause then) {
    CycleScene scene = scene(plain(a(9)), "4 0 0", "4 0 0");
    WorkloadState a = scene.turnOf("a");
    WorkloadFields.began(a, 4 - isNew, 0, 0);
    a.notes().because(cause);
    scene.move.make(a, 0, 1);
    assertEquals(taken, a.notes().movedNow());
    assertEquals(then, a.notes().cause());
  }

  /** A move that is tried is made if all that is asked still holds, and costs nothing by itself. */
  @ParameterizedTest
  @CsvSource({
    "plain, true, 3 1 0",
    "spread, true, 3 1 0",
    "full, false, 4 0 0",
    "cordoned, false, 4 0 0",
    "rejected, false, 4 0 0",
    "apart, false, 4 0 0",
    "perZone, false, 4 0 0",
    "max, false, 4 0 0",
  })
  void isTried(String kind, boolean made, String then) {
    ZoneBuilder to = zone("z2");
    WorkloadBuilder a = a(0);
    WorkloadBuilder other = workload("b");
    switch (kind) {
      case "spread" -> a.spread(Scope.ZONE, 2, null, 4, true);
      case "full" -> to.cpu(1);
      case "cordoned" -> to.state(ZoneState.Cordoned);
      case "rejected" -> a.only("z1", "z3");
      case "apart" -> a.antiAffinity("b", Scope.ZONE, true);
      case "perZone" -> a.perZone(2, null);
      case "max" -> a.spread(Scope.ZONE, 1, 1, 9, true);
      default -> {}
    }
    EstateBuilder estate =
        estate().zone(zone("z1"), to, zone("z3")).workload(a, other).running("b", "z2", 1);
    CycleScene scene = scene(estate, "4 0 0", "4 0 0");
    WorkloadState moving = scene.turnOf("a");
    assertEquals(made, scene.move.attempt(moving, 0, 1));
    assertEquals(then, CycleScene.text(moving.counts()));
    assertEquals(then, CycleScene.text(moving.places().copyOfHomes()));
    assertEquals(0, moving.notes().movedNow());
    assertEquals(made, moving.notes().shifted());
  }

  /** What stands may stay as far from {@code keep} as it is; what grows meets it. */
  @ParameterizedTest
  @CsvSource({"4 0 0, 4 0 0, 2", "3 1 0, 3 1 0, 1", "2 2 0, 2 2 0, 0", "4 0 0, 5 0 0, 0"})
  void mayLeaveUnmetWhatIsUnmet(String at, String then, int unmet) {
    CycleScene scene =
        scene(plain(a(9).tolerate(Scope.ZONE, 2, Workload.Recover.None, true)), at, at);
    assertEquals(unmet, ReplicaMove.unmet(scene.of("a"), CycleScene.numbers(then)));
  }
}

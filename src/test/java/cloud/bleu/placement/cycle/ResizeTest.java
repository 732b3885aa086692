package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.rule;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code a} gets that is out of the room: all of it or none where it is new, what fits where
 * it grows, and what has to leave its zone before that. What runs elsewhere stays where it is.
 */
class ResizeTest {

  /** What comes of it in a word, with the reason of what lacks. */
  private static String resize(CycleScene scene, boolean explains) {
    WorkloadState a = scene.of("a");
    int[] before = a.counts().clone();
    scene.state.leave(a);
    Decision.Outcome outcome = new Resize(scene.state, scene.placer, explains).apply(a);
    for (int z = 0; z < before.length; z++) {
      assertTrue(
          a.replicas(z) <= before[z] || scene.state.grown.holds(z), "zone " + z + " has gained");
    }
    scene.state.enter(a);
    return said(outcome);
  }

  private static String resize(CycleScene scene) {
    return resize(scene, true);
  }

  private static String said(Decision.Outcome outcome) {
    if (outcome instanceof Decision.Outcome.PartlyPlaced partly) {
      return "Partly " + partly.reason().code();
    }
    return outcome instanceof Decision.Outcome.Unplaceable none
        ? "None " + none.reason().code()
        : "Placed";
  }

  private static String homes(CycleScene scene) {
    return CycleScene.text(scene.of("a").places().copyOfHomes());
  }

  @ParameterizedTest
  @CsvSource({
    // room by zone, what runs, replicas asked for; how many run then, and the outcome
    "9 9 9, 0 0 0, 0, 0, Placed",
    "9 9 9, 0 0 0, 1, 1, Placed",
    "9 9 9, 0 0 0, 4, 4, Placed",
    "0 9 9, 0 0 0, 1, 1, Placed",
    "2 2 2, 0 0 0, 6, 6, Placed",
    // new: all or none
    "2 2 2, 0 0 0, 7, 0, None InsufficientCapacity",
    "0 0 0, 0 0 0, 1, 0, None ReplicaTooLarge",
    // what runs does not move for what comes
    "9 9 9, 3 0 0, 3, 3, Placed",
    "9 9 9, 3 0 0, 4, 4, Placed",
    "9 9 9, 3 0 0, 6, 6, Placed",
    // more: as many as fit
    "2 2 2, 1 0 0, 7, 6, Partly InsufficientCapacity",
    "3 0 0, 3 0 0, 4, 3, Partly InsufficientCapacity",
    // a zone that holds too many keeps them, and takes none
    "2 9 9, 4 0 0, 5, 5, Placed",
    "2 0 0, 4 0 0, 5, 4, Partly InsufficientCapacity",
    // who has too many gives them up in another step
    "9 9 9, 3 0 0, 2, 3, Placed",
    "9 9 9, 3 0 0, 0, 3, Placed",
  })
  void newAndMore(String rooms, String runs, int replicas, int then, String outcome) {
    CycleScene scene =
        new CycleScene(
            CycleScene.rooms(rooms)
                .workload(workload("a").replicas(replicas))
                .placement(CycleScene.placement("a", runs, runs)));
    assertEquals(outcome, resize(scene));
    int[] counts = CycleScene.numbers(scene.counts("a"));
    assertEquals(then, WorkloadState.sum(counts));
    int[] room = CycleScene.numbers(rooms);
    int[] ran = CycleScene.numbers(runs);
    for (int z = 0; z < counts.length; z++) {
      assertTrue(counts[z] >= ran[z], "what runs stays");
      assertTrue(counts[z] <= Math.max(ran[z], room[z]), "what is new has its room");
    }
    assertEquals(scene.counts("a"), homes(scene), "all are at home where they are");
  }

  /** A workload that states no request is not placed; what runs of it runs on. */
  @ParameterizedTest
  @CsvSource({
    "0 0, 2, 0 0, None RequestsMissing",
    "1 0, 2, 1 0, Partly RequestsMissing",
    "1 0, 1, 1 0, Placed",
  })
  void noRequests(String runs, int replicas, String then, String outcome) {
    CycleScene scene =
        new CycleScene(
            CycleScene.rooms("9 9")
                .workload(workload("a").replicas(replicas).noRequests())
                .placement(CycleScene.placement("a", runs, runs)));
    assertEquals(outcome, resize(scene));
    assertEquals(then, scene.counts("a"));
  }

  /** Two run in {@code z1}, which they have to leave. */
  @ParameterizedTest
  @CsvSource({
    // why, room of the others, replicas asked for; what runs then, where it is at home, outcome
    "Drained, 9 9, 2, 0 1 1, 2 0 0, Placed",
    "Drained, 1 0, 2, 1 1 0, 2 0 0, Placed",
    "Drained, 0 0, 2, 2 0 0, 2 0 0, Placed",
    // those who leave come before those who are new
    "Drained, 3 0, 3, 0 3 0, 2 1 0, Placed",
    "Drained, 2 0, 3, 0 2 0, 2 0 0, Partly InsufficientCapacity",
    "Drained, 1 0, 3, 1 1 0, 2 0 0, Partly InsufficientCapacity",
    "Drained, 0 0, 3, 2 0 0, 2 0 0, Partly NoZoneAllowed",
    // for a rule it is for good: they are at home where they are
    "MoveNow, 9 9, 2, 0 1 1, 0 1 1, Placed",
    "MoveNow, 1 0, 2, 1 1 0, 1 1 0, Placed",
    "MoveNow, 0 0, 2, 2 0 0, 2 0 0, Placed",
    "MoveNow, 2 0, 3, 0 2 0, 0 2 0, Partly InsufficientCapacity",
    // nothing has to leave, and nothing new comes
    "Cordoned, 9 9, 2, 2 0 0, 2 0 0, Placed",
    "Cordoned, 9 9, 3, 2 1 0, 2 1 0, Placed",
    "Cordoned, 0 0, 3, 2 0 0, 2 0 0, Partly NoZoneAllowed",
  })
  void leaves(String why, String rooms, int replicas, String then, String home, String outcome) {
    WorkloadBuilder a = workload("a").replicas(replicas);
    ZoneBuilder first = zone("z1").cpu(9);
    if (why.equals("MoveNow")) {
      a.rule(leave("z2", "z3"));
    } else {
      first.state(ZoneState.valueOf(why));
    }
    int[] room = CycleScene.numbers(rooms);
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(first, zone("z2").cpu(room[0]), zone("z3").cpu(room[1]))
                .workload(a)
                .placement(CycleScene.placement("a", "2 0 0", "2 0 0")));
    assertEquals(outcome, resize(scene));
    assertEquals(then, scene.counts("a"));
    assertEquals(home, homes(scene));
  }

  private static BoundRule leave(String... others) {
    return rule(
        "leave",
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.MoveNow,
        Verdict.Result.Reject,
        others);
  }

  /** Replicas of z1 are gone with it. By what the entry says they start anew, or stay down. */
  @ParameterizedTest
  @CsvSource({
    // what is done, what ran, room of z2 and z3, replicas asked for; then, homes, outcome
    "BestEffort, 2 1 0, 9 9, 3, 0 2 1, 2 1 0, Placed",
    "BestEffort, 2 1 0, 9 9, 5, 0 3 2, 2 3 0, Placed",
    "BestEffort, 2 1 0, 2 0, 3, 0 2 0, 2 1 0, Partly InsufficientCapacity",
    "BestEffort, 2 0 0, 0 0, 2, 0 0 0, 2 0 0, None NoZoneAllowed",
    // not as if it were new: what fits is placed
    "BestEffort, 2 0 0, 1 0, 2, 0 1 0, 2 0 0, Partly InsufficientCapacity",
    "None, 2 1 0, 9 9, 3, 0 1 0, 2 1 0, Partly StaysDown",
    "None, 2 0 0, 9 9, 2, 0 0 0, 2 0 0, None StaysDown",
    "None, 2 1 0, 9 9, 4, 0 1 1, 2 1 1, Partly StaysDown",
    "None, 2 1 0, 1 0, 4, 0 1 0, 2 1 0, Partly InsufficientCapacity",
    // no more is at home, or down, than is asked for
    "None, 2 1 0, 9 9, 2, 0 1 0, 1 1 0, Partly StaysDown",
    "None, 2 1 0, 9 9, 1, 0 1 0, 0 1 0, Placed",
    "None, 2 1 0, 9 9, 0, 0 1 0, 0 1 0, Placed",
    "None, 2 0 0, 9 9, 0, 0 0 0, 0 0 0, Placed",
  })
  void lost(
      Workload.Recover recover,
      String ran,
      String rooms,
      int replicas,
      String then,
      String home,
      String outcome) {
    int[] room = CycleScene.numbers(rooms);
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(zone("z1").state(ZoneState.Lost))
                .zone(zone("z2").cpu(room[0]), zone("z3").cpu(room[1]))
                .workload(workload("a").replicas(replicas).tolerate(Scope.ZONE, 0, recover, false))
                .placement(CycleScene.placement("a", ran, ran)));
    scene.state.change(scene.of("a"), 0, -CycleScene.numbers(ran)[0]);
    assertEquals(outcome, resize(scene));
    assertEquals(then, scene.counts("a"));
    assertEquals(home, homes(scene));
  }

  /**
   * Both zones are lost, and what was in z3, which is flooded, stays down. Of fewer that are asked
   * for, those of the last zone are forgotten first, and nobody is down for them.
   */
  @ParameterizedTest
  @CsvSource({
    "4, 0 2 0, 2 0 2, Partly StaysDown",
    "3, 0 2 0, 2 0 1, Partly StaysDown",
    "2, 0 2 0, 2 0 0, Placed",
    "1, 0 1 0, 1 0 0, Placed",
  })
  void someOfTheLost(int replicas, String then, String home, String outcome) {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(zone("z1").state(ZoneState.Lost).hazard("flood", "None"))
                .zone(zone("z2").hazard("flood", "None"))
                .zone(zone("z3").state(ZoneState.Lost).hazard("flood", "seine"))
                .workload(
                    workload("a")
                        .replicas(replicas)
                        .tolerate(Scope.hazard("flood"), 0, Workload.Recover.None, false))
                .placement(CycleScene.placement("a", "2 0 2", "2 0 2")));
    scene.state.change(scene.of("a"), 0, -2);
    scene.state.change(scene.of("a"), 2, -2);
    assertEquals(outcome, resize(scene));
    assertEquals(then, scene.counts("a"));
    assertEquals(home, homes(scene));
  }

  /** Replicas with volumes in z1 were down; their application does not replicate its data. */
  @ParameterizedTest
  @CsvSource({
    // state and room of z1, what runs, homes, replicas asked for; then, homes, outcome
    "Active, 9, 0 1 0, 2 1 0, 3, 2 1 0, 2 1 0, Placed",
    "Active, 9, 0 0 0, 2 0 0, 2, 2 0 0, 2 0 0, Placed",
    "Active, 9, 1 1 0, 2 1 0, 3, 2 1 0, 2 1 0, Placed",
    // as far as it takes them, and nowhere else
    "Active, 1, 0 1 0, 2 1 0, 3, 1 1 0, 2 1 0, Partly StaysDown",
    "Active, 0, 0 0 0, 2 0 0, 2, 0 0 0, 2 0 0, None StaysDown",
    "Cordoned, 9, 0 1 0, 2 1 0, 3, 0 1 0, 2 1 0, Partly StaysDown",
    "Drained, 9, 0 1 0, 2 1 0, 3, 0 1 0, 2 1 0, Partly StaysDown",
    "Lost, 9, 0 1 0, 2 1 0, 3, 0 1 0, 2 1 0, Partly StaysDown",
    // no more than are asked for
    "Active, 9, 0 1 0, 2 1 0, 2, 1 1 0, 1 1 0, Placed",
    "Active, 9, 0 1 0, 2 1 0, 1, 0 1 0, 0 1 0, Placed",
    // what has no data yet goes anywhere
    "Active, 9, 0 1 0, 2 1 0, 4, 2 1 1, 2 1 1, Placed",
    "Lost, 9, 0 1 0, 2 1 0, 4, 0 1 1, 2 1 1, Partly StaysDown",
    // what has it does not leave
    "Drained, 9, 2 0 0, 2 0 0, 2, 2 0 0, 2 0 0, Placed",
  })
  void toItsData(
      ZoneState state,
      int room,
      String runs,
      String home,
      int replicas,
      String then,
      String homeThen,
      String outcome) {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(zone("z1").state(state).cpu(room), zone("z2"), zone("z3"))
                .workload(workload("a").replicas(replicas).dataBound())
                .placement(CycleScene.placement("a", runs, home)));
    assertEquals(outcome, resize(scene));
    assertEquals(then, scene.counts("a"));
    assertEquals(homeThen, homes(scene));
  }

  /**
   * One is in z1 and has to leave it, two were in z2 of which one or none was evicted just now.
   * Whoever was evicted comes back before another moves in; what is more than ran comes after those
   * who leave a drained zone, and before those who leave for a rule.
   */
  @ParameterizedTest
  @CsvSource({
    // why, how many were evicted, whether it is known, room of z2, replicas asked for; then
    "Drained, 1, true, 2, 3, 1 2",
    "Drained, 1, false, 2, 3, 0 2",
    "Drained, 1, true, 3, 3, 0 3",
    "Drained, 1, true, 3, 4, 0 3",
    "Drained, 0, true, 3, 4, 0 3",
    "Drained, 0, false, 3, 4, 0 3",
    "MoveNow, 1, true, 2, 3, 1 2",
    "MoveNow, 1, true, 3, 4, 1 3",
    "MoveNow, 0, true, 3, 4, 1 3",
    "MoveNow, 0, false, 3, 4, 0 3",
  })
  void whoWasEvictedComesBackFirst(
      String why, int evicted, boolean known, int room, int replicas, String then) {
    WorkloadBuilder a = workload("a").replicas(replicas);
    ZoneBuilder first = zone("z1");
    if (why.equals("MoveNow")) {
      a.rule(leave("z2"));
    } else {
      first.state(ZoneState.Drained);
    }
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(first, zone("z2").cpu(room))
                .workload(a)
                .placement(CycleScene.placement("a", "1 2", "1 2")));
    scene.state.change(scene.of("a"), 1, -evicted);
    if (known) {
      scene.of("a").notes().because(Decision.Cause.Preempted);
    }
    resize(scene);
    assertEquals(then, scene.counts("a"));
  }

  /** Nothing new stands without the one that it needs; what runs without it leaves all the same. */
  @ParameterizedTest
  @CsvSource({
    "Active, 0 0, 1, 0 0, None AffinityTargetMissing",
    "Active, 2 0, 2, 2 0, Placed",
    "Active, 2 0, 3, 2 0, Partly AffinityTargetMissing",
    "Drained, 2 0, 2, 0 2, Placed",
    "Drained, 2 0, 3, 0 2, Partly AffinityTargetMissing",
  })
  void whoNeedsOneThatIsNotThere(
      ZoneState state, String runs, int replicas, String then, String outcome) {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(zone("z1").state(state), zone("z2"))
                .workload(workload("a").replicas(replicas).affinity("b", Scope.ZONE, true))
                .placement(CycleScene.placement("a", runs, runs)));
    assertEquals(outcome, resize(scene));
    assertEquals(then, scene.counts("a"));
  }

  /** {@code low} fills z1, and gives way to a higher priority that preempts, but for a drill. */
  @ParameterizedTest
  @CsvSource({
    // drill, priority, preempts, what runs of a and of low, asked for; then of a, of low, outcome
    "false, 10, true, 0 0, 4 0, 3, 3 0, 1 0, Placed, false",
    "false, 10, true, 1 0, 3 0, 5, 4 0, 0 0, Partly InsufficientCapacity, false",
    "false, 10, false, 0 0, 4 0, 3, 0 0, 4 0, None InsufficientCapacity, false",
    "false, 0, true, 0 0, 4 0, 3, 0 0, 4 0, None InsufficientCapacity, false",
    "true, 10, true, 0 0, 4 0, 3, 0 0, 4 0, None EvictionAwaited, true",
    "true, 10, true, 1 0, 3 0, 3, 1 0, 3 0, Partly EvictionAwaited, true",
    // more than all room: the drill is not what keeps them out, but for some of those that run
    "true, 10, true, 0 0, 4 0, 5, 0 0, 4 0, None InsufficientCapacity, false",
    "true, 10, true, 1 0, 3 0, 9, 1 0, 3 0, Partly EvictionAwaited, true",
    "true, 0, true, 0 0, 4 0, 3, 0 0, 4 0, None InsufficientCapacity, false",
    "true, 10, true, 0 0, 2 0, 2, 2 0, 2 0, Placed, false",
  })
  void lowerPriorities(
      boolean drill,
      int priority,
      boolean preempts,
      String runs,
      String low,
      int replicas,
      String then,
      String lowThen,
      String outcome,
      boolean awaits) {
    CycleScene scene = drilled(drill, priority, preempts, runs, low, replicas);
    assertEquals(outcome, resize(scene));
    assertEquals(then, scene.counts("a"));
    assertEquals(lowThen, scene.counts("low"));
    assertEquals(awaits, scene.of("a").notes().awaitsEviction());
  }

  private static CycleScene drilled(
      boolean drill, int priority, boolean preempts, String runs, String low, int replicas) {
    ZoneBuilder second = drill ? zone("z2").leftFor("monday") : zone("z2").cpu(0);
    return new CycleScene(
        estate()
            .zone(zone("z1").cpu(4), second)
            .workload(
                workload("a").replicas(replicas).priority(priority, preempts),
                workload("low").replicas(CycleScene.numbers(low)[0]))
            .placement(CycleScene.placement("a", runs, runs))
            .placement(CycleScene.placement("low", low, low)));
  }

  /** Who does not explain looks for no reasons, and places the same. */
  @ParameterizedTest
  @CsvSource({
    "false, 0 0, 5, 0 0, None RequirementsConflict",
    "false, 1 0, 5, 4 0, Partly RequirementsConflict",
    "true, 0 0, 3, 0 0, None RequirementsConflict",
    "true, 1 0, 3, 1 0, Partly RequirementsConflict",
  })
  void withoutReasons(boolean drill, String runs, int replicas, String then, String outcome) {
    String low = runs.equals("0 0") ? "4 0" : "3 0";
    CycleScene scene = drilled(drill, 10, true, runs, low, replicas);
    assertEquals(outcome, resize(scene, false));
    assertEquals(then, scene.counts("a"));
    assertEquals(false, scene.of("a").notes().awaitsEviction());
  }

  /** What those who were tried together with it found is not asked again for one that is new. */
  @ParameterizedTest
  @CsvSource({
    "4 0, 0 0, None EvictionAwaited, true",
    "0 0, 3 0, Placed, false",
  })
  void whatWasFoundWithOthers(String low, String then, String outcome, boolean awaits) {
    CycleScene scene = drilled(true, 10, true, "0 0", low, 3);
    scene.of("a").notes().findEviction(true);
    assertEquals(outcome, resize(scene, false));
    assertEquals(then, scene.counts("a"));
    assertEquals(awaits, scene.of("a").notes().awaitsEviction());
  }

  /** Who is held back has what ran, and no more; it may lose and win that back. */
  @ParameterizedTest
  @CsvSource({
    // what runs still of the two in z1, what has room in z2; then, outcome
    "2, 9, 2 0, Partly AffinityUnsatisfiable",
    "1, 9, 1 1, Partly AffinityUnsatisfiable",
    // it says first why it lacks what it may have
    "0, 1, 0 1, Partly InsufficientCapacity",
  })
  void heldBack(int left, int room, String then, String outcome) {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(zone("z1").state(ZoneState.Cordoned), zone("z2").cpu(room))
                .workload(workload("a").replicas(5))
                .placement(CycleScene.placement("a", "2 0", "2 0")));
    scene.state.change(scene.of("a"), 0, left - 2);
    scene.of("a").turnRole().holdBack();
    assertEquals(outcome, resize(scene));
    assertEquals(then, scene.counts("a"));
  }

  @Test
  void whatWasFoundIsFresh() {
    CycleScene scene = new CycleScene(CycleScene.rooms("9 9").workload(workload("a").replicas(2)));
    resize(scene);
    assertTrue(scene.of("a").notes().fresh());
    CycleScene still =
        new CycleScene(
            CycleScene.rooms("9 9").workload(workload("a").replicas(1)).running("a", "z2", 1));
    resize(still);
    assertEquals(false, still.of("a").notes().fresh(), "nothing was searched");
  }
}

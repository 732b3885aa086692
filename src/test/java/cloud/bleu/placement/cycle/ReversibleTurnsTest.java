package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.capacity.WorkloadFields;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All is as before once turns are taken back. Workload {@code a} is away from its home {@code z1},
 * where room is held for it; {@code low} has a lower priority, {@code same} and {@code claims} an
 * equal one, and the last counts on an eviction of {@code low}.
 */
class ReversibleTurnsTest {
  private final CycleScene scene =
      new CycleScene(
          estate()
              .zone(
                  zone("z1").health(Health.Signal.Healthy, NOW.minus(Duration.ofMinutes(1))),
                  zone("z2"),
                  zone("z3"))
              .workload(
                  workload("a").replicas(2).priority(10, true),
                  workload("low").replicas(2),
                  workload("claims").replicas(2).priority(10, true).tolerate(Scope.ZONE),
                  workload("same").replicas(2).priority(10, true))
              .placement(CycleScene.placement("a", "0 2 0", "2 0 0"))
              .placement(CycleScene.placement("low", "0 1 1", "0 1 1"))
              .placement(CycleScene.placement("same", "1 1 0", "1 1 0"))
              .placement(
                  new Placement(
                      Estates.id("claims"),
                      null,
                      List.of(Assignment.of("z1", 1), Assignment.of("z2", 1)),
                      List.of(
                          new Contingency(
                              new Contingency.Event(Scope.ZONE, "z2"),
                              List.of(new Contingency.Move("z2", "z3", 1)),
                              List.of(new Contingency.Eviction(Estates.id("low"), "z3", 1)),
                              1)),
                      0)));
  private final WorkloadState a = scene.of("a");
  private final WorkloadState low = scene.of("low");
  private final WorkloadState same = scene.of("same");
  private final Decision.Outcome[] outcomes = {
    new Decision.Outcome.Placed(), new Decision.Outcome.Placed(),
    new Decision.Outcome.Placed(), new Decision.Outcome.Placed()
  };

  private List<Integer> room() {
    List<Integer> room = new ArrayList<>();
    for (int z = 0; z < 3; z++) {
      room.add(scene.state.ledger.fitUsed(low.compiled, z, 1_000, false));
    }
    return room;
  }

  private List<Map<String, String>> fields() {
    return Arrays.stream(scene.state.workloadStates).map(WorkloadFields::ofTurns).toList();
  }

  /** What a turn may do: go, grow, evict, count moves, say why. */
  private void turn(int zone) {
    scene.state.releaseHomes(a);
    scene.state.change(a, 1, -1);
    scene.state.change(a, zone, 2);
    a.motion().run(zone, 0, 1);
    a.notes().spend(3);
    a.notes().because(Decision.Cause.Rebalanced);
    a.notes().awaitMoves(true);
    a.notes().findEviction(true);
    a.notes().tryCliques(false);
    a.notes().leaveUntried();
    a.turnRole().stay();
    WorkloadFields.set(a, "curbed", true);
    scene.state.change(low, 2, -1);
    low.notes().because(Decision.Cause.Preempted);
    outcomes[a.compiled.number] = new Decision.Outcome.Suspended();
  }

  /** Once, and once more when it was tried another way. */
  @Test
  void nothingIsLeftOfWhatWasTakenBack() {
    scene.state.holdHomes(a);
    List<Map<String, String>> fields = fields();
    List<Integer> room = room();
    Decision.Outcome outcome = outcomes[a.compiled.number];
    ReversibleTurns turns = new ReversibleTurns(scene.state, List.of(a), outcomes);
    for (int zone : new int[] {2, 0, 2}) {
      turn(zone);
      turns.takeBack();
      assertEquals(fields, fields());
      assertEquals(room, room());
      assertSame(outcome, outcomes[a.compiled.number]);
    }
  }

  /** What was tried first takes no step from what is tried next, and no zone grew in it. */
  @Test
  void stepsAndGrowthAreTakenBackToo() {
    int number = a.compiled.number;
    long left = scene.state.steps.left(number);
    ReversibleTurns turns = new ReversibleTurns(scene.state, List.of(a, same), outcomes);
    for (int tries = 0; tries < 2; tries++) {
      scene.state.steps.grant(number, left - 100);
      scene.state.steps.grant(same.compiled.number, left - 10);
      scene.state.steps.grant(low.compiled.number, left - 1);
      scene.state.grown.add(2);
      assertEquals(110, turns.steps());
      turns.takeBack();
      assertEquals(left, scene.state.steps.left(number));
      assertEquals(left, scene.state.steps.left(same.compiled.number));
      assertEquals(left - 1, scene.state.steps.left(low.compiled.number));
      assertFalse(scene.state.grown.holds(2));
      assertEquals(0, turns.steps());
    }
  }

  /** Of several all turns are taken back, and each once; who is no member stays as it is. */
  @ParameterizedTest
  @CsvSource({"a same, same, 1", "same a, same, 1", "a, same, 2", "a claims, claims, 1"})
  void ofThoseWhoseTurnsTheyWere(String members, String changed, int then) {
    scene.state.holdHomes(a);
    List<Integer> room = room();
    ReversibleTurns turns =
        new ReversibleTurns(
            scene.state, Arrays.stream(members.split(" ")).map(scene::of).toList(), outcomes);
    scene.state.change(scene.of(changed), 0, 1);
    turns.takeBack();
    assertEquals(then, scene.of(changed).replicas(0));
    room.set(0, room.get(0) - (then - 1));
    assertEquals(room, room());
  }

  /** Also where nothing was held before. */
  @Test
  void whatATurnHeldAtHomeIsGivenBack() {
    a.motion().run(0, 0, -2);
    a.motion().run(1, 0, 2);
    List<Integer> room = room();
    ReversibleTurns turns = new ReversibleTurns(scene.state, List.of(a), outcomes);
    a.motion().run(0, 0, 2);
    a.motion().run(1, 0, -2);
    scene.state.holdHomes(a);
    assertEquals(room.get(0) - 2, room().get(0));
    turns.takeBack();
    assertEquals(room, room());
  }

  /** Only what a member has or counts on is a move. */
  @ParameterizedTest
  @CsvSource({
    "nothing, false",
    "count, true",
    "reserve, true",
    "outcome, false",
    "home, false",
    "other, false"
  })
  void movedSaysWhetherAMemberDid(String what, boolean moved) {
    ReversibleTurns turns = new ReversibleTurns(scene.state, List.of(a), outcomes);
    switch (what) {
      case "count" -> scene.state.change(a, 2, 1);
      case "reserve" -> scene.state.release(a);
      case "outcome" -> outcomes[a.compiled.number] = new Decision.Outcome.Suspended();
      case "home" -> a.motion().run(0, 0, -1);
      case "other" -> scene.state.change(low, 2, -1);
      default -> {}
    }
    assertEquals(moved, turns.moved());
  }
}

package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.rule;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.MoveList;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands at the end of a plan, in the words of the model. */
class DecisionAssemblyTest {
  private static final Decision.Reason WHY =
      ReasonCode.RequirementsConflict.forNow(
          Message.of("why.noPlace"), Message.of("do.askForReason"));

  private static Decision decision(CycleScene scene, boolean adorned) {
    return new DecisionAssembly(scene.state, adorned)
        .decision(scene.of("a"), new Decision.Outcome.Placed());
  }

  private static Decision decision(CycleScene scene) {
    return decision(scene, true);
  }

  private static EstateBuilder zones() {
    return estate().zone(zone("z1"), zone("z2"), zone("z3"));
  }

  private static String text(List<Contingency.Move> moves) {
    return moves.stream()
        .map(move -> move.from() + ">" + move.to() + "=" + move.replicas())
        .collect(Collectors.joining(" "));
  }

  /** By name, whatever their numbers; where nothing runs and nobody is at home is not in it. */
  @ParameterizedTest
  @CsvSource({
    "0 0 0, 0 0 0, '', 4",
    "1 0 2, 1 0 2, z1=1/1 z3=2/2, 1",
    "1 0 0, 1 2 0, z1=1/1 z2=0/2, 3",
    "3 2 1, 3 2 1, z1=3/3 z2=2/2 z3=1/1, 0",
  })
  void zonesAndWhatIsMissing(String runs, String homes, String assignments, int missing) {
    CycleScene scene =
        new CycleScene(
            zones()
                .workload(workload("a").replicas(4))
                .placement(CycleScene.placement("a", runs, homes)));
    Decision a = decision(scene);
    assertEquals(Estates.id("a"), a.id());
    assertEquals(
        assignments,
        a.assignments().stream()
            .map(one -> one.zone() + "=" + one.replicas() + "/" + one.home())
            .collect(Collectors.joining(" ")));
    assertEquals(missing, a.missing());
  }

  /** A zone that the estate has no more is the last by number, and not by name. */
  @Test
  void zonesAreInTheOrderOfNames() {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(zone("b"))
                .workload(workload("a").replicas(2))
                .running("a", "a", 1, "b", 1));
    assertEquals(
        List.of("a", "b"), decision(scene).assignments().stream().map(Assignment::zone).toList());
  }

  @Test
  void outcomeIsAsGiven() {
    CycleScene scene = new CycleScene(zones().workload(workload("a")));
    DecisionAssembly assembly = new DecisionAssembly(scene.state, true);
    for (Decision.Outcome outcome :
        List.of(
            new Decision.Outcome.Placed(),
            new Decision.Outcome.PartlyPlaced(WHY),
            new Decision.Outcome.Unplaceable(WHY),
            new Decision.Outcome.Suspended())) {
      Decision decision = assembly.decision(scene.of("a"), outcome);
      assertSame(outcome, decision.outcome());
      assertEquals(List.of(), decision.relax());
      assertEquals(
          !(outcome instanceof Decision.Outcome.Unplaceable),
          decision.relaxComplete(),
          "what would help is searched for nobody else");
    }
  }

  /** Each loss that takes something, with its moves by name and what is left without them. */
  @ParameterizedTest
  @CsvSource({
    "2 0 0, z1>z3=1 z1>z2=1, z1 z1>z2=1 z1>z3=1 keeps 0",
    "2 1 0, z1>z3=2, z1 z1>z3=2 keeps 1; z2  keeps 2",
    "1 1 1, '', z1  keeps 2; z2  keeps 2; z3  keeps 2",
    "0 0 0, '', ''",
  })
  void losses(String runs, String moves, String losses) {
    CycleScene scene =
        new CycleScene(
            zones()
                .workload(workload("a").replicas(3).tolerate(Scope.ZONE))
                .placement(CycleScene.holding("a", runs, moves)));
    assertEquals(
        losses,
        decision(scene).contingency().stream()
            .map(one -> one.event().value() + " " + text(one.moves()) + " keeps " + one.keeps())
            .collect(Collectors.joining("; ")));
  }

  /** Why it is decided: not at all if nothing is different, and then the lists are the same. */
  @Test
  void whatIsUnchangedSaysSo() {
    Placement inForce =
        new Placement(
            Estates.id("a"),
            null,
            List.of(Assignment.of("z1", 2)),
            List.of(
                new Contingency(
                    new Contingency.Event(Scope.ZONE, "z1"),
                    List.of(new Contingency.Move("z1", "z2", 2)),
                    List.of(),
                    0)),
            0);
    CycleScene scene =
        new CycleScene(
            zones().workload(workload("a").replicas(2).tolerate(Scope.ZONE)).placement(inForce));
    scene.of("a").notes().because(Decision.Cause.ZoneState);
    Decision same = decision(scene);
    assertEquals(Decision.Cause.Unchanged, same.cause());
    assertSame(inForce.assignments(), same.assignments());
    assertSame(inForce.contingency(), same.contingency());

    MoveList other = new MoveList();
    other.add(0, 2, 2);
    scene.of("a").evacuation().set(0, other);
    Decision moves = decision(scene);
    assertEquals(Decision.Cause.ZoneState, moves.cause(), "it goes elsewhere at the loss");
    assertSame(inForce.assignments(), moves.assignments());
    assertNotSame(inForce.contingency(), moves.contingency());

    scene.state.change(scene.of("a"), 0, -1);
    assertEquals(Decision.Cause.ZoneState, decision(scene).cause());
    CycleScene grown =
        new CycleScene(zones().workload(workload("a").replicas(2)).running("a", "z1", 1));
    assertEquals(Decision.Cause.Unchanged, decision(grown).cause());
    grown.state.change(grown.of("a"), 1, 1);
    assertEquals(Decision.Cause.SpecChanged, decision(grown).cause());
    assertEquals(
        Decision.Cause.SpecChanged,
        decision(new CycleScene(zones().workload(workload("a")))).cause(),
        "nothing is in force");
  }

  /**
   * What left a zone, and what came to one. First z2 is left, which is drained, then z1, which
   * gives way to others, z4, which is silent, and z3, which is lost: in that order they go to z5
   * and z6.
   */
  @ParameterizedTest
  @CsvSource({
    // what ran, what runs; who went where
    "1 0 0 0 0 0, 1 0 0 0 0 0, ''",
    "1 0 0 0 0 0, 0 0 0 0 1 0, z1>z5=1",
    "1 1 1 1 0 0, 0 0 0 0 2 2, z1>z5=1 z2>z5=1 z3>z6=1 z4>z6=1",
    "1 1 0 0 0 0, 0 0 0 0 1 0, z2>z5=1",
    "1 0 0 1 0 0, 0 0 0 0 1 0, z1>z5=1",
    "0 0 1 1 0 0, 0 0 0 0 1 0, z4>z5=1",
    "1 0 1 0 0 0, 0 0 0 0 0 1, z1>z6=1",
    "2 0 2 0 0 0, 0 0 0 0 1 2, z1>z5=1 z1>z6=1 z3>z6=1",
    // fewer than before: some left for nowhere; more: some came from nowhere
    "3 0 0 0 0 0, 0 0 0 0 1 0, z1>z5=1",
    "1 0 0 0 0 0, 0 0 0 0 3 3, z1>z5=1",
    "0 0 0 0 0 0, 0 0 0 0 1 1, ''",
  })
  void whoWentWhere(String ran, String runs, String moves) {
    CycleScene scene = six(workload("a").replicas(9), ran);
    becomes(scene, ran, runs);
    assertEquals(moves, text(decision(scene).moves()));
  }

  private static CycleScene six(WorkloadBuilder a, String ran) {
    a.failover(Duration.ofMinutes(5), Duration.ofMinutes(30));
    return new CycleScene(
        estate()
            .zone(zone("z1"), zone("z2").state(ZoneState.Drained))
            .zone(zone("z3").state(ZoneState.Lost))
            .zone(zone("z4").unhealthySince(NOW.minus(Duration.ofMinutes(10))))
            .zone(zone("z5"), zone("z6"))
            .workload(a)
            .placement(CycleScene.placement("a", ran, ran)));
  }

  private static void becomes(CycleScene scene, String ran, String runs) {
    int[] before = CycleScene.numbers(ran);
    int[] now = CycleScene.numbers(runs);
    for (int z = 0; z < now.length; z++) {
      scene.state.change(scene.of("a"), z, now[z] - before[z]);
    }
  }

  /** Data does not move with its replicas; what was too many went nowhere. */
  @Test
  void whatWentNowhere() {
    CycleScene data = six(workload("a").replicas(2).dataBound(), "0 1 0 0 0 0");
    becomes(data, "0 1 0 0 0 0", "0 0 0 0 1 0");
    assertEquals("", text(decision(data).moves()));

    CycleScene surplus = six(workload("a").replicas(2), "0 2 0 0 0 0");
    WorkloadState a = surplus.turnOf("a");
    a.motion().giveUp(1);
    a.motion().run(4, 1, 0);
    assertEquals("", text(decision(surplus).moves()), "one was given up, and one is new");
  }

  /**
   * One is evicted in z1 and one in z2, one comes to z4, and then one goes from z3 to z2: of those
   * that are gone, what left z3 is not the one that was evicted.
   */
  @Test
  void whatMovedToWhereAnotherWasEvicted() {
    CycleScene scene =
        new CycleScene(
            estate()
                .zones(9, "z1", "z2", "z3", "z4")
                .workload(workload("a").replicas(4))
                .placement(CycleScene.placement("a", "1 1 2 0", "1 1 2 0")));
    WorkloadState a = scene.turnOf("a");
    a.motion().run(0, -1, -1);
    a.motion().run(1, -1, -1);
    a.motion().run(3, 1, 1);
    a.motion().move(2, 1);
    a.notes().spend(1);
    Decision decision = decision(scene);
    assertEquals("z3>z4=1", text(decision.moves()));
    assertEquals(1, decision.voluntary());
  }

  /** Pairs that are known come before those that may be; some of them were taken from budgets. */
  @ParameterizedTest
  @CsvSource({
    // from, to, how many of them were for a better state; all moves, how many count
    "z1, z6, 1, z1>z6=1 z2>z5=1, 1",
    "z1, z6, 0, z1>z6=1 z2>z5=1, 0",
    "z1, z5, 1, z1>z5=1 z2>z6=1, 1",
    // it had to leave anyway
    "z2, z6, 1, z1>z5=1 z2>z6=1, 1",
    "z2, z6, 2, z1>z5=1 z2>z6=1, 1",
  })
  void knownPairs(String from, String to, int moved, String moves, int voluntary) {
    CycleScene scene = six(workload("a").replicas(2), "1 1 0 0 0 0");
    WorkloadState a = scene.turnOf("a");
    int known = from.charAt(1) - '1';
    int target = to.charAt(1) - '1';
    a.motion().move(known, target);
    a.motion().run(1 - known, -1, 0);
    a.motion().run(target == 4 ? 5 : 4, 1, 0);
    a.notes().spend(moved);
    Decision decision = decision(scene);
    assertEquals(moves, text(decision.moves()));
    assertEquals(voluntary, decision.voluntary());
  }

  /** Of what rules say of zones in use, and of all others, nothing is said where none asks. */
  @ParameterizedTest
  @CsvSource({
    // adorned, action; rejected zones, violations, warnings
    "true, Enforce, z1, 1, 0",
    "true, Warn, '', 0, 1",
    "false, Enforce, '', 0, 0",
    "false, Warn, '', 0, 0",
  })
  void whatRulesSay(
      boolean adorned, BoundRule.Action action, String rejected, int violations, int warnings) {
    CycleScene scene =
        new CycleScene(
            zones()
                .workload(
                    workload("a")
                        .rule(
                            rule(
                                "not z1",
                                action,
                                BoundRule.OnViolation.Report,
                                Verdict.Result.Reject,
                                "z2",
                                "z3")))
                .running("a", "z1", 1));
    Decision decision = decision(scene, adorned);
    assertEquals(rejected, String.join(" ", decision.rejected().keySet()));
    assertEquals(violations, decision.violations().size());
    assertEquals(warnings, decision.warnings().size());
  }

  @ParameterizedTest
  @CsvSource({"true, Zone", "false, ''"})
  void whatItTolerates(boolean adorned, String losses) {
    CycleScene scene =
        new CycleScene(
            zones()
                .workload(
                    workload("a")
                        .replicas(2)
                        .tolerate(Scope.ZONE, 1, Workload.Recover.BestEffort, true))
                .running("a", "z1", 1, "z2", 1));
    assertEquals(
        losses,
        decision(scene, adorned).tolerates().stream()
            .map(one -> one.scope().name())
            .filter(one -> one.equals("Zone"))
            .collect(Collectors.joining(" ")));
  }

  /** By the objective of the workload, for what runs. */
  @ParameterizedTest
  @CsvSource({"Cost, 2 1 0, 50", "Cost, 0 0 0, 0", "Stability, 2 1 0, 0"})
  void cost(Workload.Objective objective, String runs, long cost) {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(zone("z1").price("cpu", 10), zone("z2").price("cpu", 30))
                .zone(zone("z3").price("cpu", 70))
                .workload(workload("a").replicas(3).objective(objective))
                .placement(CycleScene.placement("a", runs, runs)));
    assertEquals(cost, decision(scene).cost());
  }
}

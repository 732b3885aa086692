package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.rule;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.capacity.CapacityOverflow;
import cloud.bleu.placement.capacity.VacatedZones;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replicas that have to leave their zone: which, and what becomes of those that do not fit. */
class DisplacementTest {
  private static final Duration FIVE = Duration.ofMinutes(5);

  private static WorkloadBuilder three() {
    return workload("a").replicas(3).failover(FIVE, Duration.ofMinutes(30));
  }

  private static boolean leaves(WorkloadBuilder a, ZoneBuilder first, ZoneBuilder... others) {
    CycleScene scene =
        new CycleScene(
            estate().zone(first).zone(others).workload(a).running("a", first.build().name(), 3));
    return VacatedZones.hasToLeave(scene.state, scene.of("a").compiled, 0);
  }

  /** What runs leaves a zone that is told Drained or Lost, or is silent for long enough. */
  @ParameterizedTest
  @CsvSource({
    // state of the zone, minutes of silence (none: it answers), what kind of workload
    "Active, , plain, false",
    "Cordoned, , plain, false",
    "Drained, , plain, true",
    "Lost, , plain, true",
    "Active, 4, plain, false",
    "Active, 5, plain, true",
    "Cordoned, 5, plain, true",
    // the application does not replicate its data: it cannot leave
    "Drained, , bound, false",
    "Lost, , bound, false",
    "Active, 5, bound, false",
    // it does: then it can, and of a silent zone when somebody says that it is lost
    "Drained, , replicated, true",
    "Lost, , replicated, true",
    "Active, 5, replicated, false",
    "Lost, 5, replicated, true",
    "Active, 5, quorum, false",
    "Lost, 5, quorum, true",
    // failover.unfenced: Wait
    "Active, 60, waits, false",
    "Lost, 60, waits, true",
    // what is lost stays down if nobody asked to start it anew; what is drained is not lost
    "Lost, , none, false",
    "Active, 5, none, false",
    "Drained, , none, true",
    "Drained, 5, none, true",
    // suspended or not is no matter of this class
    "Lost, , bestEffort, true",
  })
  void whatLeaves(ZoneState state, Integer silent, String kind, boolean leaves) {
    ZoneBuilder zone = zone("z1").state(state);
    if (silent != null) {
      zone.unhealthySince(NOW.minus(Duration.ofMinutes(silent)));
    }
    WorkloadBuilder a = three();
    switch (kind) {
      case "bound" -> a.dataBound();
      case "replicated" -> a.dataBound().replication(null, null);
      case "quorum" -> a.quorum();
      case "waits" -> a.waits(FIVE);
      case "none" -> a.tolerate(Scope.ZONE, 0, Workload.Recover.None, true);
      case "bestEffort" -> a.tolerate(Scope.ZONE, 0, Workload.Recover.BestEffort, true);
      default -> {}
    }
    assertEquals(leaves, leaves(a, zone, zone("z2"), zone("z3")));
  }

  /** More than half of the zones turned silent at once: that may be our own fault. */
  @Test
  void nothingLeavesASilentZoneWhileOurOwnViewIsInDoubt() {
    ZoneBuilder first = zone("z1").unhealthySince(NOW.minus(FIVE));
    ZoneBuilder second = zone("z2").unhealthySince(NOW.minus(FIVE));
    assertFalse(leaves(three(), first, second, zone("z3")));
    ZoneBuilder told = zone("z1").state(ZoneState.Lost);
    assertTrue(leaves(three(), told, second, zone("z3").unhealthySince(NOW.minus(FIVE))));
  }

  /** A rule that moves now moves what breaks it; any other leaves it running. */
  @ParameterizedTest
  @CsvSource({
    "Enforce, MoveNow, Reject, plain, true",
    "Enforce, Rebalance, Reject, plain, false",
    "Enforce, Report, Reject, plain, false",
    "Warn, MoveNow, Reject, plain, false",
    // unknown means no for anything new, and moves nothing
    "Enforce, MoveNow, Unknown, plain, false",
    "Enforce, MoveNow, Reject, bound, false",
  })
  void aRuleThatMovesNow(
      BoundRule.Action action,
      BoundRule.OnViolation onViolation,
      Verdict.Result result,
      String kind,
      boolean leaves) {
    WorkloadBuilder a = three().rule(rule("not z1", action, onViolation, result, "z2"));
    if (kind.equals("bound")) {
      a.dataBound();
    }
    assertEquals(leaves, leaves(a, zone("z1"), zone("z2")));
  }

  /** Counts of z1, which is drained, z2, and z3, which is lost. */
  private static CycleScene running(String replicas) {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").state(ZoneState.Drained), zone("z2"))
            .zone(zone("z3").state(ZoneState.Lost))
            .workload(workload("a").replicas(9));
    return new CycleScene(estate.placement(CycleScene.placement("a", replicas, replicas)));
  }

  @ParameterizedTest
  @CsvSource({"2 1 3, 2 0 3, 0 1 0", "0 4 0, 0 0 0, 0 4 0", "0 1 3, 0 0 3, 0 1 0"})
  void takesOutWhatHasToLeave(String before, String out, String stays) {
    CycleScene scene = running(before);
    WorkloadState a = scene.turnOf("a");
    Displacement displacement = Displacement.of(scene.state, a);
    assertEquals(out, CycleScene.text(displacement.byZone()));
    assertEquals(stays, CycleScene.text(a.counts()));
    int total = WorkloadState.sum(CycleScene.numbers(out));
    assertEquals(total, displacement.total());
    assertEquals(total > 0, a.notes().displaced());
    assertEquals(
        total > 0 ? Decision.Cause.ZoneState : Decision.Cause.SpecChanged,
        a.notes().cause(),
        "why it moves");
    assertEquals(0, displacement.staying(zone -> true), "nothing is back yet");
  }

  /** Of a zone that lost a part of its nodes only what is beyond its room leaves. */
  @Test
  void whatADegradedZoneHasNoRoomForLeaves() {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(zone("z1").cpu(2).health(Health.Signal.Degraded, NOW.minus(FIVE)))
                .zone(zone("z2"), zone("z3"))
                .workload(three())
                .running("a", "z1", 3));
    CapacityOverflow.mark(scene.state, List.of(scene.state.compiledWorkloads));
    WorkloadState a = scene.turnOf("a");
    assertEquals("1 0 0", CycleScene.text(Displacement.of(scene.state, a).byZone()));
    assertEquals("2 0 0", CycleScene.text(a.counts()));
  }

  /** What finds no place goes back to where it was, to the first zones first. */
  @ParameterizedTest
  @CsvSource({
    // so many go back: what is where, what is still out, what is back in z1 and in z3
    "0, 0 1 0, 2 0 3, 0, 0",
    "1, 1 1 0, 1 0 3, 1, 0",
    "2, 2 1 0, 0 0 3, 2, 0",
    "3, 2 1 1, 0 0 2, 2, 1",
    "5, 2 1 3, 0 0 0, 2, 3",
    "9, 2 1 3, 0 0 0, 2, 3",
  })
  void putsBackToTheFirstZonesFirst(
      int replicas, String stays, String out, int backFirst, int backThird) {
    CycleScene scene = running("2 1 3");
    WorkloadState a = scene.turnOf("a");
    Displacement displacement = Displacement.of(scene.state, a);
    displacement.putBack(replicas);
    assertEquals(stays, CycleScene.text(a.counts()));
    assertEquals(out, CycleScene.text(displacement.byZone()));
    assertEquals(backFirst, displacement.staying(zone -> zone == 0));
    assertEquals(backThird, displacement.staying(zone -> zone == 2));
    assertEquals(backFirst + backThird, displacement.staying(zone -> true));
  }

  /** A question as if some of those that are back were out; afterwards all is as before. */
  @ParameterizedTest
  @CsvSource({
    // so many of those back in z1, or in z3 only: what is where meanwhile
    "1, false, 1 1 2",
    "2, false, 0 1 2",
    "3, false, 0 1 1",
    "9, false, 0 1 0",
    "1, true, 2 1 1",
    "9, true, 2 1 0",
    "0, false, 2 1 2",
  })
  void asksAsIfTheyWereOut(int replicas, boolean thirdOnly, String meanwhile) {
    CycleScene scene = running("2 1 3");
    WorkloadState a = scene.turnOf("a");
    Displacement displacement = Displacement.of(scene.state, a);
    displacement.putBack(4);
    for (boolean answer : new boolean[] {true, false}) {
      assertEquals(
          answer,
          displacement.without(
              replicas,
              zone -> !thirdOnly || zone == 2,
              () -> {
                assertEquals(meanwhile, CycleScene.text(a.counts()));
                return answer;
              }));
      assertEquals("2 1 2", CycleScene.text(a.counts()));
      assertEquals(4, displacement.staying(zone -> true));
    }
  }

  /** Of those that are back some more are tried; the last zones are left first. */
  @ParameterizedTest
  @CsvSource({
    // so many find a place in z2: what is where meanwhile, and what is out then
    "1, true, 2 1 1, 0 0 2",
    "2, true, 2 1 0, 0 0 3",
    "3, true, 1 1 0, 1 0 3",
    "4, true, 0 1 0, 2 0 3",
    "3, false, 1 1 0, 0 0 1",
  })
  void triesToMoveThoseThatAreBack(int replicas, boolean placed, String meanwhile, String out) {
    CycleScene scene = running("2 1 3");
    WorkloadState a = scene.turnOf("a");
    Displacement displacement = Displacement.of(scene.state, a);
    displacement.putBack(4);
    boolean moved =
        displacement.move(
            replicas,
            wanted -> {
              assertEquals(replicas, wanted);
              assertEquals(meanwhile, CycleScene.text(a.counts()));
              a.motion().run(1, placed ? wanted : 0, 0);
              return placed;
            });
    assertEquals(placed, moved);
    assertEquals(out, CycleScene.text(displacement.byZone()));
    assertEquals(placed ? 4 - replicas : 4, displacement.staying(zone -> true));
    assertEquals(5, a.total(), "none is lost");
    if (!placed) {
      assertEquals("2 1 2", CycleScene.text(a.counts()));
    }
  }

  /** What leaves a drained zone is asked no survival, unless more run than when the plan began. */
  @ParameterizedTest
  @CsvSource({"0, true, true", "0, false, false", "1, true, false"})
  void whatLeavesADrainedZoneIsAskedLess(int grown, boolean moves, boolean soft) {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(zone("z1").state(ZoneState.Drained), zone("z2"), zone("z3"))
                .workload(workload("a").replicas(9))
                .placement(CycleScene.placement("a", "2 1 1", "2 1 1")));
    WorkloadState a = scene.turnOf("a");
    a.motion().run(2, grown, 0);
    int leaving = Displacement.of(scene.state, a).total();
    boolean asksLess =
        a.moving(
            moves,
            () -> {
              scene.placer.start(a);
              scene.placer.trial.asksFor(leaving);
              return scene.placer.trial.incident();
            });
    assertEquals(soft, asksLess);
  }
}

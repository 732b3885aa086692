package cloud.bleu.placement.capacity;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What has outgrown its zone was there beside what is in force, and no more than that is known of
 * it: moves that are carried out, now or later, count on no more room.
 */
class OutgrownRoomTest {
  private static Estate after(Plan plan, EstateBuilder estate) {
    for (Decision d : plan.decisions()) {
      estate.placement(new Placement(d.id(), null, d.assignments(), d.contingency(), 0));
    }
    return estate.build();
  }

  private static Plan checked(Estate estate) {
    assertEquals(List.of(), Checker.check(estate, Planner.propose(estate, Map.of())));
    return Planner.plan(estate);
  }

  private static List<String> codes(Decision decision) {
    return decision.shortfalls().stream().map(Decision.Reason::code).distinct().toList();
  }

  private static int running(Decision decision) {
    return decision.assignments().stream().mapToInt(Assignment::replicas).sum();
  }

  private static int running(Decision decision, String zone) {
    return decision.assignments().stream()
        .filter(a -> a.zone().equals(zone))
        .mapToInt(Assignment::replicas)
        .sum();
  }

  /** x of z1 and y of z2, each with its move to z3, where h is that asks for 4 of 10 at first. */
  private static EstateBuilder beside(long asked, ZoneState first, ZoneState second) {
    return Estates.estate()
        .zone(zone("z1").cpu(10).state(first), zone("z2").cpu(10).state(second))
        .zones(10, "z3")
        .workload(
            workload("h").cpu(asked).only("z3"),
            workload("x").cpu(4).only("z1", "z3").tolerate(Scope.ZONE),
            workload("y").cpu(4).only("z2", "z3").tolerate(Scope.ZONE));
  }

  /** What came at a loss has the room of a second one: beside 4 of h and 4 of x are 2 of 10. */
  @ParameterizedTest
  @ValueSource(longs = {4, 11})
  void aSecondLossIsNotSurvivedBesideIt(long asked) {
    Plan before =
        checked(beside(4, ZoneState.Active, ZoneState.Active).running("h", "z3", 1).build());
    assertEquals(1, before.decisions().get(2).contingency().get(0).moves().size());

    Plan lost = checked(after(before, beside(asked, ZoneState.Lost, ZoneState.Active)));
    Decision y = lost.decisions().get(2);
    assertEquals(List.of("SurvivalUnsatisfiable"), codes(y));
    assertTrue(y.contingency().stream().allMatch(c -> c.moves().isEmpty()));

    Plan second = checked(after(lost, beside(asked, ZoneState.Lost, ZoneState.Lost)));
    assertEquals(1, running(second.decisions().get(1)), "x stays in z3");
    assertEquals(0, running(second.decisions().get(2)), "no room for y");
  }

  /** Both at once are no event: one of the two comes, as without the raise. */
  @ParameterizedTest
  @ValueSource(longs = {4, 11})
  void twoLossesAtOnceBringNoMoreThanTheRoom(long asked) {
    Plan before =
        checked(beside(4, ZoneState.Active, ZoneState.Active).running("h", "z3", 1).build());
    Plan lost = checked(after(before, beside(asked, ZoneState.Lost, ZoneState.Lost)));
    assertEquals(1, running(lost.decisions().get(1)) + running(lost.decisions().get(2)));
  }

  /** Room for its rollout does not keep it away: 4, 4 and 4 of 12. */
  @ParameterizedTest
  @ValueSource(longs = {4, 13})
  void whoIsRolledOutComesBesideIt(long asked) {
    WorkloadBuilder x = workload("x").cpu(4).only("z1", "z2").tolerate(Scope.ZONE).surges();
    Plan plan =
        checked(
            Estates.estate()
                .zones(12, "z1", "z2")
                .workload(workload("h").cpu(4).only("z2"), x)
                .running("h", "z2", 1)
                .running("x", "z1", 1)
                .build());
    Plan lost =
        checked(
            after(
                plan,
                Estates.estate()
                    .zone(zone("z1").cpu(12).state(ZoneState.Lost), zone("z2").cpu(12))
                    .workload(workload("h").cpu(asked).only("z2"), x)));
    assertEquals(1, running(lost.decisions().get(1)));
  }

  /**
   * At the loss of z3 x comes to z2, where it evicts one of two of h, which use 2 each of 10; at
   * that of z1 w comes there.
   */
  private static EstateBuilder evicting(long asked, ZoneState first, WorkloadBuilder... more) {
    return Estates.estate()
        .zone(zone("z1").cpu(20).state(first), zone("z2").cpu(10), zone("z3").cpu(20))
        .workload(
            workload("h").cpu(asked).replicas(2).only("z2"),
            workload("w").cpu(6).only("z1", "z2").tolerate(Scope.ZONE).priority(10),
            workload("x").cpu(8).only("z2", "z3").tolerate(Scope.ZONE).priority(10))
        .workload(more);
  }

  private static Plan evicting() {
    Plan plan =
        checked(evicting(2, ZoneState.Active).running("h", "z2", 2).running("w", "z1", 1).build());
    assertEquals(1, plan.decisions().get(2).contingency().get(0).evicts().size());
    assertEquals(1, plan.decisions().get(1).contingency().get(0).moves().size());
    return plan;
  }

  /** What x has when z3 is lost, one of h gone, leaves nothing to y. */
  @ParameterizedTest
  @ValueSource(longs = {2, 11})
  void nothingNewIsHeldBesideWhoEvictsIt(long asked) {
    WorkloadBuilder y = workload("y").cpu(6).only("z2", "z3").tolerate(Scope.ZONE).priority(10);
    Plan plan = checked(after(evicting(), evicting(asked, ZoneState.Active, y)));
    assertEquals(1, plan.decisions().get(2).contingency().get(0).evicts().size());
    assertTrue(plan.decisions().get(3).contingency().stream().allMatch(c -> c.moves().isEmpty()));
  }

  /** Once w has come to z2, one of h gone leaves no room to x. */
  @ParameterizedTest
  @ValueSource(longs = {2, 11})
  void whoWouldEvictItHasNoRoomBesideWhatCame(long asked) {
    Plan plan = checked(after(evicting(), evicting(asked, ZoneState.Lost)));
    assertEquals(1, running(plan.decisions().get(1), "z2"));
    Decision x = plan.decisions().get(2);
    assertEquals(List.of("SurvivalUnsatisfiable"), codes(x));
    assertTrue(x.contingency().stream().allMatch(c -> c.moves().isEmpty()));
  }

  /** What is left of h has no more than x leaves: a zone that lost nodes is not over its room. */
  @ParameterizedTest
  @ValueSource(longs = {2, 11})
  void nobodyLeavesADegradedZoneForWhatIsLeft(long asked) {
    Duration five = Duration.ofMinutes(5);
    WorkloadBuilder x = workload("x").cpu(8).only("z2", "z3").tolerate(Scope.ZONE).priority(10);
    WorkloadBuilder v = workload("v").cpu(0).request("memory", 1).failover(five, five);
    EstateBuilder before =
        Estates.estate()
            .zone(zone("z1").cpu(20).resource("memory", 9))
            .zone(zone("z2").cpu(10).resource("memory", 9), zone("z3").cpu(20))
            .workload(workload("h").cpu(2).replicas(2).only("z2"), v, x.failover(five, five))
            .running("h", "z2", 2)
            .running("v", "z2", 1);
    Plan plan = checked(before.build());
    assertEquals(1, plan.decisions().get(2).contingency().get(0).evicts().size());
    Plan lost =
        checked(
            after(
                plan,
                Estates.estate()
                    .zone(zone("z1").cpu(20).resource("memory", 9))
                    .zone(
                        zone("z2")
                            .cpu(10)
                            .resource("memory", 9)
                            .health(Health.Signal.Degraded, NOW.minus(Duration.ofHours(1))),
                        zone("z3").cpu(20).state(ZoneState.Lost))
                    .workload(workload("h").cpu(asked).replicas(2).only("z2"), v, x)));
    assertEquals(List.of(1, 1, 1), lost.decisions().stream().map(d -> running(d, "z2")).toList());
  }

  /** Of each resource by itself it counts as no more than it asks for: here one cpu. */
  @Test
  void whoLacksMemoryAloneLeavesCpusFree() {
    Plan plan =
        checked(
            Estates.estate()
                .zone(zone("z1").cpu(10).resource("memory", 10))
                .workload(
                    workload("h").cpu(1).request("memory", 11),
                    workload("y").cpu(9),
                    workload("z").cpu(0).request("memory", 1))
                .running("h", "z1", 1)
                .build());
    assertEquals(List.of(1, 1, 0), plan.decisions().stream().map(d -> running(d)).toList());
  }

  @ParameterizedTest
  @CsvSource({"4, z2", "11, z3"})
  void nobodyGoesHomeBesideIt(long asked, String where) {
    Duration five = Duration.ofMinutes(5);
    Plan plan =
        checked(
            Estates.estate()
                .zone(zone("z2").cpu(10).since(NOW.minus(Duration.ofHours(1))), zone("z3").cpu(9))
                .workload(
                    workload("h").cpu(asked).only("z2"), workload("x").cpu(4).failover(five, five))
                .running("h", "z2", 1)
                .placement(
                    new Placement(
                        Estates.id("x"),
                        null,
                        List.of(new Assignment("z2", 0, 1), new Assignment("z3", 1, 0)),
                        List.of(),
                        0))
                .build());
    assertEquals(1, running(plan.decisions().get(1), where));
  }

  /** As {@link #evicting}, with less of w and x, once the zones of both or one of them are lost. */
  private static Plan lost(long asked, ZoneState first, ZoneState third) {
    List<Plan> plans = new ArrayList<>();
    for (boolean after : new boolean[] {false, true}) {
      EstateBuilder estate =
          Estates.estate()
              .zone(zone("z1").cpu(20).state(after ? first : ZoneState.Active))
              .zone(zone("z2").cpu(10))
              .zone(zone("z3").cpu(20).state(after ? third : ZoneState.Active))
              .workload(
                  workload("h").cpu(after ? asked : 2).replicas(2).only("z2"),
                  workload("w").cpu(3).only("z1", "z2").tolerate(Scope.ZONE).priority(10),
                  workload("x").cpu(7).only("z2", "z3").tolerate(Scope.ZONE).priority(10));
      plans.add(
          checked(
              after
                  ? after(plans.get(0), estate)
                  : estate.running("h", "z2", 2).running("w", "z1", 1).build()));
    }
    assertEquals(1, plans.get(0).decisions().get(1).contingency().get(0).moves().size());
    assertEquals(1, plans.get(0).decisions().get(2).contingency().get(0).evicts().size());
    return plans.get(1);
  }

  /**
   * Both at once are no event. One of h gone is not enough for x beside w, so x comes as if it were
   * new, and h goes.
   */
  @ParameterizedTest
  @ValueSource(longs = {2, 11})
  void twoLossesAtOnceRestOnNoPromise(long asked) {
    Plan plan = lost(asked, ZoneState.Lost, ZoneState.Lost);
    assertEquals(List.of(0, 1, 1), plan.decisions().stream().map(d -> running(d)).toList());
  }

  /** The other one of h is still there: 2 and 7 of x leave no room for 3 of w. */
  @ParameterizedTest
  @ValueSource(longs = {2, 11})
  void whatIsLeftOfItCountsAgain(long asked) {
    Plan plan = lost(asked, ZoneState.Active, ZoneState.Lost);
    assertEquals(List.of(1, 1, 1), plan.decisions().stream().map(d -> running(d)).toList());
    Decision w = plan.decisions().get(1);
    assertEquals(List.of("SurvivalUnsatisfiable"), codes(w));
    assertTrue(w.contingency().stream().allMatch(c -> c.moves().isEmpty()));
  }

  /** Of 12 one of w leaves 3, which x takes with no room to be rolled out beside 6 and 3. */
  @ParameterizedTest
  @ValueSource(longs = {6, 13})
  void whoIsNewNeedsRoomForItsRollout(long asked) {
    EstateBuilder estate = Estates.estate().zones(12, "z1").workload(workload("h").cpu(asked));
    estate.workload(workload("w").cpu(3), workload("x").cpu(3).surges());
    Plan plan = checked(estate.running("h", "z1", 1).running("w", "z1", 2).build());
    assertEquals(List.of(1, 1, 0), plan.decisions().stream().map(d -> running(d)).toList());
  }
}

package cloud.bleu.placement.capacity;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.PlannerMemory;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The owner of what runs asks for more than its zones have in one place. That is not what runs
 * there, and takes from others nothing that they have.
 */
class RaisedRequestTest {
  private static final long GIB = 1L << 30;

  /** One replica of each in each of three zones of 64 Gi: h, and x which survives a zone's loss. */
  private static EstateBuilder estate(long asked, ZoneState third, WorkloadBuilder... more) {
    return Estates.estate()
        .zone(
            zone("z1").cpu(100).resource("memory", 64 * GIB),
            zone("z2").cpu(100).resource("memory", 64 * GIB),
            zone("z3").cpu(100).resource("memory", 64 * GIB).state(third))
        .workload(h(asked), x())
        .workload(more);
  }

  private static WorkloadBuilder h(long asked) {
    return workload("h").cpu(1).replicas(3).request("memory", asked).surges();
  }

  private static WorkloadBuilder x() {
    return workload("x").cpu(1).replicas(3).request("memory", GIB).tolerate(Scope.ZONE);
  }

  private static Plan before() {
    Plan plan =
        Planner.plan(
            estate(GIB, ZoneState.Active)
                .running("h", "z1", 1, "z2", 1, "z3", 1)
                .running("x", "z1", 1, "z2", 1, "z3", 1)
                .build());
    assertEquals(3, plan.decisions().get(1).contingency().size());
    return plan;
  }

  private static Estate after(Plan plan, EstateBuilder estate) {
    for (Decision d : plan.decisions()) {
      estate.placement(new Placement(d.id(), null, d.assignments(), d.contingency(), 0));
    }
    return estate.build();
  }

  private static Plan checked(Estate estate) {
    Plan plan = Planner.plan(estate);
    assertEquals(List.of(), Checker.check(estate, plan));
    return plan;
  }

  private static List<String> codes(Decision decision) {
    return decision.shortfalls().stream().map(Decision.Reason::code).distinct().toList();
  }

  private static int running(Decision decision) {
    return decision.assignments().stream().mapToInt(Assignment::replicas).sum();
  }

  @ParameterizedTest
  @ValueSource(longs = {100 * GIB, 1L << 56, 1L << 62})
  void whatStandsIsSurvivedAsBefore(long asked) {
    Plan before = before();
    Plan raised = checked(after(before, estate(asked, ZoneState.Active)));
    Decision x = raised.decisions().get(1);
    assertEquals(before.decisions().get(1).contingency(), x.contingency());
    assertEquals(before.decisions().get(1).tolerates(), x.tolerates());
    assertEquals(List.of("ReplicaTooLarge"), codes(raised.decisions().get(0)));

    for (Plan then : List.of(before, raised)) {
      Plan lost = checked(after(then, estate(asked, ZoneState.Lost)));
      assertEquals(3, running(lost.decisions().get(1)), "x comes where its plan says");
      assertEquals(2, running(lost.decisions().get(0)), "h fits nowhere");
    }
  }

  /** How much of the zone is free nobody knows, so nothing new comes. */
  @Test
  void nothingNewComesBeside() {
    Plan before = before();
    WorkloadBuilder y = workload("y").cpu(1).request("memory", GIB);
    Plan raised = checked(after(before, estate(100 * GIB, ZoneState.Active, y)));
    assertEquals(0, running(raised.decisions().get(2)));
    Plan undone = checked(after(raised, estate(2 * GIB, ZoneState.Active, y)));
    assertEquals(1, running(undone.decisions().get(2)));
  }

  @Test
  void itsOwnLossesAreNotSurvived() {
    Estate before =
        Estates.estate()
            .zones(10, "z1", "z2")
            .workload(workload("h").cpu(2).replicas(2).tolerate(Scope.ZONE))
            .workload(workload("a").cpu(2).replicas(2).tolerate(Scope.ZONE))
            .build();
    Plan plan = checked(before);
    Plan raised =
        checked(
            after(
                plan,
                Estates.estate()
                    .zones(10, "z1", "z2")
                    .workload(workload("h").cpu(11).replicas(2).tolerate(Scope.ZONE))
                    .workload(workload("a").cpu(2).replicas(2).tolerate(Scope.ZONE))));
    Decision h = raised.decisions().get(1);
    assertTrue(codes(h).containsAll(List.of("ReplicaTooLarge", "SurvivalUnsatisfiable")));
    assertTrue(h.contingency().stream().allMatch(c -> c.moves().isEmpty()));
    assertEquals(plan.decisions().get(0).contingency(), raised.decisions().get(0).contingency());
  }

  /** What is promised of it is evicted, for nobody knows that there is room beside it. */
  @Test
  void whoIsPromisedItsEvictionEvictsIt() {
    WorkloadBuilder high = workload("x").cpu(4).tolerate(Scope.ZONE).only("z1", "z2").priority(10);
    Plan plan =
        checked(
            Estates.estate()
                .zones(6, "z1", "z2")
                .workload(workload("h").cpu(2).replicas(2).only("z2"), high)
                .running("h", "z2", 2)
                .build());
    assertEquals(1, plan.decisions().get(1).contingency().get(0).evicts().size());
    Plan lost =
        checked(
            after(
                plan,
                Estates.estate()
                    .zone(zone("z1").cpu(6).state(ZoneState.Lost), zone("z2").cpu(6))
                    .workload(workload("h").cpu(7).replicas(2).only("z2"), high)));
    assertEquals(1, running(lost.decisions().get(1)));
    assertEquals(1, running(lost.decisions().get(0)));
  }

  @Test
  void nobodyIsEvictedForNothing() {
    WorkloadBuilder high = workload("x").cpu(4).tolerate(Scope.ZONE).only("z1", "z2").priority(10);
    Plan plan =
        checked(
            Estates.estate()
                .zones(6, "z1", "z2")
                .workload(workload("h").cpu(2).replicas(2).only("z2"), high)
                .workload(workload("y").cpu(1).only("z2").priority(20))
                .running("h", "z2", 2)
                .running("y", "z2", 1)
                .build());
    assertEquals(1, plan.decisions().get(1).contingency().get(0).evicts().size());
    Plan lost =
        checked(
            after(
                plan,
                Estates.estate()
                    .zone(zone("z1").cpu(6).state(ZoneState.Lost), zone("z2").cpu(6))
                    .workload(workload("h").cpu(7).replicas(2).only("z2"), high)
                    .workload(workload("y").cpu(3).only("z2").priority(20))));
    assertEquals(0, running(lost.decisions().get(1)));
    assertEquals(2, running(lost.decisions().get(0)));
  }

  /** A zone that lost nodes: what fits none of the others drives nobody out. */
  @Test
  void nobodyLeavesADegradedZoneForIt() {
    Duration five = Duration.ofMinutes(5);
    Estate estate =
        Estates.estate()
            .zone(
                zone("z1").cpu(8).health(Health.Signal.Degraded, NOW.minus(Duration.ofHours(1))),
                zone("z2").cpu(20))
            .workload(
                workload("h").cpu(9).only("z1").failover(five, five),
                workload("x").cpu(4).failover(five, five))
            .running("h", "z1", 1)
            .running("x", "z1", 1)
            .build();
    Plan plan = checked(estate);
    List<String> zones = new ArrayList<>();
    plan.decisions()
        .forEach(
            d ->
                d.assignments()
                    .forEach(a -> zones.add(d.id().name() + " " + a.zone() + " " + a.replicas())));
    assertEquals(List.of("h z1 1", "x z1 1"), zones);
  }

  /** One that asks for 11 and uses 2 makes no room for 4: w goes, whose 5 are known. */
  @ParameterizedTest
  @ValueSource(longs = {2, 11})
  void nothingNewRestsOnItsEviction(long asked) {
    Estate estate =
        Estates.estate()
            .zones(10, "z1", "z2")
            .workload(
                workload("h").cpu(asked).replicas(2).only("z2"),
                workload("w").cpu(5).only("z2").priority(5),
                workload("x").cpu(4).only("z1", "z2").tolerate(Scope.ZONE).priority(10))
            .running("h", "z2", 2)
            .running("w", "z2", 1)
            .build();
    List<String> evicted = new ArrayList<>();
    checked(estate)
        .decisions()
        .get(2)
        .contingency()
        .forEach(c -> c.evicts().forEach(e -> evicted.add(e.workload().name())));
    assertEquals(List.of(asked == 2 ? "h" : "w"), evicted);
  }

  /** With what is remembered of the plans before, and without. */
  @Test
  void memoryMakesNoDifference() {
    PlannerMemory memory = new PlannerMemory();
    Plan plan = before();
    for (long asked : new long[] {GIB, 100 * GIB, 100 * GIB, 2 * GIB, 200 * GIB}) {
      Estate estate =
          after(plan, estate(asked, ZoneState.Active, workload("y").cpu(1).request("memory", GIB)));
      Plan next = Planner.plan(estate, memory);
      assertEquals(Planner.plan(estate), next);
      plan = next;
    }
  }
}

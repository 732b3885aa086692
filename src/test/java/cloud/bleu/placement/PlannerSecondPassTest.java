package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Objective;
import cloud.bleu.placement.estate.Workload.Rebalance.Mode;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An unchanged input moves nothing: what a plan decides, the next one leaves as it is. */
class PlannerSecondPassTest {

  /** The first plan, of which the second must change nothing. */
  private static Plan restsAtOnce(EstateBuilder builder) {
    Estate estate = builder.build();
    Plan first = Specified.plan(estate);
    Plan second = Specified.plan(Estates.with(estate, Estates.inForce(first)));
    for (Decision then : second.decisions()) {
      Decision before = of(first, then.id().name());
      if (!before.assignments().isEmpty()) {
        assertEquals(Decision.Cause.Unchanged, then.cause(), then.toString());
      }
      assertEquals(before.assignments(), then.assignments());
      assertEquals(before.contingency(), then.contingency());
    }
    return first;
  }

  @Test
  void aSoftMaximumOfZonesWeighsMoreThanThePrice() {
    Plan plan =
        restsAtOnce(
            estate()
                .zone(
                    zone("z1").cpu(5).carbon(1),
                    zone("z2").cpu(13).carbon(4),
                    zone("z3").cpu(2).carbon(3))
                .workload(
                    workload("a")
                        .replicas(6)
                        .spread(Scope.ZONE, 1, 1, 2, false)
                        .objective(Objective.Carbon)
                        .rebalance(Mode.Continuous, 3)));
    assertEquals("z2=6", zones(of(plan, "a")));
  }

  @Test
  void aSoftLossThatIsNotToleratedWeighsMoreThanThePrice() {
    Plan plan =
        restsAtOnce(
            estate()
                .zone(
                    zone("z1").region("r1").cpu(5),
                    zone("z2").region("r2").cpu(13).carbon(0),
                    zone("z3").region("r1").cpu(11).carbon(3))
                .workload(
                    workload("a")
                        .replicas(6)
                        .tolerate(Scope.REGION, 2, Recover.Reserved, false)
                        .objective(Objective.Carbon)
                        .rebalance(Mode.Continuous, 1)));
    assertTrue(of(plan, "a").shortfalls().isEmpty(), of(plan, "a").toString());
  }

  @Test
  void aFirstPlacementIsImprovedWhateverTheBudget() {
    Plan plan =
        restsAtOnce(
            estate()
                .zone(
                    zone("z1").at(48.86, 2.35).cpu(10).carbon(3),
                    zone("z2").at(45.76, 4.84).cpu(9).carbon(4))
                .workload(
                    workload("a")
                        .replicas(6)
                        .weight("z1", 1)
                        .weight("z2", 1)
                        .objective(Objective.Carbon)
                        .rebalance(Mode.Continuous, 1)));
    assertEquals("z1=3, z2=3", zones(of(plan, "a")), "weights are the distribution");
    assertEquals(Decision.Cause.SpecChanged, of(plan, "a").cause());
  }

  @Test
  void whatIsWhollyDownIsUnchanged() {
    Estate lost =
        estate()
            .zone(zone("z1").state(ZoneState.Lost), zone("z2"))
            .workload(workload("a").replicas(2).tolerate(Scope.ZONE, 0, Recover.None, true))
            .running("a", "z1", 2)
            .build();
    Plan first = Specified.plan(lost);
    assertEquals(List.of(new Assignment("z1", 0, 2)), of(first, "a").assignments());
    assertEquals(Decision.Cause.ZoneState, of(first, "a").cause());
    Plan second = Specified.plan(Estates.with(lost, Estates.inForce(first)));
    assertEquals(Decision.Cause.Unchanged, of(second, "a").cause());
    assertEquals(of(first, "a").assignments(), of(second, "a").assignments());
  }

  @Test
  void theRoomThatLaterOnesGiveUpIsTakenAtOnce() {
    Plan plan =
        restsAtOnce(
            estate()
                .zone(zone("z1").cpu(4))
                .workload(workload("a").replicas(3), workload("b").replicas(1))
                .running("a", "z1", 1)
                .running("b", "z1", 3));
    assertEquals("z1=3", zones(of(plan, "a")));
    assertEquals("z1=1", zones(of(plan, "b")));
  }

  @Test
  void theReserveThatLaterOnesGiveUpIsTakenAtOnce() {
    // No zone but z1 is allowed to b any more, so its reserve in z2 is void.
    Plan plan =
        restsAtOnce(
            estate()
                .zone(zone("z1").cpu(9), zone("z2").cpu(2))
                .workload(
                    workload("a").replicas(2).only("z2"),
                    workload("b").replicas(1).only("z1").tolerate(Scope.ZONE))
                .placement(
                    Estates.running("a", "z2", 1),
                    new Placement(
                        Estates.id("b"),
                        null,
                        Estates.running("b", "z1", 1).assignments(),
                        List.of(
                            new Contingency(
                                new Contingency.Event(Scope.ZONE, "z1"),
                                List.of(Plans.move("z1", "z2", 1)),
                                List.of(),
                                0)),
                        0)));
    assertEquals("z2=2", zones(of(plan, "a")));
  }

  @Test
  void aDrainIsAnIncidentForThoseThatMustLeave() {
    Plan plan =
        restsAtOnce(
            estate()
                .zone(zone("z1").cpu(9), zone("z2").state(ZoneState.Drained))
                .workload(workload("a").replicas(3).only("z1").tolerate(Scope.ZONE))
                .running("a", "z1", 2, "z2", 1));
    assertEquals("z1=3", zones(of(plan, "a")));
  }

  /** Wherever it goes it stands without its target: so it goes at once, and nothing new comes. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void whatLeavesADrainedZoneNeedsNoTargetThatDoesNotExist(int replicas) {
    Plan plan =
        restsAtOnce(
            estate()
                .zone(zone("z1").state(ZoneState.Drained), zone("z2"))
                .workload(
                    workload("a")
                        .replicas(replicas)
                        .tolerate(Scope.ZONE)
                        .affinity("gone", Scope.ZONE, true))
                .running("a", "z1", 2));
    assertEquals("z2=2", zones(of(plan, "a")));
    assertEquals(replicas - 2, of(plan, "a").missing());
  }

  @Test
  void refugeesThatStayWhereTheyAreHaveTheirHomesStill() {
    Plan plan =
        restsAtOnce(
            estate()
                .zone(
                    zone("z1").state(ZoneState.Drained),
                    zone("z2").state(ZoneState.Drained),
                    zone("z3").cpu(3))
                .workload(workload("a").replicas(4))
                .placement(
                    new Placement(
                        Estates.id("a"),
                        null,
                        List.of(
                            new Assignment("z1", 0, 2),
                            new Assignment("z2", 2, 0),
                            new Assignment("z3", 2, 2)),
                        List.of(),
                        0)));
    assertEquals(
        List.of(new Assignment("z1", 0, 2), new Assignment("z2", 1, 0), new Assignment("z3", 3, 2)),
        of(plan, "a").assignments());
  }
}

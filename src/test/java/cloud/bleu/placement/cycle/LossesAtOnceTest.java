package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.id;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Moves in force were proven for one loss each, and for what was asked then. */
class LossesAtOnceTest {

  /** In a zone, with a move of all of it to another if that zone is lost. */
  private static Placement leaving(String name, String from, String to, int replicas) {
    Contingency loss =
        new Contingency(
            new Contingency.Event(Scope.ZONE, from),
            List.of(Plans.move(from, to, replicas)),
            List.of(),
            0);
    return new Placement(id(name), null, List.of(Assignment.of(from, replicas)), List.of(loss), 0);
  }

  private static Plan decided(Estate estate) {
    Plan plan = Planner.plan(estate);
    assertEquals(List.of(), Checker.check(estate, plan));
    for (Decision decision : plan.decisions()) {
      assertEquals(
          "", decision.outcome() instanceof Decision.Outcome.Kept kept ? kept.toString() : "");
    }
    return plan;
  }

  private static EstateBuilder twoLost(WorkloadBuilder second) {
    return estate()
        .zone(
            zone("z1").state(ZoneState.Lost), zone("z2").state(ZoneState.Lost),
            zone("z3"), zone("z4"))
        .workload(workload("a").tolerate(Scope.ZONE), second.tolerate(Scope.ZONE))
        .placement(leaving("a", "z1", "z3", 1), leaving("b", "z2", "z3", 1));
  }

  @Test
  void whoIsApartFromAnotherDoesNotFollowItToOneZone() {
    Plan plan = decided(twoLost(workload("b").antiAffinity("a", Scope.ZONE, true)).build());
    assertEquals("z3=1", zones(of(plan, "a")));
    assertEquals("z4=1", zones(of(plan, "b")));
  }

  /** There is no other zone: the second one waits. */
  @Test
  void whoIsApartFromAnotherWaitsWhereThereIsNoOtherZone() {
    Plan plan =
        decided(
            twoLost(workload("b").antiAffinity("a", Scope.ZONE, true).only("z2", "z3")).build());
    assertEquals("z3=1", zones(of(plan, "a")));
    assertEquals("", zones(of(plan, "b")));
    assertEquals(1, of(plan, "b").missing());
  }

  @Test
  void whoMayNotMoveFurtherIsPlacedApartAtOnce() {
    Plan plan =
        decided(
            estate()
                .zone(
                    zone("z1").state(ZoneState.Lost),
                    zone("z2").state(ZoneState.Lost),
                    zone("z3"),
                    zone("z4"))
                .workload(
                    workload("a").tolerate(Scope.ZONE).rebalance(Workload.Rebalance.Mode.Never, 0),
                    workload("b")
                        .antiAffinity("a", Scope.ZONE, true)
                        .tolerate(Scope.ZONE)
                        .rebalance(Workload.Rebalance.Mode.Never, 0))
                .placement(leaving("a", "z1", "z3", 1), leaving("b", "z2", "z3", 1))
                .build());
    assertEquals("z3=1", zones(of(plan, "a")));
    assertEquals("z4=1", zones(of(plan, "b")));
  }

  /** What is asked became another with the loss: no more in a zone than this. */
  @Test
  void aMoveThatBringsTooManyToAZoneIsMadeAsFarAsItMay() {
    Plan plan =
        decided(
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z3"), zone("z4"))
                .workload(
                    workload("a")
                        .replicas(3)
                        .perZone(0, 2)
                        .rebalance(Workload.Rebalance.Mode.Never, 0)
                        .tolerate(Scope.ZONE, 0, Workload.Recover.Reserved, false))
                .placement(leaving("a", "z1", "z3", 3))
                .build());
    assertEquals("z3=2, z4=1", zones(of(plan, "a")));
  }

  /** The same of one who came to stand apart from who runs there. */
  @Test
  void aMoveToWhomItCameToBeApartFromIsNotMade() {
    Plan plan =
        decided(
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z3"), zone("z4"))
                .workload(
                    workload("a")
                        .antiAffinity("h", Scope.ZONE, true)
                        .rebalance(Workload.Rebalance.Mode.Never, 0)
                        .tolerate(Scope.ZONE, 0, Workload.Recover.Reserved, false),
                    workload("h").only("z3"))
                .placement(leaving("a", "z1", "z3", 1))
                .running("h", "z3", 1)
                .build());
    assertEquals("z4=1", zones(of(plan, "a")));
  }

  /** z2 and z3 are one site; a is to go to z3 from z1, which is lost, and stands apart from h. */
  private static Estate site(ZoneState second, WorkloadBuilder other) {
    return estate()
        .zone(
            zone("z1").state(ZoneState.Lost),
            zone("z2").site("s").state(second),
            zone("z3").site("s"),
            zone("z4"),
            zone("z5"))
        .workload(
            workload("a")
                .antiAffinity("h", Scope.SITE, true)
                .rebalance(Workload.Rebalance.Mode.Never, 0)
                .tolerate(Scope.ZONE, 0, Workload.Recover.Reserved, false),
            other)
        .placement(leaving("a", "z1", "z3", 1))
        .running("h", "z2", 1)
        .build();
  }

  @Test
  void whoIsInADrainedZoneAndCannotLeaveItIsStillThere() {
    Plan plan = decided(site(ZoneState.Drained, workload("h").only("z2")));
    assertEquals("z4=1", zones(of(plan, "a")));
    assertEquals("z2=1", zones(of(plan, "h")));
  }

  @Test
  void whoIsLostWithItsZoneIsInNobodysWay() {
    Plan plan = decided(site(ZoneState.Lost, workload("h")));
    assertEquals("z3=1", zones(of(plan, "a")));
    assertEquals("z5=1", zones(of(plan, "h")));
  }

  @Test
  void whoIsSuspendedStaysWhereItIs() {
    Plan plan = decided(site(ZoneState.Lost, workload("h").suspended()));
    assertEquals("z4=1", zones(of(plan, "a")));
    assertEquals("z2=1", zones(of(plan, "h")));
  }

  /** Where one comes to, another was to go at a loss that did not happen. */
  @Test
  void aMoveForANextLossDoesNotLeadToWhoCame() {
    Plan plan =
        decided(
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z2"), zone("z3"), zone("z4"))
                .workload(
                    workload("a").tolerate(Scope.ZONE).rebalance(Workload.Rebalance.Mode.Never, 0),
                    workload("b").antiAffinity("a", Scope.ZONE, true).tolerate(Scope.ZONE))
                .placement(leaving("a", "z1", "z3", 1), leaving("b", "z2", "z3", 1))
                .build());
    assertEquals("z3=1", zones(of(plan, "a")));
    assertEquals("z2=1", zones(of(plan, "b")));
    assertEquals(List.of(Plans.move("z2", "z4", 1)), of(plan, "b").contingency().get(0).moves());
  }

  /** c is apart from y, who waits for its turn; n is new, and only where c is to go. */
  @ParameterizedTest
  @EnumSource(
      value = ZoneState.class,
      names = {"Lost", "Drained"})
  void whoHasMovesKeepsThemWhileAnotherWaitsForAPlace(ZoneState state) {
    Plan plan =
        decided(
            estate()
                .zone(
                    zone("z1").state(state),
                    zone("z2").state(state),
                    zone("z3"),
                    zone("z4").cpu(4),
                    zone("z5"),
                    zone("z6"))
                .workload(
                    workload("a").only("z1", "z3").tolerate(Scope.ZONE),
                    workload("c")
                        .cpu(4)
                        .only("z4", "z5")
                        .antiAffinity("y", Scope.ZONE, true)
                        .tolerate(Scope.ZONE)
                        .priority(10, false),
                    workload("n").cpu(4).only("z4"),
                    workload("y")
                        .only("z2", "z3", "z6")
                        .antiAffinity("a", Scope.ZONE, true)
                        .tolerate(Scope.ZONE))
                .placement(
                    leaving("a", "z1", "z3", 1),
                    leaving("c", "z5", "z4", 1),
                    leaving("y", "z2", "z3", 1))
                .build());
    assertEquals("z6=1", zones(of(plan, "y")));
    assertEquals(List.of(Plans.move("z5", "z4", 1)), of(plan, "c").contingency().get(0).moves());
    assertEquals("", zones(of(plan, "n")));
  }
}

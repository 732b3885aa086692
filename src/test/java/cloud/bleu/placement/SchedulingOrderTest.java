package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.StateLoader;
import cloud.bleu.placement.cycle.SchedulingOrder;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is decided first. */
class SchedulingOrderTest {

  private static List<String> order(EstateBuilder builder) {
    Estate estate = builder.build();
    PlanState planState = new PlanState(estate);
    StateLoader.load(planState, estate);
    return SchedulingOrder.of(planState).stream()
        .flatMap(List::stream)
        .map(compiled -> compiled.workload.id().name())
        .toList();
  }

  private static EstateBuilder threeZones() {
    return Estates.estate().zones(10, "z1", "z2", "z3");
  }

  @Test
  void ofTheUnplacedWhoeverMayUseTheFewestZonesComesFirst() {
    assertEquals(
        List.of("d", "b", "a", "c"),
        order(
            threeZones()
                .workload(Estates.workload("a"))
                .workload(Estates.workload("b").only("z1", "z2"))
                .workload(Estates.workload("c"))
                .workload(Estates.workload("d").only("z3"))));
  }

  @Test
  void whoeverIsPlacedComesBeforeThemByName() {
    assertEquals(
        List.of("b", "c", "d", "a"),
        order(
            threeZones()
                .workload(Estates.workload("a"))
                .workload(Estates.workload("b"))
                .workload(Estates.workload("c").only("z1"))
                .workload(Estates.workload("d").only("z3"))
                .running("b", "z1", 1)
                .running("c", "z1", 1)));
  }

  @Test
  void priorityCountsBeforeChoices() {
    assertEquals(
        List.of("b", "a"),
        order(
            threeZones()
                .workload(Estates.workload("a").only("z1"))
                .workload(Estates.workload("b").priority(1))));
  }

  @Test
  void aZoneInWhichNoReplicaFitsIsNoChoice() {
    assertEquals(
        List.of("b", "a"),
        order(
            Estates.estate()
                .zones(2, "z1")
                .zones(10, "z2", "z3")
                .workload(Estates.workload("a"))
                .workload(Estates.workload("b").cpu(3))));
  }

  /** Else each incident would decide anew who goes without. */
  @Test
  void aZoneThatIsLostIsAChoiceStill() {
    assertEquals(
        List.of("b", "a"),
        order(
            Estates.estate()
                .zones(10, "z1")
                .zone(Estates.zone("z2").cpu(10).state(ZoneState.Lost))
                .zone(Estates.zone("z3").cpu(10).state(ZoneState.Lost))
                .workload(Estates.workload("a"))
                .workload(Estates.workload("b").only("z1", "z2"))));
  }

  @Test
  void whoeverHasNoOtherZoneGetsTheOneThatOthersCouldLeave() {
    List<Decision> decisions =
        Planner.decisions(
                Estates.estate()
                    .zones(2, "z1", "z2")
                    .workload(Estates.workload("any").replicas(2).cpu(1))
                    .workload(Estates.workload("one").replicas(2).cpu(1).only("z1"))
                    .build())
            .decisions();
    assertEquals(List.of(2, 2), decisions.stream().map(SchedulingOrderTest::placed).toList());
  }

  private static int placed(Decision decision) {
    return decision.assignments().stream().mapToInt(Assignment::replicas).sum();
  }
}

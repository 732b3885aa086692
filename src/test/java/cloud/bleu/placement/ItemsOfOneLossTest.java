package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After an edit of facts two items of the evacuation plan in force name one set of zones: that of
 * the zone itself counts, whose zones no edit changes, else the first of them.
 */
class ItemsOfOneLossTest {
  private static final Scope FLOOD = Scope.hazard("flood");
  private static final Scope FIRE = Scope.hazard("fire");

  private static EstateBuilder flooded(String second, WorkloadBuilder w, int free) {
    return estate()
        .zone(
            zone("z1").cpu(4).hazard("flood", "a"),
            zone("z2").cpu(4).hazard("flood", second),
            zone("z3").cpu(free).hazard("flood", "None"))
        .workload(w);
  }

  private static WorkloadBuilder w(Recover flood, Recover zone) {
    return workload("a")
        .replicas(2)
        .tolerate(FLOOD, 0, flood, false)
        .tolerate(Scope.ZONE, 0, zone, false);
  }

  private static Placement inForce(EstateBuilder before, Object... running) {
    Decision decided = Specified.a(before.running("a", running));
    return new Placement(decided.id(), null, decided.assignments(), decided.contingency(), 0);
  }

  /**
   * Moves for z1 and z2 together were not proven for z1 alone, which its own item does not move.
   */
  @Test
  void theItemOfTheZoneCounts() {
    Placement before =
        inForce(flooded("a", w(Recover.Reserved, Recover.BestEffort), 4), "z1", 1, "z2", 1);
    assertEquals(
        List.of("failureDomains/flood a 2", "zone z1 0", "zone z2 0"),
        before.contingency().stream()
            .map(c -> c.event() + " " + c.moves().size())
            .sorted()
            .toList());
    Supplier<EstateBuilder> now =
        () ->
            flooded("None", w(Recover.Reserved, Recover.BestEffort).suspended(), 4)
                .placement(before);
    assertEquals(before.contingency(), Specified.a(now.get()).contingency());
    assertEquals(4, room(now, "z3"), "no room is held there");
  }

  /** The zone has moves of its own, and the hazard has none: so they hold room. */
  @Test
  void itCountsWithItsMovesToo() {
    Placement before = inForce(flooded("a", w(Recover.BestEffort, Recover.Reserved), 4), "z1", 2);
    Supplier<EstateBuilder> now =
        () ->
            flooded("None", w(Recover.BestEffort, Recover.Reserved).suspended(), 4)
                .placement(before);
    assertEquals(before.contingency(), Specified.a(now.get()).contingency());
    assertEquals(2, room(now, "z3"), "two are to come there");
  }

  /** How many replicas another workload may have in a zone of four, which it gets all or none. */
  private static int room(Supplier<EstateBuilder> estate, String zone) {
    for (int replicas = 4; replicas > 0; replicas--) {
      EstateBuilder asked = estate.get().workload(workload("b").replicas(replicas).only(zone));
      if (Specified.placed(Estates.of(Specified.plan(asked), "b")) == replicas) {
        return replicas;
      }
    }
    return 0;
  }

  /** What is decided anew holds room for what is asked: in z3, else in z2. */
  @ParameterizedTest
  @CsvSource({"4, 0", "4, 3", "4, 4"})
  void whatIsDecidedAnewIsProven(int free, int used) {
    Placement before =
        inForce(flooded("a", w(Recover.Reserved, Recover.BestEffort), 4), "z1", 1, "z2", 1);
    EstateBuilder now =
        flooded("None", w(Recover.Reserved, Recover.BestEffort), free).placement(before);
    if (used > 0) {
      now.workload(workload("b").replicas(used).only("z3")).running("b", "z3", used);
    }
    Decision decided = Specified.a(now);
    List<Contingency> ofZ1 =
        decided.contingency().stream()
            .filter(c -> c.moves().stream().anyMatch(m -> m.from().equals("z1")))
            .toList();
    assertEquals(1, ofZ1.size(), decided.toString());
  }

  /** Of two hazards that took other zones nobody knows which: the first by name counts. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofOthersTheFirstCounts(boolean firstIsMoved) {
    Recover fire = firstIsMoved ? Recover.Reserved : Recover.BestEffort;
    Recover flood = firstIsMoved ? Recover.BestEffort : Recover.Reserved;
    Placement before = inForce(burning("a", fire, flood, false), "z1", 1, "z2", 1, "z3", 1);
    Supplier<EstateBuilder> now = () -> burning("None", fire, flood, true).placement(before);
    Decision decided = Specified.a(now.get());
    assertEquals(before.contingency(), decided.contingency());
    assertEquals(firstIsMoved ? 2 : 4, room(now, "z4"), decided::toString);
  }

  /** Fire takes z1 and z2, the flood z3 as well, until z3 is found not to be exposed. */
  private static EstateBuilder burning(
      String third, Recover fire, Recover flood, boolean suspended) {
    WorkloadBuilder a =
        workload("a").replicas(3).tolerate(FLOOD, 0, flood, false).tolerate(FIRE, 0, fire, false);
    return estate()
        .zone(
            zone("z1").hazard("flood", "a").hazard("fire", "a"),
            zone("z2").hazard("flood", "a").hazard("fire", "a"),
            zone("z3").hazard("flood", third).hazard("fire", "None"),
            zone("z4").cpu(4).hazard("flood", "None").hazard("fire", "None"))
        .workload(suspended ? a.suspended() : a);
  }
}

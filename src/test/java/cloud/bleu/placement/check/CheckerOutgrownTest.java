package cloud.bleu.placement.check;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.check.Plans.codes;
import static cloud.bleu.placement.check.Plans.decided;
import static cloud.bleu.placement.check.Plans.move;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beside what runs on in n without a decision, and asks for more cpus than n has in one place. */
class CheckerOutgrownTest {
  private static final Set<String> FINE = Set.of();
  private static final Set<String> FULL = Set.of("CapacityExceeded");
  private static final Set<String> SOLD_TWICE = Set.of("ReserveExceeded");

  private static EstateBuilder scene(ZoneState other) {
    return estate().zone(zone("n").cpu(18), zone("s").cpu(18).state(other));
  }

  private static Estate standing(Estate estate, long cpus) {
    return estate.withZones(
        estate.zones().stream()
            .map(zone -> zone.name().equals("n") ? standing(zone, cpus) : zone)
            .toList());
  }

  private static Zone standing(Zone zone, long cpus) {
    Quantities asked = Quantities.of(Map.of("cpu", 1_000 * cpus));
    return zone.withCapacity(new Capacity.Remaining(zone.capacity(), zone.capacity(), asked));
  }

  /** Of 18 cpus what is held asks 100, or 20, or no more than what leaves room for the 4. */
  @ParameterizedTest
  @CsvSource({"100, true", "20, true", "15, true", "14, false"})
  void nothingNewComes(long asked, boolean found) {
    Estate e = scene(ZoneState.Active).workload(workload("low").cpu(4)).build();
    assertEquals(found ? FULL : FINE, codes(standing(e, asked), decided("low").in("n", 1)));
    assertEquals(FINE, codes(standing(e, asked), decided("low").in("s", 1)));
  }

  @Test
  void whoRunsThereStaysAndMayMakeRoomForOthers() {
    Estate e =
        scene(ZoneState.Active)
            .workload(workload("low").replicas(2).cpu(4), workload("new").cpu(4))
            .workload(workload("more").cpu(5))
            .running("low", "n", 3)
            .build();
    Plans.Draft low = decided("low").in("n", 2);
    Plans.Draft[] exchanged = {low, decided("more").in("s", 1), decided("new").in("n", 1)};
    assertEquals(FINE, codes(standing(e, 100), exchanged));
    Plans.Draft[] grown = {low, decided("more").in("n", 1), decided("new").in("s", 1)};
    assertEquals(FULL, codes(standing(e, 100), grown));
  }

  /** What goes there at a loss was decided before: it comes, and no more than that. */
  @Test
  void movesInForceComeAndNoOthers() {
    Estate e =
        scene(ZoneState.Lost)
            .workload(workload("x").replicas(2).cpu(4).tolerate(Scope.ZONE))
            .placement(
                new Placement(
                    Estates.id("x"),
                    null,
                    List.of(Assignment.of("s", 2)),
                    List.of(
                        new Contingency(
                            new Contingency.Event(Scope.ZONE, "s"),
                            List.of(move("s", "n", 2)),
                            List.of(),
                            0)),
                    0))
            .build();
    assertEquals(
        false, codes(standing(e, 100), decided("x").in("n", 2)).contains("CapacityExceeded"));
    assertEquals(
        true, codes(standing(e, 100), decided("x").in("n", 3)).contains("CapacityExceeded"));
  }

  @Test
  void noRoomIsHeldThereForALoss() {
    Estate e =
        scene(ZoneState.Active)
            .workload(workload("x").replicas(1).cpu(4).tolerate(Scope.ZONE))
            .running("x", "s", 1)
            .build();
    assertEquals(
        true,
        codes(standing(e, 100), decided("x").in("s", 1).loss(Scope.ZONE, "s", move("s", "n", 1)))
            .containsAll(SOLD_TWICE));
  }
}

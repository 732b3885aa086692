package cloud.bleu.placement.check;

import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Objective;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a decision says that it costs, against the prices of the zones. */
class CheckerCostTest {
  private static final long GIB = 1L << 30;

  /** 2 replicas in z1 and 1 in z2, of which only one price is known. */
  private static Estate estate(Objective objective) {
    return Estates.estate()
        .zone(
            zone("z1").cpu(3).cost(20, 4).carbon(7).resource("memory", 99 * GIB),
            zone("z2").price("cpu", 30).resource("memory", 99 * GIB))
        .workload(
            workload("a")
                .replicas(3)
                .request("cpu", 1500)
                .request("memory", GIB / 2)
                .objective(objective))
        .running("a", "z1", 2, "z2", 1)
        .build();
  }

  private static Set<String> found(Estate estate, long more) {
    Plan plan = Planner.propose(estate, Map.of());
    Decision d = plan.decisions().get(0);
    Decision other =
        new Decision(
            d.id(),
            d.outcome(),
            d.cause(),
            d.missing(),
            d.assignments(),
            d.contingency(),
            d.moves(),
            d.tolerates(),
            d.rejected(),
            d.violations(),
            d.warnings(),
            d.shortfalls(),
            d.relax(),
            d.relaxComplete(),
            d.cost() + more);
    return Plans.codes(estate, new Plan(List.of(other), plan.orphans()));
  }

  @ParameterizedTest
  @CsvSource({
    "Cost, 111", //     2 × (30 + 2), 45 + the 2 of z1
    "Carbon, 30", //    3 × 10, of which z2 has the one of z1
    "Stability, 0"
  })
  void itCostsWhatTheZonesSay(Objective objective, long cost) {
    Estate estate = estate(objective);
    assertEquals(cost, Planner.propose(estate, Map.of()).decisions().get(0).cost());
    assertEquals(Set.of(), found(estate, 0));
    assertEquals(Set.of("CostWrong"), found(estate, 1));
    assertEquals(Set.of("CostWrong"), found(estate, -1));
  }

  /** What runs where no zone is any more costs as much as anywhere. */
  @Test
  void aZoneThatIsGoneHasNoPrice() {
    Estate estate =
        Estates.estate()
            .zone(zone("z1").cost(3, 0), zone("z2").cost(5, 0))
            .workload(workload("a").objective(Objective.Cost))
            .running("a", "gone", 1)
            .build();
    Decision d = Planner.propose(estate, Map.of()).decisions().get(0);
    assertEquals(Set.of(), found(estate, 0), d.toString());
    assertEquals(Set.of("CostWrong"), found(estate, 2));
  }
}

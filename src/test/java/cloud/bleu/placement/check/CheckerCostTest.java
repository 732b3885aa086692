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
    costs(cost, estate(objective));
  }

  private static void costs(long cost, Estate estate) {
    assertEquals(cost, Planner.propose(estate, Map.of()).decisions().get(0).cost());
    assertEquals(Set.of(), found(estate, 0));
    assertEquals(Set.of("CostWrong"), found(estate, 1));
    assertEquals(Set.of("CostWrong"), found(estate, -1));
  }

  /** z2 has the 900 of z1 for each gpu; nobody knows a price of the last resource. */
  @Test
  void everyResourceCounts() {
    String gpu = "example.com/gpu";
    String disk = "ephemeral-storage";
    String unknown = "example.com/unknown";
    costs(
        1 + 2 * 900 + 10 * 3 + 2 + 2 * 900 + 10 * 5,
        Estates.estate()
            .zone(
                zone("z1").price("cpu", 1).price(gpu, 900).price(disk, 3),
                zone("z2").price("cpu", 2).price(disk, 5))
            .workload(
                workload("a")
                    .replicas(2)
                    .request(gpu, 2)
                    .request(disk, 10 * GIB)
                    .request(unknown, 4)
                    .objective(Objective.Cost))
            .running("a", "z1", 1, "z2", 1)
            .build());
  }

  /** One resource alone is cut, and so are two together. */
  @Test
  void pricesAreCut() {
    costs(
        Long.MAX_VALUE / 1_000_000 * 3 + 8,
        Estates.estate()
            .zone(
                zone("z1").cost(Long.MAX_VALUE, 0),
                zone("z2").cost(Long.MAX_VALUE, Long.MAX_VALUE),
                zone("z3").cost(5, 3))
            .workload(workload("a").replicas(4).request("memory", GIB).objective(Objective.Cost))
            .running("a", "z1", 2, "z2", 1, "z3", 1)
            .build());
  }

  /** Weights distribute it whatever it costs, and it costs that all the same. */
  @Test
  void whatHasWeightsHasItsCost() {
    costs(
        2 * 20 + 3,
        Estates.estate()
            .zone(zone("z1").cost(20, 0), zone("z2").cost(3, 0))
            .workload(
                workload("a").replicas(3).weight("z1", 2).weight("z2", 1).objective(Objective.Cost))
            .build());
  }

  /** One replica waits for room and costs nothing yet. */
  @Test
  void whatIsMissingCostsNothing() {
    Estate estate =
        Estates.estate()
            .zone(zone("z1").cpu(2).cost(20, 0), zone("z2").cpu(0).cost(3, 0))
            .workload(workload("a").replicas(3).objective(Objective.Cost))
            .running("a", "z1", 1)
            .build();
    costs(40, estate);
    assertEquals(1, Planner.propose(estate, Map.of()).decisions().get(0).missing());
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

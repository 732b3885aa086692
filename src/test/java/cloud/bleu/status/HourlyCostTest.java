package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.explain.DecisionProof;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figure in {@code status.objective.cost}, from prices as people write them. */
class HourlyCostTest {

  /** Three machines of 1 cpu and 1 GiB each in the one zone that there is. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Cost      | {perHour: {cpu: \"0.04\", memory: \"0.005\"}}                      | 0.135",
        "Cost      | {perHour: {cpu: \"0.5\"}}                                          | 1.5",
        "Cost      | {perHour: {cpu: \"200\"}}                                          | 600",
        "Cost      | {perHour: {cpu: \"0\"}}                                            | 0",
        "Cost      | {perHour: {cpu: \"0.000000001\"}}                                  | 0.000000003",
        "Cost      | {carbon: {gramsPerKWh: 50, wattsPerCpu: 10}}                       |",
        "Carbon    | {carbon: {gramsPerKWh: 50, wattsPerCpu: 10, pue: \"1.2\"}}         | 1.8",
        "Carbon    | {carbon: {gramsPerKWh: 0, wattsPerCpu: 10, pue: \"1.2\"}}          | 0",
        "Carbon    | {perHour: {cpu: \"0.04\"}}                                         |",
        "Stability | {perHour: {cpu: \"0.04\"}, carbon: {gramsPerKWh: 50, wattsPerCpu: 10}} |"
      })
  void byObjective(String objective, String prices, String cost) {
    assertEquals(cost, cost(placed(objective, 3, zone("a", "cost: " + prices))));
  }

  /** The engine ranks a zone without a price as the dearest: that is no figure for people. */
  @Test
  void aZoneInUseWithoutAPriceLeavesNoFigure() {
    String priced = zone("a", "cost: {perHour: {cpu: \"0.04\"}}");
    String dear = zone("c", "cost: {perHour: {cpu: \"1\"}}");
    assertEquals("0.32", cost(placed("Cost", 8, priced, zone("b", ""), dear)), "8 fit into a");
    assertNull(cost(placed("Cost", 10, priced, zone("b", ""))), "2 are in b");
  }

  private static String cost(Estate estate) {
    Decision decision = Planner.plan(estate).decisions().get(0);
    Workload workload = estate.workloads().get(0);
    WorkloadPlacement placement = new WorkloadPlacement();
    placement.setMetadata(new ObjectMeta());
    WorkloadPlacementStatus status =
        PlacementStatus.of(
            new PlacementFacts(
                placement,
                new DecisionProof(workload, decision, estate),
                HourlyCost.of(workload, decision, estate),
                null,
                null,
                new ObservedChildren(new TreeMap<>(), List.of(), true, false, false),
                Estates.NOON));
    return status.objective().cost();
  }

  private static Estate placed(String objective, int replicas, String... zones) {
    return Estates.of(
            Estates.PROVIDERS,
            String.join("---\n", zones),
            Estates.machines("web", replicas, "placement: {objective: " + objective + "}"))
        .read()
        .estate();
  }

  private static String zone(String name, String line) {
    return Estates.zone(name, "near", "north", "FR", "48.8") + "  " + line + "\n";
  }
}

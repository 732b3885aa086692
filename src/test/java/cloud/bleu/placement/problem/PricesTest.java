package cloud.bleu.placement.problem;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.ZoneState;
import org.junit.jupiter.api.Test;

/** Prices by resource: what is unknown counts as the dearest known. */
class PricesTest {
  private static final long GIB = 1L << 30;

  private static EstateBuilder zonesWith(ZoneBuilder... zones) {
    EstateBuilder builder = estate();
    for (ZoneBuilder zone : zones) {
      zone.resource("memory", 1000 * GIB).resource("example.com/gpu", 8);
      zone.resource("ephemeral-storage", 1000 * GIB);
    }
    return builder.zone(zones);
  }

  private static WorkloadBuilder costing() {
    return costing("a");
  }

  private static WorkloadBuilder costing(String name) {
    return workload(name).objective(Workload.Objective.Cost);
  }

  /** 16 GiB at the dearest known 4 and a cpu at 30 are 94, against 84 where all is known. */
  @Test
  void aResourceWithoutAPriceIsNotFree() {
    Estate estate =
        zonesWith(zone("z1").cost(20, 4), zone("z2").price("cpu", 30))
            .workload(costing().replicas(2).request("memory", 16 * GIB))
            .build();
    assertEquals("z1=2", zones(of(Planner.plan(estate), "a")));
    assertEquals(2 * 84, of(Planner.plan(estate), "a").cost());
    Topology topology = new Topology(estate);
    assertArrayEquals(new long[] {84, 94}, Prices.of(topology, estate.workloads().get(0)));
  }

  @Test
  void everyResourceCounts() {
    Estate estate =
        zonesWith(
                zone("z1").cost(1, 1).price("example.com/gpu", 900),
                zone("z2").cost(1, 1).price("example.com/gpu", 100).price("ephemeral-storage", 3),
                zone("z3").cost(1, 1))
            .workload(
                costing()
                    .request("memory", GIB)
                    .request("example.com/gpu", 2)
                    .request("ephemeral-storage", 10 * GIB))
            .build();
    // z3 states neither: as dear as the dearest of each.
    assertArrayEquals(
        new long[] {1 + 1 + 1800 + 30, 1 + 1 + 200 + 30, 1 + 1 + 1800 + 30},
        Prices.of(new Topology(estate), estate.workloads().get(0)));
  }

  @Test
  void whatNoZonePricesCostsNothing() {
    Estate estate =
        zonesWith(zone("z1"), zone("z2").price("cpu", 5))
            .workload(costing().request("memory", GIB))
            .build();
    assertArrayEquals(
        new long[] {5, 5}, Prices.of(new Topology(estate), estate.workloads().get(0)));
  }

  @Test
  void pricesThatOverflowAreCut() {
    Estate estate =
        zonesWith(zone("z1").cost(Long.MAX_VALUE, Long.MAX_VALUE), zone("z2").cost(1, 1))
            .workload(costing().request("cpu", Long.MAX_VALUE / 2).request("memory", 1000 * GIB))
            .build();
    long[] prices = Prices.of(new Topology(estate), estate.workloads().get(0));
    assertEquals(Long.MAX_VALUE / 1_000_000, prices[0]);
    assertEquals(Long.MAX_VALUE / 1_000_000, prices[1]);
  }

  /** The cheapest of what a workload may use and what costs anything, in whatever state or size. */
  @Test
  void theLeastIsThatOfTheZonesItMayUse() {
    Estate estate =
        zonesWith(
                zone("z1").cost(6, 0).cpu(0),
                zone("z2").cost(0, 0),
                zone("z3").cost(5, 0).state(ZoneState.Drained),
                zone("z4").cost(4, 0),
                zone("z5").cost(7, 0))
            .workload(costing().only("z1", "z2", "z3", "z5"), costing("b").only("z1", "z2", "z5"))
            .build();
    Topology topology = new Topology(estate);
    Workload a = estate.workloads().get(0);
    assertEquals(5, Prices.least(Prices.of(topology, a), new AllowedZones(topology, a)));
    Workload b = estate.workloads().get(1);
    assertEquals(6, Prices.least(Prices.of(topology, b), new AllowedZones(topology, b)));
  }

  @Test
  void whereNothingCostsThereIsNoLeast() {
    Estate estate = zonesWith(zone("z1"), zone("z2").cost(0, 0)).workload(costing()).build();
    Topology topology = new Topology(estate);
    Workload a = estate.workloads().get(0);
    assertEquals(0, Prices.least(Prices.of(topology, a), new AllowedZones(topology, a)));
  }
}

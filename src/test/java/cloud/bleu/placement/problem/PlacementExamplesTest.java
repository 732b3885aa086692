package cloud.bleu.placement.problem;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Specified.a;
import static cloud.bleu.placement.Specified.where;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.check.CheckerGeography;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Geography;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The numbers of the placement semantics at their very edge, a table for each, by section. What is
 * expected is worked out by hand beside it.
 */
class PlacementExamplesTest {

  /**
   * Section 1, {@code Σ_nodes min_r ⌊free/request⌋}. The nodes have 4 cpus and 5 GiB, 8 and 3, 2
   * and 16: as totals 14 cpus and 24 GiB.
   */
  @ParameterizedTest
  @CsvSource({
    // milli-cpus, GiB asked; nodes hold min(⌊cpu⌋, ⌊memory⌋) each
    "1000, 1, 9", //  min(4,5) + min(8,3) + min(2,16)
    "1000, 2, 5", //  min(4,2) + min(8,1) + min(2,8)
    "1500, 1, 6", //  min(2,5) + min(5,3) + min(1,16)
    "3000, 4, 1", //  min(1,1) + min(2,0) + min(0,4)
    "5000, 4, 0", //  min(0,1) + min(1,0) + min(0,4)
    "0, 5, 4", //     1 + 0 + 3
  })
  void aShapeFitsNodeByNodeAndResourceByResource(long cpu, long gib, int slots) {
    Capacity capacity =
        new Capacity.Measured(List.of(node("n1", 4, 5), node("n2", 8, 3), node("n3", 2, 16)), 100);
    assertEquals(slots, capacity.slots(Quantities.of(Map.of("cpu", cpu, "memory", gib << 30))));
  }

  /** Section 1, usablePercent: 90 where nothing is said; ⌊total × percent / 100⌋. */
  @ParameterizedTest
  @CsvSource({
    "'', 10, 9000", //                     10,000 × 0.90
    "', usablePercent: 100', 10, 10000",
    "', usablePercent: 33', 1, 330",
    "', usablePercent: 1', 1, 10",
    "'', 0.001, 0" //                      ⌊0.9⌋
  })
  void usablePercentIsNinetyUnlessSaid(String said, String cpu, long usable) {
    Zone z = translated("zone", ", capacity: {cpu: \"" + cpu + "\"}" + said).zone("z");
    assertEquals(usable, z.capacity().usable().get("cpu"));
  }

  /** Section 4, keep: a percentage of the replicas is rounded up. */
  @ParameterizedTest
  @CsvSource({
    "0%, 7, 0",
    "1%, 1, 1", //      0.01
    "1%, 100, 1", //    1 exactly
    "1%, 101, 2", //    1.01
    "50%, 3, 2", //     1.5
    "50%, 4, 2", //     2 exactly
    "34%, 3, 2", //     1.02
    "33%, 3, 1", //     0.99
    "67%, 9, 7", //     6.03
    "100%, 7, 7",
    "6, 9, 6"
  })
  void keepAsAPercentageIsRoundedUp(String keep, int replicas, int kept) {
    Estate e =
        translated(
            "workload",
            ", replicas: "
                + replicas
                + ", resilience: {tolerate: [{of: Site, keep: \""
                + keep
                + "\"}]}");
    assertEquals(kept, e.workloads().get(0).tolerate().get(0).keep());
  }

  /**
   * Section 4, distance: great circle on the mean sphere of 6,371,008.8 m, rounded to metres. One
   * degree is π/180 of the radius, 111,195.080 m; a millionth of it is 0.111195 m. Both
   * computations of it, the planner's and the checker's.
   */
  @ParameterizedTest
  @CsvSource({
    "48, 2, 48, 2, 0",
    "48, 2, 49, 2, 111195", //                one degree of a meridian
    "0, 0, 0, 1, 111195", //                  one degree of the equator
    "0, 0, 0, 90, 10007557", //               a quarter: 10,007,557.22
    "0, 0, 90, 17, 10007557", //              and to the pole, whatever its longitude
    "0, 0, 0, 180, 20015114", //              halfway round: 20,015,114.44
    "0, 179.5, 0, -179.5, 111195", //         over the date line
    "48, 2, 48.000004, 2, 0", //              0.445
    "48, 2, 48.000005, 2, 1", //              0.556
    "48, 2, 48.000013, 2, 1", //              1.446
    "48, 2, 48.000014, 2, 2", //              1.557
    "60, 0, 60, 180, 6671705" //              over the pole: 60 degrees, 6,671,704.81
  })
  void distancesAreGreatCirclesInWholeMetres(
      double lat1, double lon1, double lat2, double lon2, long metres) {
    Zone one = zone("z1").at(lat1, lon1).build();
    Zone two = zone("z2").at(lat2, lon2).build();
    assertEquals(metres, Geography.metres(one, two));
    assertEquals(metres, Geography.metres(two, one));
    assertEquals(metres, CheckerGeography.metres(one, two));
    assertEquals(metres, CheckerGeography.metres(two, one));
  }

  /**
   * Section 4, estimated round trip: 1.5 × great circle at 204 km/ms, there and back, + 0.5 ms.
   * That is 3 × metres / 204 microseconds, one for every 68 metres, and 500.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 500",
    "33, 500", //          0.485
    "34, 501", //          0.5
    "68, 501",
    "204000, 3500", //     3 ms
    "111195, 2135", //     1,635.2
    "20015114, 294840" //  294,339.9
  })
  void roundTripsAreEstimated(long metres, long micros) {
    assertEquals(micros, Geography.estimatedRoundTripMicros(metres));
    assertEquals(micros, CheckerGeography.roundTripMicros(metres));
  }

  /**
   * Section 3: at most 64 sets of zones within the round trip, in the order of names. Of n pairs,
   * each near to all but its twin, there are 2^n: 64 of six are all tried. Of seven the first half
   * is, in which z0a stands.
   */
  @ParameterizedTest
  @CsvSource({
    "5, 32, false, '{1, 3, 5, 7, 9}'",
    "6, 64, false, '{1, 3, 5, 7, 9, 11}'",
    "7, 64, true, '{0, 3, 5, 7, 9, 11, 13}'"
  })
  void atMostSixtyFourCliquesInNameOrder(int pairs, int tried, boolean cut, String last) {
    EstateBuilder builder = estate();
    java.util.BitSet all = new java.util.BitSet();
    all.set(0, 2 * pairs);
    for (int pair = 0; pair < pairs; pair++) {
      builder.zones(9, "z" + pair + "a", "z" + pair + "b");
      builder.roundTrip("z" + pair + "a", "z" + pair + "b", 9000);
    }
    Cliques cliques = new Topology(builder.build()).distances.graph(2000).cliques(all);
    assertEquals(tried, cliques.list.size());
    assertEquals(cut, cliques.cut);
    assertEquals(last, cliques.list.get(tried - 1).toString());
  }

  /**
   * Section 7: a move for the objective gains at least 5 % of what a replica costs in the cheapest
   * allowed zone.
   */
  @ParameterizedTest
  @CsvSource({
    "105, 100, 'z1=1, z2=1'", //     5 %
    "104, 100, 'z1=2'", //           4 %
    "1049, 1000, 'z1=2'", //         4.9 %
    "1050, 1000, 'z1=1, z2=1'",
    "100, 95, 'z1=1, z2=1'" //       5.3 %
  })
  void aMoveForTheObjectiveGainsFivePercent(long here, long there, String expected) {
    assertEquals(
        expected,
        where(
            estate()
                .zone(zone("z1").cost(here, 0), zone("z2").cost(there, 0))
                .workload(
                    a(2).objective(Workload.Objective.Cost)
                        .rebalance(Workload.Rebalance.Mode.Continuous, 1))
                .running("a", "z1", 2)));
  }

  /**
   * Section 7, cost for each resource, an unknown price as the dearest known. 500m at 0.031 and 2
   * GiB at 0.004 the hour are 0.0155 + 0.008 = 0.0235; at 0.020 and 0.001, 0.010 + 0.002 = 0.012.
   */
  @Test
  void aReplicaCostsItsCpuAndItsMemory() {
    Estate e =
        estate()
            .zone(
                zone("z1").cost(31_000_000, 4_000_000),
                zone("z2").cost(20_000_000, 1_000_000),
                zone("z3"))
            .workload(
                workload("a")
                    .request("cpu", 500)
                    .request("memory", 2L << 30)
                    .objective(Workload.Objective.Cost))
            .build();
    assertArrayEquals(
        new long[] {23_500_000, 12_000_000, 23_500_000},
        new PlanState(e).compiledWorkloads.get(0).price);
  }

  /**
   * Section 7, carbon: cpu × watts × PUE × g/kWh, which excludes memory. 500m of 324,000 µg an hour
   * (6 W × 1.2 at 45 g/kWh) are 162,000.
   */
  @Test
  void aReplicasCarbonIsThatOfItsCpu() {
    Estate e =
        estate()
            .zone(zone("z1").carbon(324_000), zone("z2").carbon(0), zone("z3"))
            .workload(
                workload("a")
                    .request("cpu", 500)
                    .request("memory", 64L << 30)
                    .objective(Workload.Objective.Carbon))
            .build();
    assertArrayEquals(
        new long[] {162_000, 0, 162_000}, new PlanState(e).compiledWorkloads.get(0).price);
  }

  private static Capacity.Node node(String name, long cpus, long gib) {
    return new Capacity.Node(name, Quantities.of(Map.of("cpu", cpus * 1000, "memory", gib << 30)));
  }

  /** A provider, its zone z and a workload, with more said of the zone or of the workload. */
  private static Estate translated(String which, String more) {
    String yaml =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: acme}
        spec: {displayName: Acme}
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: z}
        spec: {provider: acme, region: r, site: s, target: {nodeSelector: {zone: z}}%s}
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: w, namespace: x}
        spec: {dataClasses: [Ordinary], workload: {external: {kind: VM, requests: {cpu: 1}}}%s}
        """
            .formatted(which.equals("zone") ? more : "", which.equals("workload") ? more : "");
    Translation translation =
        EstateTranslator.translate(
            ManifestObjects.of(
                    ManifestReader.read(
                        List.of("-"),
                        new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
                .objects(),
            Estates.NOW,
            Map.of());
    assertEquals(List.of(), translation.problems());
    return translation.estate();
  }
}

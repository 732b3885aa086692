package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.RoundTrip;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.status.loss.LossWords;
import cloud.bleu.status.probe.ProbeWords;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a zone says of itself, by figures that were worked out by hand. */
class ZoneStatusTest {

  private static final Instant NOON = Estates.NOON;

  /**
   * web: one replica in a and one in b, each recovering in the other, so each holds room for one;
   * fill: four more in a. c is a degree of latitude away, and of a provider that web cannot use.
   */
  private static final Estates ESTATES =
      Estates.of(
          Estates.PROVIDERS,
          Estates.zone("a", "near", "north", "FR", "48.8"),
          Estates.zone("b", "near", "north", "FR", "48.8"),
          Estates.zone("c", "far", "west", "FR", "49.8"),
          Estates.machines(
              "web",
              2,
              """
              residency: {providers: {allow: [near]}}
              resilience:
                spread: [{over: Site, min: 2, maxSkew: 1}]
                tolerate: [{of: Site, keep: 1, recover: Reserved}]
              """),
          Estates.machines("fill", 4, "residency: {zones: {allow: [a]}}"));

  @Test
  void figuresOfAZoneInUse() {
    AvailabilityZoneStatus a = status("a");
    assertEquals(Map.of("cpu", "8", "memory", "16Gi"), a.capacity());
    assertEquals(Map.of("cpu", "5", "memory", "5Gi"), a.allocated());
    assertEquals(Map.of("cpu", "1", "memory", "1Gi"), a.reserved());
    assertEquals(Map.of("cpu", "2", "memory", "10Gi"), a.available());
    // 2 cpu are left in all, and no node has more than 8Gi.
    assertEquals(Map.of("cpu", "2", "memory", "8Gi"), a.largestFit());
    assertEquals("site s-b", a.worstLoss());
    assertEquals(2, a.workloads());
    assertEquals(3L, a.observedGeneration());
  }

  @Test
  void figuresOfAZoneThatNobodyUses() {
    AvailabilityZoneStatus c = status("c");
    assertEquals(Map.of("cpu", "8", "memory", "16Gi"), c.available());
    assertEquals(Map.of("cpu", "4", "memory", "8Gi"), c.largestFit());
    assertEquals(0, c.workloads());
    assertNull(c.worstLoss());
  }

  /** A degree of latitude is 111.195 km: 1.5 × 111.195 × 2 / 204 + 0.5 ms = 2.135 ms. */
  @Test
  void roundTripsAreEstimatedUntilSomebodyMeasures() {
    assertEquals(
        List.of(new RoundTrip("b", "0.5", "Estimated"), new RoundTrip("c", "2.1", "Estimated")),
        status("a").roundTrips());
    Estate estate = ESTATES.read().estate();
    Estate measured =
        new Estate(
            estate.now(),
            estate.providers(),
            estate.zones(),
            estate.workloads(),
            estate.placements(),
            List.of(new Estate.RoundTrip("b", "a", 750)));
    assertEquals(
        new RoundTrip("b", "0.8", "Observed"),
        status(measured, measured.zone("a")).roundTrips().get(0));
    assertEquals(
        new RoundTrip("a", "0.8", "Observed"),
        status(measured, measured.zone("b")).roundTrips().get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "Active, , Unknown, NotObserved, True, Active",
    "Cordoned, , Unknown, NotObserved, False, Cordoned",
    "Drained, , Unknown, NotObserved, False, Drained",
    "Lost, , Unknown, NotObserved, False, Lost",
    "Active, 2026-11-24T11:00:00Z, False, NoNodeReady, False, NoNodeReady",
    "Lost, 2026-11-24T11:00:00Z, False, NoNodeReady, False, Lost"
  })
  void stateAndHealth(
      ZoneState state,
      Instant unhealthySince,
      String healthy,
      String healthyReason,
      String schedulable,
      String schedulableReason) {
    Estate estate = ESTATES.read().estate();
    AvailabilityZoneStatus status =
        status(estate, estate.zone("a").withState(state, NOON, unhealthySince));
    assertCondition(status, "Ready", "True", "Understood");
    assertCondition(status, "Healthy", healthy, healthyReason);
    assertCondition(status, "Schedulable", schedulable, schedulableReason);
    assertNull(Conditions.find(status.conditions(), "Stalled"));
  }

  /** A silence is said first: with it begins what moves. */
  @ParameterizedTest
  @CsvSource({
    "Active, , ManagedClusterMissing, False, ManagedClusterMissing",
    "Cordoned, , ManagedClusterMissing, False, Cordoned",
    "Active, 2026-11-24T11:00:00Z, ManagedClusterMissing, False, NoNodeReady",
    "Active, , , True, Active",
  })
  void zoneThatIsNotReachableSaysWhy(
      ZoneState state,
      Instant unhealthySince,
      String unreachable,
      String schedulable,
      String reason) {
    Estate estate = ESTATES.read().estate();
    Zone zone = estate.zone("a").withState(state, NOON, unhealthySince);
    AvailabilityZoneStatus status =
        status(estate, zone.withDelivery(zone.delivery().unreachable(unreachable)));
    assertCondition(status, "Schedulable", schedulable, reason);
    assertEquals(schedulable.equals("True") ? NOON.toString() : null, status.returned());
  }

  @Test
  void measuredZoneIsHealthyAndFitsWhatItsLargestNodeDoes() {
    Estate estate = ESTATES.read().estate();
    Capacity measured =
        new Capacity.Measured(
            List.of(
                new Capacity.Node("n1", Quantities.of(Map.of("cpu", 3000L, "memory", 1L << 30))),
                new Capacity.Node("n2", Quantities.of(Map.of("cpu", 3500L, "memory", 512L)))),
            100);
    AvailabilityZoneStatus status =
        status(
            estate,
            estate
                .zone("c")
                .withCapacity(measured)
                .withHealth(ZoneState.Active, null, new Health(Health.Signal.Healthy, null)));
    assertCondition(status, "Healthy", "True", "NodesReady");
    assertEquals(Map.of("cpu", "3500m", "memory", "512"), status.largestFit());
  }

  /** No node is looked at where an engine brings what is decided. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "karmada: {cluster: c} | ProbesAnswered",
        "openClusterManagement: {managedCluster: c} | ProbesAnswered",
        "cluster: {kubeconfigSecretRef: {name: c}} | Reached",
        "nodeSelector: {zone: c} | NodesReady"
      })
  void whatSaysThatItIsHealthyIsNamed(String target, String reason) {
    AvailabilityZone object =
        Serialization.unmarshal(
            Estates.zone("c", "far", "west", "FR", "49.8")
                .replaceFirst("target: .*", "target: {" + target + "}"),
            AvailabilityZone.class);
    Estate estate = ESTATES.read().estate();
    Zone zone =
        estate
            .zone("c")
            .withHealth(ZoneState.Active, null, new Health(Health.Signal.Healthy, null));
    Occupancy occupancy = Occupancy.of(estate, ESTATES.plan().decisions()).get("c");
    AvailabilityZoneStatus status =
        ZoneStatus.of(object, zone, occupancy, estate, null, null, List.of(), NOON);
    assertCondition(status, "Healthy", "True", reason);
  }

  /** The kind takes no more: the status of a zone with many kinds of devices is written too. */
  @Test
  void asManyResourcesAsTheKindTakes() {
    TreeMap<String, Long> total = new TreeMap<>();
    IntStream.range(0, 40).forEach(i -> total.put("a.example/device-%02d".formatted(i), 1L));
    List.of("cpu", "memory", "pods").forEach(resource -> total.put(resource, 1L));
    Estate estate = ESTATES.read().estate();
    AvailabilityZoneStatus status =
        status(
            estate,
            estate
                .zone("c")
                .withCapacity(
                    new Capacity.Reported(
                        new Quantities(total), Capacity.Origin.Karmada, null, 100)));
    assertEquals(32, status.capacity().size());
    assertTrue(status.capacity().keySet().containsAll(List.of("cpu", "memory", "pods")));
    assertEquals(32, status.available().size());
  }

  @ParameterizedTest
  @CsvSource({
    "Gone, true, the zone had nodes and has none since 2026-11-24T11:00:00Z; add nodes with the labels",
    "Silent, true, no node of the zone is ready since 2026-11-24T11:00:00Z; what has a new place moves",
    "Silent, false, 'no node of the zone is ready since 2026-11-24T11:00:00Z, as they were seen last'",
    "Degraded, false, 'not ready since 2026-11-24T11:00:00Z, as they were seen last'",
  })
  void healthSaysWhenItsNodesAreNotSeenNow(Health.Signal signal, boolean seen, String message) {
    Estate estate = ESTATES.read().estate();
    Health health =
        new Health(signal, Instant.parse("2026-11-24T11:00:00Z"), new Health.Nodes(signal, seen));
    AvailabilityZoneStatus status =
        status(estate, estate.zone("a").withHealth(ZoneState.Active, null, health));
    String said = Conditions.find(status.conditions(), "Healthy").getMessage();
    assertTrue(said.contains(message), said);
    assertEquals(signal.name(), status.health().nodes());
  }

  /** A zone that waits for an hour says when something moves, or when it is open. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Silent | Healthy | no node of the zone is ready since 2026-11-24T11:00:00Z; what has a new place moves after failover.after, and not before 2026-11-24T12:00:00Z by spec.health; see its nodes
          Degraded | Healthy | some nodes of the zone are not ready since 2026-11-24T11:00:00Z; what no longer fits moves after failover.after, and not before 2026-11-24T12:00:00Z by spec.health; see its nodes
          Recovering | Healthy | the zone is in service again since 2026-11-24T11:00:00Z, and open from 2026-11-24T12:00:00Z on, by spec.health.recoveredAfter; until then nothing new comes
          Silent | Schedulable | no node of the zone is ready
          Recovering | Schedulable | the zone is in service again, and not yet for spec.health.recoveredAfter
          """)
  void aPatientZoneSaysUntilWhen(Health.Signal signal, String type, String message) {
    Estate estate = ESTATES.read().estate();
    Health health =
        new Health(signal, Instant.parse("2026-11-24T11:00:00Z")).after(Duration.ofHours(1));
    AvailabilityZoneStatus status =
        status(estate, estate.zone("a").withHealth(ZoneState.Active, null, health));
    assertEquals(message, Conditions.find(status.conditions(), type).getMessage());
  }

  /** Nobody cordoned it, so to set it Active would not help. */
  @ParameterizedTest
  @CsvSource({
    "Cordoned, set spec.state to Drained to have what runs here move away",
    "Drained, what runs here moves away as it is Drained",
    "Lost, what runs here moves away as it is Lost"
  })
  void aZoneThatIsBeingDeletedSaysWhatItWaitsFor(ZoneState state, String does) {
    AvailabilityZone object = Serialization.clone(ESTATES.object(AvailabilityZone.class, "a"));
    object.getMetadata().setDeletionTimestamp("2026-11-24T11:00:00Z");
    DesiredCondition told =
        ZoneConditions.schedulable(
            object,
            ESTATES.read().estate().zone("a").withState(state, NOON, null),
            new ProbeWords(List.of()),
            NOON);
    assertEquals("False Deleting", told.status() + " " + told.reason());
    assertEquals(
        "the zone is being deleted: nothing new comes here, and it goes once nothing runs in it; "
            + does
            + ". kubectl get workloadplacements -A shows what runs here",
        told.message());
  }

  @Test
  void aZoneWithErrorsTakesNothingAndNamesThemAll() {
    AvailabilityZoneStatus status =
        ZoneStatus.invalid(
            ESTATES.object(AvailabilityZone.class, "a"),
            List.of("first", "second"),
            null,
            null,
            new LossWords(ESTATES.read().estate(), "a"),
            NOON);
    assertCondition(status, "Ready", "False", "InvalidSpec");
    assertCondition(status, "Stalled", "True", "InvalidSpec");
    assertCondition(status, "Schedulable", "False", "InvalidSpec");
    assertCondition(status, "Healthy", "Unknown", "InvalidSpec");
    for (String type : List.of("Ready", "Stalled")) {
      assertEquals("first; second", Conditions.find(status.conditions(), type).getMessage(), type);
    }
    assertEquals(Map.of(), status.capacity());
    assertNull(status.workloads());
    assertEquals(3L, status.observedGeneration());
    assertTrue(status.conditions().stream().allMatch(c -> c.getObservedGeneration() == 3L));
  }

  /** A zone with errors is left as any other, and says what it waits for. */
  @Test
  void aZoneWithErrorsKeepsItsLossesAndSaysForWhatItWaits() {
    LossBudget budget =
        new LossBudget(
            1,
            1,
            List.of(new LossBudget.Taken("a", null, NOON)),
            List.of(new LossBudget.Waiting("b", LossBudget.Why.BoundReached, NOON.plusSeconds(9))));
    Estate estate = ESTATES.read().estate().withLossBudget(budget);
    for (String zone : List.of("a", "b")) {
      AvailabilityZoneStatus status =
          ZoneStatus.invalid(
              ESTATES.object(AvailabilityZone.class, "a"),
              List.of("first"),
              null,
              null,
              new LossWords(estate, zone),
              NOON);
      assertEquals(zone.equals("a") ? 1 : 0, status.observedLosses().size());
      Condition waits = Conditions.find(status.conditions(), ZoneStatus.TOO_MANY_LOSSES);
      assertEquals(
          zone.equals("a") ? null : "BoundReached", waits == null ? null : waits.getReason());
    }
  }

  private static AvailabilityZoneStatus status(String zone) {
    Estate estate = ESTATES.read().estate();
    return status(estate, estate.zone(zone));
  }

  private static AvailabilityZoneStatus status(Estate estate, Zone zone) {
    Estate with =
        new Estate(
            estate.now(),
            estate.providers(),
            estate.zones().stream().map(z -> z.name().equals(zone.name()) ? zone : z).toList(),
            estate.workloads(),
            estate.placements(),
            estate.roundTrips());
    Occupancy occupancy = Occupancy.of(with, ESTATES.plan().decisions()).get(zone.name());
    return ZoneStatus.of(
        ESTATES.object(AvailabilityZone.class, zone.name()),
        zone,
        occupancy,
        estate,
        null,
        null,
        List.of(),
        NOON);
  }

  private static void assertCondition(
      AvailabilityZoneStatus status, String type, String value, String reason) {
    Condition condition = Conditions.find(status.conditions(), type);
    assertEquals(value + " " + reason, condition.getStatus() + " " + condition.getReason(), type);
  }
}

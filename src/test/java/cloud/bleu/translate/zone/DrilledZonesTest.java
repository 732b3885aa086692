package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a live drill makes of its zones, from manifests as from a cluster. */
class DrilledZonesTest {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private static final String ESTATE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec:
        displayName: Acme
        legalEntity: {name: Acme, registeredOffice: FR}
        offerings: [{name: base, layers: [IaaS, CaaS], regions: [north]}]
      """
          + zone("a", "Active")
          + zone("b", "Active")
          + zone("c", "Cordoned")
          + """
          ---
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: BleuWorkload
          metadata: {name: web, namespace: default, uid: u-1}
          spec:
            replicas: %d
            dataClasses: [Ordinary]
            workload:
              deployment:
                template: {spec: {containers: [{name: main, image: none, resources: {requests: {cpu: 1, memory: 1Gi}}}]}}
            resilience: {spread: [], tolerate: [{of: Site, keep: 1, recover: Reserved}]}
          """;

  private static String zone(String name, String state) {
    return """
    ---
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: AvailabilityZone
    metadata: {name: %s}
    spec:
      {provider: acme, offerings: [base], region: north, site: s-%s, state: %s,
       capacity: {cpu: 10, memory: 100Gi, pods: 99}, target: {nodeSelector: {zone: %s}}}
    """
        .formatted(name, name, state, name);
  }

  private static String drill(String name, String meta, String live) {
    return """
    ---
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: ResilienceDrill
    metadata: {name: %s%s}
    spec: {scope: {zone: a}, mode: Live, window: {opens: "0 0 * * *", duration: 24h}, budget: {replicas: 9}}
    status: {%s}
    """
        .formatted(name, meta, live);
  }

  private static String live(String phase, int hour, String zones) {
    return "live: {phase: %s, began: \"2026-11-28T%02d:00:00Z\", cause: Once, scope: x, zones: [%s]}"
        .formatted(phase, hour, zones);
  }

  private static Estate estate(int replicas, String drills) {
    return read(ESTATE.formatted(replicas) + drills);
  }

  private static Estate read(String text) {
    byte[] manifests = text.getBytes(StandardCharsets.UTF_8);
    ManifestObjects read =
        ManifestObjects.of(ManifestReader.read(List.of("-"), new ByteArrayInputStream(manifests)));
    assertEquals(List.of(), read.problems(List.of()));
    return EstateTranslator.translate(read.objects(), NOW, Map.of()).estate();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Moving | a | | a=Drained b=Active c=Cordoned",
        "Moving | a, c | | a=Drained b=Active c=Drained",
        "Returning | a | | a=Active b=Active c=Cordoned",
        "Moving | x | | a=Active b=Active c=Cordoned",
        "Moving | a | , deletionTimestamp: \"2026-11-28T11:00:00Z\" | a=Active b=Active c=Cordoned",
      })
  void zonesOfAMovingRunAreDrained(String phase, String zones, String meta, String states) {
    assertEquals(
        states, states(estate(4, drill("d", meta == null ? "" : meta, live(phase, 9, zones)))));
  }

  /** The drill has it Drained, and it does not open when that ends. */
  @Test
  void zoneKeepsWhatSomebodySaidOfIt() {
    Estate estate = estate(4, drill("d", "", live("Moving", 9, "a, c")));
    assertEquals(ZoneState.Active, estate.zone("a").drill().otherwise());
    assertEquals(ZoneState.Cordoned, estate.zone("c").drill().otherwise());
  }

  @Test
  void ofSeveralTheFirstCounts() {
    assertEquals(
        "a=Active b=Drained c=Cordoned",
        states(
            estate(
                4,
                drill("d", "", live("Moving", 10, "a")) + drill("e", "", live("Moving", 9, "b")))));
  }

  @ParameterizedTest
  @CsvSource({"c, Lost", "a, Lost"})
  void inARealLossNothingIsDrained(String zone, String state) {
    String drill = drill("d", "", live("Moving", 9, "b"));
    assertEquals("a=Active b=Drained c=Cordoned", states(estate(4, drill)));
    String told = zone(zone, zone.equals("c") ? "Cordoned" : "Active");
    String lost = (ESTATE.formatted(4) + drill).replace(told, zone(zone, state));
    String states = states(read(lost));
    assertEquals(false, states.contains("Drained"), states);
  }

  @Test
  void instantsAreComparedAsInstants() {
    assertEquals(
        "a=Drained b=Active c=Cordoned",
        states(
            estate(
                4,
                drill("d", "", live("Moving", 9, "a"))
                    + drill("e", "", live("Moving", 9, "b").replace("00Z", "00.5Z")))));
  }

  @Test
  void replicasLeaveAndNothingNewComesUntilTheRunReturns() {
    Estate before = estate(4, "");
    Plan plan = Planner.plan(before);
    assertEquals("a=2, b=2", Estates.zones(decision(plan)));
    List<Placement> placed = inForce(plan);

    String moving = drill("d", "", live("Moving", 9, "a"));
    Plan drilled = Planner.plan(Estates.with(estate(4, moving), placed));
    assertEquals("b=4", Estates.zones(decision(drilled)));
    assertEquals(Decision.Cause.ZoneState, decision(drilled).cause());
    assertEquals(
        "b=5",
        Estates.zones(decision(Planner.plan(Estates.with(estate(5, moving), inForce(drilled))))));

    Plan back =
        Planner.plan(
            Estates.with(estate(4, drill("d", "", live("Returning", 9, "a"))), inForce(drilled)));
    assertEquals("a=2, b=2", Estates.zones(decision(back)), "within the budget of an hour");
    assertEquals(Decision.Cause.Returned, decision(back).cause());
  }

  /**
   * What runs beside the zones stays: nobody says so for a workload that a drill displaces and that
   * has no evacuation plan, nor for one that comes meanwhile.
   */
  @Test
  void nobodyIsEvictedWhileADrillHasItsZonesLeft() {
    String crowded = crowded(6);
    String moving = drill("d", "", live("Moving", 9, "a"));
    List<Placement> placed =
        List.of(Estates.running("high", "a", 6), Estates.running("low", "b", 7));

    Estate estate = Estates.with(read(crowded + moving), placed);
    Plan drilled = Planner.plan(estate);
    assertEquals("b=7", Estates.zones(Estates.of(drilled, "low")));
    assertEquals(6, total(drilled, "high"), "what finds no room stays where it is");
    assertEquals(List.of(), Checker.check(estate, drilled));

    String lost = crowded.replace(zone("a", "Active"), zone("a", "Lost"));
    Plan real = Planner.plan(Estates.with(read(lost + moving), placed));
    assertEquals("b=6", Estates.zones(Estates.of(real, "high")), "a loss that is told does evict");
    assertEquals(Decision.Cause.Preempted, Estates.of(real, "low").cause());
  }

  private static int total(Plan plan, String name) {
    return Estates.of(plan, name).assignments().stream().mapToInt(Assignment::replicas).sum();
  }

  /** What its evacuation plan counts on is for a loss, and no loss is tried by eviction. */
  @Test
  void noEvacuationPlanEvictsForADrill() {
    String moving = drill("d", "", live("Moving", 9, "a"));
    Placement planned =
        new Placement(
            Estates.id("high"),
            null,
            List.of(Assignment.of("a", 6)),
            List.of(
                new Contingency(
                    new Contingency.Event(Scope.SITE, "s-a"),
                    List.of(new Contingency.Move("a", "b", 6)),
                    List.of(new Contingency.Eviction(Estates.id("low"), "b", 4)),
                    0)),
            0);
    List<Placement> placed = List.of(planned, Estates.running("low", "b", 7));
    String tolerant =
        crowded(6)
            .replace(
                "spread: []}\n  placement",
                "spread: [], tolerate: [{of: Site, keep: 0, recover: Reserved}]}\n  placement");
    for (boolean drilled : new boolean[] {true, false}) {
      String drained = tolerant.replace(zone("a", "Active"), zone("a", "Drained"));
      Estate estate = Estates.with(read(drilled ? tolerant + moving : drained), placed);
      Plan plan = Planner.plan(estate);
      assertEquals(6, total(plan, "high"));
      assertEquals(
          drilled, Estates.zones(Estates.of(plan, "low")).equals("b=7"), "drilled: " + drilled);
      assertEquals(List.of(), Checker.check(estate, plan));
    }
  }

  /** One that comes meanwhile waits, and says for what: the drill is aborted for that. */
  @ParameterizedTest
  @CsvSource({"high, EvictionAwaited", "never, InsufficientCapacity"})
  void whoComesMeanwhileAwaitsTheEvictionsOfOthers(String priority, String code) {
    String moving = drill("d", "", live("Moving", 9, "a"));
    String crowded =
        crowded(0) + workload("late", 3, "placement: {priorityClassName: " + priority + "}");
    List<Placement> placed = List.of(Estates.running("low", "b", 7));
    Decision late = Estates.of(Planner.plan(Estates.with(read(crowded + moving), placed)), "late");
    assertEquals(code, late.reason().code());
    assertEquals(
        code.equals("EvictionAwaited")
            ? "there is room only where lower priorities give way, and nobody is evicted while live"
                + " drill d is under way, which ends for that; wait until it ends, or end it with"
                + " `bleu drill d --abort`"
            : late.reason().message(),
        late.reason().message());
  }

  /**
   * What a person drains, or a policy moves, meanwhile: it may evict, so the drill is aborted for
   * it. What the drill itself has displaced is no reason for that, and who never evicts is none.
   */
  @ParameterizedTest
  @CsvSource({
    "Drained, a, high, c, 5, true",
    "Drained, a, high, a, 5, false",
    "Drained, a, high, c, 1, false",
    "Drained, a, never, c, 5, false",
    "Drained, b, high, c, 5, true",
    "Cordoned, a, high, c, 5, false",
  })
  void whoIsDisplacedByAnythingElseAwaitsTheEvictionsOfOthers(
      String state, String drilled, String priority, String from, int replicas, boolean awaits) {
    String full = drilled.equals("a") ? "b" : "a";
    String text =
        crowded(0)
                .replace("zones: {allow: [b]}", "zones: {allow: [" + full + "]}")
                .replace(zone("c", "Cordoned"), zone("c", state))
            + workload("moved", replicas, "placement: {priorityClassName: " + priority + "}")
            + drill("d", "", live("Moving", 9, drilled));
    List<Placement> placed =
        List.of(Estates.running("low", full, 7), Estates.running("moved", from, replicas));
    Estate estate = Estates.with(read(text), placed);
    Plan plan = Planner.plan(estate);
    assertEquals(replicas, total(plan, "moved"), "what finds no room stays where it is");
    assertEquals(full + "=7", Estates.zones(Estates.of(plan, "low")));
    assertEquals(awaits, Estates.of(plan, "moved").says(ReasonCode.EvictionAwaited));
    assertEquals(List.of(), Checker.check(estate, plan));
  }

  /** A workload in a zone of the drill and in one that a person drains: the latter may evict. */
  @Test
  void whoIsDisplacedByBothAwaitsTheEvictionsOfOthersForTheOtherZone() {
    String text =
        crowded(0).replace(zone("c", "Cordoned"), zone("c", "Drained"))
            + workload("moved", 6, "placement: {priorityClassName: high}")
            + drill("d", "", live("Moving", 9, "a"));
    Placement both =
        new Placement(
            Estates.id("moved"),
            null,
            List.of(Assignment.of("a", 4), Assignment.of("c", 2)),
            List.of(),
            0);
    Estate estate =
        Estates.with(
            read(text.replace("replicas: 7", "replicas: 8")),
            List.of(Estates.running("low", "b", 8), both));
    assertEquals(true, Estates.of(Planner.plan(estate), "moved").says(ReasonCode.EvictionAwaited));
  }

  /** Growth that evictions would serve in part alone awaits them too. */
  @ParameterizedTest
  @CsvSource({"4, EvictionAwaited", "0, InsufficientCapacity"})
  void whoWouldGrowByAPartAwaitsTheEvictionsOfOthers(int low, String code) {
    String text =
        crowded(12).replace("replicas: 7", "replicas: " + low)
            + drill("d", "", live("Moving", 9, "a"));
    List<Placement> placed =
        low == 0
            ? List.of(Estates.running("high", "b", 3))
            : List.of(Estates.running("high", "b", 3), Estates.running("low", "b", low));
    Decision high = Estates.of(Planner.plan(Estates.with(read(text), placed)), "high");
    assertEquals(8 - low, high.assignments().stream().mapToInt(Assignment::replicas).sum());
    assertEquals(code, high.reason().code());
  }

  private static String crowded(int high) {
    return ESTATE.formatted(0)
        + """
        ---
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: high}
        value: 100
        ---
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: never}
        value: 100
        preemptionPolicy: Never
        """
        + workload("high", high, "placement: {priorityClassName: high}")
        + workload("low", 7, "residency: {zones: {allow: [b]}}");
  }

  private static String workload(String name, int replicas, String more) {
    return """
    ---
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: BleuWorkload
    metadata: {name: %s, namespace: %s, uid: u-%s}
    spec:
      replicas: %d
      dataClasses: [Ordinary]
      workload:
        deployment:
          template: {spec: {containers: [{name: main, image: none, resources: {requests: {cpu: 1, memory: 1Gi}}}]}}
      resilience: {spread: []}
      %s
    """
        .formatted(name, Estates.id(name).namespace(), name, replicas, more);
  }

  private static Decision decision(Plan plan) {
    return plan.decisions().get(0);
  }

  private static List<Placement> inForce(Plan plan) {
    return plan.decisions().stream()
        .map(d -> new Placement(d.id(), "u-1", d.assignments(), d.contingency(), 0))
        .toList();
  }

  private static String states(Estate estate) {
    return estate.zones().stream()
        .map((Zone zone) -> zone.name() + "=" + zone.state())
        .collect(Collectors.joining(" "));
  }
}

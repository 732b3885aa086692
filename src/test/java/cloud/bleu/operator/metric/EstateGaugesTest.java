package cloud.bleu.operator.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.operator.snapshot.DecidedWorkloads;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.catalogue.Lapse;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.BreakGlassState;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.Translation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a pass decided and what zones have left, as a server of Prometheus reads it. */
class EstateGaugesTest {

  private static final Instant LAPSE = Instant.parse("2026-04-01T00:00:00Z");

  private final OperatorMetrics metrics = new OperatorMetrics();

  @Test
  void eachIsCountedByItsName() {
    metrics.unreachable("b"::equals);
    metrics.undeclared(zone -> zone.equals("b") ? 3 : 0);
    metrics.standing(snapshot(estate().build()));
    assertEquals(2, value("bleu_placements{outcome=\"placed\"}"));
    assertEquals(1, value("bleu_placements{outcome=\"unplaceable\"}"));
    assertEquals(0, value("bleu_placements{outcome=\"suspended\"}"));
    assertEquals(2, value("bleu_rule_violations{policy=\"france\",rule=\"where\"}"));
    assertEquals(1, value("bleu_rule_violations{policy=\"(workload)\",rule=\"residency\"}"));
    assertEquals(1, value("bleu_zone_silent{zone=\"c\"}"));
    assertEquals(0, value("bleu_zone_silent{zone=\"a\"}"));
    assertEquals(1, value("bleu_zone_unreachable{zone=\"b\"}"));
    assertEquals(0, value("bleu_zone_unreachable{zone=\"a\"}"));
    assertEquals(3, value("bleu_zone_undeclared_objects{zone=\"b\"}"));
    assertFalse(metrics.text().contains("bleu_zone_undeclared_objects{zone=\"a\"}"));
    assertEquals(1, value("bleu_workloads_tolerating{scope=\"Zone\"}"));
    assertEquals(LAPSE.getEpochSecond(), value("bleu_next_lapse_timestamp_seconds"));
    assertEquals(0, value("bleu_series_left_out"));
  }

  /** No zone that is left can raise an alert for what is still counted in one that is gone. */
  @Test
  void replicasInAZoneThatIsGoneAreCounted() {
    metrics.standing(everything());
    assertEquals(3, value("bleu_zone_gone_replicas{zone=\"gone\"}"));
    assertNull(found("bleu_zone_gone_replicas{zone=\"a\"}"));
    metrics.standing(snapshot(estate().build()));
    assertNull(found("bleu_zone_gone_replicas{zone=\"gone\"}"));
  }

  /** A policy that is deleted by mistake takes its breaches with it. */
  @Test
  void whatNoPolicyGovernsInAGovernedNamespaceIsCounted() {
    Estate estate = estate().build();
    String namespace = Estates.id("pair").namespace();
    assertEquals(0, ungoverned(estate, Map.of(), new TreeMap<>()), "the namespace is not governed");
    TreeMap<String, List<BoundRule>> governed = new TreeMap<>(Map.of(namespace, List.of()));
    assertEquals(3, ungoverned(estate, Map.of(), governed));
    assertEquals(2, ungoverned(estate, Map.of(Estates.id("pair"), List.of("france")), governed));
  }

  private double ungoverned(
      Estate estate,
      Map<WorkloadId, List<String>> policies,
      TreeMap<String, List<BoundRule>> governed) {
    TreeMap<WorkloadId, List<String>> governedBy = new TreeMap<>(policies);
    estate.workloads().forEach(w -> governedBy.putIfAbsent(w.id(), List.of()));
    metrics.standing(
        snapshot(
            new Translation(
                estate, List.of(), List.of(), List.of(), governedBy, governed, new TreeMap<>()),
            Map.of(),
            Map.of()));
    return value("bleu_workloads_ungoverned");
  }

  /** A live drill says nothing of what a zone was told to be. */
  @Test
  void theStateThatAZoneWasToldIsItsLabel() {
    metrics.standing(
        snapshot(
            Estates.estate()
                .zone(
                    Estates.zone("a"),
                    Estates.zone("b").state(ZoneState.Lost).unhealthySince(Estates.NOW),
                    Estates.zone("c").state(ZoneState.Drained),
                    Estates.zone("d").leftFor("site"))
                .build()));
    assertEquals(1, value("bleu_zone_state{state=\"Active\",zone=\"a\"}"));
    assertEquals(1, value("bleu_zone_state{state=\"Lost\",zone=\"b\"}"));
    assertEquals(1, value("bleu_zone_state{state=\"Drained\",zone=\"c\"}"));
    assertEquals(1, value("bleu_zone_state{state=\"Active\",zone=\"d\"}"));
    metrics.standing(snapshot(Estates.estate().zone(Estates.zone("b")).build()));
    assertEquals(1, value("bleu_zone_state{state=\"Active\",zone=\"b\"}"));
    assertNull(found("bleu_zone_state{state=\"Lost\",zone=\"b\"}"), "it is Active again");
  }

  /**
   * Nobody is called for what {@code recover: None} asks; for volumes in a lost zone somebody is.
   */
  @Test
  void whatIsToStayDownIsCountedByItself() {
    metrics.standing(snapshot(oneOfTwoIsLost(web(Workload.Recover.None))));
    assertEquals(1, value("bleu_placements{outcome=\"stays_down\"}"));
    assertEquals(0, value("bleu_placements{outcome=\"partly_placed\"}"));
    metrics.standing(snapshot(oneOfTwoIsLost(web(Workload.Recover.None).dataBound())));
    assertEquals(0, value("bleu_placements{outcome=\"stays_down\"}"));
    assertEquals(1, value("bleu_placements{outcome=\"partly_placed\"}"));
    metrics.standing(snapshot(oneOfTwoIsLost(web(Workload.Recover.None).replicas(200))));
    assertEquals(0, value("bleu_placements{outcome=\"stays_down\"}"), "there is no room besides");
  }

  private static WorkloadBuilder web(Workload.Recover recover) {
    return Estates.workload("web").replicas(2).cpu(1).tolerate(Scope.ZONE, 1, recover, false);
  }

  private static Estate oneOfTwoIsLost(WorkloadBuilder web) {
    return Estates.estate()
        .zone(
            Estates.zone("a").site("s-a").cpu(10),
            Estates.zone("b").site("s-b").cpu(10).state(ZoneState.Lost))
        .workload(web)
        .placement(
            new Placement(
                Estates.id("web"),
                null,
                List.of(new Assignment("a", 1, 1), new Assignment("b", 1, 1)),
                List.of(),
                0))
        .build();
  }

  /** Two replicas of 2 cpu in two zones, each of which keeps room for the other one. */
  @Test
  void roomIsThatOfTheZoneInWholeUnits() {
    metrics.standing(snapshot(estate().build()));
    double allocated = 0;
    double reserved = 0;
    for (String zone : List.of("a", "b", "c")) {
      String of = "{resource=\"cpu\",zone=\"" + zone + "\"}";
      allocated += value("bleu_zone_allocated" + of);
      reserved += value("bleu_zone_reserved" + of);
      assertEquals(
          value("bleu_zone_usable" + of),
          value("bleu_zone_available" + of)
              + value("bleu_zone_allocated" + of)
              + value("bleu_zone_reserved" + of),
          zone);
    }
    assertEquals(2 * 2 + 1, allocated, "of two replicas and of the small one");
    assertEquals(2 + 2, reserved);
  }

  @Test
  void breakGlassesAreCountedByWhatIsLeftToDo() {
    TreeMap<WorkloadId, BreakGlassStatus> glasses = new TreeMap<>();
    for (BreakGlassState state : BreakGlassState.values()) {
      glasses.put(
          Estates.id("w-" + state.ordinal()),
          new BreakGlassStatus(null, state, false, Message.NOTHING));
    }
    glasses.put(
        Estates.id("another"),
        new BreakGlassStatus(null, BreakGlassState.Unsigned, false, Message.NOTHING));
    metrics.standing(snapshot(estate().build(), Map.of(), Map.of(), glasses));
    assertEquals(1, value("bleu_break_glass{state=\"AwaitingSignature\"}"));
    assertEquals(1, value("bleu_break_glass{state=\"Countersigned\"}"));
    assertEquals(2, value("bleu_break_glass{state=\"Unsigned\"}"));
    metrics.standing(snapshot(estate().build()));
    assertEquals(0, value("bleu_break_glass{state=\"Unsigned\"}"));
  }

  @Test
  void whoWaitsForMovesOfAllIsCounted() {
    Placement away =
        new Placement(
            Estates.id("pair"),
            null,
            List.of(new Assignment("a", 0, 2), new Assignment("b", 2, 0)),
            List.of(),
            0);
    EstateBuilder estate =
        Estates.estate()
            .zones(9, "a", "b")
            .workload(Estates.workload("pair").replicas(2))
            .placement(away);
    metrics.standing(snapshot(estate.build()));
    assertEquals(0, value("bleu_workloads_awaiting_moves"));
    metrics.standing(snapshot(estate.moving(1, null).build()));
    assertEquals(1, value("bleu_workloads_awaiting_moves"));
  }

  @Test
  void whatIsGoneHasNoSeries() {
    metrics.standing(snapshot(estate().build()));
    Estate one = Estates.estate().zone(Estates.zone("a").site("s-a").cpu(10)).build();
    metrics.standing(snapshot(one, Map.of(), Map.of()));
    assertNull(found("bleu_zone_usable{resource=\"cpu\",zone=\"b\"}"));
    assertNull(found("bleu_rule_violations{policy=\"france\",rule=\"where\"}"));
    assertNull(found("bleu_next_lapse_timestamp_seconds"));
    assertEquals(0, value("bleu_placements{outcome=\"placed\"}"));
  }

  /** A server keeps every series for weeks: beyond a bound they are counted and not exposed. */
  @Test
  void manyZonesAreCutOff() {
    RowGauge gauge = new RowGauge(metrics.registry, "bleu.made.up", "Made up.", "name");
    TreeMap<String, Double> rows = new TreeMap<>();
    for (int i = 0; i < RowGauge.MOST_ROWS + 7; i++) {
      rows.put("%05d".formatted(i), 1.0);
    }
    assertEquals(7, gauge.show(rows));
    assertEquals(
        RowGauge.MOST_ROWS,
        metrics.text().lines().filter(line -> line.startsWith("bleu_made_up{")).count());
  }

  /** A pass that has something of everything. */
  static Snapshot everything() {
    return snapshot(
        estate()
            .workload(Estates.workload("left").replicas(4).cpu(1))
            .placement(
                new Placement(
                    Estates.id("left"),
                    null,
                    List.of(new Assignment("a", 1, 1), new Assignment("gone", 3, 3)),
                    List.of(),
                    0))
            .build());
  }

  private static EstateBuilder estate() {
    return Estates.estate()
        .zone(
            Estates.zone("a").site("s-a").cpu(10),
            Estates.zone("b").site("s-b").cpu(10),
            Estates.zone("c").site("s-c").cpu(10).unhealthySince(Estates.NOW.minusSeconds(60)))
        .workload(
            Estates.workload("pair").replicas(2).cpu(2).tolerate(Scope.ZONE),
            Estates.workload("small").replicas(1).cpu(1),
            Estates.workload("huge").replicas(1).cpu(1000));
  }

  private static Snapshot snapshot(Estate estate) {
    Map<WorkloadId, Decision> decisions = new HashMap<>();
    for (Decision decision : Planner.plan(estate).decisions()) {
      decisions.put(
          decision.id(),
          switch (decision.id().name()) {
            case "pair" -> inBreach(decision, breach("where", "france"), breach("what", "france"));
            case "small" ->
                inBreach(decision, breach("where", "france"), breach("residency", null));
            default -> decision;
          });
    }
    return snapshot(
        estate, decisions, Map.of(Estates.id("pair"), new Lapse(LAPSE, List.of(), false)));
  }

  private static Snapshot snapshot(
      Estate estate, Map<WorkloadId, Decision> decisions, Map<WorkloadId, Lapse> lapses) {
    return snapshot(estate, decisions, lapses, new TreeMap<>());
  }

  private static Snapshot snapshot(
      Estate estate,
      Map<WorkloadId, Decision> decisions,
      Map<WorkloadId, Lapse> lapses,
      TreeMap<WorkloadId, BreakGlassStatus> glasses) {
    return snapshot(
        new Translation(
            estate, List.of(), List.of(), List.of(), new TreeMap<>(), new TreeMap<>(), glasses),
        decisions,
        lapses);
  }

  private static Snapshot snapshot(
      Translation translation, Map<WorkloadId, Decision> decisions, Map<WorkloadId, Lapse> lapses) {
    return new Snapshot(
        translation,
        new DecidedWorkloads(Map.of(), decisions, Map.of(), Map.of(), lapses, Map.of()),
        Occupancy.of(translation.estate(), List.copyOf(decisions.values())),
        Map.of(),
        new Enforcement(new TreeSet<>(), new TreeMap<>(), new TreeSet<>()),
        Map.of());
  }

  private static Verdict breach(String rule, @Nullable String policy) {
    return new Verdict(
        Verdict.Result.Reject,
        "MadeUp",
        Origin.Declared,
        "made up; nothing",
        rule,
        policy,
        "a",
        BoundRule.Action.Enforce,
        List.of());
  }

  private static Decision inBreach(Decision d, Verdict... breaches) {
    return new Decision(
        d.id(),
        d.outcome(),
        d.cause(),
        d.missing(),
        d.assignments(),
        d.contingency(),
        d.moves(),
        d.tolerates(),
        d.rejected(),
        List.of(breaches),
        d.warnings(),
        d.shortfalls(),
        d.relax(),
        d.relaxComplete(),
        d.cost());
  }

  private double value(String series) {
    Double found = found(series);
    if (found == null) {
      throw new AssertionError("no " + series + " in\n" + metrics.text());
    }
    return found;
  }

  private @Nullable Double found(String series) {
    return metrics
        .text()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .map(line -> Double.valueOf(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(null);
  }
}

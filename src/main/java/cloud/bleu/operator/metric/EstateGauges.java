package cloud.bleu.operator.metric;

import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.placement.catalogue.Lapse;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Decision.Outcome;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** What the last pass decided and what each zone has left: by outcome, loss, zone and rule. */
final class EstateGauges {

  private static final String AMOUNTS =
      ", by zone and resource; cpu is in cores, memory and ephemeral-storage are in bytes, others"
          + " are counted.";

  /** Stands where a policy is named, for what a workload itself asks; no object is named so. */
  private static final String OWN = "(workload)";

  /** Stands where a scope is named, for workloads that survive no loss. */
  private static final String NO_LOSS = "(none)";

  private static final List<String> OUTCOMES =
      List.of("placed", "partly_placed", "unplaceable", "stays_down", "suspended", "kept");

  private final Map<String, AtomicInteger> outcomes = new LinkedHashMap<>();
  private final AtomicInteger leftOut = new AtomicInteger();
  private final AtomicInteger awaiting = new AtomicInteger();
  private final RowGauge tolerating;
  private final RowGauge violations;
  private final RowGauge silent;
  private final RowGauge unreachable;
  private final RowGauge undeclared;
  private final GoneZoneGauge gone;
  private final RowGauge states;
  private final RowGauge lapse;
  private final Map<RowGauge, Function<Occupancy, Quantities>> zones = new LinkedHashMap<>();
  private volatile Predicate<String> unreached = zone -> false;
  private volatile ToIntFunction<String> undeclaredObjects = zone -> 0;

  EstateGauges(MeterRegistry registry) {
    for (String outcome : OUTCOMES) {
      AtomicInteger counted = new AtomicInteger();
      outcomes.put(outcome, counted);
      Gauge.builder("bleu.placements", counted, AtomicInteger::get)
          .description(
              "Workloads by what came of their decision; stays_down: what is missing was in a lost"
                  + " zone, and recover: None asks that it is not created elsewhere.")
          .tag("outcome", outcome)
          .register(registry);
    }
    Gauge.builder("bleu.workloads.awaiting.moves", awaiting, AtomicInteger::get)
        .description(
            "Workloads that would move for a better state, and wait for what all workloads together"
                + " may move in an hour.")
        .register(registry);
    tolerating =
        new RowGauge(
            registry,
            "bleu.workloads.tolerating",
            "Placed workloads that survive the loss of any one zone, site, region, provider or"
                + " failure domain now; (none): that survive no loss.",
            "scope");
    violations =
        new RowGauge(
            registry,
            "bleu.rule.violations",
            "Workloads that run in breach of an enforced rule, by policy and rule; (workload): of"
                + " what the workload itself asks. Without a breach there is no series.",
            "policy",
            "rule");
    silent =
        new RowGauge(
            registry,
            "bleu.zone.silent",
            "1 while the zone has or had nodes and none is ready, or its cluster does not answer;"
                + " else 0.",
            "zone");
    unreachable =
        new RowGauge(
            registry,
            "bleu.zone.unreachable",
            "1 while the zone is in another cluster that is not reached: it does not answer, or"
                + " refuses the operator; else 0.",
            "zone");
    undeclared =
        new RowGauge(
            registry,
            "bleu.zone.undeclared.objects",
            "Deployments and StatefulSets of this hub in the cluster of the zone that no"
                + " BleuWorkload declares, as a restored backup brings them back; no series while"
                + " there are none.",
            "zone");
    gone = new GoneZoneGauge(registry);
    states =
        new RowGauge(
            registry,
            "bleu.zone.state",
            "Always 1; the label state has what the zone was told to be: Active, Cordoned, Drained"
                + " or Lost, by spec.state, the incident annotation or announced maintenance. What"
                + " a live drill makes of it does not count.",
            "zone",
            "state");
    lapse =
        new RowGauge(
            registry,
            "bleu.next.lapse.timestamp.seconds",
            "When the first workload will run in breach though nobody changes anything, in seconds"
                + " since 1970; no series while that is not within 90 days.");
    amounts(
        registry,
        "usable",
        "Capacity after usablePercent, without what is held for replicas that have yet to leave",
        Occupancy::usable);
    amounts(registry, "allocated", "Requests of the decided replicas", Occupancy::allocated);
    amounts(
        registry,
        "reserved",
        "Room kept for the worst loss that workloads are protected against",
        Occupancy::reserved);
    amounts(
        registry,
        "available",
        "What of usable is neither allocated nor reserved, less what replicas ask that have yet to"
            + " leave and are too large for the zone",
        Occupancy::available);
    Gauge.builder("bleu.series.left.out", leftOut, AtomicInteger::get)
        .description(
            "Series that are not exposed, because one of the metrics above by zone, scope or rule"
                + " has more than "
                + RowGauge.MOST_ROWS
                + ".")
        .register(registry);
  }

  private void amounts(
      MeterRegistry registry, String name, String what, Function<Occupancy, Quantities> of) {
    zones.put(new RowGauge(registry, "bleu.zone." + name, what + AMOUNTS, "zone", "resource"), of);
  }

  /** Shows from the next pass on which zones are in clusters that are not reached. */
  void unreachable(Predicate<String> unreached) {
    this.unreached = unreached;
  }

  /** Shows from the next pass on how many objects no workload declares, by zone. */
  void undeclared(ToIntFunction<String> objects) {
    undeclaredObjects = objects;
  }

  /** Shows what a pass came to. */
  void show(Snapshot snapshot) {
    int left = outcomes(snapshot) + violations.show(violations(snapshot)) + gone.show(snapshot);
    TreeMap<String, Double> mute = new TreeMap<>();
    TreeMap<String, Double> away = new TreeMap<>();
    TreeMap<String, Double> ownerless = new TreeMap<>();
    TreeMap<String, Double> told = new TreeMap<>();
    for (Zone zone : snapshot.estate().zones()) {
      mute.put(zone.name(), zone.unhealthySince() == null ? 0.0 : 1.0);
      away.put(zone.name(), unreached.test(zone.name()) ? 1.0 : 0.0);
      int objects = undeclaredObjects.applyAsInt(zone.name());
      if (objects > 0) {
        ownerless.put(zone.name(), (double) objects);
      }
      told.put(RowGauge.key(zone.name(), told(zone).name()), 1.0);
    }
    left +=
        silent.show(mute) + unreachable.show(away) + undeclared.show(ownerless) + states.show(told);
    TreeMap<String, Double> next = new TreeMap<>();
    snapshot.lapses().values().stream()
        .map(Lapse::on)
        .min(Comparator.naturalOrder())
        .map(Instant::getEpochSecond)
        .ifPresent(second -> next.put(RowGauge.key(), (double) second));
    lapse.show(next);
    for (Map.Entry<RowGauge, Function<Occupancy, Quantities>> gauge : zones.entrySet()) {
      left += gauge.getKey().show(amounts(snapshot, gauge.getValue()));
    }
    leftOut.set(left);
  }

  /** What a zone is without a live drill. */
  private static ZoneState told(Zone zone) {
    Zone.Drill drill = zone.drill();
    return drill == null ? zone.state() : drill.otherwise();
  }

  private int outcomes(Snapshot snapshot) {
    Map<String, Integer> counts = new TreeMap<>();
    // Of those it is no choice: what is missing waits for its data.
    Set<WorkloadId> volumes =
        snapshot.estate().workloads().stream()
            .filter(workload -> workload.dataBound() && workload.replication() == null)
            .map(Workload::id)
            .collect(Collectors.toSet());
    TreeMap<String, Double> survive = new TreeMap<>();
    for (Decision decision : snapshot.decisions().values()) {
      Decision.Reason reason = decision.reason();
      boolean asked =
          reason != null
              && reason.code().equals(ReasonCode.StaysDown.name())
              && !volumes.contains(decision.id());
      counts.merge(asked ? "stays_down" : outcome(decision.outcome()), 1, Integer::sum);
      if (decision.placed()) {
        Set<String> scopes = new TreeSet<>();
        decision.tolerates().forEach(t -> scopes.add(t.scope().name()));
        if (scopes.isEmpty()) {
          scopes.add(NO_LOSS);
        }
        scopes.forEach(scope -> survive.merge(scope, 1.0, Double::sum));
      }
    }
    outcomes.forEach((outcome, gauge) -> gauge.set(counts.getOrDefault(outcome, 0)));
    awaiting.set(
        (int)
            snapshot.decisions().values().stream()
                .filter(decision -> decision.says(ReasonCode.MovesWait))
                .count());
    return tolerating.show(survive);
  }

  private static String outcome(Outcome outcome) {
    if (outcome instanceof Outcome.Placed) {
      return "placed";
    }
    if (outcome instanceof Outcome.PartlyPlaced) {
      return "partly_placed";
    }
    if (outcome instanceof Outcome.Suspended) {
      return "suspended";
    }
    return outcome instanceof Outcome.Kept ? "kept" : "unplaceable";
  }

  private static SortedMap<String, Double> violations(Snapshot snapshot) {
    TreeMap<String, Double> violated = new TreeMap<>();
    for (Decision decision : snapshot.decisions().values()) {
      Set<String> rules = new HashSet<>();
      for (Verdict verdict : decision.violations()) {
        String policy = verdict.policy();
        rules.add(RowGauge.key(policy == null ? OWN : policy, verdict.rule()));
      }
      rules.forEach(rule -> violated.merge(rule, 1.0, Double::sum));
    }
    return violated;
  }

  /** A row for each resource that a zone has or that is asked of it, 0 as well. */
  private static SortedMap<String, Double> amounts(
      Snapshot snapshot, Function<Occupancy, Quantities> of) {
    TreeMap<String, Double> rows = new TreeMap<>();
    snapshot
        .occupancy()
        .forEach(
            (zone, occupancy) -> {
              Set<String> resources = new TreeSet<>(occupancy.usable().amounts().keySet());
              resources.addAll(occupancy.allocated().amounts().keySet());
              resources.addAll(occupancy.reserved().amounts().keySet());
              for (String resource : resources) {
                double amount = of.apply(occupancy).get(resource);
                rows.put(
                    RowGauge.key(zone, resource), resource.equals("cpu") ? amount / 1000 : amount);
              }
            });
    return rows;
  }
}

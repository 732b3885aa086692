package cloud.bleu.placement.simulation;

import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.FirstLeavers;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.DurationWords;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.LossSignal;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a loss moves while nobody reports it. The engine is asked what it would decide once the
 * zones are silent for long enough. Replicas that it leaves where they are wait for a report, or
 * for a zone.
 */
public final class UnreportedLoss {

  private final Estate estate;
  private final Map<String, LossSignal> signals;
  private final Set<String> zones;
  private final Estate silent;
  private final @Nullable String doubt;

  /** Those of the zones that stay, because too many losses were taken. */
  private final Set<String> beyond;

  /**
   * The silence of some zones.
   *
   * @param estate with what is in force; it is not changed
   * @param signals by zone; one that has none is not looked at
   * @param zones that are lost
   */
  public UnreportedLoss(Estate estate, Map<String, LossSignal> signals, Set<String> zones) {
    this.estate = estate;
    this.signals = signals;
    this.zones = zones;
    LossBudget budget = estate.lossBudget();
    this.beyond = budget == null ? Set.of() : beyond(budget);
    Instant since = estate.now().minus(longest(estate.workloads()));
    this.silent =
        estate.withZones(estate.zones().stream().map(zone -> silent(zone, since)).toList());
    String seen = PartitionDetection.doubt(silent.zones());
    this.doubt = seen == null ? PartitionDetection.probesDoubt(silent.zones()) : seen;
  }

  /**
   * What becomes of a workload that has replicas in the zones.
   *
   * @param moves how many get another zone without a report
   * @param waits replicas that stay, by zone
   * @param why these stay, by zone
   */
  public record Effect(
      WorkloadId workload,
      int moves,
      SortedMap<String, Integer> waits,
      SortedMap<String, Message> why) {
    public Effect {
      waits = Collections.unmodifiableSortedMap(new TreeMap<>(waits));
      why = Collections.unmodifiableSortedMap(new TreeMap<>(why));
    }
  }

  /** One for each workload that it concerns, in order, once everything has come to rest. */
  public List<Effect> effects() {
    return effects(estate -> RestState.decided(estate).plan());
  }

  /**
   * One for each workload that it concerns, in order, as it is decided at once, which takes one
   * plan.
   */
  public List<Effect> atOnce() {
    return effects(Planner::decisions);
  }

  private List<Effect> effects(Function<Estate, Plan> planner) {
    Map<WorkloadId, List<Assignment>> after = after(planner);
    Map<WorkloadId, Workload> workloads = new HashMap<>();
    estate.workloads().forEach(w -> workloads.put(w.id(), w));
    SortedMap<WorkloadId, Effect> effects = new TreeMap<>();
    for (Placement placement : estate.placements()) {
      SortedMap<String, Integer> before = within(placement.assignments());
      Workload workload = workloads.get(placement.id());
      if (workload != null && !before.isEmpty()) {
        SortedMap<String, Integer> stays =
            within(after.getOrDefault(placement.id(), placement.assignments()));
        effects.put(
            placement.id(),
            new Effect(
                placement.id(),
                Math.max(0, total(before) - total(stays)),
                stays,
                why(workload, stays.keySet())));
      }
    }
    return List.copyOf(effects.values());
  }

  /**
   * Where everything is once the zones are silent; nothing follows from a silence that no one
   * hears.
   */
  private Map<WorkloadId, List<Assignment>> after(Function<Estate, Plan> planner) {
    Map<WorkloadId, List<Assignment>> after = new HashMap<>();
    if (isHeard()
        && estate.placements().stream().anyMatch(p -> !within(p.assignments()).isEmpty())) {
      for (Decision decision : planner.apply(silent).decisions()) {
        after.put(decision.id(), decision.assignments());
      }
    }
    return after;
  }

  private boolean isHeard() {
    return zones.stream().anyMatch(zone -> signal(zone).counts());
  }

  private SortedMap<String, Integer> within(List<Assignment> assignments) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    for (Assignment assignment : assignments) {
      if (assignment.replicas() > 0 && zones.contains(assignment.zone())) {
        counts.put(assignment.zone(), assignment.replicas());
      }
    }
    return counts;
  }

  private static int total(SortedMap<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private SortedMap<String, Message> why(Workload workload, Collection<String> stays) {
    TreeMap<String, Message> why = new TreeMap<>();
    for (String zone : stays) {
      why.put(
          zone,
          Objects.requireNonNullElseGet(
              waits(workload, zone), () -> Message.of("silence.noPlace")));
    }
    return why;
  }

  /**
   * Why replicas of a workload in one of the zones wait for a report, whatever room there is; null
   * when they move after {@code failover.after}, as far as they have a new place.
   */
  public @Nullable Message waits(Workload workload, String zone) {
    Message why = cause(workload, zone);
    return why == null ? null : Message.of("silence.waits", "why", why);
  }

  private @Nullable Message cause(Workload workload, String zone) {
    Message unseen = unseen(signal(zone));
    if (unseen != null) {
      return unseen;
    }
    if (workload.suspended()) {
      return Message.of("silence.frozen");
    }
    if (workload.dataBound()) {
      return Message.of("silence.volumes", "replicated", workload.replication() != null);
    }
    if (workload.quorum()) {
      return Message.of("silence.quorum");
    }
    if (workload.failoverAfter() == null) {
      return Message.of("silence.unfenced");
    }
    if (doubt != null) {
      return Message.of("silence.doubt");
    }
    LossBudget budget = estate.lossBudget();
    return budget == null || !beyond.contains(zone)
        ? null
        : Message.of("silence.manyLosses", "most", budget.most());
  }

  private Set<String> beyond(LossBudget budget) {
    List<Zone> heard =
        estate.zones().stream()
            .filter(zone -> zones.contains(zone.name()) && signal(zone.name()).counts())
            .toList();
    return budget.beyond(new FirstLeavers(estate, heard), estate.now());
  }

  private static @Nullable Message unseen(LossSignal signal) {
    return switch (signal) {
      case Karmada -> Message.of("silence.karmada");
      case OpenClusterManagement -> Message.of("silence.managed");
      case None -> Message.of("silence.notWatched");
      case Nodes, Cluster, Probes -> null;
    };
  }

  /**
   * That replicas move, once the zones are silent for how long, and what of it is not certain. The
   * workload waits, and so does each zone; both begin with the silence.
   */
  public static Message moves(Workload workload, Collection<Zone> zones) {
    Duration after = workload.failoverAfter();
    Duration longest = after == null ? Duration.ZERO : after;
    for (Zone zone : zones) {
      longest = zone.silentAfter().compareTo(longest) > 0 ? zone.silentAfter() : longest;
    }
    return Message.of("silence.moves", "after", DurationWords.of(longest));
  }

  private LossSignal signal(String name) {
    Zone zone = estate.zone(name);
    LossSignal signal = signals.getOrDefault(name, LossSignal.None);
    // An API server falls silent whether its cluster has nodes or not.
    return zone == null || signal == LossSignal.Nodes && nodesUnknown(zone)
        ? LossSignal.None
        : signal;
  }

  private static boolean nodesUnknown(Zone zone) {
    return zone.health().signal() == Health.Signal.NodesUnknown;
  }

  /** The zone as the silence leaves it; where its silence would count, it is heard of today. */
  private Zone silent(Zone zone, Instant since) {
    LossSignal signal = signal(zone.name());
    if (!signal.counts() || zone.state() == ZoneState.Lost) {
      return zone;
    }
    if (zones.contains(zone.name())) {
      return with(
          zone,
          new Health(
                  signal == LossSignal.Nodes ? Health.Signal.Silent : Health.Signal.Unreached,
                  since)
              .after(beyond.contains(zone.name()) ? LossBudget.NEVER : Duration.ZERO)
              .probing(signal == LossSignal.Probes ? Health.Probing.Alone : Health.Probing.None));
    }
    return zone.health().observed() || nodesUnknown(zone)
        ? zone
        : with(
            zone,
            new Health(Health.Signal.Healthy, null)
                .probing(
                    signal == LossSignal.Probes ? Health.Probing.Answered : Health.Probing.None));
  }

  private static Zone with(Zone zone, Health health) {
    return zone.withHealth(zone.state(), zone.stateSince(), health);
  }

  /** So long no workload waits for silence to count. */
  private static Duration longest(List<Workload> workloads) {
    List<Duration> all = new ArrayList<>(List.of(Duration.ZERO));
    for (Workload workload : workloads) {
      if (workload.failoverAfter() != null) {
        all.add(workload.failoverAfter());
      }
    }
    return Collections.max(all);
  }
}

package cloud.bleu.placement;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A workload of one replica that asks 1 cpu and 1 pod and nothing else, unless more is said. */
public final class WorkloadBuilder {
  private final String name;
  private String namespace = Estates.NAMESPACE;
  private @Nullable String uid;
  private int replicas = 1;
  private final TreeMap<String, Long> requests = new TreeMap<>(Map.of("cpu", 1000L, "pods", 1L));
  private boolean surges;
  private boolean dataBound;
  private final Map<String, Integer> formerVolumes = new LinkedHashMap<>();
  private List<String> abandonVolumesIn = List.of();
  private Closure closure = Closure.NONE;
  private final List<BoundRule> rules = new ArrayList<>();
  private final List<Workload.Spread> spread = new ArrayList<>();
  private final List<Workload.Tolerate> tolerate = new ArrayList<>();
  private Workload.@Nullable Replication replication;
  private boolean quorum;
  private @Nullable Duration failoverAfter;
  private @Nullable Duration silenceAfter;
  private Duration returnAfter = Duration.ofMinutes(30);
  private int perZoneMin;
  private @Nullable Integer perZoneMax;
  private final TreeMap<String, Integer> weights = new TreeMap<>();
  private final List<Workload.Affinity> affinity = new ArrayList<>();
  private final List<Workload.Affinity> antiAffinity = new ArrayList<>();
  private Workload.Priority priority = Workload.Priority.DEFAULT;
  private Workload.Objective objective = Workload.Objective.Stability;
  private Workload.Rebalance rebalance =
      new Workload.Rebalance(Workload.Rebalance.Mode.WhenNeeded, 2);
  private boolean suspended;

  WorkloadBuilder(String name) {
    this.name = name;
  }

  public WorkloadBuilder namespace(String namespace) {
    this.namespace = namespace;
    return this;
  }

  public WorkloadBuilder uid(String uid) {
    this.uid = uid;
    return this;
  }

  public WorkloadBuilder replicas(int replicas) {
    this.replicas = replicas;
    return this;
  }

  /** Whole cpus a replica. */
  public WorkloadBuilder cpu(long cpus) {
    return request("cpu", cpus * 1000);
  }

  public WorkloadBuilder request(String resource, long amount) {
    requests.put(resource, amount);
    return this;
  }

  public WorkloadBuilder noRequests() {
    requests.clear();
    return this;
  }

  public WorkloadBuilder surges() {
    this.surges = true;
    return this;
  }

  WorkloadBuilder formerVolumes(Map<String, Integer> most) {
    formerVolumes.clear();
    formerVolumes.putAll(most);
    return this;
  }

  public WorkloadBuilder abandonVolumesIn(String... zones) {
    this.abandonVolumesIn = List.of(zones);
    return this;
  }

  public WorkloadBuilder dataBound() {
    this.dataBound = true;
    return this;
  }

  WorkloadBuilder closure(Closure closure) {
    this.closure = closure;
    return this;
  }

  public WorkloadBuilder rule(BoundRule rule) {
    rules.add(rule);
    return this;
  }

  /** Enforced: all zones but these answer Reject. */
  public WorkloadBuilder only(String... zones) {
    return rule(Estates.only(zones));
  }

  /** Hard, no minimum, no maximum. */
  WorkloadBuilder spread(Scope over, int maxSkew) {
    return spread(over, 1, null, maxSkew, true);
  }

  public WorkloadBuilder spread(
      Scope over, int min, @Nullable Integer max, int maxSkew, boolean hard) {
    spread.add(new Workload.Spread(over, min, max, maxSkew, hard));
    return this;
  }

  /** Hard, recover Reserved, keep 0. */
  public WorkloadBuilder tolerate(Scope of) {
    return tolerate(of, 0, Workload.Recover.Reserved, true);
  }

  public WorkloadBuilder tolerate(Scope of, int keep, Workload.Recover recover, boolean hard) {
    return tolerate(of, keep, recover, Workload.DataCopy.Unspecified, hard);
  }

  public WorkloadBuilder tolerate(
      Scope of, int keep, Workload.Recover recover, Workload.DataCopy copy, boolean hard) {
    tolerate.add(new Workload.Tolerate(of, keep, recover, copy, hard));
    return this;
  }

  public WorkloadBuilder replication(@Nullable Long maxRoundTripMicros, @Nullable Long minMetres) {
    this.replication = new Workload.Replication(maxRoundTripMicros, minMetres);
    return this;
  }

  public WorkloadBuilder quorum() {
    this.quorum = true;
    return this;
  }

  public WorkloadBuilder failover(Duration after, Duration returnAfter) {
    this.failoverAfter = after;
    this.silenceAfter = after;
    this.returnAfter = returnAfter;
    return this;
  }

  /** No silence counts as a loss; it is said after so long. */
  public WorkloadBuilder waits(Duration after) {
    this.failoverAfter = null;
    this.silenceAfter = after;
    return this;
  }

  public WorkloadBuilder perZone(int min, @Nullable Integer max) {
    this.perZoneMin = min;
    this.perZoneMax = max;
    return this;
  }

  public WorkloadBuilder weight(String zone, int weight) {
    weights.put(zone, weight);
    return this;
  }

  public WorkloadBuilder affinity(String with, Scope topology, boolean required) {
    affinity.add(new Workload.Affinity(with, topology, required));
    return this;
  }

  public WorkloadBuilder antiAffinity(String with, Scope topology, boolean required) {
    antiAffinity.add(new Workload.Affinity(with, topology, required));
    return this;
  }

  public WorkloadBuilder priority(int value) {
    return priority(value, true);
  }

  public WorkloadBuilder priority(int value, boolean preempts) {
    this.priority = new Workload.Priority(value, preempts);
    return this;
  }

  public WorkloadBuilder objective(Workload.Objective objective) {
    this.objective = objective;
    return this;
  }

  public WorkloadBuilder rebalance(Workload.Rebalance.Mode mode, int maxMovesPerHour) {
    this.rebalance = new Workload.Rebalance(mode, maxMovesPerHour);
    return this;
  }

  public WorkloadBuilder suspended() {
    this.suspended = true;
    return this;
  }

  public Workload build() {
    return new Workload(
        new WorkloadId(namespace, name),
        uid,
        replicas,
        new Quantities(requests),
        surges,
        dataBound,
        List.of(),
        List.of(),
        List.of(),
        closure,
        rules,
        spread,
        tolerate,
        replication,
        formerVolumes,
        abandonVolumesIn,
        quorum,
        failoverAfter,
        silenceAfter,
        returnAfter,
        perZoneMin,
        perZoneMax,
        weights,
        affinity,
        antiAffinity,
        priority,
        objective,
        rebalance,
        suspended);
  }
}

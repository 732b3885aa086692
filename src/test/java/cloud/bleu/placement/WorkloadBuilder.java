package cloud.bleu.placement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A workload of one replica that asks 1 cpu and 1 pod and nothing else, unless more is said. */
final class WorkloadBuilder {
  private final String name;
  private String namespace = Estates.NAMESPACE;
  private @Nullable String uid;
  private int replicas = 1;
  private final TreeMap<String, Long> requests = new TreeMap<>(Map.of("cpu", 1000L, "pods", 1L));
  private boolean surges;
  private boolean dataBound;
  private Closure closure = Closure.NONE;
  private final List<BoundRule> rules = new ArrayList<>();
  private final List<Workload.Spread> spread = new ArrayList<>();
  private final List<Workload.Tolerate> tolerate = new ArrayList<>();
  private Workload.@Nullable Replication replication;
  private boolean quorum;
  private @Nullable Duration failoverAfter;
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

  WorkloadBuilder namespace(String namespace) {
    this.namespace = namespace;
    return this;
  }

  WorkloadBuilder uid(String uid) {
    this.uid = uid;
    return this;
  }

  WorkloadBuilder replicas(int replicas) {
    this.replicas = replicas;
    return this;
  }

  /** Whole cpus a replica. */
  WorkloadBuilder cpu(long cpus) {
    return request("cpu", cpus * 1000);
  }

  WorkloadBuilder request(String resource, long amount) {
    requests.put(resource, amount);
    return this;
  }

  WorkloadBuilder noRequests() {
    requests.clear();
    return this;
  }

  WorkloadBuilder surges() {
    this.surges = true;
    return this;
  }

  WorkloadBuilder dataBound() {
    this.dataBound = true;
    return this;
  }

  WorkloadBuilder closure(Closure closure) {
    this.closure = closure;
    return this;
  }

  WorkloadBuilder rule(BoundRule rule) {
    rules.add(rule);
    return this;
  }

  /** Enforced: all zones but these answer Reject. */
  WorkloadBuilder only(String... zones) {
    return rule(Estates.only(zones));
  }

  /** Hard, no minimum, no maximum. */
  WorkloadBuilder spread(Scope over, int maxSkew) {
    return spread(over, 1, null, maxSkew, true);
  }

  WorkloadBuilder spread(Scope over, int min, @Nullable Integer max, int maxSkew, boolean hard) {
    spread.add(new Workload.Spread(over, min, max, maxSkew, hard));
    return this;
  }

  /** Hard, recover Reserved, keep 0. */
  WorkloadBuilder tolerate(Scope of) {
    return tolerate(of, 0, Workload.Recover.Reserved, true);
  }

  WorkloadBuilder tolerate(Scope of, int keep, Workload.Recover recover, boolean hard) {
    return tolerate(of, keep, recover, Workload.DataCopy.Unspecified, hard);
  }

  WorkloadBuilder tolerate(
      Scope of, int keep, Workload.Recover recover, Workload.DataCopy copy, boolean hard) {
    tolerate.add(new Workload.Tolerate(of, keep, recover, copy, hard));
    return this;
  }

  WorkloadBuilder replication(@Nullable Long maxRoundTripMicros, @Nullable Long minMetres) {
    this.replication = new Workload.Replication(maxRoundTripMicros, minMetres);
    return this;
  }

  WorkloadBuilder quorum() {
    this.quorum = true;
    return this;
  }

  WorkloadBuilder failover(Duration after, Duration returnAfter) {
    this.failoverAfter = after;
    this.returnAfter = returnAfter;
    return this;
  }

  WorkloadBuilder perZone(int min, @Nullable Integer max) {
    this.perZoneMin = min;
    this.perZoneMax = max;
    return this;
  }

  WorkloadBuilder weight(String zone, int weight) {
    weights.put(zone, weight);
    return this;
  }

  WorkloadBuilder affinity(String with, Scope topology, boolean required) {
    affinity.add(new Workload.Affinity(with, topology, required));
    return this;
  }

  WorkloadBuilder antiAffinity(String with, Scope topology, boolean required) {
    antiAffinity.add(new Workload.Affinity(with, topology, required));
    return this;
  }

  WorkloadBuilder priority(int value) {
    return priority(value, true);
  }

  WorkloadBuilder priority(int value, boolean preempts) {
    this.priority = new Workload.Priority(value, preempts);
    return this;
  }

  WorkloadBuilder objective(Workload.Objective objective) {
    this.objective = objective;
    return this;
  }

  WorkloadBuilder rebalance(Workload.Rebalance.Mode mode, int maxMovesPerHour) {
    this.rebalance = new Workload.Rebalance(mode, maxMovesPerHour);
    return this;
  }

  WorkloadBuilder suspended() {
    this.suspended = true;
    return this;
  }

  Workload build() {
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
        quorum,
        failoverAfter,
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

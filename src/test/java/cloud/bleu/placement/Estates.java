package cloud.bleu.placement;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Builds estates for tests: {@code
 * estate().zone(zone("z1").cpu(8)).workload(workload("a").replicas(3)) .build()}. Everything that
 * is not said has a harmless default: a zone is Active, alone on its site, with room for 1,000
 * cpus; a workload asks 1 cpu and 1 pod a replica and nothing else.
 */
final class Estates {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String NAMESPACE = "default";

  private Estates() {}

  static EstateBuilder estate() {
    return new EstateBuilder();
  }

  static ZoneBuilder zone(String name) {
    return new ZoneBuilder(name);
  }

  static WorkloadBuilder workload(String name) {
    return new WorkloadBuilder(name);
  }

  static WorkloadId id(String name) {
    return new WorkloadId(NAMESPACE, name);
  }

  /**
   * The current state of a workload of the default namespace, e.g. {@code running("a", "z1", 2)}.
   */
  static Placement running(String name, Object... zonesAndCounts) {
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < zonesAndCounts.length; i += 2) {
      assignments.add(Assignment.of((String) zonesAndCounts[i], (Integer) zonesAndCounts[i + 1]));
    }
    return new Placement(id(name), null, assignments, List.of(), 0);
  }

  /** The decision of a workload of the default namespace. */
  static Decision of(Plan plan, String name) {
    return plan.decisions().stream()
        .filter(d -> d.id().equals(id(name)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no decision for " + name));
  }

  /** {@code z1=2, z3=1}: zones with replicas, by name. */
  static String zones(Decision decision) {
    StringBuilder text = new StringBuilder();
    for (Assignment a : decision.assignments()) {
      if (a.replicas() > 0) {
        text.append(text.isEmpty() ? "" : ", ").append(a.zone()).append('=').append(a.replicas());
      }
    }
    return text.toString();
  }

  /**
   * The current state that the operator would hold after this plan: what the next pass starts from.
   */
  static List<Placement> inForce(Plan plan) {
    return plan.decisions().stream()
        .filter(d -> !d.assignments().isEmpty())
        .map(d -> new Placement(d.id(), null, d.assignments(), d.contingency(), 0))
        .toList();
  }

  /** The same estate with other placements. */
  static Estate with(Estate estate, List<Placement> placements) {
    return new Estate(
        estate.now(),
        estate.providers(),
        estate.zones(),
        estate.workloads(),
        placements,
        estate.roundTrips());
  }

  static final class EstateBuilder {
    private Instant now = NOW;
    private final List<Provider> providers = new ArrayList<>();
    private final List<Zone> zones = new ArrayList<>();
    private final List<Workload> workloads = new ArrayList<>();
    private final List<Placement> placements = new ArrayList<>();
    private final List<Estate.RoundTrip> roundTrips = new ArrayList<>();

    EstateBuilder now(Instant now) {
      this.now = now;
      return this;
    }

    EstateBuilder provider(Provider provider) {
      providers.add(provider);
      return this;
    }

    EstateBuilder zone(ZoneBuilder... builders) {
      Arrays.stream(builders).map(ZoneBuilder::build).forEach(zones::add);
      return this;
    }

    /** Plain zones with room for so many cpus. */
    EstateBuilder zones(long cpus, String... names) {
      Arrays.stream(names).map(n -> Estates.zone(n).cpu(cpus).build()).forEach(zones::add);
      return this;
    }

    EstateBuilder workload(WorkloadBuilder... builders) {
      Arrays.stream(builders).map(WorkloadBuilder::build).forEach(workloads::add);
      return this;
    }

    EstateBuilder placement(Placement... these) {
      placements.addAll(Arrays.asList(these));
      return this;
    }

    EstateBuilder running(String name, Object... zonesAndCounts) {
      return placement(Estates.running(name, zonesAndCounts));
    }

    EstateBuilder roundTrip(String from, String to, long micros) {
      roundTrips.add(new Estate.RoundTrip(from, to, micros));
      return this;
    }

    Estate build() {
      return new Estate(now, providers, zones, workloads, placements, roundTrips);
    }
  }

  static final class ZoneBuilder {
    private final String name;
    private String provider = "p";
    private String region = "r";
    private String site;
    private Provenance provenance =
        new Provenance(Basis.Contract, "test", java.time.LocalDate.of(2026, 1, 1), null, null);
    private String country = "FR";
    private Zone.@Nullable Coordinates coordinates = new Zone.Coordinates(48_800_000, 2_300_000);
    private final TreeMap<String, String> hazards = new TreeMap<>();
    private ZoneState state = ZoneState.Active;
    private @Nullable Instant stateSince;
    private @Nullable Instant unhealthySince;
    private final TreeMap<String, Long> total = new TreeMap<>();
    private Quantities largestNode = Quantities.NONE;
    private int usablePercent = 100;
    private final List<Capacity.Node> nodes = new ArrayList<>();
    private Zone.Price price = Zone.Price.UNKNOWN;

    private ZoneBuilder(String name) {
      this.name = name;
      this.site = "site-" + name;
      total.put("cpu", 1_000_000L);
      total.put("pods", 100_000L);
    }

    ZoneBuilder provider(String provider) {
      this.provider = provider;
      return this;
    }

    ZoneBuilder region(String region) {
      this.region = region;
      return this;
    }

    ZoneBuilder site(String site) {
      this.site = site;
      return this;
    }

    /** Of site, hazards and location alike. */
    ZoneBuilder basis(Basis basis) {
      this.provenance =
          new Provenance(basis, "test", java.time.LocalDate.of(2026, 1, 1), null, null);
      return this;
    }

    ZoneBuilder country(String country) {
      this.country = country;
      return this;
    }

    /** Degrees; distances and round trips come from here. */
    ZoneBuilder at(double latitude, double longitude) {
      this.coordinates =
          new Zone.Coordinates(Math.round(latitude * 1e6), Math.round(longitude * 1e6));
      return this;
    }

    ZoneBuilder nowhere() {
      this.coordinates = null;
      return this;
    }

    ZoneBuilder hazard(String key, String value) {
      hazards.put(key, value);
      return this;
    }

    ZoneBuilder state(ZoneState state) {
      this.state = state;
      return this;
    }

    ZoneBuilder state(ZoneState state, Instant since) {
      this.stateSince = since;
      return state(state);
    }

    /** Active since then. */
    ZoneBuilder since(Instant since) {
      this.stateSince = since;
      return this;
    }

    ZoneBuilder unhealthySince(Instant since) {
      this.unhealthySince = since;
      return this;
    }

    /** Whole cpus, declared, 100 % usable. */
    ZoneBuilder cpu(long cpus) {
      return resource("cpu", cpus * 1000);
    }

    ZoneBuilder resource(String resource, long amount) {
      total.put(resource, amount);
      return this;
    }

    ZoneBuilder largestNode(Map<String, Long> node) {
      this.largestNode = Quantities.of(node);
      return this;
    }

    ZoneBuilder usablePercent(int percent) {
      this.usablePercent = percent;
      return this;
    }

    /** Measured: so many nodes with so many free cpus and 100 pods each. */
    ZoneBuilder nodes(int count, long cpus) {
      for (int i = 0; i < count; i++) {
        nodes.add(
            new Capacity.Node(
                name + "-node-" + nodes.size(),
                Quantities.of(Map.of("cpu", cpus * 1000, "pods", 100L))));
      }
      return this;
    }

    /** Nano-units of currency per cpu-hour and GiB-hour. */
    ZoneBuilder cost(long cpu, long memoryGiB) {
      this.price = new Zone.Price(new Zone.PerHour(cpu, memoryGiB), price.carbon());
      return this;
    }

    /** Micrograms per cpu-hour. */
    ZoneBuilder carbon(long micrograms) {
      this.price = new Zone.Price(price.perHour(), micrograms);
      return this;
    }

    Zone build() {
      Capacity capacity =
          nodes.isEmpty()
              ? new Capacity.Declared(new Quantities(total), largestNode, usablePercent)
              : new Capacity.Measured(nodes, usablePercent);
      return new Zone(
          name,
          provider,
          List.of(),
          region,
          site,
          provenance,
          new Zone.Location(country, null, coordinates, provenance),
          hazards,
          provenance,
          state,
          stateSince,
          unhealthySince,
          capacity,
          price);
    }
  }

  static final class WorkloadBuilder {
    private final String name;
    private String namespace = NAMESPACE;
    private @Nullable String uid;
    private int replicas = 1;
    private final TreeMap<String, Long> requests = new TreeMap<>(Map.of("cpu", 1000L, "pods", 1L));
    private boolean surges;
    private boolean dataBound;
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

    private WorkloadBuilder(String name) {
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

  /** An enforced rule that answers Reject for all zones but these. */
  static BoundRule only(String... zones) {
    return bound(
        "only",
        new TestRule(
            "only", Set.copyOf(new TreeSet<>(Arrays.asList(zones))), Verdict.Result.Reject),
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.Report);
  }

  /** A rule that answers {@code otherwise} for all zones but these. */
  static BoundRule rule(
      String name,
      BoundRule.Action action,
      BoundRule.OnViolation onViolation,
      Verdict.Result otherwise,
      String... zones) {
    return bound(name, new TestRule(name, Set.of(zones), otherwise), action, onViolation);
  }

  private static BoundRule bound(
      String name, ZoneRule rule, BoundRule.Action action, BoundRule.OnViolation onViolation) {
    return new BoundRule(rule, name, null, action, onViolation, Parameters.NONE, List.of());
  }

  private record TestRule(String id, Set<String> accepted, Verdict.Result otherwise)
      implements ZoneRule {
    @Override
    public Declaration declaration() {
      return new Declaration(id, "test", List.of(), List.of(), List.of("TestRule"));
    }

    @Override
    public Verdict evaluate(Question question) {
      if (accepted.contains(question.zone().name())) {
        return Verdict.pass(Origin.Declared, "accepted");
      }
      return new Verdict(
          otherwise,
          "TestRule",
          Origin.Declared,
          "zone " + question.zone().name() + " is not accepted by " + id,
          "",
          null,
          "",
          BoundRule.Action.Enforce,
          List.of());
    }
  }
}

package cloud.bleu.placement.problem;

import cloud.bleu.placement.estate.Workload;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A workload compiled to numbers: what it asks of zones, sets of zones and other workloads. */
public final class CompiledWorkload {
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  public final int number;
  public final Workload workload;
  public final int[] columns;
  public final long[] amounts;
  public final AllowedZones allowed;
  public final SpreadLimit[] spreads;
  public final LossEvents.ProtectedEvents protectedEvents;
  public final int perZoneMax;

  /** Price of one replica by zone, in the unit of the objective; what is unknown is the dearest. */
  public final long[] price;

  /** Price of one replica in the cheapest zone that rules allow, as {@link Prices#least} has it. */
  public final long leastPrice;

  /** By zone; null when the workload has no weights. */
  public final int @Nullable [] weights;

  /** Microseconds, -1 when not bounded. */
  public final long maxRoundTrip;

  /** Metres, -1 when not bounded. */
  final long minDistance;

  /** Zones within the round-trip bound of each other; null when it is not bounded. */
  public final @Nullable RoundTripGraph graph;

  /** By spread entry: the entries with a {@code max} over wider domains. */
  private final int[][] wider;

  /** As {@link WorkloadRelations} finds them; others while {@link SupposedRelations} are open. */
  RelationSet relationSet;

  private final Topology topology;

  /**
   * A workload in the world of its number.
   *
   * @param allowed what the rules say of it there
   */
  public CompiledWorkload(
      int number,
      Workload workload,
      AllowedZones allowed,
      Topology topology,
      ResourceColumns columns,
      LossEvents events) {
    this.number = number;
    this.workload = workload;
    this.topology = topology;
    this.columns = columns.of(workload.requests());
    this.amounts = columns.amounts(workload.requests());
    this.allowed = allowed;
    this.spreads =
        workload.spread().stream()
            .map(s -> topology.spreadLimits.of(s, allowed))
            .toArray(SpreadLimit[]::new);
    this.protectedEvents = events.of(topology, workload.tolerate());
    this.perZoneMax = workload.perZoneMax() == null ? UNBOUNDED : workload.perZoneMax();
    this.price = Prices.of(topology, workload);
    this.leastPrice = Prices.least(price, allowed);
    this.weights = weights(topology, workload);
    Workload.Replication replication = workload.replication();
    Long rtt = replication == null ? null : replication.maxRoundTripMicros();
    Long distance = replication == null ? null : replication.minDistanceMetres();
    this.maxRoundTrip = rtt == null ? -1 : rtt;
    this.minDistance = distance == null ? -1 : distance;
    this.graph = maxRoundTrip < 0 ? null : topology.distances.graph(maxRoundTrip);
    this.wider = SpreadLimit.wider(spreads, topology.known);
    this.relationSet = RelationSet.alone(workload);
  }

  /**
   * Another spec of a workload in its place, which others count on as they count on it.
   *
   * @param allowed what the rules say of that spec
   */
  public static CompiledWorkload instead(
      CompiledWorkload before,
      Workload changed,
      AllowedZones allowed,
      ResourceColumns columns,
      LossEvents events) {
    CompiledWorkload compiled =
        new CompiledWorkload(before.number, changed, allowed, before.topology, columns, events);
    compiled.relationSet = before.relationSet;
    return compiled;
  }

  /** A copy with another number, for an equal workload among equal zones. */
  CompiledWorkload(int number, CompiledWorkload same, Topology topology) {
    this.number = number;
    this.workload = same.workload;
    this.topology = topology;
    this.columns = same.columns;
    this.amounts = same.amounts;
    this.allowed = same.allowed;
    this.spreads = same.spreads;
    this.protectedEvents = same.protectedEvents;
    this.perZoneMax = same.perZoneMax;
    this.price = same.price;
    this.leastPrice = same.leastPrice;
    this.weights = same.weights;
    this.maxRoundTrip = same.maxRoundTrip;
    this.minDistance = same.minDistance;
    this.graph = maxRoundTrip < 0 ? null : topology.distances.graph(maxRoundTrip);
    this.wider = same.wider;
    this.relationSet = RelationSet.alone(workload);
  }

  /**
   * Whether it was compiled from the very same parts as one of another world with the same zones,
   * and neither has relations: what asks these two of themselves alone finds no difference.
   */
  public boolean isAs(CompiledWorkload other) {
    return workload == other.workload
        && columns == other.columns
        && amounts == other.amounts
        && allowed == other.allowed
        && spreads == other.spreads
        && protectedEvents == other.protectedEvents
        && price == other.price
        && weights == other.weights
        && graph == other.graph
        && wider == other.wider
        && relationSet.isAloneAs(other.relationSet);
  }

  /** Of the PriorityClass, or of the highest of those that need this workload. */
  public int priority() {
    return relationSet.priority;
  }

  /** Whether it, or one from whom it has its priority, may preempt. */
  public boolean preempts() {
    return relationSet.preempts;
  }

  /** To other workloads of the plan: to read. */
  public WorkloadRelation[] relations() {
    return relationSet.relations;
  }

  /** How much of a column a replica uses. */
  public long amount(int column) {
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] == column) {
        return amounts[i];
      }
    }
    return 0;
  }

  /**
   * Whether a zone has no place for one replica even when it is empty: what runs there asked for
   * less when it came, or the place is gone.
   */
  public boolean outgrew(int zone) {
    return zone < topology.known && !allowed.fits[zone];
  }

  /** How many replicas its spec asks for. */
  public int replicas() {
    return workload.replicas();
  }

  /** Whether the data cannot follow: volumes of their own and nobody replicates them. */
  public boolean dataBound() {
    return workload.dataBound() && workload.replication() == null;
  }

  /** Whether somebody gave up its volumes in a zone. */
  public boolean abandonsVolumesIn(int zone) {
    return workload.abandonVolumesIn().contains(topology.names[zone]);
  }

  /**
   * Whether what may run in a zone stays there although it would be better elsewhere: the zone is
   * silent, and that is no reason to move it, or not yet.
   */
  public boolean pinned(int zone) {
    if (zone >= topology.known || topology.zone(zone).unhealthySince() == null) {
      return false;
    }
    return switch (topology.zone(zone).state()) {
      case Lost, Drained -> false;
      case Active, Cordoned ->
          !allowed.moveNow[zone]
              && (!allowed.lost[zone] || topology.inDoubt || workload.movesOnlyWhenTold());
    };
  }

  /** Whether our own view is in doubt, so that nothing that runs is moved for a better state. */
  public boolean viewInDoubt() {
    return topology.inDoubt;
  }

  /** Whether a new replica may ever come here; weights exclude zones that have none. */
  public boolean candidate(int zone) {
    return allowed.open[zone] && hasWeight(zone);
  }

  /** Whether its weights, if it has some, let replicas come to a zone. */
  public boolean hasWeight(int zone) {
    return weights == null || weights[zone] > 0;
  }

  /** Whether two zones are close enough for its replication; true where it states no round trip. */
  public boolean withinRoundTrip(int a, int b) {
    return graph == null || graph.within(a, b);
  }

  /**
   * The domains that a spread entry counts, given counts by zone: E is taken within the round trip
   * of all zones in use. Skew is measured within the domains in use of wider entries with a {@code
   * max}: nested entries are chosen together.
   *
   * @param byDomain the counts by entry and domain, of the wider entries at least
   * @param event the zones that are lost, null for none
   */
  public SpreadLimit.Basis basis(
      int spread, int[] x, int[][] byDomain, @Nullable ProtectedEvent event) {
    SpreadLimit limit = spreads[spread];
    SpreadLimit.Basis basis = limit.basis(event, graph == null ? null : graph.around(x));
    for (int j : wider[spread]) {
      basis = limit.within(basis, spreads[j], byDomain[j]);
    }
    return basis;
  }

  /** The domains that a spread entry counts, where counts by domain are not known yet. */
  public SpreadLimit.Basis basis(int spread, int[] x) {
    int[][] byDomain = new int[spreads.length][];
    for (int j : wider[spread]) {
      byDomain[j] = new int[spreads[j].domains.count()];
      spreads[j].count(x, byDomain[j]);
    }
    return basis(spread, x, byDomain, null);
  }

  /** Whether the domains that an entry counts depend on the counts. */
  public boolean basisMoves(int spread) {
    return graph != null || wider[spread].length > 0;
  }

  /** Whether two zones are at least {@code minDistance} apart; an unknown distance is not. */
  public boolean farEnough(int a, int b) {
    if (minDistance < 0) {
      return true;
    }
    long metres = topology.distances.metres(a, b);
    return metres != ZoneDistances.UNKNOWN && metres >= minDistance;
  }

  /** Whether it has a relation of that kind to another workload. */
  public boolean has(WorkloadRelation.Kind kind) {
    return relationSet.has(kind);
  }

  /**
   * Whether what ran in a zone is lost and is not to start anew: it needs a workload that does not
   * exist.
   */
  public boolean strandedIn(int zone) {
    return allowed.lost[zone] && relationSet.lacksTarget();
  }

  /**
   * Whether a zone is out of service, for this workload or on the way to it, or a live drill has it
   * left as if it were.
   */
  public boolean down(int zone) {
    return allowed.lost[zone]
        || topology.zone(zone).unhealthySince() != null
        || topology.zone(zone).drill() != null;
  }

  private static int @Nullable [] weights(Topology topology, Workload workload) {
    if (workload.weights().isEmpty()) {
      return null;
    }
    int[] weights = new int[topology.size];
    Arrays.setAll(weights, z -> workload.weights().getOrDefault(topology.names[z], 0));
    return weights;
  }
}

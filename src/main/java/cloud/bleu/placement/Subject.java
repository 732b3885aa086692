package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A workload compiled to numbers: what it asks of zones, sets of zones and other workloads. */
final class Subject {
  static final int UNBOUNDED = Integer.MAX_VALUE;

  final int number;
  final Workload workload;
  final int[] columns;
  final long[] amounts;
  final Allowed allowed;
  final SpreadLimit[] spreads;
  final Events.Guards guards;
  final int perZoneMax;

  /** Price of one replica by zone, in the unit of the objective; what is unknown is the dearest. */
  final long[] price;

  /** By zone; null when the workload has no weights. */
  final int @Nullable [] weights;

  /** Microseconds, -1 when not bounded. */
  final long maxRoundTrip;

  /** Metres, -1 when not bounded. */
  final long minDistance;

  /** Zones within the round-trip bound of each other; null when it is not bounded. */
  final @Nullable RoundTripGraph graph;

  /** By spread entry: the entries with a {@code max} over wider domains. */
  private final int[][] wider;

  /** Of the PriorityClass, or of the highest of those that need this workload. */
  int priority;

  /** Whether it, or one from whom it has its priority, may preempt. */
  boolean preempts;

  Tie[] ties = {};

  private final Topology topology;

  /**
   * A workload in the world of its number.
   *
   * @param allowed what the rules say of it there
   */
  Subject(
      int number,
      Workload workload,
      Allowed allowed,
      Topology topology,
      Columns columns,
      Events events) {
    this.number = number;
    this.workload = workload;
    this.topology = topology;
    this.columns = columns.of(workload.requests());
    this.amounts = columns.amounts(workload.requests());
    this.allowed = allowed;
    this.spreads =
        workload.spread().stream()
            .map(s -> new SpreadLimit(topology, s, allowed))
            .toArray(SpreadLimit[]::new);
    this.guards = events.of(workload.tolerate());
    this.perZoneMax = workload.perZoneMax() == null ? UNBOUNDED : workload.perZoneMax();
    this.price = Prices.of(topology, workload);
    this.weights = weights(topology, workload);
    Workload.Replication replication = workload.replication();
    Long rtt = replication == null ? null : replication.maxRoundTripMicros();
    Long distance = replication == null ? null : replication.minDistanceMetres();
    this.maxRoundTrip = rtt == null ? -1 : rtt;
    this.minDistance = distance == null ? -1 : distance;
    this.graph = maxRoundTrip < 0 ? null : topology.graph(maxRoundTrip);
    this.wider = SpreadLimit.wider(spreads, topology.known);
    this.priority = workload.priority().value();
    this.preempts = workload.priority().preempts();
  }

  /** The same workload among the same zones, of which all that it asks for is the same. */
  Subject(int number, Subject same, Topology topology) {
    this.number = number;
    this.workload = same.workload;
    this.topology = topology;
    this.columns = same.columns;
    this.amounts = same.amounts;
    this.allowed = same.allowed;
    this.spreads = same.spreads;
    this.guards = same.guards;
    this.perZoneMax = same.perZoneMax;
    this.price = same.price;
    this.weights = same.weights;
    this.maxRoundTrip = same.maxRoundTrip;
    this.minDistance = same.minDistance;
    this.graph = maxRoundTrip < 0 ? null : topology.graph(maxRoundTrip);
    this.wider = same.wider;
    this.priority = workload.priority().value();
    this.preempts = workload.priority().preempts();
  }

  /** How much of a column a replica uses. */
  long amount(int column) {
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] == column) {
        return amounts[i];
      }
    }
    return 0;
  }

  int replicas() {
    return workload.replicas();
  }

  /** Whether the data cannot follow: volumes of their own and nobody replicates them. */
  boolean dataBound() {
    return workload.dataBound() && workload.replication() == null;
  }

  /**
   * Whether silence alone never moves it: what has volumes or a quorum must be fenced first, and
   * only a person can say that it is.
   */
  boolean movesOnlyWhenTold() {
    return workload.dataBound() || workload.quorum();
  }

  /**
   * Whether what may run in a zone stays there although it would be better elsewhere: the zone is
   * silent, and that is no reason to move it, or not yet.
   */
  boolean pinned(int zone) {
    if (zone >= topology.known || topology.zone(zone).unhealthySince() == null) {
      return false;
    }
    return switch (topology.zone(zone).state()) {
      case Lost, Drained -> false;
      case Active, Cordoned ->
          !allowed.moveNow[zone]
              && (!allowed.lost[zone] || topology.inDoubt || movesOnlyWhenTold());
    };
  }

  /** Whether our own view is in doubt, so that nothing that runs is moved for a better state. */
  boolean viewInDoubt() {
    return topology.inDoubt;
  }

  /** Whether a new replica may ever come here; weights exclude zones that have none. */
  boolean candidate(int zone) {
    return allowed.open[zone] && (weights == null || weights[zone] > 0);
  }

  boolean withinRoundTrip(int a, int b) {
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
  SpreadLimit.Basis basis(int spread, int[] x, int[][] byDomain, @Nullable Guard event) {
    SpreadLimit limit = spreads[spread];
    SpreadLimit.Basis basis = limit.basis(event, graph == null ? null : graph.around(x));
    for (int j : wider[spread]) {
      basis = limit.within(basis, spreads[j], byDomain[j]);
    }
    return basis;
  }

  /** The same for counts of which those by domain are not known yet. */
  SpreadLimit.Basis basis(int spread, int[] x) {
    int[][] byDomain = new int[spreads.length][];
    for (int j : wider[spread]) {
      byDomain[j] = new int[spreads[j].domains.count()];
      spreads[j].count(x, byDomain[j]);
    }
    return basis(spread, x, byDomain, null);
  }

  /** Whether the domains that an entry counts depend on the counts. */
  boolean basisMoves(int spread) {
    return graph != null || wider[spread].length > 0;
  }

  boolean farEnough(int a, int b) {
    if (minDistance < 0) {
      return true;
    }
    long metres = topology.metres(a, b);
    return metres != Topology.UNKNOWN && metres >= minDistance;
  }

  boolean has(Tie.Kind kind) {
    for (Tie tie : ties) {
      if (tie.kind() == kind) {
        return true;
      }
    }
    return false;
  }

  /** Whether a zone is out of service, for this workload or on the way to it. */
  boolean down(int zone) {
    return allowed.lost[zone]
        || topology.zone(zone).state() == ZoneState.Drained
        || topology.zone(zone).unhealthySince() != null;
  }

  /** The workload's ties, from both sides. */
  static void tie(List<Subject> subjects, Topology topology) {
    boolean related = false;
    for (Subject subject : subjects) {
      related |=
          !subject.workload.affinity().isEmpty() || !subject.workload.antiAffinity().isEmpty();
    }
    if (!related) {
      return;
    }
    java.util.Map<WorkloadId, Integer> numbers = new java.util.HashMap<>();
    List<List<Tie>> ties = new ArrayList<>();
    for (Subject subject : subjects) {
      numbers.put(subject.workload.id(), subject.number);
      ties.add(new ArrayList<>());
    }
    for (Subject subject : subjects) {
      subject.declare(numbers, topology, ties);
    }
    for (Subject subject : subjects) {
      subject.ties = ties.get(subject.number).toArray(new Tie[0]);
    }
  }

  /** The ties of one workload that takes the place of another of its name. */
  void tieIn(List<Subject> subjects) {
    List<Subject> all = new ArrayList<>(subjects);
    all.set(number, this);
    java.util.Map<WorkloadId, Integer> numbers = new java.util.HashMap<>();
    List<List<Tie>> own = new ArrayList<>();
    for (Subject subject : all) {
      numbers.put(subject.workload.id(), subject.number);
      own.add(new ArrayList<>());
    }
    for (Subject subject : all) {
      boolean related = subject == this;
      for (Tie tie : subject.ties) {
        related |= tie.other() == number;
      }
      if (related) {
        subject.declare(numbers, topology, own);
      }
    }
    ties = own.get(number).toArray(new Tie[0]);
  }

  private void declare(
      java.util.Map<WorkloadId, Integer> numbers, Topology topology, List<List<Tie>> into) {
    for (Workload.Affinity a : workload.affinity()) {
      link(this, a, numbers, topology, into, Tie.Kind.Needs, Tie.Kind.NeededBy, Tie.Kind.Likes);
    }
    for (Workload.Affinity a : workload.antiAffinity()) {
      link(this, a, numbers, topology, into, Tie.Kind.Apart, Tie.Kind.Apart, Tie.Kind.Dislikes);
    }
  }

  private static void link(
      Subject subject,
      Workload.Affinity affinity,
      java.util.Map<WorkloadId, Integer> numbers,
      Topology topology,
      List<List<Tie>> ties,
      Tie.Kind forth,
      Tie.Kind back,
      Tie.Kind preferred) {
    WorkloadId id = new WorkloadId(subject.workload.id().namespace(), affinity.with());
    int other = numbers.getOrDefault(id, -1);
    Domains over = topology.domains(affinity.topology());
    if (other == subject.number) {
      return;
    }
    if (!affinity.required()) {
      ties.get(subject.number).add(new Tie(other, affinity.with(), over, preferred));
      return;
    }
    ties.get(subject.number).add(new Tie(other, affinity.with(), over, forth));
    if (other >= 0) {
      ties.get(other).add(new Tie(subject.number, subject.workload.id().name(), over, back));
    }
  }

  private static int @Nullable [] weights(Topology topology, Workload workload) {
    if (workload.weights().isEmpty()) {
      return null;
    }
    int[] weights = new int[topology.size];
    Arrays.setAll(weights, z -> workload.weights().getOrDefault(topology.names[z], 0));
    return weights;
  }

  /**
   * Gives each what the highest of those who need it has: its priority, and whether it preempts.
   */
  static void inherit(List<Subject> subjects) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Subject subject : subjects) {
        for (Tie tie : subject.ties) {
          if (tie.kind() == Tie.Kind.NeededBy) {
            Subject theirs = subjects.get(tie.other());
            if (theirs.priority > subject.priority) {
              subject.priority = theirs.priority;
              subject.preempts |= theirs.preempts;
              changed = true;
            }
          }
        }
      }
    }
  }
}

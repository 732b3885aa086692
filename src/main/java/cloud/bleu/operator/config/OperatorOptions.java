package cloud.bleu.operator.config;

import cloud.bleu.delivery.manifest.ClusterDns;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How the operator runs.
 *
 * @param bindAddress of probes and metrics
 * @param port of probes and metrics; 0: any free one, negative: no server
 * @param leaderElect whether to wait for the lease before acting
 * @param leaseNamespace where the lease stands
 * @param identity of this process in the lease
 * @param leaseDuration for which nobody else takes over
 * @param renewDeadline after which this process gives up when it cannot renew
 * @param retryPeriod between attempts to take or renew
 * @param clock that decisions are made by
 * @param nanos a clock that nobody can set, in nanoseconds: it shows when {@code clock} jumps
 * @param evidence null: nothing is kept beyond the cluster
 * @param dns what pods whose egress is stated may always ask
 * @param resync in which each object is looked at once though nothing is new; zero: never
 * @param accessProviders the credential plugins that may be run
 * @param tracing null: nothing is traced
 * @param namespaces in which objects may be changed
 * @param selfZones in which the operator runs, by name; empty: nobody says
 * @param movesPerHour most replicas of all workloads together that are moved for a better state
 *     within an hour; null: no bound
 * @param observedLosses most losses of zones that are taken by observation within an hour; null: no
 *     bound
 * @param ui null: no page is served
 * @param memberIntervals between looks at other clusters
 * @param probes the networks in which zones may be asked
 */
public record OperatorOptions(
    String bindAddress,
    int port,
    boolean leaderElect,
    String leaseNamespace,
    String identity,
    Duration leaseDuration,
    Duration renewDeadline,
    Duration retryPeriod,
    Clock clock,
    LongSupplier nanos,
    @Nullable EvidenceOptions evidence,
    ClusterDns dns,
    Duration resync,
    AccessProviders accessProviders,
    @Nullable TracingOptions tracing,
    ServedNamespaces namespaces,
    SortedSet<String> selfZones,
    @Nullable Integer movesPerHour,
    @Nullable Integer observedLosses,
    @Nullable UiOptions ui,
    MemberIntervals memberIntervals,
    ProbeNetworks probes) {

  /** The name of the lease. */
  public static final String LEASE = "bleu-placement-operator";

  /** What is usual for {@code resync}. */
  public static final Duration RESYNC = Duration.ofHours(1);

  /** In a cluster with the usual name servers. */
  public OperatorOptions(
      String bindAddress,
      int port,
      boolean leaderElect,
      String leaseNamespace,
      String identity,
      Duration leaseDuration,
      Duration renewDeadline,
      Duration retryPeriod,
      Clock clock,
      @Nullable EvidenceOptions evidence) {
    this(
        bindAddress,
        port,
        leaderElect,
        leaseNamespace,
        identity,
        leaseDuration,
        renewDeadline,
        retryPeriod,
        clock,
        evidence,
        ClusterDns.USUAL);
  }

  /** With a clock of the machine that nobody can set. */
  public OperatorOptions(
      String bindAddress,
      int port,
      boolean leaderElect,
      String leaseNamespace,
      String identity,
      Duration leaseDuration,
      Duration renewDeadline,
      Duration retryPeriod,
      Clock clock,
      @Nullable EvidenceOptions evidence,
      ClusterDns dns) {
    this(
        bindAddress,
        port,
        leaderElect,
        leaseNamespace,
        identity,
        leaseDuration,
        renewDeadline,
        retryPeriod,
        clock,
        System::nanoTime,
        evidence,
        dns,
        RESYNC,
        AccessProviders.NONE,
        null,
        ServedNamespaces.ALL,
        new TreeSet<>(),
        null,
        null,
        null,
        MemberIntervals.USUAL,
        ProbeNetworks.NONE);
  }

  /** A copy that answers probes and serves metrics on this port. */
  public OperatorOptions withPort(int other) {
    return but(changed -> changed.port = other);
  }

  /** A copy with the lease in this namespace. */
  public OperatorOptions leasedIn(String namespace) {
    return but(changed -> changed.leaseNamespace = namespace);
  }

  /** A copy that exports the chain as these options say. */
  public OperatorOptions with(EvidenceOptions other) {
    return but(changed -> changed.evidence = other);
  }

  /** A copy with this monotonic clock, in nanoseconds. */
  public OperatorOptions with(LongSupplier other) {
    return but(changed -> changed.nanos = other);
  }

  /** A copy that looks at everything once in this interval. */
  public OperatorOptions withResync(Duration other) {
    return but(changed -> changed.resync = other);
  }

  /** A copy with these credential plugins. */
  public OperatorOptions with(AccessProviders other) {
    return but(changed -> changed.accessProviders = other);
  }

  /** A copy that sends traces as these options say; null: it sends none. */
  public OperatorOptions withTracing(@Nullable TracingOptions other) {
    return but(changed -> changed.tracing = other);
  }

  /** A copy that may change objects in these namespaces. */
  public OperatorOptions with(ServedNamespaces other) {
    return but(changed -> changed.namespaces = other);
  }

  /** A copy that runs in these zones, by name; empty: nobody says in which. */
  public OperatorOptions inZones(Collection<String> names) {
    return but(changed -> changed.selfZones = new TreeSet<>(names));
  }

  /** A copy with this bound of what all workloads together move in an hour; null: none. */
  public OperatorOptions moving(@Nullable Integer perHour) {
    return but(changed -> changed.movesPerHour = perHour);
  }

  /** A copy with this bound of the losses that are taken by observation; null: none. */
  public OperatorOptions observingLosses(@Nullable Integer most) {
    return but(changed -> changed.observedLosses = most);
  }

  /** A copy with a page in a browser; null: without one. */
  public OperatorOptions with(@Nullable UiOptions other) {
    return but(changed -> changed.ui = other);
  }

  /** A copy with these intervals between looks at other clusters. */
  public OperatorOptions with(MemberIntervals other) {
    return but(changed -> changed.memberIntervals = other);
  }

  /** A copy that may probe zones in these networks. */
  public OperatorOptions with(ProbeNetworks other) {
    return but(changed -> changed.probes = other);
  }

  private OperatorOptions but(Consumer<Changed> change) {
    Changed changed = new Changed(this);
    change.accept(changed);
    return new OperatorOptions(
        bindAddress,
        changed.port,
        leaderElect,
        changed.leaseNamespace,
        identity,
        leaseDuration,
        renewDeadline,
        retryPeriod,
        clock,
        changed.nanos,
        changed.evidence,
        dns,
        changed.resync,
        changed.accessProviders,
        changed.tracing,
        changed.namespaces,
        changed.selfZones,
        changed.movesPerHour,
        changed.observedLosses,
        changed.ui,
        changed.memberIntervals,
        changed.probes);
  }

  /** What one may be given another of. */
  private static final class Changed {
    private int port;
    private String leaseNamespace;
    private LongSupplier nanos;
    private @Nullable EvidenceOptions evidence;
    private Duration resync;
    private AccessProviders accessProviders;
    private @Nullable TracingOptions tracing;
    private ServedNamespaces namespaces;
    private SortedSet<String> selfZones;
    private @Nullable Integer movesPerHour;
    private @Nullable Integer observedLosses;
    private @Nullable UiOptions ui;
    private MemberIntervals memberIntervals;
    private ProbeNetworks probes;

    Changed(OperatorOptions from) {
      port = from.port;
      leaseNamespace = from.leaseNamespace;
      nanos = from.nanos;
      evidence = from.evidence;
      resync = from.resync;
      accessProviders = from.accessProviders;
      tracing = from.tracing;
      namespaces = from.namespaces;
      selfZones = from.selfZones;
      movesPerHour = from.movesPerHour;
      observedLosses = from.observedLosses;
      ui = from.ui;
      memberIntervals = from.memberIntervals;
      probes = from.probes;
    }
  }

  /** For a single process on a machine of one's own: no election, no server. */
  public static OperatorOptions alone() {
    return alone(Clock.systemUTC());
  }

  /** For a single process on a machine of one's own, by this clock. */
  public static OperatorOptions alone(Clock clock) {
    return new OperatorOptions(
        "127.0.0.1",
        -1,
        false,
        "default",
        "alone",
        Duration.ofSeconds(15),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        clock,
        null);
  }
}

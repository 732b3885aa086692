package cloud.bleu.operator.config;

import cloud.bleu.delivery.manifest.ClusterDns;
import java.time.Clock;
import java.time.Duration;
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
    @Nullable TracingOptions tracing) {

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
        null);
  }

  /** The same with another port for probes and metrics. */
  public OperatorOptions withPort(int other) {
    return new OperatorOptions(
        bindAddress,
        other,
        leaderElect,
        leaseNamespace,
        identity,
        leaseDuration,
        renewDeadline,
        retryPeriod,
        clock,
        nanos,
        evidence,
        dns,
        resync,
        accessProviders,
        tracing);
  }

  /** The same with an export. */
  public OperatorOptions with(EvidenceOptions other) {
    return new OperatorOptions(
        bindAddress,
        port,
        leaderElect,
        leaseNamespace,
        identity,
        leaseDuration,
        renewDeadline,
        retryPeriod,
        clock,
        nanos,
        other,
        dns,
        resync,
        accessProviders,
        tracing);
  }

  /** The same with another clock that nobody can set. */
  public OperatorOptions with(LongSupplier other) {
    return new OperatorOptions(
        bindAddress,
        port,
        leaderElect,
        leaseNamespace,
        identity,
        leaseDuration,
        renewDeadline,
        retryPeriod,
        clock,
        other,
        evidence,
        dns,
        resync,
        accessProviders,
        tracing);
  }

  /** The same with another interval of looks at everything. */
  public OperatorOptions withResync(Duration other) {
    return new OperatorOptions(
        bindAddress,
        port,
        leaderElect,
        leaseNamespace,
        identity,
        leaseDuration,
        renewDeadline,
        retryPeriod,
        clock,
        nanos,
        evidence,
        dns,
        other,
        accessProviders,
        tracing);
  }

  /** The same with credential plugins. */
  public OperatorOptions with(AccessProviders other) {
    return new OperatorOptions(
        bindAddress,
        port,
        leaderElect,
        leaseNamespace,
        identity,
        leaseDuration,
        renewDeadline,
        retryPeriod,
        clock,
        nanos,
        evidence,
        dns,
        resync,
        other,
        tracing);
  }

  /** The same with traces; null: without. */
  public OperatorOptions withTracing(@Nullable TracingOptions other) {
    return new OperatorOptions(
        bindAddress,
        port,
        leaderElect,
        leaseNamespace,
        identity,
        leaseDuration,
        renewDeadline,
        retryPeriod,
        clock,
        nanos,
        evidence,
        dns,
        resync,
        accessProviders,
        other);
  }

  /** For a single process on a machine of one's own: no election, no server. */
  public static OperatorOptions alone() {
    return alone(Clock.systemUTC());
  }

  /** The same by another clock. */
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

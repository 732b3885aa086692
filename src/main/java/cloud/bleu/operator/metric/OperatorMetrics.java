package cloud.bleu.operator.metric;

import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.model.Zone;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** The metrics of the operator. */
public final class OperatorMetrics {

  public final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicInteger workloads = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger outside = new AtomicInteger();
  private final AtomicInteger doubt = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger silent = new AtomicInteger();
  private static final Duration[] PASS_BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5)
  };

  public final DeliveryTimer deliveries = new DeliveryTimer(registry);
  private final EstateGauges estate = new EstateGauges(registry);
  private final WorkloadGauges governed = new WorkloadGauges(registry);
  private final Timer passes;
  private final Timer decisions;
  private final Counter failures;
  private final Counter writes;

  /** Registers every metric, in a registry of its own. */
  public OperatorMetrics() {
    passes =
        Timer.builder("bleu.placement.pass")
            .description("Passes of the placement loop: caches to decisions committed.")
            .serviceLevelObjectives(PASS_BUCKETS)
            .register(registry);
    decisions =
        Timer.builder("bleu.decision")
            .description(
                "From the first change that a pass takes in to its decisions committed; passes that"
                    + " decide nothing anew are not counted.")
            .serviceLevelObjectives(PASS_BUCKETS)
            .register(registry);
    failures =
        Counter.builder("bleu.placement.pass.failures")
            .description("Passes of the placement loop that failed, and are tried again.")
            .register(registry);
    writes =
        Counter.builder("bleu.status.writes")
            .description("Writes of status by the controllers.")
            .register(registry);
    gauge("bleu.workloads", workloads, "Workloads that the last pass saw.");
    gauge(
        "bleu.decisions.refused",
        refused,
        "Workloads whose decision the engine's own check refused: a defect of Bleu.");
    gauge(
        "bleu.view.in.doubt",
        doubt,
        "1 while so many zones are silent at once that nothing is moved by inference, else 0.");
    gauge(
        "bleu.losses.waiting",
        waiting,
        "Silent zones that are not left, because too many losses were taken by observation or"
            + " this one is not recorded.");
    gauge(
        "bleu.zones.silent",
        silent,
        "Zones that have or had nodes and none is ready, or whose cluster does not answer.");
    gauge(
        "bleu.pods.outside.decisions",
        outside,
        "Pods that run in governed namespaces and that no decision in force is for, on nodes"
            + " that are not of their zone, without a controller of their decision, or for more"
            + " than an hour after their deletion; bleu doctor names them.");
    // Micrometer takes the end of this name away.
    Info.builder()
        .name("bleu_build_info")
        .help("Always 1; its label has the version that runs, as bleu version prints it.")
        .labelNames("version")
        .register(registry.getPrometheusRegistry())
        .addLabelValues(version());
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
  }

  private void gauge(String name, AtomicInteger value, String description) {
    Gauge.builder(name, value, AtomicInteger::get).description(description).register(registry);
  }

  private static String version() {
    String version = OperatorMetrics.class.getPackage().getImplementationVersion();
    return version == null ? "development build" : version;
  }

  /** Counts the work of the controllers: queued, running, failed, retried. */
  public Metrics controllers() {
    return MicrometerMetrics.withoutPerResourceMetrics(registry);
  }

  /** Shows whether this process acts. */
  public void leading(BooleanSupplier leading) {
    Gauge.builder("bleu.leading", leading, l -> l.getAsBoolean() ? 1 : 0)
        .description("1 while this process decides and delivers, 0 while it stands by.")
        .strongReference(true)
        .register(registry);
  }

  /** Shows whether the kind of zones is too old to say what was taken of them by observation. */
  public void unrecordable(BooleanSupplier missing) {
    Gauge.builder("bleu.losses.unrecordable", missing, m -> m.getAsBoolean() ? 1 : 0)
        .description(
            "1 while losses by observation are bounded and the kind of zones has no"
                + " status.observedLosses, so that none is taken, else 0.")
        .strongReference(true)
        .register(registry);
  }

  /**
   * Shows from the next pass on which zones are in clusters that are not reached.
   *
   * @param unreached whether that is so of the zone with this name
   */
  public void unreachable(Predicate<String> unreached) {
    estate.unreachable(unreached);
  }

  /**
   * Shows from the next pass on how many objects no workload declares.
   *
   * @param objects their number in the cluster of the zone with this name
   */
  public void undeclared(ToIntFunction<String> objects) {
    estate.undeclared(objects);
  }

  /**
   * Counts a decision that is committed.
   *
   * @param moves replicas that leave a zone for another by it
   */
  public void decided(String cause, int moves) {
    Counter.builder("bleu.decisions")
        .description("Decisions committed, by cause.")
        .tag("cause", cause)
        .register(registry)
        .increment();
    Counter.builder("bleu.moves")
        .description("Replicas that leave a zone for another by committed decisions, by cause.")
        .tag("cause", cause)
        .register(registry)
        .increment(moves);
  }

  /** Counts the time from a change until what follows from it is committed. */
  public void decidedAfter(long nanos) {
    decisions.record(Duration.ofNanos(nanos));
  }

  /** Counts a pass that did not come to its end. */
  public void passFailed() {
    failures.increment();
  }

  /**
   * Counts a pass that came to its end.
   *
   * @param nanos how long it took
   * @param seen workloads that it saw
   */
  public void pass(long nanos, int seen) {
    passes.record(Duration.ofNanos(nanos));
    workloads.set(seen);
  }

  /** What runs in breach, under a waiver, or will; and what is silent. */
  public void standing(Snapshot snapshot) {
    List<Zone> zones = snapshot.estate().zones();
    doubt.set(
        PartitionDetection.doubt(zones) == null && PartitionDetection.probesDoubt(zones) == null
            ? 0
            : 1);
    LossBudget losses = snapshot.estate().lossBudget();
    waiting.set(losses == null ? 0 : losses.held());
    silent.set((int) zones.stream().filter(z -> z.unhealthySince() != null).count());
    governed.show(snapshot);
    estate.show(snapshot);
  }

  /** Shows how many decisions the check of the engine refuses now. */
  public void refused(int decisions) {
    refused.set(decisions);
  }

  /** Shows how many pods run outside of the decision on their workload now. */
  public void podsOutside(int pods) {
    outside.set(pods);
  }

  /** Counts one write of a status. */
  public void statusWritten() {
    writes.increment();
  }

  /** All metrics in the text format of Prometheus. */
  public String text() {
    return registry.scrape();
  }
}

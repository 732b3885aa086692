package cloud.bleu.operator.probe;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.api.v1alpha1.ProbeState;
import cloud.bleu.operator.config.ProbeNetworks;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.zone.StatedProbe;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.URL;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks what zones state in {@code spec.health.probes}, while this process acts and where it may.
 * Without an allowed network it starts no thread, and reports each probe as not asked.
 */
public final class ZoneProbes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ZoneProbes.class);

  /** A zone that is new or was edited is asked after so long at most. */
  private static final long LOOK_MILLIS = 1000;

  private static final long IDLE_SECONDS = 30;

  /** Signals of a zone of which nothing was in service. */
  private static final Set<String> SILENT = Set.of("Silent", "Unreached", "Gone");

  private final Supplier<List<AvailabilityZone>> zones;
  private final ProbeNetworks networks;
  private final Clock clock;
  private final Consumer<String> changed;
  private final ProbeGauges gauges;
  private final ScheduledExecutorService timer;
  private final ExecutorService workers;
  private final ProbeRounds rounds;
  private final NameSearch names;

  /**
   * @param zones that there are
   * @param apiServer is not asked, whatever the networks are
   * @param nanos a clock that nobody can set, in nanoseconds
   * @param changed told the zone of which a probe came to another end than before
   */
  public ZoneProbes(
      Supplier<List<AvailabilityZone>> zones,
      ProbeNetworks networks,
      URL apiServer,
      Clock clock,
      LongSupplier nanos,
      MeterRegistry registry,
      Consumer<String> changed) {
    this.zones = zones;
    this.networks = networks;
    names = new NameSearch(InetAddress::getAllByName, ZoneProbes::daemon, nanos);
    ServerAddresses server = new ServerAddresses(apiServer.getHost(), names, nanos);
    this.clock = clock;
    this.changed = changed;
    gauges = new ProbeGauges(registry);
    timer = new ScheduledThreadPoolExecutor(1, daemon("probe timer"));
    // The rounds bound how many are under way; a thread that ends one may begin the next.
    workers =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            daemon("probe"));
    ProbeAttempt attempt =
        new ProbeAttempt(
            networks,
            server::known,
            names,
            () -> (SSLSocketFactory) SSLSocketFactory.getDefault(),
            this::after,
            nanos);
    rounds = new ProbeRounds(attempt::ask, workers, clock, nanos, new News());
  }

  private Runnable after(long millis, Runnable ring) {
    Future<?> end = timer.schedule(ring, millis, TimeUnit.MILLISECONDS);
    return () -> end.cancel(false);
  }

  private static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Asks from now on. */
  public void start() {
    if (networks.isEmpty()) {
      return;
    }
    try {
      timer.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed before it was started");
    }
  }

  private void look() {
    try {
      Map<String, List<StatedProbe>> stated = new HashMap<>();
      Map<String, AvailabilityZone> objects = new HashMap<>();
      for (AvailabilityZone zone : zones.get()) {
        List<StatedProbe> probes = stated(zone);
        if (!probes.isEmpty()) {
          stated.put(zone.getMetadata().getName(), probes);
          objects.put(zone.getMetadata().getName(), zone);
        }
      }
      rounds.look(stated, (zone, probe) -> past(objects.get(zone), probe.name()));
      gauges.show(rounds.readings());
    } catch (Throwable e) {
      // An Error as well: the timer would not come back.
      LOG.warn("the probes of zones are not asked now; they are in a second", e);
    }
  }

  /** What came of the probes of a zone, in the order of its spec; empty where it has none. */
  public List<Probe> of(AvailabilityZone zone) {
    List<Probe> readings = new ArrayList<>();
    for (StatedProbe probe : stated(zone)) {
      Probe reading =
          networks.isEmpty()
              ? barred(zone, probe.name())
              : rounds.reading(zone.getMetadata().getName(), probe);
      readings.add(reading == null ? unasked(probe.name()) : reading);
    }
    return readings;
  }

  /** What came of the probes of all zones that have some, by name of the zone. */
  public Map<String, List<Probe>> all() {
    Map<String, List<Probe>> all = new HashMap<>();
    for (AvailabilityZone zone : zones.get()) {
      List<Probe> readings = of(zone);
      if (!readings.isEmpty()) {
        all.put(zone.getMetadata().getName(), readings);
      }
    }
    return all;
  }

  private Probe unasked(String name) {
    ProbeState state = networks.isEmpty() ? ProbeState.NotAllowed : ProbeState.NotAsked;
    return new Probe(
        name,
        state.name(),
        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
        networks.isEmpty() ? ProbeOutcome.NOT_ALLOWED.reason() : state.name());
  }

  /**
   * The reading where no network is allowed: the probe is not asked, since when the zone itself
   * says so. A probe that had failed before becomes unclear: a network that is taken off the list
   * opens no zone.
   */
  private @Nullable Probe barred(AvailabilityZone zone, String name) {
    Probe recorded = recorded(zone, name);
    if (recorded == null || ProbeState.NotAllowed.is(recorded)) {
      return recorded;
    }
    if (!ProbeState.Fails.is(recorded) && !ProbeState.Unclear.is(recorded)) {
      return null;
    }
    boolean same = ProbeOutcome.NOT_ALLOWED.reason().equals(recorded.reason());
    return new Probe(
        name,
        ProbeState.Unclear.name(),
        same ? recorded.since() : unasked(name).since(),
        ProbeOutcome.NOT_ALLOWED.reason());
  }

  /** What the zone itself says of a probe; null: nothing. */
  private static @Nullable Probe recorded(AvailabilityZone zone, String name) {
    if (zone.getStatus() == null || zone.getStatus().health() == null) {
      return null;
    }
    return zone.getStatus().health().probes().stream()
        .filter(p -> name.equals(p.name()) && p.state() != null)
        .findFirst()
        .orElse(null);
  }

  /** What the zone says of it counts as an answer to this question only if it was not edited. */
  private static ProbePast past(@Nullable AvailabilityZone zone, String name) {
    if (zone == null || zone.getStatus() == null) {
      return ProbePast.UNKNOWN;
    }
    Probe recorded = recorded(zone, name);
    boolean same =
        Objects.equals(zone.getStatus().observedGeneration(), zone.getMetadata().getGeneration());
    AvailabilityZoneStatus.Health health = zone.getStatus().health();
    boolean silent = health != null && SILENT.contains(String.valueOf(health.signal()));
    boolean fails = recorded != null && ProbeState.Fails.is(recorded);
    boolean unclear = recorded != null && ProbeState.Unclear.is(recorded);
    boolean answers = recorded != null && ProbeState.Answers.is(recorded);
    return new ProbePast(
        same && (answers || fails),
        silent || fails || unclear,
        fails || unclear || same && answers);
  }

  private static List<StatedProbe> stated(AvailabilityZone zone) {
    return zone.getSpec() == null
        ? List.of()
        : StatedProbe.of(
            zone.getSpec().health(),
            new Findings(ObjectRef.of(zone), new ArrayList<>(), new ArrayList<>()));
  }

  private final class News implements ProbeRounds.Listener {
    @Override
    public void missed(String zone, String probe) {
      gauges.missed(zone, probe);
    }

    @Override
    public void changed(String zone, Probe reading) {
      LOG.info(
          "probe {} of zone {}: {} ({})", reading.name(), zone, reading.state(), reading.reason());
      changed.accept(zone);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdownNow();
    names.close();
  }
}

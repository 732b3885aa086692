package cloud.bleu.operator.probe;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.operator.config.ProbeNetworks;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.zone.StatedProbe;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.URL;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks what zones say in {@code spec.health.probes}, while this process acts and where it may.
 * Without a network that is allowed it starts no thread, and says of each probe that it is not
 * asked.
 */
public final class ZoneProbes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ZoneProbes.class);

  /** A zone that is new or was edited is asked after so long at most. */
  private static final long LOOK_MILLIS = 1000;

  private static final long IDLE_SECONDS = 30;

  private final Supplier<List<AvailabilityZone>> zones;
  private final ProbeNetworks networks;
  private final Clock clock;
  private final Consumer<String> changed;
  private final ProbeGauges gauges;
  private final ScheduledExecutorService timer;
  private final ExecutorService workers;
  private final ProbeRounds rounds;
  private final URL apiServer;
  private volatile @Nullable Set<InetAddress> apiServerAddresses;

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
    this.apiServer = apiServer;
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
        new ProbeAttempt(networks, this::apiServer, InetAddress::getAllByName, timer);
    rounds = new ProbeRounds(attempt::ask, workers, clock, nanos, new News());
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
      for (AvailabilityZone zone : zones.get()) {
        List<StatedProbe> probes = stated(zone);
        if (!probes.isEmpty()) {
          stated.put(zone.getMetadata().getName(), probes);
        }
      }
      rounds.look(stated);
      gauges.show(rounds.readings());
    } catch (RuntimeException e) {
      LOG.warn("the probes of zones are not asked now; they are in a second", e);
    }
  }

  /** What came of the probes of a zone, in the order of its spec; empty where it has none. */
  public List<Probe> of(AvailabilityZone zone) {
    List<Probe> readings = new ArrayList<>();
    for (StatedProbe probe : stated(zone)) {
      Probe reading =
          networks.isEmpty()
              ? recorded(zone, probe.name())
              : rounds.reading(zone.getMetadata().getName(), probe);
      readings.add(reading == null ? unasked(probe.name()) : reading);
    }
    return readings;
  }

  /** The same of all zones that have some, by name. */
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

  /** Whether some probe of a zone was not asked yet; it is within seconds. */
  public boolean isPending(AvailabilityZone zone) {
    return of(zone).stream().anyMatch(p -> p.state().equals("NotAsked"));
  }

  private Probe unasked(String name) {
    String state = networks.isEmpty() ? "NotAllowed" : "NotAsked";
    return new Probe(
        name,
        state,
        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
        networks.isEmpty() ? ProbeOutcome.NOT_ALLOWED.reason() : state);
  }

  /** That it is not asked since when, as the zone itself says; null: it says something else. */
  private static @Nullable Probe recorded(AvailabilityZone zone, String name) {
    if (zone.getStatus() == null || zone.getStatus().health() == null) {
      return null;
    }
    return zone.getStatus().health().probes().stream()
        .filter(p -> name.equals(p.name()) && "NotAllowed".equals(p.state()))
        .findFirst()
        .orElse(null);
  }

  private static List<StatedProbe> stated(AvailabilityZone zone) {
    return zone.getSpec() == null
        ? List.of()
        : StatedProbe.of(
            zone.getSpec().health(),
            new Findings(ObjectRef.of(zone), new ArrayList<>(), new ArrayList<>()));
  }

  /** Looked up once: where it is known by a name, its addresses are those of the start. */
  private Set<InetAddress> apiServer() {
    Set<InetAddress> known = apiServerAddresses;
    if (known == null) {
      try {
        known = Set.of(InetAddress.getAllByName(apiServer.getHost()));
        apiServerAddresses = known;
      } catch (UnknownHostException e) {
        return Set.of();
      }
    }
    return known;
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
  }
}

package cloud.bleu.operator;

import cloud.bleu.operator.cache.RoundThread;
import cloud.bleu.operator.cache.StringPool;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.leadership.Tenure;
import cloud.bleu.operator.migration.MigrationThread;
import cloud.bleu.operator.page.OperatorPage;
import cloud.bleu.operator.pass.PlacementLoop;
import cloud.bleu.operator.pass.Resync;
import cloud.bleu.operator.placementdecision.PlacementDecisions;
import cloud.bleu.operator.report.NamespaceReports;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The operator: everything it is made of, put together. {@link #start()} returns once it stands by;
 * it acts from the moment at which it leads.
 */
public final class Operator implements AutoCloseable {

  private final OperatorOptions options;
  private final Tenure tenure;
  private final OperatorContext context;
  private final NamespaceReports reports;
  private final PlacementDecisions placementDecisions;
  private final PlacementLoop loop;
  private final Resync resync;
  private final Reconcilers controllers;
  private final MigrationThread migrations;
  private final HealthEndpoint health;
  private final ServedPage page;

  /** Completes when this operator is told to end. */
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /**
   * How the client that is handed to an operator is best built to read objects: equal texts are
   * kept once in memory.
   */
  public static KubernetesSerialization serialization() {
    return StringPool.serialization();
  }

  /**
   * @param given for everything that this operator asks and writes
   * @param lost called once when another process leads: this one must end, and start anew to stand
   *     by
   */
  public Operator(KubernetesClient given, OperatorOptions options, Runnable lost) {
    this.options = options;
    tenure = new Tenure(given, options, new Duties(), lost);
    context = new OperatorContext(options, tenure, this::loop);
    reports = new NamespaceReports(context.client, context.refused, options.namespaces());
    placementDecisions =
        new PlacementDecisions(
            context.client,
            context.ledger::all,
            () -> context.caches().zones.getIndexer().list(),
            context.refused,
            options.namespaces(),
            RoundThread.thread("placement decisions"));
    loop = LoopAssembly.of(context, tenure.leadership(), reports, placementDecisions);
    resync =
        new Resync(
            context.board,
            context.triggers,
            () -> context.caches().drills.names(),
            options.resync());
    controllers = ControllerAssembly.of(context, tenure);
    migrations = ControllerAssembly.ofMigrations(context);
    page = new ServedPage(given, tenure, context);
    health =
        new HealthEndpoint(options, tenure, context.watches, loop, migrations, context.metrics);
  }

  /** What this operator does for as long as it leads. */
  private final class Duties implements Tenure.Duties {
    @Override
    public void begin() {
      context.evidence.start();
      context.zoneProbes.start();
      reports.start();
      placementDecisions.start();
      loop.start();
      resync.start();
      migrations.start();
    }

    @Override
    public void end() {
      migrations.close();
      resync.close();
      loop.close();
      context.zoneProbes.close();
      context.drillThread.close();
      reports.close();
      placementDecisions.close();
    }
  }

  /**
   * Starts the health endpoint, caches and controllers, and waits until the caches have listed
   * everything, or until {@link #close()} is called meanwhile.
   *
   * @throws StartException when that cannot be; the message says what to do
   */
  public void start() {
    if (tenure.isClosed()) {
      return;
    }
    OperatorPage.limitServers();
    health.start();
    page.start();
    if (tenure.isClosed()) {
      page.close();
      health.close();
      return;
    }
    try {
      context.watches.fill(ended);
      if (tenure.isClosed()) {
        return;
      }
      context.watches.keepContact();
      String rival = tenure.leadership().rival(ended);
      if (rival != null) {
        throw new StartException(rival, null);
      }
      context.members.start();
      context.karmada.start();
      context.managed.start();
      controllers.start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (RuntimeException e) {
      if (tenure.isClosed()) {
        // Told to end while it began: its client went first.
        return;
      }
      throw e;
    }
    if (tenure.isClosed()) {
      // It was closed while the controllers came up, and could not stop what was not there yet.
      stopControllers();
      return;
    }
    if (!options.leaderElect()) {
      tenure.begin();
    }
  }

  /** Whether this process acts: it was elected, and has neither ended nor been cut off since. */
  public boolean leading() {
    return tenure.isLeading();
  }

  /** Waits so long at most until no write is under way; returns whether that is so. */
  boolean isAnsweredWithin(Duration most) throws InterruptedException {
    return tenure.isAnsweredWithin(most);
  }

  /** The port of the health endpoint and the metrics, -1 when there is none. */
  public int port() {
    return health.port();
  }

  /** The port of the page in a browser, -1 when there is none. */
  public int pagePort() {
    return page.port();
  }

  /** Stops acting first, then watching. Safe to call twice. */
  @Override
  public void close() {
    if (!tenure.close()) {
      return;
    }
    ended.complete(null);
    page.close();
    migrations.close();
    resync.close();
    loop.close();
    context.zoneProbes.close();
    context.drillThread.close();
    reports.close();
    placementDecisions.close();
    context.evidence.close();
    context.events.close();
    try {
      stopControllers();
    } finally {
      context.karmada.close();
      context.managed.close();
      context.members.close();
      context.watches.close();
      health.close();
      context.traces.close();
    }
  }

  /** Then nothing is written any more, and the lease is somebody else's to take. */
  private void stopControllers() {
    try {
      controllers.stop();
    } finally {
      tenure.release();
    }
  }

  private PlacementLoop loop() {
    return loop;
  }
}

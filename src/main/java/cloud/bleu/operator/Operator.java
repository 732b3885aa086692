package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.delivery.Delivery;
import cloud.bleu.evidence.chain.Signer;
import cloud.bleu.ledger.GateWriter;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.cache.ContactThread;
import cloud.bleu.operator.cache.GuardedWatcher;
import cloud.bleu.operator.cache.ItemStores;
import cloud.bleu.operator.cache.WatchContinuity;
import cloud.bleu.operator.config.EvidenceOptions;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.evidence.EvidenceKey;
import cloud.bleu.operator.evidence.EvidenceRecording;
import cloud.bleu.operator.evidence.EvidenceStanding;
import cloud.bleu.operator.evidence.ExternalSigner;
import cloud.bleu.operator.evidence.Recording;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.leadership.Fence;
import cloud.bleu.operator.leadership.FencedHttpClient;
import cloud.bleu.operator.leadership.Leadership;
import cloud.bleu.operator.pass.Admission;
import cloud.bleu.operator.pass.Bulletin;
import cloud.bleu.operator.pass.EstateSource;
import cloud.bleu.operator.pass.PlacementLoop;
import cloud.bleu.operator.pass.PlacementPass;
import cloud.bleu.operator.pass.PlacementRefusals;
import cloud.bleu.operator.probe.OperatorMetrics;
import cloud.bleu.operator.probe.ProbeServer;
import cloud.bleu.operator.reconciler.PlacementReconciler;
import cloud.bleu.operator.reconciler.PolicyReconciler;
import cloud.bleu.operator.reconciler.ProviderReconciler;
import cloud.bleu.operator.reconciler.UncreatedPods;
import cloud.bleu.operator.reconciler.WaiverReconciler;
import cloud.bleu.operator.reconciler.WorkloadReconciler;
import cloud.bleu.operator.reconciler.ZoneReconciler;
import cloud.bleu.operator.report.NamespaceReports;
import cloud.bleu.operator.routing.ClusterEvents;
import cloud.bleu.operator.routing.EventRouter;
import cloud.bleu.operator.snapshot.Board;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trigger.ControllerName;
import cloud.bleu.operator.trigger.Triggers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator: everything it is made of, put together. {@link #start()} returns once it stands by;
 * it acts from the moment at which it leads.
 */
public final class Operator implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Operator.class);
  private static final Duration SYNC = Duration.ofMinutes(2);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  private final OperatorOptions options;
  private final Triggers triggers = new Triggers();
  private final Board board = new Board(id -> caches().standing(id), () -> loop().wake());
  private final OperatorMetrics metrics = new OperatorMetrics();
  private final EvidenceStanding standing = new EvidenceStanding(metrics.registry, new Failures());

  /** Held by who begins or ends to act: what is closed never begins. */
  private final Object acting = new Object();

  private final AtomicBoolean closed = new AtomicBoolean();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicBoolean leading = new AtomicBoolean();
  private final Fence fence;
  private final Ledger ledger;
  private final Caches caches;
  private final Delivery delivery;
  private final ContactThread contact;
  private final EventRecorder events;
  private final NamespaceReports reports;
  private final PlacementLoop loop;
  private final @Nullable EvidenceRecording evidence;
  private final Leadership leadership;
  private final Reconcilers controllers;
  private volatile boolean synced;
  private volatile boolean overtaken;

  /** What this process cannot go on after, null: nothing. */
  private volatile @Nullable String fatal;

  private volatile @Nullable ProbeServer probes;

  /**
   * @param given for everything that this operator asks and writes
   * @param lost called once when another process leads: this one must end, and start anew to stand
   *     by
   */
  public Operator(KubernetesClient given, OperatorOptions options, Runnable lost) {
    this.options = options;
    fence = options.leaderElect() ? new Fence(options.renewDeadline()) : Fence.unelected();
    // Without an election too: it repeats no write that hangs.
    KubernetesClient client = FencedHttpClient.fenced(given, fence);
    EvidenceOptions asked = options.evidence();
    evidence = asked == null ? null : recording(asked, client);
    Recording recording = evidence == null ? Recording.NONE : evidence;
    ledger = new Ledger(client, options.clock(), recording.export(), () -> loop().settle());
    leadership =
        new Leadership(
            client,
            options,
            () -> {
              overtaken = true;
              stopActing();
              lost.run();
            });
    metrics.leading(() -> leading.get() && !overtaken);
    events = new EventRecorder(client, options.identity(), options.clock(), metrics.registry);
    RefusedWrites refused = new RefusedWrites(metrics.registry, events);
    Gates gates = new Gates(new GateWriter(client), refused, () -> loop().settle());
    delivery = new Delivery(client, options.dns());
    ItemStores stores = new ItemStores();
    caches =
        new Caches(
            client,
            stores,
            new GuardedWatcher(
                new EventRouter(
                    triggers,
                    new ClusterEvents(
                        leading::get, this::caches, this::loop, triggers, ledger, delivery)),
                this::lookAgain,
                problem -> fatal = problem.toString(),
                metrics.registry));
    WatchContinuity continuity = new WatchContinuity(options.clock(), options.nanos());
    contact = new ContactThread(client, caches.nodes::isWatching, continuity);
    reports = new NamespaceReports(client, refused);
    loop =
        new PlacementLoop(
            new PlacementPass(
                    new EstateSource(
                        caches,
                        ledger,
                        continuity,
                        (id, inForce) ->
                            board.delivered(id, !inForce.published() || !gates.open(id, inForce))),
                    ledger,
                    gates,
                    new Admission(caches),
                    board,
                    new Bulletin(triggers, events::decided, board::zones, caches::workloadsOn),
                    metrics,
                    recording,
                    reports,
                    options.clock())
                ::run,
            ledger,
            gates,
            new PlacementRefusals(ledger, refused, triggers, caches::uid),
            leadership,
            options.clock());
    StatusWriter writer = new StatusWriter(client, metrics, refused);
    StatusEvents told = new StatusEvents(events);
    controllers =
        new Reconcilers(
            client,
            metrics,
            triggers,
            stores,
            writer::isOwn,
            options.leaderElect() ? election() : null,
            () -> !closed.get());
    controllers.register(
        ControllerName.WORKLOAD,
        BleuWorkload.class,
        new WorkloadReconciler(
            board,
            ledger,
            gates,
            caches,
            delivery,
            triggers,
            new Finalizers(client, ControllerName.WORKLOAD, refused),
            refused,
            told,
            writer,
            new UncreatedPods(client),
            options.clock()));
    controllers.register(
        ControllerName.PLACEMENT,
        WorkloadPlacement.class,
        new PlacementReconciler(board, ledger, triggers, writer, options.clock()));
    controllers.register(
        ControllerName.ZONE,
        AvailabilityZone.class,
        new ZoneReconciler(
            board,
            ledger,
            caches,
            triggers,
            new Finalizers(client, ControllerName.ZONE, refused),
            told,
            writer,
            options.clock()));
    controllers.register(
        ControllerName.PROVIDER,
        CloudProvider.class,
        new ProviderReconciler(board, triggers, told, writer, options.clock()));
    controllers.register(
        ControllerName.WAIVER,
        SovereigntyWaiver.class,
        new WaiverReconciler(board, triggers, told, writer, options.clock()));
    controllers.register(
        ControllerName.POLICY,
        SovereigntyPolicy.class,
        new PolicyReconciler(board, triggers, writer, standing::failing, options.clock()));
  }

  /**
   * Starts probes, caches and controllers, and waits until the caches have listed everything, or
   * until {@link #close()} is called meanwhile.
   *
   * @throws StartException when that cannot be; the message says what to do
   */
  public void start() {
    if (closed.get()) {
      return;
    }
    if (options.port() >= 0) {
      try {
        probes =
            new ProbeServer(
                options.bindAddress(), options.port(), this::dead, this::unready, metrics::text);
      } catch (IOException e) {
        throw new StartException(
            "cannot listen on %s:%s: %s; choose another --port or --bind-address"
                .formatted(options.bindAddress(), options.port(), e.getMessage()),
            e);
      }
      if (closed.get()) {
        probes.close();
        return;
      }
    }
    try {
      CompletableFuture.anyOf(caches.start(), ended).get(SYNC.toSeconds(), TimeUnit.SECONDS);
      if (closed.get()) {
        return;
      }
      synced = true;
      contact.start();
      controllers.start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (IllegalStateException | StartException e) {
      if (closed.get()) {
        // Told to end while it began: its client went first.
        return;
      }
      throw e;
    } catch (ExecutionException | TimeoutException e) {
      if (closed.get()) {
        return;
      }
      throw new StartException(
          "the API server did not list %s within %s s; is it reached, are the CRDs installed, and may this account list them?"
              .formatted(String.join(", ", caches.missing()), SYNC.toSeconds()),
          e);
    }
    if (closed.get()) {
      // It was closed while the controllers came up, and could not stop what was not there yet.
      stopControllers();
      return;
    }
    if (!options.leaderElect()) {
      lead();
    }
  }

  /** Whether this process acts: it was elected, and has neither ended nor been cut off since. */
  public boolean leading() {
    return leading.get() && (!options.leaderElect() || fence.open());
  }

  /** The port of probes and metrics, -1 when there is none. */
  public int port() {
    return probes == null ? -1 : probes.port();
  }

  /** Stops acting first, then watching. Safe to call twice. */
  @Override
  public void close() {
    synchronized (acting) {
      if (!closed.compareAndSet(false, true)) {
        return;
      }
      leading.set(false);
    }
    ended.complete(null);
    loop.close();
    reports.close();
    if (evidence != null) {
      evidence.close();
    }
    events.close();
    try {
      stopControllers();
    } finally {
      contact.close();
      caches.close();
      if (probes != null) {
        probes.close();
      }
    }
  }

  /** Then nothing is written any more, and the lease is somebody else's to take. */
  private void stopControllers() {
    try {
      controllers.stop();
    } finally {
      fence.shut();
      try {
        if (fence.idleWithin(LAST_ANSWERS)) {
          leadership.release();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Nothing tells of a change twice: whoever it may concern looks, be it in vain. */
  private void lookAgain(HasMetadata object) {
    loop().wake();
    String namespace = object.getMetadata().getNamespace();
    Snapshot snapshot = board.snapshot();
    if (snapshot != null) {
      snapshot.seen().keySet().stream()
          .filter(id -> namespace == null || namespace.equals(id.namespace()))
          .forEach(
              id -> {
                triggers.workload(id);
                triggers.placement(id);
              });
      snapshot.facts().keySet().forEach(triggers::fact);
    }
  }

  private Caches caches() {
    return caches;
  }

  private PlacementLoop loop() {
    return loop;
  }

  private void lead() {
    synchronized (acting) {
      if (closed.get() || !leading.compareAndSet(false, true)) {
        return;
      }
      LOG.info("{} leads", options.identity());
      if (evidence != null) {
        evidence.start();
      }
      reports.start();
      loop.start();
    }
  }

  private EvidenceRecording recording(EvidenceOptions asked, KubernetesClient client) {
    Signer external = asked.signer().isEmpty() ? null : ExternalSigner.of(asked);
    return new EvidenceRecording(
        asked,
        () -> external == null ? EvidenceKey.signer(client, options.leaseNamespace()) : external,
        options.clock(),
        () -> !options.leaderElect() || fence.open(),
        () -> caches().origin(),
        new Wakes(),
        standing);
  }

  private LeaderElectionConfiguration election() {
    return new LeaderElectionConfiguration(
        OperatorOptions.LEASE,
        options.leaseNamespace(),
        options.leaseDuration(),
        options.renewDeadline(),
        options.retryPeriod(),
        options.identity(),
        new LeaderCallbacks(
            this::lead,
            this::stopLeading,
            leader -> {
              if (leader != null && !leader.isEmpty()) {
                LOG.info("{} is the leader", leader);
              }
            }),
        false);
  }

  private void stopActing() {
    leading.set(false);
    fence.shut();
    loop.close();
    reports.close();
  }

  private void stopLeading() {
    if (closed.get()) {
      // What is to end ends in close(), which then gives the lease back.
      fence.shut();
    } else {
      leadership.lose();
    }
  }

  /** What the export tells, once this process leads. */
  private final class Wakes implements EvidenceRecording.Wakes {
    @Override
    public void kept() {
      loop.settle();
    }

    @Override
    public void note() {
      loop.wake();
    }
  }

  /** Tells people that the export or its signing fails, or works again. */
  private final class Failures implements EvidenceStanding.Listener {
    @Override
    public void changed(String reason, @Nullable String sentence) {
      events.record(
          EventRecorder.reference(ledger.object()),
          sentence == null ? "Normal" : "Warning",
          sentence == null ? reason.replace("Failing", "Works") : reason,
          "Export",
          sentence == null ? "it works again" : sentence);
      Snapshot snapshot = board.snapshot();
      if (snapshot != null) {
        snapshot.facts().keySet().stream()
            .filter(f -> f.kind().equals("SovereigntyPolicy"))
            .forEach(triggers::fact);
      }
    }
  }

  private @Nullable String dead() {
    if (closed.get()) {
      return "stopped";
    }
    return fatal != null ? fatal : loop.stuck();
  }

  private @Nullable String unready() {
    if (!synced) {
      return "the caches are not filled yet";
    }
    if (overtaken) {
      return "another process leads; this one ends";
    }
    return caches.healthy() ? null : "a watch has ended for good";
  }
}

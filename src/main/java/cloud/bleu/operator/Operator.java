package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.Delivery;
import cloud.bleu.delivery.PodAssignments;
import cloud.bleu.ledger.GateWriter;
import cloud.bleu.ledger.InForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.placement.WorkloadId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
  private static final Duration FINISH = Duration.ofSeconds(5);

  /** Reconciliations at once, over all kinds: they compare, and wait for the API server. */
  private static final int THREADS = 10;

  private final OperatorOptions options;
  private final Triggers triggers = new Triggers();
  private final Board board = new Board();
  private final OperatorMetrics metrics = new OperatorMetrics();
  private final EvidenceStanding standing = new EvidenceStanding(metrics.registry, new Failures());
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean leading = new AtomicBoolean();
  private final Fence fence;
  private final Ledger ledger;
  private final Caches caches;
  private final Delivery delivery;
  private final EventRecorder events;
  private final NamespaceReports reports;
  private final PlacementLoop loop;
  private final @Nullable EvidenceRecording evidence;
  private final Leadership leadership;
  private final io.javaoperatorsdk.operator.Operator controllers;
  private volatile boolean synced;
  private volatile boolean overtaken;
  private @Nullable ProbeServer probes;

  /**
   * @param given for everything that this operator asks and writes
   * @param lost called once when another process leads: this one must end, and start anew to stand
   *     by
   */
  public Operator(KubernetesClient given, OperatorOptions options, Runnable lost) {
    this.options = options;
    fence = new Fence(options.renewDeadline());
    KubernetesClient client = options.leaderElect() ? FencedHttpClient.fenced(given, fence) : given;
    EvidenceOptions asked = options.evidence();
    evidence = asked == null ? null : recording(asked, client);
    Recording recording = evidence == null ? Recording.NONE : evidence;
    ledger = new Ledger(client, options.clock(), recording.export());
    Gates gates = new Gates(new GateWriter(client));
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
    events = new EventRecorder(client, options.identity(), options.clock());
    delivery = new Delivery(client, options.dns());
    caches = new Caches(client, new EventRouter(triggers, new Told()));
    reports = new NamespaceReports(client);
    loop =
        new PlacementLoop(
            new PlacementPass(
                new EstateSource(caches, ledger),
                ledger,
                gates,
                new Admission(caches),
                board,
                new Bulletin(triggers, events),
                metrics,
                recording,
                reports,
                options.clock()),
            ledger,
            gates,
            leadership,
            options.clock());
    StatusWriter writer = new StatusWriter(client, metrics);
    StatusEvents told = new StatusEvents(events);
    controllers =
        new io.javaoperatorsdk.operator.Operator(
            overrider -> {
              overrider
                  .withKubernetesClient(client)
                  .withCloseClientOnStop(false)
                  .checkingCRDAndValidateLocalModel(false)
                  .withStopOnInformerErrorDuringStartup(false)
                  .withReconciliationTerminationTimeout(FINISH)
                  .withConcurrentReconciliationThreads(THREADS)
                  .withMetrics(metrics.controllers())
                  .withInformerStoppedHandler(
                      (informer, problem) -> {
                        if (problem != null && !closed.get()) {
                          LOG.warn("a watch ended for good: {}", problem.toString());
                        }
                      });
              if (options.leaderElect()) {
                overrider.withLeaderElectionConfiguration(election());
              }
            });
    register(
        WorkloadReconciler.NAME,
        new WorkloadReconciler(
            board,
            ledger,
            gates,
            caches,
            delivery,
            triggers,
            new Finalizers(client, WorkloadReconciler.NAME),
            told,
            writer,
            options.clock()));
    register(
        PlacementReconciler.NAME,
        new PlacementReconciler(board, ledger, triggers, writer, options.clock()));
    register(
        ZoneReconciler.NAME,
        new ZoneReconciler(
            board,
            ledger,
            caches,
            triggers,
            new Finalizers(client, ZoneReconciler.NAME),
            told,
            writer,
            options.clock()));
    register(
        ProviderReconciler.NAME,
        new ProviderReconciler(board, triggers, told, writer, options.clock()));
    register(
        WaiverReconciler.NAME,
        new WaiverReconciler(board, triggers, told, writer, options.clock()));
    register(
        PolicyReconciler.NAME,
        new PolicyReconciler(board, triggers, writer, standing::failing, options.clock()));
  }

  /**
   * Starts probes, caches and controllers, and waits until the caches have listed everything.
   *
   * @throws StartException when that cannot be; the message says what to do
   */
  public void start() {
    if (options.port() >= 0) {
      try {
        probes =
            new ProbeServer(
                options.bindAddress(), options.port(), this::dead, this::unready, metrics::text);
      } catch (IOException e) {
        throw new StartException(
            "cannot listen on %s:%d: %s; choose another --port or --bind-address"
                .formatted(options.bindAddress(), options.port(), e.getMessage()),
            e);
      }
    }
    try {
      caches.start().get(SYNC.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new StartException(
          "the API server did not list %s within %d s; is it reached, are the CRDs installed, and may this account list them?"
              .formatted(String.join(", ", caches.missing()), SYNC.toSeconds()),
          e);
    }
    synced = true;
    try {
      controllers.start();
    } catch (OperatorException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new StartException("the controllers cannot start: " + why.getMessage(), e);
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
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    leading.set(false);
    loop.close();
    reports.close();
    if (evidence != null) {
      evidence.close();
    }
    controllers.stop();
    fence.shut();
    caches.close();
    events.close();
    if (probes != null) {
      probes.close();
    }
  }

  private void lead() {
    if (leading.compareAndSet(false, true)) {
      LOG.info("{} leads", options.identity());
      if (evidence != null) {
        evidence.start();
      }
      reports.start();
      loop.start();
    }
  }

  private EvidenceRecording recording(EvidenceOptions asked, KubernetesClient client) {
    return new EvidenceRecording(
        asked,
        () ->
            asked.signer().isEmpty()
                ? EvidenceKey.signer(client, options.leaseNamespace())
                : SigningThread.command(asked),
        options.clock(),
        () -> !options.leaderElect() || fence.open(),
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
            this::lead, this::stopLeading, leader -> LOG.info("{} is the leader", leader)),
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
      // The lease is given back, and the next one begins.
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

  /** What the caches tell, from before the loop exists. */
  private final class Told implements EventRouter.Listener {
    @Override
    public void wake() {
      if (leading.get()) {
        loop.wake();
      }
    }

    @Override
    public void placementSeen(WorkloadId id, @Nullable WorkloadPlacementSpec spec) {
      // One that goes with its workload is not to be written again.
      if (leading.get() && caches.stays(id)) {
        loop.touched(id, spec);
      }
    }

    @Override
    public void gateSeen(String namespace, @Nullable PlacementGateSpec spec) {
      if (leading.get()) {
        loop.gateSeen(namespace, spec);
      }
    }

    @Override
    public void neighbourChanged(String namespace) {
      if (leading.get()) {
        caches.workloads(namespace).forEach(triggers::workload);
      }
    }

    @Override
    public void serviceChanged(String namespace, String name) {
      if (leading.get()) {
        caches.callersOf(namespace, name).forEach(triggers::workload);
        entranceChanged(namespace);
      }
    }

    @Override
    public void entranceChanged(String namespace) {
      if (leading.get() && !caches.workloads(namespace).isEmpty()) {
        loop.wake();
      }
    }

    @Override
    public void podChanged(@Nullable Pod before, @Nullable Pod after) {
      Pod pod = after != null ? after : before;
      if (pod == null || !leading.get()) {
        return;
      }
      boolean moved = !Relevance.ofOther(before).equals(Relevance.ofOther(after));
      for (BleuWorkload w : caches.aboutOthers(pod.getMetadata().getNamespace())) {
        String name = w.getMetadata().getName();
        LabelSelector selector = OthersPods.selector(w);
        if ((before != null && PodAssignments.isMember(name, selector, before))
            || (after != null && PodAssignments.isMember(name, selector, after))) {
          triggers.workload(new WorkloadId(pod.getMetadata().getNamespace(), name));
          if (moved) {
            loop.wake();
          }
        }
      }
    }

    @Override
    public void workloadGone(WorkloadId id) {
      InForce decided = ledger.inForce(id);
      if (decided != null) {
        decided.spec().assignments().forEach(a -> triggers.zone(a.zone()));
      }
    }

    @Override
    public void gone(String uid) {
      delivery.forget(uid);
    }
  }

  private @Nullable String dead() {
    return closed.get() ? "stopped" : loop.stuck();
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

  private <P extends HasMetadata> void register(String name, Reconciler<P> reconciler) {
    controllers.register(
        reconciler,
        (ControllerConfigurationOverrider<P> config) ->
            config
                .withName(name)
                .withFieldManager(name)
                .withGenerationAware(false)
                .withTriggerReconcilerOnAllEvents(true)
                .withRateLimiter(new LinearRateLimiter(Duration.ofSeconds(1), 20))
                .withRetry(
                    new GenericRetry()
                        .setInitialInterval(500)
                        .setIntervalMultiplier(2)
                        .setMaxInterval(60_000)
                        .withoutMaxAttempts()));
  }
}

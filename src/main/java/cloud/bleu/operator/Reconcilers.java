package cloud.bleu.operator;

import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.operator.trigger.RecreationTrigger;
import cloud.bleu.operator.trigger.Triggers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.monitoring.AggregatedMetrics;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reconcilers under the operator SDK: how many run at once, how they are retried. */
final class Reconcilers {

  private static final Logger LOG = LoggerFactory.getLogger(Reconcilers.class);
  private static final Duration FINISH = Duration.ofSeconds(5);

  /** Reconciliations at once, over all kinds: they compare, and wait for the API server. */
  private static final int THREADS = 10;

  private final Operator operator;
  private final Predicate<HasMetadata> own;

  /**
   * @param client whose informers are the caches
   * @param own whether an object is as a controller left it
   * @param election absent: it acts at once
   */
  Reconcilers(
      KubernetesClient client,
      OperatorMetrics metrics,
      Triggers triggers,
      Predicate<HasMetadata> own,
      @Nullable LeaderElectionConfiguration election) {
    this.own = own;
    operator =
        new Operator(
            overrider -> {
              overrider
                  .withKubernetesClient(client)
                  .withCloseClientOnStop(false)
                  .checkingCRDAndValidateLocalModel(false)
                  .withReconciliationTerminationTimeout(FINISH)
                  .withConcurrentReconciliationThreads(THREADS)
                  .withMetrics(
                      new AggregatedMetrics(
                          List.of(metrics.controllers(), new RecreationTrigger(triggers))));
              if (election != null) {
                overrider.withLeaderElectionConfiguration(election);
              }
            });
  }

  /** Adds one; before {@link #start()}. */
  <P extends HasMetadata> void register(String name, Class<P> type, Reconciler<P> reconciler) {
    operator.register(
        reconciler,
        (ControllerConfigurationOverrider<P> config) ->
            config
                .withName(name)
                .withFieldManager(name)
                .withOnUpdateFilter((now, before) -> !own.test(now))
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

  /**
   * Starts them, at once or when this process is elected.
   *
   * @throws StartException when that cannot be
   */
  public void start() {
    try {
      operator.start();
    } catch (OperatorException e) {
      stopStarted();
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new StartException("the controllers cannot start: " + why.getMessage(), e);
    }
  }

  /**
   * The SDK leaves on what had started of one that cannot start: it would reconcile beside the
   * next.
   */
  private void stopStarted() {
    for (RegisteredController<?> registered : operator.getRegisteredControllers()) {
      if (registered instanceof Controller<?> controller) {
        try {
          controller.stop();
        } catch (RejectedExecutionException e) {
          LOG.debug("the threads went before what triggers it: {}", e.toString());
        }
      }
    }
  }

  /** Stops them, also while they start. Safe to call twice. */
  public synchronized void stop() {
    try {
      operator.stop();
    } catch (RejectedExecutionException e) {
      // The threads went first: it was stopped before, or while it started. Then what takes events
      // is on still, and would hand them to threads that are no more.
      LOG.debug("the controllers were stopped already: {}", e.toString());
      stopStarted();
    }
  }
}

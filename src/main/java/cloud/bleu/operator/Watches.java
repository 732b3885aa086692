package cloud.bleu.operator;

import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.cache.ContactThread;
import cloud.bleu.operator.cache.GuardedWatcher;
import cloud.bleu.operator.cache.WatchContinuity;
import cloud.bleu.operator.leadership.Tenure;
import cloud.bleu.operator.pass.PlacementLoop;
import cloud.bleu.operator.routing.ClusterEvents;
import cloud.bleu.operator.routing.EventRouter;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.trigger.Triggers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The caches, who is told of their changes, and the contact that shows whether the watches still
 * report changes.
 */
final class Watches implements AutoCloseable {

  private static final Duration SYNC = Duration.ofMinutes(2);

  final Caches caches;
  final WatchContinuity continuity;
  private final ContactThread contact;
  private final SnapshotBoard board;
  private final Triggers triggers;
  private final Supplier<PlacementLoop> loop;
  private volatile boolean filled;

  /** What this process cannot go on after, null: nothing. */
  private volatile @Nullable String fatal;

  /**
   * @param context of which everything but this needs to be there
   * @param loop asked only when the caches tell something, which is after it exists
   */
  Watches(OperatorContext context, Tenure tenure, Supplier<PlacementLoop> loop) {
    board = context.board;
    triggers = context.triggers;
    this.loop = loop;
    EventRouter router =
        new EventRouter(
            triggers,
            new ClusterEvents(
                tenure::isActing,
                this::caches,
                loop,
                triggers,
                context.ledger,
                context.delivery,
                context.nodes));
    caches =
        new Caches(
            context.client,
            new GuardedWatcher(
                (before, after) ->
                    context.traces.change(before, after, () -> router.changed(before, after)),
                this::lookAgain,
                problem -> fatal = problem.toString(),
                context.metrics.registry));
    continuity = new WatchContinuity(context.options.clock(), context.options.nanos());
    contact = new ContactThread(context.client, caches.nodes::isWatching, continuity);
  }

  /**
   * Starts the caches, and waits until they have listed everything.
   *
   * @param ended completes when nobody waits for that any more
   * @throws StartException when the API server did not list everything in time
   */
  void fill(CompletableFuture<Void> ended) throws InterruptedException {
    try {
      CompletableFuture.anyOf(caches.start(), ended).get(SYNC.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new StartException(
          "the API server did not list %s within %s s; is it reached, are the CRDs installed, and may this account list them?"
              .formatted(String.join(", ", caches.missing()), SYNC.toSeconds()),
          e);
    }
  }

  /** Says that the caches are filled, and keeps the contact from now on. */
  void keepContact() {
    filled = true;
    contact.start();
  }

  /** Whether the caches have listed everything once. */
  boolean isFilled() {
    return filled;
  }

  /** What this process cannot go on after; null: nothing. */
  @Nullable String fatal() {
    return fatal;
  }

  @Override
  public void close() {
    contact.close();
    caches.close();
  }

  private Caches caches() {
    return caches;
  }

  /** A change is reported only once, so everybody whom it may concern looks, even in vain. */
  private void lookAgain(HasMetadata object) {
    loop.get().wake();
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
}

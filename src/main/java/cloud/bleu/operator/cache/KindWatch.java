package cloud.bleu.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects of one kind as the API server has them, by a list and a watch that are never given up.
 * Whatever ends them, both begin again: after a second, then after pauses that double up to half a
 * minute. So a right or a kind may come and go without a restart. The log says once why they cannot
 * be watched, and once that they are again. The threads of the client do all of it.
 *
 * @param <T> the kind
 */
public final class KindWatch<T extends HasMetadata> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KindWatch.class);

  /** Fabric8 opens a watch a moment after its list, and tells nobody when. */
  private static final Executor SOON =
      CompletableFuture.delayedExecutor(250, TimeUnit.MILLISECONDS);

  private static final String INDEX = "subject";

  private final WatchSubject subject;
  private final SharedIndexInformer<T> informer;
  private final WatchFaults<KindWatch<?>> watchFaults;
  private final boolean isOneOfMany;

  /** A fault, and that it is over, are taken note of one after the other. */
  private final Object turn = new Object();

  private final AtomicInteger faults = new AtomicInteger();

  /** How many faults there were when they were listed last. */
  private volatile int faultsAtList;

  private final CompletableFuture<Void> listed = new CompletableFuture<>();
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final CompletableFuture<Void> known = new CompletableFuture<>();
  private boolean isBegun;
  private volatile @Nullable WatchFault fault;
  private volatile boolean closed;

  /**
   * @param objects which; nothing is asked before the start
   */
  public KindWatch(WatchSubject subject, Informable<T> objects) {
    this(subject, objects, null);
  }

  /**
   * @param shared with watches that find the same faults: only one of them tells; null: none
   */
  KindWatch(
      WatchSubject subject, Informable<T> objects, @Nullable WatchFaults<KindWatch<?>> shared) {
    this.subject = subject;
    informer = objects.runnableInformer(0);
    isOneOfMany = shared != null;
    watchFaults = shared == null ? new WatchFaults<>() : shared;
  }

  /** Keeps them in a store; before the start. */
  public KindWatch<T> keptIn(ItemStore<T> store) {
    informer.itemStore(store);
    return this;
  }

  /** Finds them by the values of an index; before the start. */
  public KindWatch<T> indexed(Function<T, List<String>> values) {
    informer.addIndexers(Map.of(INDEX, values));
    return this;
  }

  /** Tells one more of each change, with what was there before; before the start. */
  KindWatch<T> telling(ResourceEventHandler<T> handler) {
    informer.addEventHandler(handler);
    return this;
  }

  /**
   * Begins to list and to watch, and does not wait. Does nothing when it has begun, or is closed.
   *
   * @return completes when all are seen for the first time, however late that is
   */
  public synchronized CompletableFuture<Void> start(WatchListener<T> listener) {
    if (!isBegun) {
      isBegun = true;
      informer.exceptionHandler((started, problem) -> failed(problem, listener));
      informer.addEventHandler(new Events(listener));
      // What was listed is told before it is told that all are seen.
      CompletableFuture.allOf(listed, opened).thenRun(() -> look(faultsAtList, listener));
      if (!closed) {
        informer.start().thenRun(() -> opened.complete(null));
      }
    }
    return opened;
  }

  /** Starts to watch, with nobody told but those whom {@link #telling} names. */
  CompletableFuture<Void> start() {
    return start((object, gone) -> {});
  }

  /** What is watched, as the log has it. */
  String name() {
    return subject.name();
  }

  /** Whether it is not closed. */
  boolean isKept() {
    return !informer.stopped().toCompletableFuture().isDone();
  }

  /** The cache of what is watched. */
  SharedIndexInformer<T> informer() {
    return informer;
  }

  /**
   * Completes when it is known which there are: they are listed, this account may not list them, or
   * the cluster has no such kind. Every object that was listed has been told then.
   */
  public CompletableFuture<Void> known() {
    return known;
  }

  /** Whether they were listed once. */
  public boolean isListed() {
    return informer.hasSynced();
  }

  /** Whether they were listed, and are watched at the moment. */
  public boolean isWatched() {
    return informer.hasSynced() && informer.isWatching();
  }

  /** Why they are not watched; null while they are, and while nothing is known. */
  public @Nullable WatchFault fault() {
    return fault;
  }

  /** All that were seen. */
  public List<T> list() {
    return informer.getIndexer().list();
  }

  /**
   * One of them; null: there is none, or it is not seen yet.
   *
   * @param key namespace and name with a slash between them, or the name alone
   */
  public @Nullable T get(String key) {
    return informer.getIndexer().getByKey(key);
  }

  /** The objects that the index has for a value. */
  public List<T> byIndex(String value) {
    return informer.getIndexer().byIndex(INDEX, value);
  }

  /**
   * What of several is not watched, and why if that is known.
   *
   * @return null: all are watched
   */
  public static @Nullable String unseen(List<? extends KindWatch<?>> watches) {
    String listing = null;
    for (KindWatch<?> one : watches) {
      if (!one.isWatched()) {
        WatchFault why = one.fault();
        if (why != null) {
          return one.subject.name() + ": " + why.words();
        }
        listing = listing == null ? one.subject.name() : listing + ", " + one.subject.name();
      }
    }
    return listing == null ? null : listing + " being listed";
  }

  @Override
  public void close() {
    synchronized (turn) {
      closed = true;
      WatchReturn.say(LOG, watchFaults.closes(this));
    }
    informer.stop();
    CancellationException ended = new CancellationException("not watched any more");
    List.of(listed, opened, known).forEach(future -> future.completeExceptionally(ended));
  }

  /** True, also once it is closed: to give up is an error to Fabric8, with a stack trace. */
  private boolean failed(Throwable problem, WatchListener<T> listener) {
    WatchFault now = WatchFault.of(problem);
    synchronized (turn) {
      if (closed) {
        return true;
      }
      faults.incrementAndGet();
      // Whoever sees that there is one finds it in the log.
      say(now);
      fault = now;
    }
    if (now.isForbidden() || now.isNotServed()) {
      known.complete(null);
    }
    try {
      listener.refused(now);
    } catch (RuntimeException e) {
      // The watch would not begin again.
      LOG.error("that {} cannot be watched was not handled", subject.name(), e);
    }
    return true;
  }

  private void say(WatchFault now) {
    if (!subject.isSaid() || !watchFaults.begins(this, now.words())) {
      LOG.debug("cannot watch {}, trying again: {}", subject.name(), now.words());
      return;
    }
    LOG.warn("{}", subject.line(now, isOneOfMany));
  }

  /**
   * @param seen how many faults there were when they were listed
   */
  private void look(int seen, WatchListener<T> listener) {
    if (closed || faults.get() != seen) {
      return;
    }
    if (informer.isWatching()) {
      watched(seen, listener);
    } else {
      SOON.execute(() -> look(seen, listener));
    }
  }

  private void watched(int seen, WatchListener<T> listener) {
    synchronized (turn) {
      if (closed || faults.get() != seen) {
        return;
      }
      fault = null;
      WatchReturn.say(LOG, watchFaults.ends(this));
    }
    listener.watched();
  }

  /** Passes every event on. */
  private final class Events implements ResourceEventHandler<T> {
    private final WatchListener<T> listener;

    Events(WatchListener<T> listener) {
      this.listener = listener;
    }

    @Override
    public void onList(String resourceVersion, boolean remainedEmpty) {
      int seen = faults.get();
      faultsAtList = seen;
      boolean isFirst = listed.complete(null);
      known.complete(null);
      // A version that was too old is a watch that was down, and no fault tells of it.
      if (!isFirst && opened.isDone()) {
        look(seen, listener);
      }
    }

    @Override
    public void onAdd(T object) {
      listener.changed(object, false);
    }

    @Override
    public void onUpdate(T before, T object) {
      listener.changed(object, false);
    }

    @Override
    public void onDelete(T object, boolean unknown) {
      listener.changed(object, true);
    }
  }
}

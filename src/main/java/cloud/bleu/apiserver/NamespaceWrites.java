package cloud.bleu.apiserver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes that one thread asks for and others make: sixteen at once, eight of one namespace, and of
 * one key, such as a workload, one after the other. Answers are taken as they come. A write that is
 * not answered within two seconds goes on beside, and so holds up its own key only; its answer is
 * taken later. Where the last answer was late, whatever it said, one write of the namespace is sent
 * at a time and not waited for, until one is answered quickly again.
 *
 * <p>Asked by one thread, which is also the one that answers are told on.
 */
public final class NamespaceWrites implements AutoCloseable {

  /**
   * How long a round waits for the first answer that does not come; for the next half as long. What
   * slow answers take of it is gone as well.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** But for this, in which a write is usually answered. */
  private static final Duration LEAST = Duration.ofMillis(50);

  /** An answer that takes longer is a late one, also if it was waited for. */
  private static final Duration QUICK = Duration.ofMillis(500);

  /** Nobody asks for longer about a namespace: that its last answer was late is forgotten. */
  private static final Duration MEMORY = Duration.ofMinutes(10);

  /** Writes at once that are waited for. */
  private static final int LANES = 16;

  /** So many of them in one namespace: one that hangs leaves lanes to the others at once. */
  private static final int LANES_OF_ONE = 8;

  /** Writes at once in all: each may hang for as long as a request may take. */
  private static final int MOST = 128;

  /** So many of them in namespaces that are known to be late: the others never wait for those. */
  private static final int MOST_LATE = 64;

  private static final Duration END = Duration.ofSeconds(2);

  private final @Nullable Runnable told;
  private final LongSupplier nanos;

  /** Namespaces whose last answer was late, and since when that is known. */
  private final Map<String, Long> late = new HashMap<>();

  /** By key: sent, and not taken yet. */
  private final Map<Object, UnderWay<?>> underWay = new LinkedHashMap<>();

  /** Those of them that are waited for. */
  private final Set<UnderWay<?>> awaited = new LinkedHashSet<>();

  private final Deque<Queued<?>> queue = new ArrayDeque<>();

  /** One for each answer that has come: it wakes who waits. */
  private final Semaphore arrivals = new Semaphore(0);

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "namespace-write");
            thread.setDaemon(true);
            return thread;
          });
  private long patience = PATIENCE.toNanos();

  /** When the last answer was taken, or the last wait was given up. */
  private long progress;

  private record Queued<R>(
      String namespace,
      Object key,
      BooleanSupplier wanted,
      Supplier<R> write,
      Consumer<Supplier<R>> then) {}

  private static final class UnderWay<R> {
    final CompletableFuture<R> answer = new CompletableFuture<>();
    final Queued<R> what;
    final long sent;

    /** By the clock of this process: a test may have another one. */
    final long begun = System.nanoTime();

    /** Read once it is answered. */
    long ended;

    boolean failureMatters = true;

    UnderWay(Queued<R> what, long sent) {
      this.what = what;
      this.sent = sent;
    }

    void make(LongSupplier nanos, Semaphore arrivals) {
      try {
        R value = what.write().get();
        ended = nanos.getAsLong();
        answer.complete(value);
      } catch (Throwable e) {
        ended = nanos.getAsLong();
        answer.completeExceptionally(new CompletionException(e));
      } finally {
        arrivals.release();
      }
    }

    void tell() {
      if (failureMatters || !answer.isCompletedExceptionally()) {
        what.then().accept(this::get);
      }
    }

    private R get() {
      try {
        return answer.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e.getCause() instanceof RuntimeException why ? why : e;
      }
    }
  }

  /**
   * @param told run, on any thread, when an answer has come that nobody waited for any more; null:
   *     every answer is waited for
   */
  public NamespaceWrites(@Nullable Runnable told) {
    this(told, System::nanoTime);
  }

  /**
   * @param nanos a monotonic clock
   */
  NamespaceWrites(@Nullable Runnable told, LongSupplier nanos) {
    this.told = told;
    this.nanos = nanos;
  }

  /** Begins a round: patience is as it was. */
  public void begin() {
    patience = PATIENCE.toNanos();
    long now = nanos.getAsLong();
    progress = now;
    late.values().removeIf(since -> now - since > MEMORY.toNanos());
  }

  /** Whether a write of this namespace could be sent now, if none of its key is under way. */
  public boolean isFree(String namespace) {
    if (underWay.size() >= MOST) {
      return false;
    }
    return !isLate(namespace)
        || underWay.values().stream().noneMatch(one -> one.what.namespace().equals(namespace))
            && underWay.values().stream().filter(one -> isLate(one.what.namespace())).count()
                < MOST_LATE;
  }

  /** Whether the last answer in this namespace was late, or is so far. */
  public boolean isLate(String namespace) {
    return late.containsKey(namespace);
  }

  /** Whether a write of this key has no answer yet. */
  public boolean isUnderWay(Object key) {
    return underWay.containsKey(key);
  }

  /**
   * Takes a write down for the next {@link #await}, which leaves it out where it cannot be sent
   * then: one of its key goes on beside, its namespace is late and another one of it is under way,
   * or too many are and none of them is waited for.
   *
   * @param key of which one write at a time is sent
   * @param wanted asked right before it is sent
   * @param then told of the answer, by {@link #await} or by a later {@link #takeAnswers}: the
   *     value, or what was thrown is thrown again
   */
  public <R> void queue(
      String namespace,
      Object key,
      BooleanSupplier wanted,
      Supplier<R> write,
      Consumer<Supplier<R>> then) {
    queue.add(new Queued<>(namespace, key, wanted, write, then));
  }

  /**
   * Sends one write at once, if it can be sent, and waits for its answer as {@link #await} does.
   */
  public <R> void send(
      String namespace, Object key, Supplier<R> write, Consumer<Supplier<R>> then) {
    queue(namespace, key, () -> true, write, then);
    await();
  }

  /** Sends what is queued, and waits for the answers as long as that has a point. */
  public void await() {
    try {
      while (true) {
        arrivals.drainPermits();
        for (UnderWay<?> one : List.copyOf(awaited)) {
          if (one.answer.isDone()) {
            take(one);
          }
        }
        dispatch();
        if (awaited.isEmpty()) {
          return;
        }
        waitForOne();
      }
    } finally {
      // Also where an answer was thrown again: the others are taken later.
      queue.clear();
      List.copyOf(awaited).forEach(this::beside);
    }
  }

  private void dispatch() {
    for (Iterator<Queued<?>> all = queue.iterator(); all.hasNext(); ) {
      Queued<?> next = all.next();
      UnderWay<?> before = underWay.get(next.key());
      if (!next.wanted().getAsBoolean() || before != null && !awaited.contains(before)) {
        all.remove();
      } else if (told != null && isLate(next.namespace())) {
        all.remove();
        if (before == null && isFree(next.namespace())) {
          beside(start(next));
        }
      } else if (before == null && underWay.size() < MOST && hasLane(next.namespace())) {
        all.remove();
        awaited.add(start(next));
      }
    }
  }

  private boolean hasLane(String namespace) {
    return awaited.size() < LANES
        && awaited.stream().filter(one -> one.what.namespace().equals(namespace)).count()
            < LANES_OF_ONE;
  }

  private <R> UnderWay<R> start(Queued<R> next) {
    UnderWay<R> one = new UnderWay<>(next, nanos.getAsLong());
    underWay.put(next.key(), one);
    threads.execute(() -> one.make(nanos, arrivals));
    return one;
  }

  /** Until an answer has come, or patience with the oldest write is at an end. */
  private void waitForOne() {
    long oldest = System.nanoTime();
    for (UnderWay<?> one : awaited) {
      oldest = Math.min(oldest, one.begun);
    }
    long left = told == null ? Long.MAX_VALUE : oldest + patience - System.nanoTime();
    try {
      if (arrivals.tryAcquire(left, TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
    giveUp();
  }

  /** What is as old as patience goes on beside, with all of its namespace. */
  private void giveUp() {
    long now = System.nanoTime();
    List<UnderWay<?>> old =
        awaited.stream()
            .filter(one -> !one.answer.isDone())
            .filter(one -> now - one.begun >= patience - patience / 10)
            .toList();
    for (UnderWay<?> one : old) {
      late.put(one.what.namespace(), nanos.getAsLong());
    }
    for (UnderWay<?> one : List.copyOf(awaited)) {
      if (!one.answer.isDone() && isLate(one.what.namespace())) {
        beside(one);
      }
    }
    if (!old.isEmpty()) {
      patience = Math.max(patience / 2, LEAST.toNanos());
      progress = nanos.getAsLong();
    }
  }

  private void beside(UnderWay<?> one) {
    awaited.remove(one);
    Runnable later = told;
    if (later != null) {
      one.answer.whenComplete((value, failure) -> later.run());
    }
  }

  private void take(UnderWay<?> one) {
    underWay.remove(one.what.key());
    if (awaited.remove(one)) {
      // Of several at once only the time counts in which nothing came.
      long waited = Math.min(one.ended - one.sent, one.ended - progress);
      long beyond = Math.max(0, waited - LEAST.toNanos());
      patience = Math.max(patience - beyond, LEAST.toNanos());
      progress = one.ended - progress > 0 ? one.ended : progress;
    }
    if (one.ended - one.sent > QUICK.toNanos()) {
      late.put(one.what.namespace(), one.ended);
    } else {
      late.remove(one.what.namespace());
    }
    one.tell();
  }

  /** Takes the answers that have come since. */
  public void takeAnswers() {
    for (UnderWay<?> one : new ArrayList<>(underWay.values())) {
      if (one.answer.isDone() && underWay.get(one.what.key()) == one) {
        take(one);
      }
    }
  }

  /** Of what is under way only success is told from now on: everything is read again. */
  public void forgive() {
    underWay.values().forEach(one -> one.failureMatters = false);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(END.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

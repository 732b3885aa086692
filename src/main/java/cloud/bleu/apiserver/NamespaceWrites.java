package cloud.bleu.apiserver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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
  private final AnswerClock clock;

  private final AnswerWait patience = new AnswerWait();
  private final LateNamespaces late = new LateNamespaces();

  /** By key: sent, and not taken yet. */
  private final Map<Object, SentWrite<?>> underWay = new LinkedHashMap<>();

  /** Those of them that are waited for. */
  private final Set<SentWrite<?>> awaited = new LinkedHashSet<>();

  private final Deque<QueuedWrite<?>> queue = new ArrayDeque<>();

  /** One for each answer that has come: it wakes who waits. */
  private final Semaphore arrivals = new Semaphore(0);

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "namespace-write");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param told run, on any thread, when an answer has come that nobody waited for any more; null:
   *     every answer is waited for
   */
  public NamespaceWrites(@Nullable Runnable told) {
    this(told, AnswerClock.SYSTEM);
  }

  /**
   * @param told as in the other constructor
   * @param clock by which an answer is late or quick, and is waited for
   */
  public NamespaceWrites(@Nullable Runnable told, AnswerClock clock) {
    this.told = told;
    this.clock = clock;
  }

  /** Begins a round: patience is as it was. */
  public void begin() {
    long now = clock.nanos();
    patience.begin(now);
    late.forget(now);
  }

  /** Whether a write of this namespace could be sent now, if none of its key is under way. */
  public boolean isFree(String namespace) {
    if (underWay.size() >= MOST) {
      return false;
    }
    return !isLate(namespace)
        || underWay.values().stream().noneMatch(one -> one.namespace().equals(namespace))
            && underWay.values().stream().filter(one -> isLate(one.namespace())).count()
                < MOST_LATE;
  }

  /** Whether a write of this key could be sent now. */
  public boolean isFree(String namespace, Object key) {
    return isFree(namespace) && !isUnderWay(key);
  }

  /** Whether the last answer in this namespace was late, or is so far. */
  public boolean isLate(String namespace) {
    return late.contains(namespace);
  }

  /** Whether a write of this key has no answer yet. */
  public boolean isUnderWay(Object key) {
    return underWay.containsKey(key);
  }

  /**
   * Takes a write down for the next {@link #await}. That call leaves the write out in three cases:
   * a write of the same key is under way; its namespace is late and another write there is under
   * way; too many writes are under way that nobody waits for.
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
    queue.add(new QueuedWrite<>(namespace, key, wanted, write, then));
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
        for (SentWrite<?> one : List.copyOf(awaited)) {
          if (one.isAnswered()) {
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
    for (Iterator<QueuedWrite<?>> all = queue.iterator(); all.hasNext(); ) {
      QueuedWrite<?> next = all.next();
      SentWrite<?> before = underWay.get(next.key());
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
        && awaited.stream().filter(one -> one.namespace().equals(namespace)).count() < LANES_OF_ONE;
  }

  private <R> SentWrite<R> start(QueuedWrite<R> next) {
    SentWrite<R> one = new SentWrite<>(next, clock.nanos());
    underWay.put(next.key(), one);
    threads.execute(() -> one.make(clock, arrivals));
    return one;
  }

  /** Until an answer has come, or patience with the oldest write is at an end. */
  private void waitForOne() {
    long now = clock.nanos();
    long waited = 0;
    Set<Object> keys = new HashSet<>();
    for (SentWrite<?> one : awaited) {
      waited = Math.max(waited, now - one.sent());
      keys.add(one.key());
    }
    long left = told == null ? Long.MAX_VALUE : patience.left() - waited;
    try {
      if (clock.await(arrivals, keys, left)) {
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
    long now = clock.nanos();
    List<SentWrite<?>> old =
        awaited.stream()
            .filter(one -> !one.isAnswered())
            .filter(one -> patience.isOver(now - one.sent()))
            .toList();
    for (SentWrite<?> one : old) {
      late.add(one.namespace(), clock.nanos());
    }
    for (SentWrite<?> one : List.copyOf(awaited)) {
      if (!one.isAnswered() && isLate(one.namespace())) {
        beside(one);
      }
    }
    if (!old.isEmpty()) {
      patience.givenUp(clock.nanos());
    }
  }

  private void beside(SentWrite<?> one) {
    awaited.remove(one);
    Runnable later = told;
    if (later != null) {
      one.whenAnswered(later);
    }
  }

  private void take(SentWrite<?> one) {
    underWay.remove(one.key());
    late.answered(one.namespace(), one.sent(), one.ended());
    if (!isLate(one.namespace())) {
      patience.took(one.namespace(), one.sent(), one.ended());
    }
    if (awaited.remove(one)) {
      patience.answered(one.sent(), one.ended());
    }
    one.tell();
  }

  /** Takes the answers that have come since. */
  public void takeAnswers() {
    for (SentWrite<?> one : new ArrayList<>(underWay.values())) {
      if (one.isAnswered() && underWay.get(one.key()) == one) {
        take(one);
      }
    }
  }

  /**
   * How long {@link #await} has stood still in all for answers that did not come. It does not count
   * what this process took beside it.
   */
  public Duration inVain() {
    return Duration.ofNanos(patience.inVain());
  }

  /** Of what is under way only success is told from now on: everything is read again. */
  public void forgive() {
    underWay.values().forEach(SentWrite::forgive);
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

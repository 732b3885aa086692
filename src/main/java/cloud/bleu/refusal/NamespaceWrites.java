package cloud.bleu.refusal;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes that one thread asks for and others make, at most one at a time for each namespace. An
 * answer that comes at once is taken at once, so that everything happens in order. A write that is
 * not answered within two seconds goes on beside, and so holds up its own namespace only; its
 * answer is taken later. Where the last answer was late, whatever it said, the next one is not
 * waited for, until one comes quickly again.
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

  /** Writes at once: each may hang for as long as a request may take. */
  private static final int MOST = 128;

  /** So many of them in namespaces that are known to be late: the others never wait for those. */
  private static final int MOST_LATE = 64;

  private static final Duration END = Duration.ofSeconds(2);

  private final @Nullable Runnable told;
  private final LongSupplier nanos;

  /** Namespaces whose last answer was late, and since when that is known. */
  private final Map<String, Long> late = new HashMap<>();

  private final Map<String, UnderWay<?>> underWay = new LinkedHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "namespace-write");
            thread.setDaemon(true);
            return thread;
          });
  private long patience = PATIENCE.toNanos();

  private static final class UnderWay<R> {
    final CompletableFuture<R> answer = new CompletableFuture<>();
    final Consumer<Supplier<R>> then;
    final long sent;

    /** Read once it is answered. */
    long ended;

    boolean failureMatters = true;

    UnderWay(Consumer<Supplier<R>> then, long sent) {
      this.then = then;
      this.sent = sent;
    }

    void make(Supplier<R> write, LongSupplier nanos) {
      try {
        R value = write.get();
        ended = nanos.getAsLong();
        answer.complete(value);
      } catch (Throwable e) {
        ended = nanos.getAsLong();
        answer.completeExceptionally(new CompletionException(e));
      }
    }

    void tell() {
      if (failureMatters || !answer.isCompletedExceptionally()) {
        then.accept(this::get);
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
    late.values().removeIf(since -> now - since > MEMORY.toNanos());
  }

  /** Whether a write of this namespace can be sent now: none is under way, and not too many are. */
  public boolean isFree(String namespace) {
    return !isUnderWay(namespace)
        && underWay.size() < MOST
        && (!isLate(namespace)
            || underWay.keySet().stream().filter(this::isLate).count() < MOST_LATE);
  }

  /** Whether the last answer in this namespace was late, or is so far. */
  public boolean isLate(String namespace) {
    return late.containsKey(namespace);
  }

  /** Whether a write of this namespace has no answer yet. */
  public boolean isUnderWay(String namespace) {
    return underWay.containsKey(namespace);
  }

  /**
   * Sends a write; {@link #isFree} comes first.
   *
   * @param then told of the answer, here or by a later {@link #takeAnswers}: the value, or what was
   *     thrown is thrown again
   */
  public <R> void send(String namespace, Supplier<R> write, Consumer<Supplier<R>> then) {
    UnderWay<R> one = new UnderWay<>(then, nanos.getAsLong());
    underWay.put(namespace, one);
    threads.execute(() -> one.make(write, nanos));
    Runnable later = told;
    if (later == null) {
      comes(one.answer, Long.MAX_VALUE);
      take(namespace, one);
    } else if (!isLate(namespace) && comes(one.answer, patience)) {
      long beyond = Math.max(0, one.ended - one.sent - LEAST.toNanos());
      patience = Math.max(patience - beyond, LEAST.toNanos());
      take(namespace, one);
    } else {
      if (!isLate(namespace)) {
        patience = Math.max(patience / 2, LEAST.toNanos());
        late.put(namespace, nanos.getAsLong());
      }
      one.answer.whenComplete((value, failure) -> later.run());
    }
  }

  private void take(String namespace, UnderWay<?> one) {
    underWay.remove(namespace);
    if (one.ended - one.sent > QUICK.toNanos()) {
      late.put(namespace, one.ended);
    } else {
      late.remove(namespace);
    }
    one.tell();
  }

  private static boolean comes(CompletableFuture<?> answer, long nanos) {
    try {
      answer.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  /** Takes the answers that have come since. */
  public void takeAnswers() {
    for (String namespace : List.copyOf(underWay.keySet())) {
      UnderWay<?> one = underWay.get(namespace);
      if (one != null && one.answer.isDone()) {
        take(namespace, one);
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

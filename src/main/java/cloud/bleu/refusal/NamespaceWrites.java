package cloud.bleu.refusal;

import java.time.Duration;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes that one thread asks for and others make, at most one at a time for each namespace. An
 * answer that comes at once is taken at once, so that everything happens in order. A write that is
 * not answered within two seconds goes on beside, and so holds up its own namespace only; its
 * answer is taken later.
 *
 * <p>Asked by one thread, which is also the one that answers are told on.
 */
public final class NamespaceWrites implements AutoCloseable {

  /** How long a round waits for the first answer that does not come; for the next half as long. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** But for this, in which a write is usually answered. */
  private static final Duration LEAST = Duration.ofMillis(50);

  /** Writes at once: each may hang for as long as a request may take. */
  private static final int MOST = 64;

  private static final Duration END = Duration.ofSeconds(2);

  private final @Nullable Runnable late;
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
    final CompletableFuture<R> answer;
    final Consumer<Supplier<R>> then;
    boolean failureMatters = true;

    UnderWay(CompletableFuture<R> answer, Consumer<Supplier<R>> then) {
      this.answer = answer;
      this.then = then;
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
   * @param late run, on any thread, when an answer has come that nobody waited for any more; null:
   *     every answer is waited for
   */
  public NamespaceWrites(@Nullable Runnable late) {
    this.late = late;
  }

  /** Begins a round: patience is as it was. */
  public void begin() {
    patience = PATIENCE.toNanos();
  }

  /** Whether a write of this namespace can be sent now: none is under way, and not too many are. */
  public boolean isFree(String namespace) {
    return !isUnderWay(namespace) && underWay.size() < MOST;
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
   * @param wait whether to wait for the answer
   */
  public <R> void send(
      String namespace, Supplier<R> write, Consumer<Supplier<R>> then, boolean wait) {
    CompletableFuture<R> answer = CompletableFuture.supplyAsync(write, threads);
    UnderWay<R> one = new UnderWay<>(answer, then);
    underWay.put(namespace, one);
    Runnable told = late;
    if (told == null || wait) {
      if (comes(answer, told == null ? Long.MAX_VALUE : patience)) {
        underWay.remove(namespace);
        one.tell();
        return;
      }
      patience = Math.max(patience / 2, LEAST.toNanos());
    }
    if (told != null) {
      answer.whenComplete((value, failure) -> told.run());
    }
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
        underWay.remove(namespace);
        one.tell();
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

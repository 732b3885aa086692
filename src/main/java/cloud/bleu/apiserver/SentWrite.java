package cloud.bleu.apiserver;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

/** A write that is on its way, or answered and not told yet. */
final class SentWrite<R> {

  private final QueuedWrite<R> what;
  private final CompletableFuture<R> answer = new CompletableFuture<>();
  private final long sent;

  /** Read once it is answered. */
  private long ended;

  private boolean failureMatters = true;

  /**
   * @param sent now, by the clock that {@link #make} asks for the end
   */
  SentWrite(QueuedWrite<R> what, long sent) {
    this.what = what;
    this.sent = sent;
  }

  String namespace() {
    return what.namespace();
  }

  Object key() {
    return what.key();
  }

  /** When it was sent, by the clock of who waits. */
  long sent() {
    return sent;
  }

  /** When it was answered; only once it is. */
  long ended() {
    return ended;
  }

  boolean isAnswered() {
    return answer.isDone();
  }

  /** Makes the write, on a thread that may wait for it. */
  void make(AnswerClock clock, Semaphore arrivals) {
    try {
      R value = what.write().get();
      ended = clock.nanos();
      answer.complete(value);
    } catch (Throwable e) {
      ended = clock.nanos();
      answer.completeExceptionally(new CompletionException(e));
    } finally {
      arrivals.release();
    }
  }

  /** Has that run once it is answered, at once if it is. */
  void whenAnswered(Runnable told) {
    answer.whenComplete((value, failure) -> told.run());
  }

  /** From now on only success is told. */
  void forgive() {
    failureMatters = false;
  }

  /** Tells the answer to who asked for the write. */
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

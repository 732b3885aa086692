package cloud.bleu.apiserver;

import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The time by which an answer is late, and how it goes by while answers are waited for. */
public interface AnswerClock {

  /** The clock of this process. */
  AnswerClock SYSTEM =
      new AnswerClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public boolean await(Semaphore arrivals, Set<Object> keys, long nanos)
            throws InterruptedException {
          return arrivals.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        }
      };

  /** Nanoseconds of a monotonic clock, which mean something only beside each other. */
  long nanos();

  /**
   * Waits for an answer.
   *
   * @param arrivals has one for each answer that has come; one of them is taken
   * @param keys of the writes that are waited for
   * @param nanos how long it is waited at most
   * @return false: so long has gone by
   */
  boolean await(Semaphore arrivals, Set<Object> keys, long nanos) throws InterruptedException;
}

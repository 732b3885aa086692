package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.ledger.InForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.placement.WorkloadId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of decisions: a thread that sleeps until something changed or an instant has come
 * that matters, then makes one pass. It never polls.
 */
final class PlacementLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PlacementLoop.class);

  /** Changes come in bursts; a pass takes in what arrives within this. */
  private static final Duration GATHER = Duration.ofMillis(20);

  private static final Duration FIRST_RETRY = Duration.ofMillis(250);

  /** No pass takes as long, requests that hang included. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final Duration LAST_RETRY = Duration.ofSeconds(30);

  /** A clock may be set and a machine be paused, which no sleep notices: it is read again. */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);

  private final PlacementPass pass;
  private final Ledger ledger;
  private final Gates gates;
  private final Leadership leadership;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<WorkloadId> touched = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private boolean awake;
  private boolean settling;
  private volatile boolean stopping;
  private boolean recovered;
  private volatile long busySince;

  PlacementLoop(
      PlacementPass pass, Ledger ledger, Gates gates, Leadership leadership, Clock clock) {
    this.pass = pass;
    this.ledger = ledger;
    this.gates = gates;
    this.leadership = leadership;
    this.clock = clock;
    this.thread = new Thread(this::run, "placement");
    this.thread.setDaemon(true);
  }

  void start() {
    wake();
    thread.start();
  }

  /** Says that something changed. */
  void wake() {
    lock.lock();
    try {
      awake = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Says that the ledger may let go of something; that alone is no reason for a pass. */
  void settle() {
    lock.lock();
    try {
      settling = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that a WorkloadPlacement came, changed or went: it is written again if it is not as
   * decided.
   */
  void touched(WorkloadId id, @Nullable WorkloadPlacementSpec seen) {
    InForce inForce = ledger.inForce(id);
    if (inForce != null && inForce.published() && !inForce.spec().equals(seen)) {
      touched.add(id);
      wake();
    }
  }

  /** Says that a PlacementGate came, changed or went: it is written again if it is not ours. */
  void gateSeen(String namespace, @Nullable PlacementGateSpec seen) {
    if (gates.seen(namespace, seen)) {
      wake();
    }
  }

  /** Why this loop will not go on by itself; null while it will. */
  @Nullable String stuck() {
    long since = busySince;
    return since != 0 && System.nanoTime() - since > LONGEST.toNanos()
        ? "a pass of the placement loop does not end"
        : null;
  }

  @Override
  public void close() {
    stopping = true;
    wake();
    if (Thread.currentThread() == thread) {
      return;
    }
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Duration retry = FIRST_RETRY;
    Instant next = Instant.MAX;
    while (!stopping) {
      try {
        boolean due = await(next);
        if (stopping) {
          return;
        }
        busySince = System.nanoTime();
        if (due || !recovered) {
          next = once();
        } else {
          ledger.finish();
        }
        busySince = 0;
        retry = FIRST_RETRY;
      } catch (InterruptedException e) {
        return;
      } catch (LedgerConflictException e) {
        busySince = 0;
        if (stopping || !leadership.confirm()) {
          return;
        }
        LOG.info("somebody else wrote the ledger; reading it again");
        recovered = false;
        next = clock.instant();
      } catch (RuntimeException e) {
        busySince = 0;
        if (stopping) {
          return;
        }
        LOG.warn("pass failed, trying again in {} ms: {}", retry.toMillis(), e.toString());
        LOG.debug("pass failed", e);
        // A write whose answer never came may have counted: only the server knows.
        recovered = false;
        next = clock.instant().plus(retry);
        retry =
            retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
      }
    }
  }

  private Instant once() throws LedgerConflictException {
    if (!recovered) {
      ledger.recover();
      gates.recover();
      recovered = true;
    }
    for (WorkloadId id : Set.copyOf(touched)) {
      touched.remove(id);
      ledger.restore(id);
    }
    if (!ledger.finish()) {
      return pass.run().isBefore(soon()) ? clock.instant() : soon();
    }
    return pass.run();
  }

  private Instant soon() {
    return clock.instant().plus(FIRST_RETRY);
  }

  /**
   * Sleeps until there is something to do.
   *
   * @return whether that is a pass, and not only the ledger that may let go of something
   */
  private boolean await(Instant next) throws InterruptedException {
    lock.lock();
    try {
      while (!awake && !stopping) {
        long nanos = nanosUntil(next);
        if (nanos <= 0) {
          break;
        }
        if (settling) {
          settling = false;
          return false;
        }
        changed.awaitNanos(nanos);
      }
      settling = false;
      awake = false;
    } finally {
      lock.unlock();
    }
    Thread.sleep(GATHER.toMillis());
    lock.lock();
    try {
      awake = false;
    } finally {
      lock.unlock();
    }
    return true;
  }

  private long nanosUntil(Instant next) {
    Duration left = Duration.between(clock.instant(), next);
    return left.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP.toNanos() : left.toNanos();
  }
}

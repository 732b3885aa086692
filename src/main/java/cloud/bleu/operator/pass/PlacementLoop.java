package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.LedgerRefusedException;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.leadership.Leadership;
import cloud.bleu.operator.log.Faults;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of decisions: a thread that sleeps until something changed or an instant has come
 * that matters, then makes one pass. It never polls.
 */
public final class PlacementLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PlacementLoop.class);

  /** No pass takes as long, requests that hang included. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Pass pass;
  private final Ledger ledger;
  private final Gates gates;
  private final PlacementRefusals refusals;
  private final Leadership leadership;
  private final Traces traces;
  private final Clock clock;
  private final FaultPause pause;
  private final LoopSleep sleep;
  private final Set<WorkloadId> altered = ConcurrentHashMap.newKeySet();
  private final Set<String> retryNamespaces = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean retryAll;
  private volatile @Nullable String over;
  private String lastDefect = "";
  private volatile boolean stopping;
  private boolean recovered;
  private volatile long busySince;

  /**
   * @param nanos a monotonic clock
   */
  public PlacementLoop(
      Pass pass,
      Ledger ledger,
      Gates gates,
      PlacementRefusals refusals,
      Leadership leadership,
      Traces traces,
      Clock clock,
      LongSupplier nanos) {
    this.pass = pass;
    this.ledger = ledger;
    this.gates = gates;
    this.refusals = refusals;
    this.leadership = leadership;
    this.traces = traces;
    this.clock = clock;
    this.pause = new FaultPause(nanos);
    this.sleep =
        new LoopSleep(
            clock, pause, () -> recovered && pause.isNone(), ledger::untilRetry, () -> stopping);
    this.thread = new Thread(this::run, "placement");
    this.thread.setDaemon(true);
  }

  /** Begins with a pass at once; to be called once. */
  public void start() {
    wake();
    thread.start();
  }

  /** Says that something changed. */
  public void wake() {
    traces.wakes();
    sleep.wake();
  }

  /**
   * Says that the ledger may remove something, or that a write is answered late; that alone is no
   * reason for a pass.
   */
  public void settle() {
    sleep.settle();
  }

  /**
   * Says that a WorkloadPlacement came, changed or went: it is written again if it is not as
   * decided. One that goes with its workload is not, and its decision can be withdrawn.
   */
  public void placementSeen(WorkloadId id, @Nullable WorkloadPlacementSpec seen, boolean stays) {
    DecisionInForce inForce = ledger.inForce(id);
    if (inForce != null && inForce.published() && !inForce.spec().equals(seen)) {
      if (stays) {
        altered.add(id);
      }
      wake();
    }
  }

  /** Says that a PlacementGate came, changed or went: it is written again if it is not ours. */
  public void gateSeen(String namespace, @Nullable PlacementGateSpec seen) {
    if (gates.seen(namespace, seen)) {
      wake();
    }
  }

  /** Says that something changed in a namespace that may have refused writes. */
  public void retryRefused(String namespace) {
    retryNamespaces.add(namespace);
    if (ledger.refused().keySet().stream().anyMatch(id -> id.namespace().equals(namespace))) {
      wake();
    }
  }

  /** Says that something changed that may have refused writes in any namespace. */
  public void retryRefused() {
    retryAll = true;
    traces.wakes();
    sleep.retryRefused();
  }

  /** Why this loop will not go on by itself; null while it will. */
  public @Nullable String stuck() {
    if (over != null) {
      return over;
    }
    long since = busySince;
    return since != 0 && System.nanoTime() - since > LONGEST.toNanos()
        ? "a pass of the placement loop does not end"
        : null;
  }

  @Override
  public void close() {
    stopping = true;
    wake();
    if (Thread.currentThread() != thread) {
      thread.interrupt();
      try {
        thread.join(Duration.ofSeconds(10).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    ledger.close();
    gates.close();
  }

  private void run() {
    try {
      turn();
    } catch (Throwable e) {
      if (!stopping || !(e instanceof InterruptedException)) {
        // Never in silence: the process is to be started anew.
        over = "the placement loop has ended: " + e;
        LOG.error("the placement loop has ended", e);
      }
    }
  }

  private void turn() throws InterruptedException {
    Instant next = Instant.MAX;
    int conflicts = 0;
    while (!stopping) {
      try {
        LoopSleep.End end = sleep.until(next);
        if (stopping) {
          return;
        }
        busySince = System.nanoTime();
        next = work(end, next);
        busySince = 0;
        pause.end();
        conflicts = 0;
      } catch (LedgerConflictException e) {
        busySince = 0;
        if (stopping || !leads()) {
          return;
        }
        LOG.info("somebody else wrote the ledger; reading it again");
        recovered = false;
        next = clock.instant();
        if (conflicts++ > 0) {
          // Who writes it, or says so, does it all the time.
          next = next.plus(pause.begin(e));
        }
      } catch (OutOfMemoryError e) {
        throw e;
      } catch (RuntimeException | Error e) {
        busySince = 0;
        if (stopping) {
          return;
        }
        pass.failed();
        Duration retry = pause.begin(e);
        tellFault(e, retry);
        // A write whose answer never came may have counted: only the server knows.
        recovered &= e instanceof LedgerRefusedException;
        next = clock.instant().plus(retry);
      }
    }
  }

  /** Whether this process leads still; so it is while the lease cannot be read. */
  private boolean leads() {
    try {
      return leadership.confirm();
    } catch (RuntimeException e) {
      LOG.warn("the lease could not be read: {}", Faults.line(e));
      return true;
    }
  }

  /** Logs a fault in one line; a defect of ours is logged once with its stack. */
  private void tellFault(Throwable e, Duration retry) {
    String text = e.toString();
    if (Refusal.defect(e) != null && !text.equals(lastDefect)) {
      lastDefect = text;
      LOG.error("pass failed, trying again in {} ms", retry.toMillis(), e);
    } else {
      if (!Faults.isNotLeading(e)) {
        LOG.warn("pass failed, trying again in {} ms: {}", retry.toMillis(), Faults.line(e));
      }
      LOG.debug("pass failed", e);
    }
  }

  /**
   * Does what is due.
   *
   * @param planned when the next pass is due
   * @return the same afterwards
   */
  private Instant work(LoopSleep.End end, Instant planned) throws LedgerConflictException {
    if (end == LoopSleep.End.PASS || !recovered) {
      return once();
    }
    Set<WorkloadId> before = ledger.refused().keySet();
    boolean gate = gates.takeAnswers();
    ledger.finish();
    if (gate || !ledger.refused().keySet().equals(before) || ledger.isWorthAPass()) {
      // Something is written that may be delivered now, or there is room for another decision.
      return once();
    }
    refusals.tell();
    Duration again = gates.untilRetry();
    Instant retry = again == null ? planned : clock.instant().plus(again);
    return retry.isBefore(planned) ? retry : planned;
  }

  private Instant once() throws LedgerConflictException {
    if (!recovered) {
      ledger.recover();
      gates.recover();
      recovered = true;
    }
    retry();
    Set<WorkloadId> restored = Set.copyOf(altered);
    altered.removeAll(restored);
    ledger.restore(restored);
    ledger.finish();
    Instant next = pass.run(sleep.passBegins());
    sleep.passDone();
    refusals.tell();
    return next;
  }

  private void retry() {
    if (retryAll) {
      retryAll = false;
      retryNamespaces.clear();
      ledger.retryRefused(namespace -> true);
      gates.retryRefused(namespace -> true);
    } else if (!retryNamespaces.isEmpty()) {
      Set<String> namespaces = Set.copyOf(retryNamespaces);
      retryNamespaces.removeAll(namespaces);
      ledger.retryRefused(namespaces::contains);
      gates.retryRefused(namespaces::contains);
    }
  }
}

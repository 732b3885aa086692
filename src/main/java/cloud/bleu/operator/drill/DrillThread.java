package cloud.bleu.operator.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.drill.DrillFault;
import cloud.bleu.drill.DrillOrder;
import cloud.bleu.drill.DrillRun;
import cloud.bleu.drill.DrillTiming;
import cloud.bleu.drill.DrillTranslator;
import cloud.bleu.evidence.input.InputRecorder;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.simulation.Drill;
import cloud.bleu.placement.simulation.DrillResult;
import cloud.bleu.placement.simulation.Loss;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs drills one after another, on a thread of its own with the lowest priority. However many are
 * due and however long they take, the placement loop and the controllers have their own threads.
 *
 * <p>Only the name of a drill waits. The drill is read when its turn comes, and run on what the
 * newest pass saw. A drill that is gone by then, or not due any more, is not run.
 */
public final class DrillThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DrillThread.class);

  private final DrillRuns runs;
  private final Supplier<@Nullable Estate> standing;
  private final BiFunction<Estate, Loss, DrillResult> simulation;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "drills");
            daemon.setDaemon(true);
            daemon.setPriority(Thread.MIN_PRIORITY);
            return daemon;
          });

  /** The uids of drills that wait or, the first one, are being run. */
  private final Set<String> queue = new LinkedHashSet<>();

  /**
   * @param standing what the newest pass saw, with the decisions in force; null before the first
   */
  public DrillThread(DrillRuns runs, Supplier<@Nullable Estate> standing) {
    this(runs, standing, Drill::of);
  }

  DrillThread(
      DrillRuns runs,
      Supplier<@Nullable Estate> standing,
      BiFunction<Estate, Loss, DrillResult> simulation) {
    this.runs = runs;
    this.standing = standing;
    this.simulation = simulation;
  }

  /** Has a drill run when its turn comes. It is once in the queue, however often this is asked. */
  public void queue(ResilienceDrill drill) {
    synchronized (queue) {
      if (!queue.add(DrillRuns.uid(drill))) {
        return;
      }
    }
    try {
      thread.execute(this::next);
    } catch (RejectedExecutionException e) {
      LOG.debug("the operator ends: no drill is run any more");
    }
  }

  /** Whether a drill waits for its turn, or is being run. */
  public boolean isQueued(ResilienceDrill drill) {
    synchronized (queue) {
      return queue.contains(DrillRuns.uid(drill));
    }
  }

  private void next() {
    String uid;
    synchronized (queue) {
      Iterator<String> first = queue.iterator();
      uid = first.next();
    }
    ResilienceDrill drill = null;
    try {
      drill = runs.listed(uid);
      if (drill != null) {
        run(drill);
      }
    } finally {
      synchronized (queue) {
        queue.remove(uid);
      }
      if (drill != null) {
        runs.look(drill);
      }
    }
  }

  private void run(ResilienceDrill drill) {
    // The pass that saw a drill is published before it is seen: this order, or the estate is older.
    boolean seen = runs.isSeen(drill);
    Estate estate = standing.get();
    if (!seen || estate == null || runs.isWaiting(drill) || runs.isOutdated(drill)) {
      return;
    }
    DrillOrder order = DrillTranslator.read(drill, estate).order();
    DrillRun.Cause cause = order == null ? null : DrillTiming.due(drill, order, estate.now());
    if (order == null || order.live() != null || cause == null) {
      return;
    }
    String request = DrillTiming.request(drill);
    try {
      DrillResult result = simulation.apply(estate, order.loss());
      if (!thread.isShutdown()) {
        runs.enter(drill, new DrillRun(result, cause, request, digest(estate)));
      }
    } catch (RuntimeException | Error e) {
      LOG.error(
          "ResilienceDrill {}: the simulation ended with an error",
          drill.getMetadata().getName(),
          e);
      runs.fail(drill, new DrillFault(cause, request, line(e)));
    }
  }

  private static String line(Throwable fault) {
    return fault.toString().lines().findFirst().orElse("").strip();
  }

  /** Without names of persons: a digest of a name could be guessed. */
  private static String digest(Estate estate) {
    return new InputRecorder(name -> "", text -> "").record(estate.at(Instant.EPOCH)).digest();
  }

  /** The run that is under way is dropped, and no other begins. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}

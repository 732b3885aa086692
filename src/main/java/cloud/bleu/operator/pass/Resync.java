package cloud.bleu.operator.pass;

import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.trigger.Triggers;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the controllers for each object once in an interval, whether or not there is news of it:
 * what a lost wake left wrong is fixed then. The objects take turns, so that the work is spread
 * over the interval. Where everything is as it should be, a look writes nothing.
 */
public final class Resync implements AutoCloseable {

  /** Parts of an interval, each with its share of the objects. */
  static final int TURNS = 60;

  private static final Logger LOG = LoggerFactory.getLogger(Resync.class);

  private final SnapshotBoard board;
  private final Triggers triggers;
  private final Supplier<Collection<String>> drills;
  private final Duration interval;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "resync");
            thread.setDaemon(true);
            return thread;
          });

  private int turn;

  /**
   * @param drills the names of the drills that there are
   * @param interval in which each object is asked for once; zero: never
   */
  public Resync(
      SnapshotBoard board,
      Triggers triggers,
      Supplier<Collection<String>> drills,
      Duration interval) {
    this.board = board;
    this.triggers = triggers;
    this.drills = drills;
    this.interval = interval;
  }

  /** Begins, from the moment at which this process acts. */
  public void start() {
    if (interval.isZero()) {
      return;
    }
    long nanos = Math.max(1, interval.toNanos() / TURNS);
    try {
      var unused = timer.scheduleWithFixedDelay(this::survive, nanos, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed before it began");
    }
  }

  private void survive() {
    try {
      next();
    } catch (RuntimeException | Error e) {
      LOG.warn("not everything was asked for again, going on with the next", e);
    }
  }

  /** Asks for the share of the next turn. */
  void next() {
    int own = turn;
    turn = (turn + 1) % TURNS;
    Snapshot now = board.snapshot();
    if (now == null) {
      return;
    }
    now.seen()
        .keySet()
        .forEach(
            id -> {
              if (turnOf(id) == own) {
                triggers.workload(id);
                triggers.placement(id);
              }
            });
    now.facts()
        .keySet()
        .forEach(
            object -> {
              if (turnOf(object) == own) {
                triggers.fact(object);
              }
            });
    drills.get().stream().filter(name -> turnOf(name) == own).forEach(triggers::drill);
  }

  /** The turn in which an object is asked for, the same in each interval. */
  private static int turnOf(Object object) {
    return Math.floorMod(object.hashCode(), TURNS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

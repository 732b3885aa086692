package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.SignedHead;
import cloud.bleu.time.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the chain to a directory, behind the decisions. What cannot be written waits here, within
 * bounds, and is tried again; decisions go on meanwhile.
 */
final class ExportThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ExportThread.class);
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));
  private static final Duration LAST_WRITES = Duration.ofSeconds(5);

  private final EvidenceDirectory directory;
  private final ExportListener listener;
  private final ExportQueue queue;
  private final Thread thread;
  private volatile boolean stopping;

  /** What is being written, for as long as it takes; null: nothing. */
  private ExportQueue.@Nullable Batch batch;

  private Duration retry = BACKOFF.first();

  /** Whether the ledger was read: it is told what was signed before it hands over entries. */
  private final CountDownLatch begun = new CountDownLatch(1);

  ExportThread(ExportQueue queue, EvidenceDirectory directory, ExportListener listener) {
    this.queue = queue;
    this.directory = directory;
    this.listener = listener;
    thread = new Thread(this::run, "evidence-export");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Takes entries that are committed, in their order, and returns at once.
   *
   * @return whether they are taken: not while too many wait
   */
  boolean take(List<ChainLine> entries) {
    boolean taken = queue.lines(entries);
    begun.countDown();
    return taken;
  }

  /** What waits for this thread: whoever decides adds to it. */
  ExportQueue queue() {
    return queue;
  }

  /** The first entry of a segment that has no baseline and needs one, 0 when none does. */
  long unboundSince() {
    return directory.unboundSince();
  }

  /** The last entry that is on the disk, by its number; 0 without one. */
  long kept() {
    return directory.kept();
  }

  /** What the chain has to say about the directory and does not yet. */
  List<ChainNote> unsaid() {
    return directory.unsaid();
  }

  /** Is told what was signed; an older one than is known changes nothing. */
  void signedBefore(SignedHead head) {
    directory.signedBefore(head);
  }

  /** What was signed last, null when nothing is known to be. */
  @Nullable SignedHead signed() {
    return directory.signed();
  }

  private void run() {
    try {
      boolean goesOn = true;
      while (goesOn && (!stopping || !queue.isEmpty())) {
        // The ledger says what was signed: only then is it known what to believe here.
        if (!begun.await(1, TimeUnit.SECONDS)) {
          goesOn = !stopping;
        } else if (!write()) {
          goesOn = pause();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      directory.close();
    }
  }

  /** Writes what waits, if anything does within a second; false when it cannot be written. */
  private boolean write() throws InterruptedException {
    try {
      batch = batch == null ? queue.next(1, TimeUnit.SECONDS) : batch;
      directory.open();
      if (batch != null) {
        directory.write(batch);
        queue.written(batch);
        batch = null;
      }
      directory.settle();
      if (!retry.equals(BACKOFF.first())) {
        retry = BACKOFF.first();
        listener.failing(null);
      }
      return true;
    } catch (IOException | RuntimeException | Error e) {
      tellFailure(e, retry);
      directory.close();
      return false;
    }
  }

  /** Waits, each time for longer; false when it is the end. */
  private boolean pause() throws InterruptedException {
    if (stopping) {
      return false;
    }
    Thread.sleep(retry.toMillis());
    retry = BACKOFF.after(retry);
    return true;
  }

  /** Reports a failure; whatever becomes of the report, the export goes on. */
  private void tellFailure(Throwable e, Duration retry) {
    try {
      if (e instanceof Error) {
        LOG.error("decisions are not exported, trying again in {} ms", retry.toMillis(), e);
      } else {
        LOG.warn(
            "decisions are not exported, trying again in {} ms: {}",
            retry.toMillis(),
            e.toString());
      }
      listener.failing(e.getMessage() == null ? e.toString() : e.getMessage());
    } catch (RuntimeException | Error also) {
      LOG.error("that decisions are not exported could not be told", also);
    }
  }

  /** Writes what waits, if that can be done in a few seconds. */
  @Override
  public void close() {
    stopping = true;
    queue.wake();
    try {
      thread.join(LAST_WRITES.toMillis());
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

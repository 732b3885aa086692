package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.export.ChainExport;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs heads of the chain and sends them out, on a thread of its own: a signer may take long or
 * fail, and neither the export nor any decision waits for it.
 */
final class SigningThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SigningThread.class);

  private final CheckpointSigner signing;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "evidence-signing");
            daemon.setDaemon(true);
            return daemon;
          });
  private final AtomicBoolean busy = new AtomicBoolean();

  SigningThread(CheckpointSigner signing) {
    this.signing = signing;
  }

  /** Signs the head if that is due, and sends what waits. Returns at once. */
  void head(ChainExport export, ChainLine last) {
    if (!signing.isDue(export, last) || !busy.compareAndSet(false, true)) {
      return;
    }
    try {
      thread.execute(
          () -> {
            try {
              signing.run(export, last);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
              LOG.error("signing failed", e);
              signing.failed(e);
            } finally {
              busy.set(false);
            }
          });
    } catch (RejectedExecutionException e) {
      busy.set(false);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

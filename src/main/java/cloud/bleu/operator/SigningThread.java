package cloud.bleu.operator;

import cloud.bleu.evidence.ChainExport;
import cloud.bleu.evidence.ChainLine;
import cloud.bleu.evidence.Checkpoint;
import cloud.bleu.evidence.CommandSigner;
import cloud.bleu.evidence.Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs heads of the chain and sends them out, on a thread of its own: a signer may take its time
 * or fail, and neither the export nor any decision waits for it.
 */
final class SigningThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SigningThread.class);
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Where the key comes from, asked until it answers. */
  interface KeySource {
    Signer signer() throws IOException;
  }

  private final EvidenceOptions options;
  private final KeySource keys;
  private final Clock clock;
  private final Consumer<@Nullable String> failing;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "evidence-signing");
            daemon.setDaemon(true);
            return daemon;
          });
  private final AtomicBoolean busy = new AtomicBoolean();
  private @Nullable Signer signer;
  private volatile long signedUpTo = -1;
  private volatile Instant signedAt = Instant.EPOCH;
  private volatile Instant notBefore = Instant.EPOCH;

  /**
   * @param failing told why there is no signature, null once there is one
   */
  SigningThread(
      EvidenceOptions options, KeySource keys, Clock clock, Consumer<@Nullable String> failing) {
    this.options = options;
    this.keys = keys;
    this.clock = clock;
    this.failing = failing;
  }

  /** Signs the head if that is due. Returns at once. */
  void head(ChainExport export, ChainLine last) {
    Instant now = clock.instant();
    if (!due(export, last, now) || !busy.compareAndSet(false, true)) {
      return;
    }
    try {
      thread.execute(
          () -> {
            try {
              sign(export, last);
              failing.accept(null);
            } catch (IOException | RuntimeException e) {
              if (thread.isShutdown()) {
                LOG.debug("closed meanwhile", e);
                return;
              }
              notBefore = clock.instant().plus(RETRY);
              LOG.warn("no checkpoint was signed, trying again: {}", e.toString());
              failing.accept(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              busy.set(false);
            }
          });
    } catch (RejectedExecutionException e) {
      busy.set(false);
    }
  }

  private boolean due(ChainExport export, ChainLine last, Instant now) {
    if (last.sequence() <= signedUpTo || now.isBefore(notBefore)) {
      return false;
    }
    return signedUpTo < 0
        || export.explained() > signedUpTo
        || last.sequence() - signedUpTo >= options.checkpointEntries()
        || !now.isBefore(signedAt.plus(options.checkpointInterval()));
  }

  private void sign(ChainExport export, ChainLine last) throws IOException, InterruptedException {
    Signer key = signer;
    if (key == null) {
      key = keys.signer();
      signer = key;
    }
    Checkpoint before = export.lastCheckpoint();
    if (before != null && before.sequence() >= last.sequence()) {
      signedUpTo = before.sequence();
      return;
    }
    long after = before == null ? 0 : before.sequence();
    String time = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    byte[] signature = key.sign(Checkpoint.signed(last.sequence(), last.hash(), after, time));
    Checkpoint checkpoint = new Checkpoint(last.sequence(), last.hash(), after, time, signature);
    export.append(checkpoint);
    signedUpTo = last.sequence();
    signedAt = clock.instant();
    send(checkpoint);
  }

  private void send(Checkpoint checkpoint) throws IOException, InterruptedException {
    String text = checkpoint.text() + "\n";
    Path outside = options.outside();
    if (outside != null) {
      Path file = outside.resolve("checkpoint-%020d.json".formatted(checkpoint.sequence()));
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
    if (!options.sender().isEmpty()) {
      new CommandSigner(options.sender(), LIMIT).run(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The signer of a command. */
  static Signer command(EvidenceOptions options) {
    return new CommandSigner(options.signer(), LIMIT);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

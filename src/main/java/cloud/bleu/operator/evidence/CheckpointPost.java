package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.CommandSigner;
import cloud.bleu.evidence.chain.Outbox;
import cloud.bleu.operator.config.EvidenceOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sends every checkpoint out, in order. One that cannot be sent is sent before any later one, by
 * the next process as well. Used by one thread.
 */
final class CheckpointPost {

  private final EvidenceOptions options;
  private final Duration limit;
  private @Nullable Outbox outbox;

  CheckpointPost(EvidenceOptions options, Duration limit) {
    this.options = options;
    this.limit = limit;
  }

  /** Keeps a checkpoint to be sent, if checkpoints are sent anywhere. */
  void add(Checkpoint checkpoint) throws IOException {
    if (isWanted()) {
      outbox().add(checkpoint);
    }
  }

  private boolean isWanted() {
    return options.outside() != null || !options.sender().isEmpty();
  }

  /**
   * Sends what waits.
   *
   * @param upTo the last checkpoint of the directory
   * @throws IOException when not all is sent; it says how many wait
   */
  void send(long upTo) throws IOException, InterruptedException {
    if (!isWanted()) {
      return;
    }
    outbox().appendedUpTo(upTo);
    for (Checkpoint next = outbox().next(); next != null; next = outbox().next()) {
      try {
        send(next);
      } catch (IOException e) {
        int waiting = outbox().size();
        throw new IOException(
            "checkpoint of entry %s%s: %s"
                .formatted(
                    next.sequence(),
                    waiting == 1 ? "" : ", before " + (waiting - 1) + " more",
                    e.getMessage()),
            e);
      }
      outbox().sent();
    }
  }

  private Outbox outbox() throws IOException {
    Outbox opened = outbox;
    if (opened == null) {
      opened = Outbox.of(options.directory());
      outbox = opened;
    }
    return opened;
  }

  private void send(Checkpoint checkpoint) throws IOException, InterruptedException {
    String text = checkpoint.text() + "\n";
    Path outside = options.outside();
    if (outside != null) {
      write(
          outside.resolve(
              String.format(Locale.ROOT, "checkpoint-%020d.json", checkpoint.sequence())),
          text);
    }
    if (!options.sender().isEmpty()) {
      new CommandSigner(options.sender(), limit).run(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Never over another one: who can write the export could have that one replaced. */
  private static void write(Path file, String text) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.deleteIfExists(next);
      Files.writeString(next, text, StandardOpenOption.CREATE_NEW);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } else if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is no file; find out who made it, and remove it");
    } else if (!Files.readString(file).equals(text)) {
      throw new IOException(
          file + " holds another checkpoint of that entry; find out which is true, and move one");
    }
  }
}

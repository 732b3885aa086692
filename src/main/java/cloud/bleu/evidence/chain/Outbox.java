package cloud.bleu.evidence.chain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints that are signed and not sent out yet, in their order. They stay in the directory
 * until they are sent, through a crash as well. Used by one thread.
 */
public final class Outbox {

  private final Path file;
  private final List<Checkpoint> waiting = new ArrayList<>();

  private Outbox(Path file) {
    this.file = file;
  }

  /**
   * What waits in a directory to be sent.
   *
   * @throws IOException when it cannot be read
   */
  public static Outbox of(Path directory) throws IOException {
    Outbox outbox = new Outbox(directory.resolve(EvidenceFiles.UNSENT));
    if (EvidenceFiles.exists(outbox.file)) {
      for (String line : EvidenceFiles.lines(outbox.file)) {
        outbox.waiting.add(outbox.read(line));
      }
    }
    return outbox;
  }

  private Checkpoint read(String line) throws IOException {
    try {
      return Checkpoint.read(line);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          file + ": " + e.getMessage() + "; remove the line, and send what is missing by hand", e);
    }
  }

  /** The one that is to be sent next, null when none waits. */
  public @Nullable Checkpoint next() {
    return waiting.isEmpty() ? null : waiting.get(0);
  }

  /** How many wait. */
  public int size() {
    return waiting.size();
  }

  /** Takes one, before it is appended to the others: after a crash in between it is dropped. */
  public void add(Checkpoint checkpoint) throws IOException {
    waiting.add(checkpoint);
    keep();
  }

  /** Drops what was signed and never appended: nobody could find it in the directory. */
  public void appendedUpTo(long sequence) throws IOException {
    if (waiting.removeIf(one -> one.sequence() > sequence)) {
      keep();
    }
  }

  /** The next one is sent. */
  public void sent() throws IOException {
    waiting.remove(0);
    keep();
  }

  private void keep() throws IOException {
    StringBuilder text = new StringBuilder();
    waiting.forEach(one -> text.append(one.text()).append('\n'));
    EvidenceFiles.write(file, text.toString());
  }
}

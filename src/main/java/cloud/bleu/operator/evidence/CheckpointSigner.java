package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.chain.SignedHead;
import cloud.bleu.evidence.chain.Signer;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.operator.config.EvidenceOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs heads of the chain when that is due, and has them sent out. Signing and sending fail
 * independently: what is signed and not sent is not signed again. Any thread may ask {@link
 * #isDue}.
 */
final class CheckpointSigner {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointSigner.class);

  /** Between two attempts. */
  static final Duration RETRY = Duration.ofSeconds(30);

  /** For which a program may take its time. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  /** Where the key comes from, asked until it answers. */
  public interface KeySource {
    Signer signer() throws IOException;
  }

  /** Receives what fails; null: it works. */
  interface Listener {
    void signing(@Nullable String why);

    void sending(@Nullable String why);

    /** A checkpoint is signed and on the disk. */
    void signed(SignedHead head);

    /**
     * The directory has a checkpoint of an entry that neither the chain nor the cluster knows.
     *
     * @param what a sentence
     */
    void unmatched(String what);
  }

  private final EvidenceOptions options;
  private final KeySource keys;
  private final Clock clock;
  private final Supplier<@Nullable String> origin;
  private final Listener listener;
  private final CheckpointPost post;
  private @Nullable Signer signer;
  private volatile long signedUpTo = -1;
  private volatile Instant signedAt = Instant.EPOCH;

  /** When the last checkpoint of this process was signed, as it says. */
  private Instant signedAs = Instant.EPOCH;

  private volatile Instant signNotBefore = Instant.EPOCH;

  /** When to send again; null: everything is sent. At first nobody knows. */
  private volatile @Nullable Instant sendAt = Instant.EPOCH;

  /**
   * @param origin the cluster of the chain, asked for each checkpoint; null: nobody knows
   */
  CheckpointSigner(
      EvidenceOptions options,
      KeySource keys,
      Clock clock,
      Supplier<@Nullable String> origin,
      Listener listener) {
    this.options = options;
    this.origin = origin;
    this.keys = keys;
    this.clock = clock;
    this.listener = listener;
    this.post = new CheckpointPost(options, LIMIT);
  }

  /** Whether there is something to sign or to send now. */
  boolean isDue(ChainExport export, ChainLine last) {
    return isToSign(export, last) || isToSend();
  }

  private boolean isToSign(ChainExport export, ChainLine last) {
    Instant now = clock.instant();
    if (!export.isToBeSigned(last)) {
      return false;
    }
    if (last.sequence() <= signedUpTo || now.isBefore(signNotBefore)) {
      return false;
    }
    return signedUpTo < 0
        || export.urgent() > signedUpTo
        || last.sequence() - signedUpTo >= options.checkpointEntries()
        || !now.isBefore(signedAt.plus(options.checkpointInterval()));
  }

  private boolean isToSend() {
    Instant at = sendAt;
    return at != null && !clock.instant().isBefore(at);
  }

  /**
   * Signs the head if that is due, and sends what waits.
   *
   * @throws InterruptedException when this process ends meanwhile
   */
  void run(ChainExport export, ChainLine last) throws InterruptedException {
    if (isToSign(export, last)) {
      try {
        sign(export, last);
        listener.signing(null);
      } catch (IOException | RuntimeException e) {
        endIfClosing(e);
        signNotBefore = clock.instant().plus(RETRY);
        LOG.warn("no checkpoint was signed, trying again: {}", e.toString());
        listener.signing(String.valueOf(e.getMessage()));
      }
    }
    if (isToSend()) {
      try {
        post.send(Math.min(written(export), known(export, last)));
        sendAt = null;
        listener.sending(null);
      } catch (IOException | RuntimeException e) {
        endIfClosing(e);
        sendAt = clock.instant().plus(RETRY);
        LOG.warn("a checkpoint was signed and not sent out, it is sent again: {}", e.getMessage());
        listener.sending(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Records an unexpected failure: it is reported, and signing is tried again. */
  void failed(Throwable e) {
    signNotBefore = clock.instant().plus(RETRY);
    sendAt = signNotBefore;
    listener.signing(e.toString());
  }

  /** A file that is written while the thread is ended fails in a way of its own. */
  private static void endIfClosing(Exception e) throws InterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      LOG.debug("closed meanwhile", e);
      throw new InterruptedException();
    }
  }

  private void sign(ChainExport export, ChainLine last) throws IOException, InterruptedException {
    Signer key = signer;
    if (key == null) {
      key = keys.signer();
      signer = key;
    }
    long after = after(export, last);
    if (after >= last.sequence()) {
      signedUpTo = after;
      return;
    }
    Instant at = notBefore(last, clock.instant());
    String time = at.truncatedTo(ChronoUnit.SECONDS).toString();
    String of = origin.get();
    byte[] signature = key.sign(Checkpoint.signed(last.sequence(), last.hash(), after, time, of));
    Checkpoint checkpoint =
        new Checkpoint(last.sequence(), last.hash(), after, time, of, signature);
    post.add(checkpoint);
    export.append(checkpoint);
    signedUpTo = last.sequence();
    signedAs = at;
    signedAt = clock.instant();
    if (sendAt == null) {
      sendAt = signedAt;
    }
    listener.signed(new SignedHead(last.sequence(), last.hash()));
  }

  /**
   * A clock that was set back is behind the entry, or the checkpoint before; what is signed is not.
   */
  private Instant notBefore(ChainLine last, Instant now) {
    Instant entry = last.time();
    Instant latest = entry != null && entry.isAfter(now) ? entry : now;
    return signedAs.isAfter(latest) ? signedAs : latest;
  }

  /**
   * The entry of the checkpoint before, also of one that somebody removed from the directory; not
   * of one that somebody else wrote there, as nobody signs an entry that there is not.
   */
  private long after(ChainExport export, ChainLine last) throws IOException {
    long written = written(export);
    if (written <= known(export, last)) {
      return Math.max(written, remembered(export));
    }
    String what =
        "%s ends with a checkpoint of entry %s, and the chain with entry %s"
            .formatted(EvidenceFiles.CHECKPOINTS, written, last.sequence());
    LOG.warn("{}: {}; it counts for nothing", options.directory(), what);
    listener.unmatched(what);
    return remembered(export);
  }

  /** The entry of the last checkpoint in the directory, whoever wrote it; 0 without one. */
  private static long written(ChainExport export) throws IOException {
    Checkpoint last = export.lastCheckpoint();
    return last == null ? 0 : last.sequence();
  }

  /** The last entry that was signed, as the cluster or this process knows; 0 where nobody does. */
  private static long remembered(ChainExport export) {
    SignedHead head = export.signedBefore();
    return head == null ? 0 : head.sequence();
  }

  /** The last entry that can be signed: a directory that lacks some may be behind. */
  private static long known(ChainExport export, ChainLine last) {
    return Math.max(last.sequence(), remembered(export));
  }
}

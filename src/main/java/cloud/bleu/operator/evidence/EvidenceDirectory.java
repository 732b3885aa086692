package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.SignedHead;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.person.Pseudonyms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that the chain is written to, open or to be opened again. One thread writes; any
 * thread may ask what is known of the directory.
 */
final class EvidenceDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(EvidenceDirectory.class);

  /** Between two looks for what is older than it must be kept. */
  private static final Duration LOOK = Duration.ofHours(1);

  private final Path directory;
  private final Duration retention;
  private final Clock clock;
  private final Pseudonyms pseudonyms;
  private final BooleanSupplier leading;
  private final Supplier<@Nullable String> origin;
  private final ExportListener listener;
  private @Nullable ChainExport opened;

  /** What was written before the directory was closed, and what is written next relies on. */
  private ChainExport.ReliedOn relied = ChainExport.ReliedOn.NOTHING;

  private Instant retired = Instant.EPOCH;
  private volatile long kept;
  private volatile long unboundSince;
  private volatile List<ChainNote> unsaid = List.of();
  private final AtomicReference<@Nullable SignedHead> signed = new AtomicReference<>();
  private final Set<ChainNote> told = new HashSet<>();

  /**
   * @param retention of entries; zero: for ever
   * @param leading whether this process may write
   * @param origin the cluster, by the uid of its namespace kube-system; null: nobody knows
   */
  EvidenceDirectory(
      Path directory,
      Duration retention,
      Clock clock,
      Pseudonyms pseudonyms,
      BooleanSupplier leading,
      Supplier<@Nullable String> origin,
      ExportListener listener) {
    this.directory = directory;
    this.retention = retention;
    this.clock = clock;
    this.pseudonyms = pseudonyms;
    this.leading = leading;
    this.origin = origin;
    this.listener = listener;
  }

  /** The first entry of a segment that has no baseline and needs one, 0 when none does. */
  long unboundSince() {
    return unboundSince;
  }

  /** The last entry that is on the disk, by its number; 0 without one. */
  long kept() {
    return kept;
  }

  /** What the chain has to say about the directory and does not yet. */
  List<ChainNote> unsaid() {
    return unsaid;
  }

  /** Is told what was signed; an older one than is known changes nothing. */
  void signedBefore(SignedHead head) {
    signed.accumulateAndGet(head, SignedHead::later);
  }

  @Nullable SignedHead signed() {
    return signed.get();
  }

  /**
   * Opens the directory, unless it is open.
   *
   * @throws IOException when it cannot be read, or somebody else writes there
   */
  void open() throws IOException {
    if (opened != null) {
      return;
    }
    ChainExport export = ChainExport.open(directory);
    boolean read = false;
    try {
      export.origin(origin.get());
      export.relyOn(relied);
      pseudonyms.read(directory);
      SignedHead head = signed.get();
      if (head != null) {
        export.signedBefore(head);
      }
      ChainLine last = export.last();
      kept = last == null ? 0 : last.sequence();
      ChainExport.Recalled recalled = export.recall();
      unsaid = export.unsaid();
      unboundSince = export.unboundSince();
      tell(unsaid);
      listener.opened(last, recalled.known(), recalled.standing());
      read = true;
      opened = export;
    } finally {
      if (!read) {
        // It holds the lock of the directory, which the next attempt needs.
        end(export);
      }
    }
  }

  /**
   * Writes to the directory, which is open.
   *
   * @throws IOException when not all of it is on the disk, or this process does not lead
   */
  void write(ExportQueue.Batch batch) throws IOException {
    ChainExport export = Objects.requireNonNull(opened);
    if (!leading.getAsBoolean()) {
      throw new IOException("this process does not lead any more");
    }
    pseudonyms.write(directory);
    export.inputs(batch.documents());
    if (batch.baseline() != null) {
      export.baseline(batch.baseline());
    }
    SignedHead head = signed.get();
    if (head != null) {
      export.signedBefore(head);
    }
    export.append(batch.lines());
    List<ChainNote> before = unsaid;
    long unbound = unboundSince;
    retire(export);
    unsaid = export.unsaid();
    unboundSince = export.unboundSince();
    ChainLine last = export.last();
    if (last != null) {
      kept = last.sequence();
    }
    if (!before.containsAll(unsaid) || unboundSince > unbound) {
      listener.unsaid();
    }
    tell(unsaid);
  }

  /**
   * Removes what may go, and tells what is on the disk.
   *
   * @throws IOException when it cannot be removed
   */
  void settle() throws IOException {
    ChainExport export = Objects.requireNonNull(opened);
    export.removeRetired();
    ChainLine last = export.last();
    if (last != null) {
      listener.kept(export, last);
    }
  }

  /** What was signed and is missing here is reported once by each process that finds it. */
  private void tell(List<ChainNote> notes) {
    for (ChainNote note : notes) {
      String what = note.signedElsewhere();
      if (what != null && told.add(note)) {
        LOG.warn("{}: {}", directory, what);
        if (!note.kind().equals(EntryKinds.EXPORT_STARTED)) {
          listener.gone(note.kind(), what);
        }
      }
    }
  }

  /** Looks once in a while for what is older than it must be kept. */
  private void retire(ChainExport export) throws IOException {
    Instant now = clock.instant();
    if (!retention.isZero() && now.isAfter(retired.plus(LOOK))) {
      export.retire(now.minus(retention));
      retired = now;
    }
  }

  /** Closes the directory; {@link #open} opens it again. */
  void close() {
    ChainExport export = opened;
    if (export != null) {
      relied = export.reliedOn();
    }
    end(export);
    opened = null;
  }

  private static void end(@Nullable ChainExport export) {
    if (export != null) {
      try {
        export.close();
      } catch (IOException | RuntimeException | Error e) {
        // Whatever it is: the directory is opened anew.
        LOG.debug("export was not closed", e);
      }
    }
  }
}

package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.Kinds;
import cloud.bleu.evidence.chain.Note;
import cloud.bleu.evidence.chain.SignedHead;
import cloud.bleu.evidence.change.StandingWaivers;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.export.Known;
import cloud.bleu.evidence.person.Pseudonyms;
import cloud.bleu.ledger.Export;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the chain to a directory, behind the decisions. What cannot be written waits here, within
 * bounds, and is tried again; decisions go on meanwhile.
 */
final class ExportThread implements Export, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ExportThread.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);
  private static final Duration LAST_WRITES = Duration.ofSeconds(5);

  /** Between two looks for what is older than it must be kept. */
  private static final Duration LOOK = Duration.ofHours(1);

  /** What is told of the export. */
  interface Listener {
    /** The directory is open: its last entry, and what the chain knows. */
    void opened(@Nullable ChainLine last, Known known, StandingWaivers waivers);

    /** Entries are on the disk up to this one. */
    void kept(ChainExport export, ChainLine last);

    /** There is something to say in the chain. */
    void unsaid();

    /**
     * What was signed is not in the directory.
     *
     * @param kind of the entry that says so
     * @param what a sentence
     */
    void gone(String kind, String what);

    /** It does not work, null: it works again. */
    void failing(@Nullable String why);
  }

  private final Path directory;
  private final Duration retention;
  private final Clock clock;
  private final Pseudonyms pseudonyms;
  private final BooleanSupplier leading;
  private final Supplier<@Nullable String> origin;
  private final Listener listener;
  private final ExportQueue queue = new ExportQueue();
  private final Thread thread;
  private Instant retired = Instant.EPOCH;
  private volatile boolean stopping;
  private volatile long kept;
  private volatile long unboundSince;
  private volatile List<Note> unsaid = List.of();
  private final AtomicReference<@Nullable SignedHead> signed = new AtomicReference<>();

  /** Whether the ledger was read: it is told what was signed before it hands over entries. */
  private final CountDownLatch begun = new CountDownLatch(1);

  private final Set<Note> told = new HashSet<>();

  /**
   * @param retention of entries; zero: for ever
   * @param origin the cluster, by the uid of its namespace kube-system; null: nobody knows
   */
  ExportThread(
      Path directory,
      Duration retention,
      Clock clock,
      Pseudonyms pseudonyms,
      BooleanSupplier leading,
      Supplier<@Nullable String> origin,
      Listener listener) {
    this.directory = directory;
    this.retention = retention;
    this.clock = clock;
    this.pseudonyms = pseudonyms;
    this.leading = leading;
    this.origin = origin;
    this.listener = listener;
    thread = new Thread(this::run, "evidence-export");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  @Override
  public void take(List<ChainLine> entries) {
    queue.lines(entries);
    begun.countDown();
  }

  /** What waits for this thread: whoever decides adds to it. */
  ExportQueue queue() {
    return queue;
  }

  /** The first entry of a segment that has no baseline and needs one, 0 when none does. */
  long unboundSince() {
    return unboundSince;
  }

  @Override
  public long kept() {
    return kept;
  }

  /** What the chain has to say about the directory and does not yet. */
  List<Note> unsaid() {
    return unsaid;
  }

  @Override
  public void signedBefore(SignedHead head) {
    signed.accumulateAndGet(head, SignedHead::later);
  }

  @Override
  public @Nullable SignedHead signed() {
    return signed.get();
  }

  private void run() {
    ChainExport export = null;
    Duration retry = FIRST_RETRY;
    ExportQueue.Batch batch = null;
    try {
      while (!stopping || !queue.isEmpty()) {
        try {
          // The ledger says what was signed: only then is it known what to believe here.
          if (!begun.await(1, TimeUnit.SECONDS)) {
            if (stopping) {
              return;
            }
            continue;
          }
          batch = batch == null ? queue.next(1, TimeUnit.SECONDS) : batch;
          if (export == null) {
            export = open();
          }
          if (batch != null) {
            write(export, batch);
            batch = null;
          }
          export.removeRetired();
          ChainLine last = export.last();
          if (last != null) {
            listener.kept(export, last);
          }
          if (!retry.equals(FIRST_RETRY)) {
            retry = FIRST_RETRY;
            listener.failing(null);
          }
        } catch (IOException | RuntimeException | Error e) {
          tellFailure(e, retry);
          close(export);
          export = null;
          if (stopping) {
            return;
          }
          Thread.sleep(retry.toMillis());
          retry =
              retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(export);
    }
  }

  /** Whatever telling ends with, the export goes on. */
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

  private ChainExport open() throws IOException {
    ChainExport export = ChainExport.open(directory);
    boolean read = false;
    try {
      export.origin(origin.get());
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
      listener.opened(last, recalled.known(), recalled.waivers());
      read = true;
      return export;
    } finally {
      if (!read) {
        // It holds the lock of the directory, which the next attempt needs.
        close(export);
      }
    }
  }

  private void write(ChainExport export, ExportQueue.Batch batch) throws IOException {
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
    queue.written(batch);
    List<Note> before = unsaid;
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

  /** What was signed and is not here is told once by each process that finds it. */
  private void tell(List<Note> notes) {
    for (Note note : notes) {
      String what = note.signedElsewhere();
      if (what != null && told.add(note)) {
        LOG.warn("{}: {}", directory, what);
        if (!note.kind().equals(Kinds.EXPORT_STARTED)) {
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

  private static void close(@Nullable ChainExport export) {
    if (export != null) {
      try {
        export.close();
      } catch (IOException | RuntimeException | Error e) {
        // Whatever it is: the directory is opened anew.
        LOG.debug("export was not closed", e);
      }
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

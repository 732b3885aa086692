package cloud.bleu.operator;

import cloud.bleu.evidence.ChainExport;
import cloud.bleu.evidence.ChainLine;
import cloud.bleu.evidence.Kinds;
import cloud.bleu.evidence.Known;
import cloud.bleu.evidence.Note;
import cloud.bleu.evidence.Pseudonyms;
import cloud.bleu.evidence.SignedHead;
import cloud.bleu.evidence.StandingWaivers;
import cloud.bleu.ledger.Export;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
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

  /** Bytes that may wait to be written; beyond, the inputs of decisions are left out. */
  private static final long MOST_BYTES = 64L * 1024 * 1024;

  /** Entries that may wait; beyond, they are left out, which the chain says afterwards. */
  private static final int MOST_BATCHES = 20_000;

  /** What is told of the export. */
  interface Listener {
    /** The directory is open: its last entry, and what the chain knows. */
    void opened(@Nullable ChainLine last, Known known, StandingWaivers waivers);

    /** Entries are on the disk up to this one. */
    void kept(ChainExport export, ChainLine last);

    /** There is something to say in the chain. */
    void unsaid();

    /** What was signed is not in the directory: a sentence. */
    void gone(String what);

    /** It does not work, null: it works again. */
    void failing(@Nullable String why);
  }

  private record Batch(List<ChainLine> lines, Map<String, String> documents, long bytes) {}

  private final Path directory;
  private final Duration retention;
  private final Clock clock;
  private final Pseudonyms pseudonyms;
  private final BooleanSupplier leading;
  private final Listener listener;
  private final LinkedBlockingDeque<Batch> queue = new LinkedBlockingDeque<>();
  private final AtomicLong waiting = new AtomicLong();
  private final Thread thread;
  private Instant retired = Instant.EPOCH;
  private volatile boolean stopping;
  private volatile long kept;
  private final AtomicReference<@Nullable Known> known = new AtomicReference<>();
  private volatile List<Note> unsaid = List.of();
  private final AtomicReference<@Nullable SignedHead> signed = new AtomicReference<>();
  private boolean told;

  /**
   * @param retention of entries; zero: for ever
   */
  ExportThread(
      Path directory,
      Duration retention,
      Clock clock,
      Pseudonyms pseudonyms,
      BooleanSupplier leading,
      Listener listener) {
    this.directory = directory;
    this.retention = retention;
    this.clock = clock;
    this.pseudonyms = pseudonyms;
    this.leading = leading;
    this.listener = listener;
    thread = new Thread(this::run, "evidence-export");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  @Override
  public void take(List<ChainLine> entries) {
    if (queue.size() < MOST_BATCHES) {
      add(entries, Map.of(), entries.stream().mapToLong(l -> l.text().length()).sum());
    }
  }

  /**
   * Takes documents that decisions are about to be taken on, and returns at once.
   *
   * @return whether they are taken: not while too much waits
   */
  boolean documents(Map<String, String> documents) {
    long bytes = documents.values().stream().mapToLong(String::length).sum();
    boolean taken = waiting.get() + bytes <= MOST_BYTES;
    if (taken && !documents.isEmpty()) {
      add(List.of(), documents, bytes);
    }
    return taken;
  }

  /** Takes these as known to the chain, after what was taken before. */
  void known(Known now) {
    known.set(now);
    add(List.of(), Map.of(), 0);
  }

  private void add(List<ChainLine> lines, Map<String, String> documents, long bytes) {
    waiting.addAndGet(bytes);
    queue.add(new Batch(List.copyOf(lines), documents, bytes));
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
    Batch batch = null;
    try {
      while (!stopping || !queue.isEmpty()) {
        try {
          if (export == null) {
            export = open();
          }
          batch = batch == null ? queue.poll(1, TimeUnit.SECONDS) : batch;
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
          if (e instanceof Error) {
            LOG.error("decisions are not exported, trying again in {} ms", retry.toMillis(), e);
          } else {
            LOG.warn(
                "decisions are not exported, trying again in {} ms: {}",
                retry.toMillis(),
                e.toString());
          }
          listener.failing(e.getMessage() == null ? e.toString() : e.getMessage());
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

  private ChainExport open() throws IOException {
    ChainExport export = ChainExport.open(directory);
    boolean read = false;
    try {
      export.readPersons(pseudonyms);
      ChainLine last = export.last();
      kept = last == null ? 0 : last.sequence();
      unsaid = export.unsaid();
      listener.opened(last, export.knows().known(), export.knows().waivers());
      read = true;
      return export;
    } finally {
      if (!read) {
        // It holds the lock of the directory, which the next attempt needs.
        close(export);
      }
    }
  }

  private void write(ChainExport export, Batch batch) throws IOException {
    if (!leading.getAsBoolean()) {
      throw new IOException("this process does not lead any more");
    }
    export.writePersons(pseudonyms);
    export.inputs(batch.documents());
    SignedHead head = signed.get();
    if (head != null) {
      export.signedBefore(head);
    }
    export.append(batch.lines());
    Known now = known.getAndSet(null);
    if (now != null) {
      export.knows().known(now);
    }
    waiting.addAndGet(-batch.bytes());
    List<Note> before = unsaid;
    retire(export);
    unsaid = export.unsaid();
    ChainLine last = export.last();
    if (last != null) {
      kept = last.sequence();
    }
    if (!before.containsAll(unsaid)) {
      listener.unsaid();
    }
    if (!told) {
      tell(unsaid);
    }
  }

  /** What was signed and is not here is told once by each process that finds it. */
  private void tell(List<Note> notes) {
    for (Note note : notes) {
      String what = note.signedElsewhere();
      if (what != null) {
        told = true;
        LOG.warn("{}: {}", directory, what);
        if (note.kind().equals(Kinds.ENTRIES_GONE)) {
          listener.gone(what);
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
      } catch (IOException e) {
        LOG.debug("export was not closed", e);
      }
    }
  }

  /** Writes what waits, if that can be done in a few seconds. */
  @Override
  public void close() {
    stopping = true;
    add(List.of(), Map.of(), 0);
    try {
      thread.join(LAST_WRITES.toMillis());
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

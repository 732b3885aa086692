package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.SignedHead;
import cloud.bleu.evidence.change.NotesInForce;
import cloud.bleu.evidence.export.ChainBaseline;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.export.ChainKnowledge;
import cloud.bleu.evidence.input.InputRecorder;
import cloud.bleu.evidence.person.Pseudonyms;
import cloud.bleu.ledger.Export;
import cloud.bleu.operator.config.EvidenceOptions;
import cloud.bleu.placement.estate.Estate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records to a directory: inputs, decisions, notes and checkpoints. */
public final class EvidenceRecorder implements Recorder, AutoCloseable {

  private final Pseudonyms pseudonyms = new Pseudonyms();
  private final InputRecorder recorder = new InputRecorder(pseudonyms::of, pseudonyms::ofText);
  private final PassNotes chronicle;
  private final ExportThread export;
  private final SigningThread signing;
  private final Clock clock;
  private final Wakes wakes;
  private final EvidenceHealth standing;
  private final AtomicBoolean opened = new AtomicBoolean();

  /** Whether the directory was open when the last notes were taken: those are what is committed. */
  private boolean looked;

  private final DirectoryNotes directory = new DirectoryNotes();
  private final ObjectChanges changes = new ObjectChanges();
  private final NewEntries newEntries = new NewEntries();

  /** Whether what is known is to be bound to the chain. */
  private volatile boolean due;

  /** The segment for which that was done last, by its first entry. */
  private volatile long boundSince;

  private final ChainHandover handover = new ChainHandover();
  private volatile long settled = -1;

  /** What the loop is asked to do. */
  public interface Wakes {
    /** Entries are kept: the ledger may remove them. */
    void kept();

    /** There is something to record. */
    void note();

    /** These notes are in the chain, whatever became of the pass that had them written. */
    default void entered(List<ChainNote> notes) {}
  }

  /**
   * @param leading whether this process may write
   * @param origin the cluster, by the uid of its namespace kube-system; null: nobody knows
   */
  public EvidenceRecorder(
      EvidenceOptions options,
      CheckpointSigner.KeySource keys,
      Clock clock,
      BooleanSupplier leading,
      Supplier<@Nullable String> origin,
      Wakes wakes,
      EvidenceHealth standing) {
    this(options, keys, clock, leading, origin, wakes, standing, new ExportQueue());
  }

  EvidenceRecorder(
      EvidenceOptions options,
      CheckpointSigner.KeySource keys,
      Clock clock,
      BooleanSupplier leading,
      Supplier<@Nullable String> origin,
      Wakes wakes,
      EvidenceHealth standing,
      ExportQueue queue) {
    this.clock = clock;
    this.wakes = wakes;
    this.standing = standing;
    chronicle = new PassNotes(options.heartbeat());
    ExportListener listening = new Listening();
    export =
        new ExportThread(
            queue,
            new EvidenceDirectory(
                options.directory(),
                options.retention(),
                clock,
                pseudonyms,
                leading,
                origin,
                listening),
            listening);
    signing =
        new SigningThread(
            new CheckpointSigner(
                options, keys, clock, origin, new SigningReporter(standing, export, wakes)));
  }

  /** Begins to write: from the moment at which this process leads. */
  public void start() {
    export.start();
  }

  /** The newest entries that this process wrote, at most some, in their order. For any thread. */
  public List<ChainLine> newest() {
    return newEntries.newest();
  }

  @Override
  public Export export() {
    return new Export() {
      @Override
      public void take(List<ChainLine> entries) {
        entries.forEach(entry -> standing.taken(entry.sequence()));
        // Whatever else is made of them, they are to be kept.
        boolean kept = export.take(entries);
        handover.take(entries);
        committed(entries, kept);
      }

      @Override
      public void signedBefore(SignedHead head) {
        standing.signedBefore(head.sequence());
        export.signedBefore(head);
      }

      @Override
      public @Nullable SignedHead signed() {
        return export.signed();
      }

      @Override
      public long kept() {
        return export.kept();
      }
    };
  }

  @Override
  public @Nullable String inputs(Estate estate) {
    InputRecorder.Recorded recorded = recorder.record(estate);
    if (!export.queue().documents(recorded.documents())) {
      recorder.forget();
    }
    return recorded.digest();
  }

  @Override
  public List<ChainNote> notes(Seen seen) {
    looked = opened.get();
    if (!looked) {
      // Whether somebody decided until now is known when the directory is read.
      return List.of();
    }
    // What would not get to the directory is said of it once it would.
    boolean full = export.queue().isFull();
    List<ChainNote> notes = new ArrayList<>(full ? List.of() : directory.of(export.unsaid()));
    handover.to(chronicle);
    notes.addAll(
        changes.look(
            KnownObjects.of(seen.objects(), pseudonyms::of),
            KnownObjects.governed(seen.translation())));
    LifecycleNotes lives = LifecycleNotes.of(seen, pseudonyms);
    notes.addAll(chronicle.notes(seen.translation().estate(), seen.plan(), lives, clock.instant()));
    notes.addAll(seen.drills());
    if (!full) {
      notes.addAll(baseline(List.copyOf(lives.standing())));
    }
    return notes;
  }

  /** The entry that binds what is known to the chain; none when one does. */
  private List<ChainNote> baseline(List<ChainNote> stands) {
    due |= !changes.isBound() || export.unboundSince() > boundSince;
    if (!due) {
      return List.of();
    }
    ChainBaseline.Recorded recorded = ChainBaseline.record(changes.now(), stands, changes.said());
    return export.queue().baseline(recorded) ? List.of(recorded.note()) : List.of();
  }

  /**
   * Takes note of entries that are in the chain, some of them perhaps for the second time.
   *
   * @param kept whether they will be in the directory
   */
  private void committed(List<ChainLine> entries, boolean kept) {
    List<ChainNote> notes = new ArrayList<>();
    for (ChainLine line : newEntries.of(entries)) {
      ChainNote note = ChainNote.of(line);
      if (note != null) {
        notes.add(note);
        chronicle.committed(note, line.time());
      }
    }
    changes.committed(notes);
    if (kept) {
      directory.sent(notes);
      if (looked && notes.stream().anyMatch(n -> n.kind().equals(EntryKinds.BASELINE_RECORDED))) {
        // It comes last.
        changes.end();
        due = false;
        boundSince = Math.max(boundSince, export.unboundSince());
      }
    }
    wakes.entered(notes);
  }

  @Override
  public void end() {
    if (looked) {
      changes.end();
    }
    chronicle.end();
  }

  @Override
  public Instant next() {
    return opened.get() ? chronicle.next(clock.instant()) : Instant.MAX;
  }

  @Override
  public void close() {
    export.close();
    signing.close();
  }

  private final class Listening implements ExportListener {
    @Override
    public void opened(@Nullable ChainLine last, ChainKnowledge known, NotesInForce stood) {
      chronicle.last(last == null ? null : last.time());
      if (last != null) {
        standing.exported(last.sequence());
      }
      if (!opened.get()) {
        changes.opened(known);
        handover.opened(stood, last);
        opened.set(true);
        wakes.note();
      }
    }

    @Override
    public void kept(ChainExport directory, ChainLine last) {
      if (last.sequence() != settled) {
        settled = last.sequence();
        wakes.kept();
      }
      standing.exported(last.sequence());
      signing.head(directory, last);
    }

    @Override
    public void unsaid() {
      wakes.note();
    }

    @Override
    public void gone(String kind, String what) {
      standing.gone(kind, what);
    }

    @Override
    public void failing(@Nullable String why) {
      standing.export(why);
    }
  }
}

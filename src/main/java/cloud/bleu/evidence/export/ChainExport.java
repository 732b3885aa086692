package cloud.bleu.evidence.export;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.chain.LastSignedHead;
import cloud.bleu.evidence.chain.SignedHead;
import cloud.bleu.evidence.change.NotesInForce;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Appends the chain of decisions to a directory. One process writes at a time; whoever opens the
 * directory cuts off what a crash left and goes on after the last whole line. Used by one thread.
 */
public final class ChainExport implements AutoCloseable {

  /** A segment that is as long is not written to any more. */
  private static final long SEGMENT = 8L * 1024 * 1024;

  private final Path directory;
  private final ExportLock lock;
  private final ChainSegments segments;
  private final PendingNotes unsaid = new PendingNotes();
  private final ExportDocuments documents;
  private final LastSignedHead signed;
  private final Retention retention;
  private final LineScrutiny scrutiny;
  private volatile long urgent;

  /** Number of the last baseline here, 0 without one. */
  private long baseline;

  private volatile long unboundSince;

  /** The last entry with which nothing was left that the chain has to say before it is signed. */
  private volatile long settled;

  /** Whether the directory has files of a release that bound nothing to the chain. */
  private boolean ofAnOlderRelease;

  private ChainExport(Path directory, long segmentBytes, ExportLock lock) throws IOException {
    this.directory = directory;
    this.lock = lock;
    this.segments = new ChainSegments(directory, segmentBytes);
    this.signed = new LastSignedHead(directory);
    this.retention = new Retention(directory);
    this.documents = new ExportDocuments(directory);
    this.scrutiny = new LineScrutiny(signed, Checkpoint.last(directory), documents, true);
  }

  /**
   * Opens a directory, which is made if it is not there.
   *
   * @throws IOException when it cannot be written, or somebody else writes there
   */
  public static ChainExport open(Path directory) throws IOException {
    return open(directory, SEGMENT);
  }

  /**
   * Opens a directory, with segments of another size than usual.
   *
   * @param segmentBytes when a segment has that many bytes, the next entry begins a new one
   * @throws IOException when it cannot be written, or another process writes there
   */
  public static ChainExport open(Path directory, long segmentBytes) throws IOException {
    for (String part : List.of(EvidenceFiles.CHAIN, EvidenceFiles.INPUTS)) {
      Files.createDirectories(directory.resolve(part));
      EvidenceFiles.ownDirectory(directory.resolve(part));
    }
    ExportLock lock = ExportLock.of(directory);
    try {
      EvidenceFiles.repair(directory.resolve(EvidenceFiles.CHECKPOINTS));
      ChainExport export = new ChainExport(directory, segmentBytes, lock);
      // Releases kept in it what the chain had to say: whoever could write it said so.
      EvidenceFiles.regularIfThere(directory.resolve(EvidenceFiles.UNSAID));
      Files.deleteIfExists(directory.resolve(EvidenceFiles.UNSAID));
      export.segments.resume().forEach(export.scrutiny::before);
      return export;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** What the chain of a directory knows of the objects of the cluster, and what stands in it. */
  public record Recalled(ChainKnowledge known, NotesInForce standing) {}

  /**
   * Reads what the chain here knows of the objects of the cluster, and what it has to say of the
   * directory and does not: {@link #unsaid} names it. What was signed is to be told before.
   *
   * @throws IOException when it cannot be read
   */
  public Recalled recall() throws IOException {
    UnsaidSearch.of(directory, signed).forEach(unsaid::add);
    BaselineSearch.Recalled recalled = BaselineSearch.of(directory, signed.head());
    baseline = recalled.newest();
    bound();
    ofAnOlderRelease = ChainKnowledge.WITH_UNSIGNED_FILES.equals(recalled.known().from());
    recalled.lost().forEach(unsaid::add);
    return new Recalled(recalled.known(), recalled.standing());
  }

  /** Looks whether the segment that is written to, or one after it, has a baseline. */
  private void bound() {
    long first = segments.first();
    unboundSince = baseline >= first ? 0 : first;
  }

  /**
   * The first entry of the segment that is written to, if no baseline is in it, else 0: without
   * one, older segments are to be read and cannot go. May be asked by any thread.
   */
  public long unboundSince() {
    return unboundSince;
  }

  /** The last entry that is on the disk, null when there is none. */
  public @Nullable ChainLine last() {
    return segments.last();
  }

  /**
   * Writes documents, each named by its digest, that are not there yet; the root is the last.
   *
   * @throws IOException when not all of them are on the disk
   */
  public void inputs(Map<String, String> documents) throws IOException {
    this.documents.inputs(documents);
  }

  /**
   * Writes what an entry is about to name as known.
   *
   * @throws IOException when not all of it is on the disk
   */
  public void baseline(ChainBaseline.Recorded recorded) throws IOException {
    documents.baseline(recorded);
  }

  /**
   * Documents that are written and that no entry need name yet.
   *
   * @param root on which decisions are taken, and of which the next root brings nothing again; null
   *     without one
   * @param baseline what an entry is about to name as known, by digests
   */
  public record ReliedOn(@Nullable String root, List<String> baseline) {
    /** By a process that wrote nothing yet. */
    public static final ReliedOn NOTHING = new ReliedOn(null, List.of());

    public ReliedOn {
      baseline = List.copyOf(baseline);
    }
  }

  /** What this process relies on: to be told to whoever opens the directory after this one. */
  public ReliedOn reliedOn() {
    return documents.relied();
  }

  /** Is told what this process wrote when it had the directory open before: it stays. */
  public void relyOn(ReliedOn written) {
    documents.relyOn(written);
  }

  /**
   * What is not as it should be in this directory, and the chain does not say yet: a reader could
   * not tell it from tampering. It stays here until an entry that says it is appended, and nothing
   * is signed before: after a crash it is found again in what is not signed.
   */
  public List<ChainNote> unsaid() {
    return unsaid.all();
  }

  /**
   * Is told what was signed last, by whoever remembers it elsewhere than in this directory. To be
   * said before entries are appended; an older one than is known changes nothing.
   */
  public void signedBefore(SignedHead head) {
    signed.remember(head);
  }

  /** Is told of which cluster the chain is; null: nobody knows. */
  public void origin(@Nullable String uid) {
    signed.origin(uid);
  }

  /** What was signed last, as far as that is known elsewhere than from this directory. */
  public @Nullable SignedHead signedBefore() {
    return signed.head();
  }

  /**
   * Whether an entry is to be signed: the last one, if it was appended here, since any other may
   * have been written by somebody else, and if the chain has said what it has to say of those
   * before it. May be asked by any thread.
   */
  public boolean isToBeSigned(ChainLine line) {
    return segments.isGoing() && line.sequence() == settled;
  }

  /**
   * Appends entries in the order of their numbers; those that are there already are left out.
   *
   * @throws IOException when not all of them are on the disk: the export must be opened anew
   */
  public void append(List<ChainLine> lines) throws IOException {
    ChainLine end = segments.last();
    ChainNote gone = signed.missingAt(end, lines, unsaid.all());
    if (gone != null) {
      unsaid.add(gone);
    }
    boolean own = end != null && (segments.isGoing() || LastSignedHead.isFollowed(end, lines));
    scrutiny.of(lines, end, own).forEach(unsaid::add);
    segments.append(lines);
    unsaid.saidBy(lines);
    ChainLine latest = segments.last();
    settled = latest != null && unsaid.isSettled() ? latest.sequence() : settled;
    long before = baseline;
    lines.forEach(this::appended);
    bound();
    if (ofAnOlderRelease && baseline > before) {
      // What it kept unsigned is bound now.
      for (String name : BaselineSearch.OLD_FILES) {
        Files.deleteIfExists(directory.resolve(name));
      }
      ofAnOlderRelease = false;
    }
  }

  private void appended(ChainLine line) {
    if (EntryKinds.URGENT.contains(line.kind())) {
      urgent = line.sequence();
    }
    switch (line.kind()) {
      case EntryKinds.PRUNED -> retention.said(line);
      case EntryKinds.BASELINE_RECORDED -> baseline = Math.max(baseline, line.sequence());
      default -> {}
    }
  }

  /**
   * The last entry appended here that nobody believes before it is signed, 0 without one: it says
   * what the directory does not have, or what the chain knows. May be asked by any thread.
   */
  public long urgent() {
    return urgent;
  }

  /** The last checkpoint here, null when there is none or it cannot be read. */
  public @Nullable Checkpoint lastCheckpoint() throws IOException {
    return Checkpoint.last(directory);
  }

  /** Appends a checkpoint. */
  public void append(Checkpoint checkpoint) throws IOException {
    EvidenceFiles.append(directory.resolve(EvidenceFiles.CHECKPOINTS), checkpoint.text() + "\n");
    signedBefore(new SignedHead(checkpoint.sequence(), checkpoint.hash()));
  }

  /**
   * Wants the oldest segments removed that hold nothing younger than an instant; the one that is
   * written to stays, and so does the last baseline. They go with {@link #removeRetired}, once the
   * chain says so.
   */
  public void retire(Instant before) throws IOException {
    ChainNote note = retention.due(before, segments.newest(), baseline);
    if (note != null) {
      unsaid.add(note);
    }
  }

  /**
   * Removes what the chain says was removed after its retention, if a checkpoint covers the entry
   * that says so: before, nobody could tell it from tampering.
   */
  public void removeRetired() throws IOException {
    if (retention.isSaid()) {
      SignedHead head = signed.head();
      retention.remove(head == null ? 0 : head.sequence(), documents.roots());
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}

package cloud.bleu.evidence;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Appends the chain of decisions to a directory. One process writes at a time; whoever opens the
 * directory cuts off what a crash left and goes on after the last whole line. Used by one thread.
 */
public final class ChainExport implements AutoCloseable {

  /** A segment that is as long is not written to any more. */
  private static final long SEGMENT = 8L * 1024 * 1024;

  private final Path directory;
  private final long segmentBytes;
  private final FileChannel locked;
  private final List<Note> unsaid = new ArrayList<>();
  private final KnownFiles knows;
  private @Nullable Path segment;
  private @Nullable ChainLine last;
  private volatile long explained;
  private @Nullable ChainLine pruned;
  private @Nullable String newestRoot;
  private final AtomicReference<@Nullable SignedHead> signed = new AtomicReference<>();
  private boolean held;
  private volatile boolean going;

  private ChainExport(Path directory, long segmentBytes, FileChannel locked) {
    this.directory = directory;
    this.segmentBytes = segmentBytes;
    this.locked = locked;
    this.knows = new KnownFiles(directory);
  }

  /**
   * Opens a directory, which is made if it is not there.
   *
   * @throws IOException when it cannot be written, or somebody else writes there
   */
  public static ChainExport open(Path directory) throws IOException {
    return open(directory, SEGMENT);
  }

  static ChainExport open(Path directory, long segmentBytes) throws IOException {
    Files.createDirectories(directory.resolve(EvidenceFiles.CHAIN));
    Files.createDirectories(directory.resolve(EvidenceFiles.INPUTS));
    FileChannel channel =
        FileChannel.open(
            directory.resolve(EvidenceFiles.LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      lock(channel, directory);
      ChainExport export = new ChainExport(directory, segmentBytes, channel);
      export.resume();
      return export;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void lock(FileChannel channel, Path directory) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(directory + ": another process writes there");
    }
  }

  private void resume() throws IOException {
    EvidenceFiles.repair(directory.resolve(EvidenceFiles.CHECKPOINTS));
    Path notes = directory.resolve(EvidenceFiles.UNSAID);
    if (Files.exists(notes)) {
      Files.readAllLines(notes).forEach(line -> unsaid.add(Note.read(line)));
    }
    List<Path> segments = EvidenceFiles.segments(directory);
    for (int i = segments.size() - 1; i >= 0 && last == null; i--) {
      Path file = segments.get(i);
      EvidenceFiles.repair(file);
      List<String> lines = Files.readAllLines(file);
      if (lines.isEmpty()) {
        // Made, and the process ended before its first line.
        Files.delete(file);
        continue;
      }
      segment = file;
      try {
        last = ChainLine.read(lines.get(lines.size() - 1));
      } catch (IllegalArgumentException e) {
        throw new IOException(
            file + ": its last line is not an entry: " + e.getMessage() + "; see bleu verify", e);
      }
    }
    knows.resume(segments);
  }

  /** What the chain knows here of the objects of the cluster. */
  public KnownFiles knows() {
    return knows;
  }

  /** The last entry that is on the disk, null when there is none. */
  public @Nullable ChainLine last() {
    return last;
  }

  /**
   * Writes documents, each named by its digest, that are not there yet; the root is the last.
   *
   * @throws IOException when not all of them are on the disk
   */
  public void inputs(Map<String, String> documents) throws IOException {
    boolean written = false;
    for (Map.Entry<String, String> document : documents.entrySet()) {
      Path file = EvidenceFiles.input(directory, document.getKey());
      if (!Files.exists(file)) {
        EvidenceFiles.write(file, document.getValue());
        written = true;
      }
      newestRoot = document.getKey();
    }
    if (written) {
      EvidenceFiles.sync(directory.resolve(EvidenceFiles.INPUTS));
    }
  }

  /** Whether a document is on the disk. */
  public boolean hasInput(String digest) {
    return Files.exists(EvidenceFiles.input(directory, digest));
  }

  /**
   * What is not as it should be in this directory, and the chain does not say yet: a reader could
   * not tell it from tampering. It stays here, through a crash as well, until an entry that says it
   * is appended.
   */
  public List<Note> unsaid() {
    return List.copyOf(unsaid);
  }

  /** Keeps in mind that the chain has to say something. */
  public void say(Note note) throws IOException {
    if (!unsaid.contains(note)) {
      unsaid.add(note);
      keepUnsaid();
    }
  }

  private void keepUnsaid() throws IOException {
    StringBuilder text = new StringBuilder();
    unsaid.forEach(note -> text.append(note.text()).append('\n'));
    EvidenceFiles.write(directory.resolve(EvidenceFiles.UNSAID), text.toString());
  }

  /** Finds numbers that are left out before a line, and decisions whose inputs are not here. */
  private void examine(List<ChainLine> lines) throws IOException {
    ChainLine before = last;
    long expected = before == null ? 1 : before.sequence() + 1;
    for (ChainLine line : lines) {
      if (line.sequence() >= expected) {
        if (line.sequence() > expected) {
          say(before == null ? started(line.sequence()) : missing(before, line));
        }
        expected = line.sequence() + 1;
        before = line;
      }
    }
    long from = 0;
    long to = 0;
    for (ChainLine line : lines) {
      String inputs = line.text("inputs", "");
      boolean written = last != null && line.sequence() <= last.sequence();
      if (!written && !inputs.isEmpty() && !hasInput(inputs)) {
        from = from == 0 ? line.sequence() : from;
        to = line.sequence();
      } else if (from > 0) {
        say(Note.range(Kinds.INPUTS_LOST, from, to));
        from = 0;
      }
    }
    if (from > 0) {
      say(Note.range(Kinds.INPUTS_LOST, from, to));
    }
  }

  private Note started(long first) {
    SignedHead remembered = signed.get();
    return remembered == null
        ? Note.of(Kinds.EXPORT_STARTED, Map.of("first", "" + first))
        : SignedHere.started(first, remembered);
  }

  /** What was signed was here: that it is missing is said, and is no excuse. */
  private Note missing(ChainLine before, ChainLine next) {
    SignedHead remembered = signed.get();
    return remembered == null || remembered.sequence() <= before.sequence()
        ? notExported(before, next)
        : SignedHere.gone(
            before.sequence() + 1,
            Math.min(remembered.sequence(), next.sequence() - 1),
            remembered);
  }

  /** Looks once whether what is remembered as signed is here, if the chain goes as far. */
  private void holdToSigned() throws IOException {
    SignedHead remembered = signed.get();
    ChainLine end = last;
    if (held || remembered == null) {
      return;
    }
    if (end != null
        && end.sequence() >= remembered.sequence()
        && !SignedHere.isHereOrSaid(directory, remembered)
        && unsaid.stream()
            .noneMatch(
                n -> ("" + remembered.sequence()).equals(n.content().get(SignedHere.SIGNED)))) {
      say(SignedHere.gone(remembered.sequence(), remembered.sequence(), remembered));
    }
    held = true;
  }

  /**
   * Is told what was signed last, by whoever remembers it elsewhere than in this directory. To be
   * said before entries are appended; an older one than is known changes nothing.
   */
  public void signedBefore(SignedHead head) {
    signed.accumulateAndGet(head, SignedHead::later);
  }

  /** What was signed last, as far as that is known elsewhere than from this directory. */
  public @Nullable SignedHead signedBefore() {
    return signed.get();
  }

  /**
   * Whether the last entry is one that was appended here: any other may have been written by
   * somebody else, and is not to be signed. May be asked by any thread.
   */
  public boolean isGoing() {
    return going;
  }

  /** Names the entry before what is left out, so that a signature after it covers that one too. */
  private static Note notExported(ChainLine before, ChainLine next) {
    Map<String, String> content =
        Map.of(
            "from",
            Long.toString(before.sequence() + 1),
            "to",
            Long.toString(next.sequence() - 1),
            Kinds.AFTER,
            before.hash());
    return Note.of(Kinds.NOT_EXPORTED, content);
  }

  /**
   * Appends entries in the order of their numbers; those that are there already are left out.
   *
   * @throws IOException when not all of them are on the disk: the export must be opened anew
   */
  public void append(List<ChainLine> lines) throws IOException {
    holdToSigned();
    examine(lines);
    StringBuilder text = new StringBuilder();
    Path file = segment;
    ChainLine newest = last;
    for (ChainLine line : lines) {
      if (newest != null && line.sequence() <= newest.sequence()) {
        continue;
      }
      if (file == null || (text.isEmpty() && isFull(file))) {
        file = EvidenceFiles.segment(directory, line.sequence());
        knows.keep();
        Files.createFile(file);
        EvidenceFiles.sync(directory.resolve(EvidenceFiles.CHAIN));
      }
      text.append(line.text()).append('\n');
      newest = line;
    }
    if (file != null && !text.isEmpty()) {
      EvidenceFiles.append(file, text.toString());
      going = true;
    }
    segment = file;
    last = newest;
    knows.take(lines);
    if (unsaid.removeIf(note -> lines.stream().anyMatch(note::isSaidBy))) {
      keepUnsaid();
    }
    for (ChainLine line : lines) {
      if (Kinds.EXPLAINING.contains(line.kind())) {
        explained = line.sequence();
      }
      if (line.kind().equals(Kinds.PRUNED)) {
        pruned = line;
      }
    }
  }

  /**
   * The last entry appended here that says what the directory does not have, 0 without one: nobody
   * believes it before it is signed. May be asked by any thread.
   */
  public long explained() {
    return explained;
  }

  private boolean isFull(Path file) throws IOException {
    return Files.size(file) >= segmentBytes;
  }

  /** The last checkpoint here, null when there is none or it cannot be read. */
  public @Nullable Checkpoint lastCheckpoint() throws IOException {
    String line = EvidenceFiles.lastLine(directory.resolve(EvidenceFiles.CHECKPOINTS));
    try {
      return line == null ? null : Checkpoint.read(line);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Appends a checkpoint. */
  public void append(Checkpoint checkpoint) throws IOException {
    EvidenceFiles.append(directory.resolve(EvidenceFiles.CHECKPOINTS), checkpoint.text() + "\n");
    signedBefore(new SignedHead(checkpoint.sequence(), checkpoint.hash()));
  }

  /** Takes in the names of the register that is here; a register that cannot be read is left. */
  public void readPersons(Pseudonyms pseudonyms) throws IOException {
    Path file = directory.resolve(EvidenceFiles.PERSONS);
    if (Files.exists(file)) {
      try {
        pseudonyms.read(Files.readString(file));
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ": not a register of names; mend or remove it", e);
      }
    }
  }

  /** Writes the register if a name came; what somebody erased there stays erased. */
  public void writePersons(Pseudonyms pseudonyms) throws IOException {
    if (pseudonyms.isChanged()) {
      Path file = directory.resolve(EvidenceFiles.PERSONS);
      try {
        EvidenceFiles.write(
            file, pseudonyms.written(Files.exists(file) ? Files.readString(file) : null));
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ": not a register of names; mend or remove it", e);
      }
    }
  }

  /**
   * Wants the oldest segments removed that hold nothing younger than an instant; the one that is
   * written to stays. They go with {@link #removeRetired}, once the chain says so.
   */
  public void retire(Instant before) throws IOException {
    ChainLine expired = null;
    for (Path file : EvidenceFiles.segments(directory)) {
      if (file.equals(segment)) {
        break;
      }
      List<String> lines = Files.readAllLines(file);
      ChainLine end = lines.isEmpty() ? null : ChainLine.read(lines.get(lines.size() - 1));
      Instant time = end == null ? null : end.time();
      if (time == null || !time.isBefore(before)) {
        break;
      }
      expired = end;
    }
    ChainLine saying = pruned;
    if (expired != null && (saying == null || saying.number("to") < expired.sequence())) {
      say(Note.of(Kinds.PRUNED, Map.of("to", Long.toString(expired.sequence()))));
    }
  }

  /**
   * Removes what the chain says was removed after its retention, if a checkpoint covers the entry
   * that says so: before, nobody could tell it from tampering.
   */
  public void removeRetired() throws IOException {
    ChainLine saying = pruned;
    if (saying != null) {
      Checkpoint signed = lastCheckpoint();
      if (signed != null && signed.sequence() >= saying.sequence()) {
        prune(saying.number("to"));
        pruned = null;
      }
    }
  }

  /** Removes the segments that end with an entry or before, and what only they needed. */
  private void prune(long upTo) throws IOException {
    List<Path> segments = EvidenceFiles.segments(directory);
    boolean removed = false;
    for (int i = 0; i + 1 < segments.size(); i++) {
      if (EvidenceFiles.first(segments.get(i + 1)) > upTo + 1) {
        break;
      }
      Files.delete(segments.get(i));
      removed = true;
    }
    if (removed) {
      InputSweep.sweep(directory, newestRoot);
    }
  }

  @Override
  public void close() throws IOException {
    locked.close();
  }
}

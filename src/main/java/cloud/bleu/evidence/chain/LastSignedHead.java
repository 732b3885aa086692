package cloud.bleu.evidence.chain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What was signed last, as it is remembered outside of a directory, and whether that directory
 * still has it. Any thread may ask for {@link #head}.
 */
public final class LastSignedHead {

  private final Path directory;
  private final AtomicReference<@Nullable SignedHead> head = new AtomicReference<>();
  private @Nullable String origin;
  private boolean looked;

  /**
   * @param directory of the export that may have the entry
   */
  public LastSignedHead(Path directory) {
    this.directory = directory;
  }

  /** Is told what was signed; an older one than is known changes nothing. */
  public void remember(SignedHead signed) {
    head.accumulateAndGet(signed, SignedHead::later);
  }

  /** What is remembered as signed last; null when nothing is. */
  public @Nullable SignedHead head() {
    return head.get();
  }

  /** Is told of which cluster the chain is; null: nobody knows. */
  public void origin(@Nullable String uid) {
    origin = uid;
  }

  /** That the export begins: after what was exported and signed elsewhere, if anything was. */
  public ChainNote started(long first) {
    SignedHead signed = head.get();
    TreeMap<String, String> content = new TreeMap<>();
    content.put("first", Long.toString(first));
    if (signed != null) {
      content.put(EntryKey.SIGNED, Long.toString(signed.sequence()));
      content.put("hash", signed.hash());
    }
    if (origin != null) {
      content.put(EntryKey.ORIGIN, origin);
    }
    return new ChainNote(EntryKinds.EXPORT_STARTED, content);
  }

  /**
   * That entries are missing: what was signed was here, and that it is gone is no excuse.
   *
   * @param own whether the entry before them is known from elsewhere than from this directory
   */
  public ChainNote missing(ChainLine before, ChainLine next, boolean own) {
    SignedHead signed = head.get();
    long from = before.sequence() + 1;
    long to = next.sequence() - 1;
    if (signed != null && signed.sequence() > before.sequence()) {
      return gone(from, Math.min(signed.sequence(), to), signed);
    }
    TreeMap<String, String> content = new TreeMap<>();
    content.put("from", Long.toString(from));
    content.put("to", Long.toString(to));
    if (own || (signed != null && signed.hash().equals(before.hash()))) {
      // A signature covers it by that. Any other can have been written by somebody else.
      content.put(EntryKey.AFTER, before.hash());
    }
    return new ChainNote(EntryKinds.NOT_EXPORTED, content);
  }

  /**
   * Looks once whether what was signed is here, if the chain goes as far.
   *
   * @param end the last entry here
   * @param next what comes after it, as the cluster has it
   * @param unsaid what this process found and the chain is about to say
   * @return that it is gone; null when it is not, or the chain says so
   */
  public @Nullable ChainNote missingAt(
      @Nullable ChainLine end, List<ChainLine> next, Collection<ChainNote> unsaid)
      throws IOException {
    SignedHead signed = head.get();
    if (looked || signed == null || next.isEmpty()) {
      return null;
    }
    looked = true;
    return end == null
            || end.sequence() < signed.sequence()
            || isHereOrSaid(signed, isFollowed(end, next))
            || unsaid.stream().anyMatch(note -> isAbout(note, signed))
        ? null
        : gone(signed.sequence(), signed.sequence(), signed);
  }

  /** Whether entries that the cluster has follow an entry, so that it is one of the same chain. */
  public static boolean isFollowed(ChainLine end, List<ChainLine> next) {
    return next.stream()
        .anyMatch(line -> line.previous().equals(end.hash()) || line.hash().equals(end.hash()));
  }

  private static boolean isAbout(ChainNote note, SignedHead signed) {
    return (note.kind().equals(EntryKinds.ENTRIES_GONE)
            || note.kind().equals(EntryKinds.EXPORT_STARTED))
        && note.number(EntryKey.SIGNED) == signed.sequence();
  }

  private static ChainNote gone(long from, long to, SignedHead signed) {
    return ChainNote.of(
        EntryKinds.ENTRIES_GONE,
        Map.of(
            "from",
            Long.toString(from),
            "to",
            Long.toString(to),
            EntryKey.SIGNED,
            Long.toString(signed.sequence()),
            "hash",
            signed.hash()));
  }

  /**
   * Whether the entry is here as it was signed, or the chain says of it that it is not here.
   *
   * @param followed whether the last entry is one of the chain of the cluster: one that does not
   *     lead there can have been written by whoever removed the other
   */
  private boolean isHereOrSaid(SignedHead signed, boolean followed) throws IOException {
    List<Path> segments = EvidenceFiles.segments(directory);
    boolean ofTheChain = followed;
    Set<String> beforeHoles = new HashSet<>();
    ChainLine after = null;
    for (int i = segments.size() - 1; i >= 0; i--) {
      List<ChainLine> lines = ChainLine.all(segments.get(i));
      for (int n = lines.size() - 1; n >= 0; n--) {
        ChainLine line = lines.get(n);
        if (line.sequence() <= signed.sequence()) {
          return line.hash().equals(signed.hash());
        }
        ofTheChain &=
            after == null
                || after.previous().equals(line.hash())
                || beforeHoles.contains(line.hash());
        if (ofTheChain && isSaidBy(line, signed)) {
          return true;
        }
        if (ofTheChain && line.kind().equals(EntryKinds.NOT_EXPORTED)) {
          beforeHoles.add(String.valueOf(line.content(EntryKey.AFTER)));
        }
        after = line;
      }
    }
    return false;
  }

  private static boolean isSaidBy(ChainLine line, SignedHead signed) {
    ChainNote note = ChainNote.of(line);
    return note != null && isAbout(note, signed);
  }
}

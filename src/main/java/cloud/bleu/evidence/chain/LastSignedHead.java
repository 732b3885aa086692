package cloud.bleu.evidence.chain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What was signed last, as it is remembered elsewhere than in a directory, and whether that
 * directory still has it. {@link #head} may be asked by any thread.
 */
public final class LastSignedHead {

  private final Path directory;
  private final AtomicReference<@Nullable SignedHead> head = new AtomicReference<>();
  private @Nullable String origin;
  private boolean looked;

  public LastSignedHead(Path directory) {
    this.directory = directory;
  }

  /** Is told what was signed; an older one than is known changes nothing. */
  public void remember(SignedHead signed) {
    head.accumulateAndGet(signed, SignedHead::later);
  }

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

  /** That entries are missing: what was signed was here, and that it is gone is no excuse. */
  public ChainNote missing(ChainLine before, ChainLine next) {
    SignedHead signed = head.get();
    long from = before.sequence() + 1;
    long to = next.sequence() - 1;
    // It names the entry before what is left out, so that a signature covers that one too.
    return signed == null || signed.sequence() <= before.sequence()
        ? ChainNote.of(
            EntryKinds.NOT_EXPORTED,
            Map.of(
                "from",
                Long.toString(from),
                "to",
                Long.toString(to),
                EntryKey.AFTER,
                before.hash()))
        : gone(from, Math.min(signed.sequence(), to), signed);
  }

  /**
   * Looks once whether what was signed is here, if the chain goes as far.
   *
   * @param end the last entry here
   * @param unsaid what the chain is about to say
   * @return that it is gone; null when it is not, or the chain says so
   */
  public @Nullable ChainNote missingAt(@Nullable ChainLine end, Collection<ChainNote> unsaid)
      throws IOException {
    SignedHead signed = head.get();
    if (looked || signed == null) {
      return null;
    }
    looked = true;
    return end == null
            || end.sequence() < signed.sequence()
            || isHereOrSaid(signed)
            || unsaid.stream().anyMatch(note -> note.number(EntryKey.SIGNED) == signed.sequence())
        ? null
        : gone(signed.sequence(), signed.sequence(), signed);
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

  /** Whether the entry is here as it was signed, or the chain says of it that it is not here. */
  private boolean isHereOrSaid(SignedHead signed) throws IOException {
    List<Path> segments = new ArrayList<>(EvidenceFiles.segments(directory));
    while (segments.size() > 1 && EvidenceFiles.first(segments.get(1)) <= signed.sequence()) {
      segments.remove(0);
    }
    for (Path segment : segments) {
      for (String text : EvidenceFiles.lines(segment)) {
        if (isOrSays(text, signed)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isOrSays(String text, SignedHead signed) {
    try {
      ChainLine line = ChainLine.read(text);
      return line.sequence() == signed.sequence()
          ? line.hash().equals(signed.hash())
          : line.sequence() > signed.sequence()
              && line.number(EntryKey.SIGNED) == signed.sequence()
              && (line.kind().equals(EntryKinds.ENTRIES_GONE)
                  || line.kind().equals(EntryKinds.EXPORT_STARTED));
    } catch (IllegalArgumentException e) {
      // Verify says so.
      return false;
    }
  }
}

package cloud.bleu.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a directory still has what was signed. */
final class SignedHere {

  /** Number of the entry of the last checkpoint. */
  static final String SIGNED = "signed";

  private SignedHere() {}

  /** That entries are gone, up to one that was signed. */
  static Note gone(long from, long to, SignedHead signed) {
    return Note.of(
        Kinds.ENTRIES_GONE,
        Map.of(
            "from",
            Long.toString(from),
            "to",
            Long.toString(to),
            SIGNED,
            Long.toString(signed.sequence()),
            "hash",
            signed.hash()));
  }

  /** That the export begins, after what was exported and signed elsewhere. */
  static Note started(long first, SignedHead signed) {
    return Note.of(
        Kinds.EXPORT_STARTED,
        Map.of(
            "first",
            Long.toString(first),
            SIGNED,
            Long.toString(signed.sequence()),
            "hash",
            signed.hash()));
  }

  /** Whether the entry is here as it was signed, or the chain says of it that it is not here. */
  static boolean isHereOrSaid(Path directory, SignedHead signed) throws IOException {
    List<Path> segments = new ArrayList<>(EvidenceFiles.segments(directory));
    while (segments.size() > 1 && EvidenceFiles.first(segments.get(1)) <= signed.sequence()) {
      segments.remove(0);
    }
    for (Path segment : segments) {
      for (String text : Files.readAllLines(segment)) {
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
              && line.number(SIGNED) == signed.sequence()
              && (line.kind().equals(Kinds.ENTRIES_GONE)
                  || line.kind().equals(Kinds.EXPORT_STARTED));
    } catch (IllegalArgumentException e) {
      // Verify says so.
      return false;
    }
  }
}

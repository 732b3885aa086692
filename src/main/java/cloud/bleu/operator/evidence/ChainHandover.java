package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.change.NewNotes;
import cloud.bleu.evidence.change.NotesInForce;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a process that begins to write takes over from those before: what stood in the chain on the
 * disk, and in the entries that the ledger still held.
 */
final class ChainHandover {

  private NewNotes held = new NewNotes();
  private @Nullable NotesInForce standing;
  private @Nullable Instant last;
  private boolean told;

  /** The directory is open. */
  synchronized void opened(NotesInForce stood, @Nullable ChainLine newest) {
    standing = stood;
    last = later(last, newest == null ? null : newest.time());
  }

  /**
   * Takes entries that are committed. Until the directory is open, which may take long, only what
   * they change of what is in force is kept. Once that is handed over, this process knows itself
   * what it wrote.
   */
  synchronized void take(List<ChainLine> entries) {
    if (!told) {
      for (ChainLine line : entries) {
        held.take(line);
        last = later(last, line.time());
      }
    }
  }

  /** Tells once which waivers and live drills stood; nothing before the directory is open. */
  synchronized void to(PassNotes chronicle) {
    NotesInForce stood = standing;
    if (stood == null || told) {
      return;
    }
    told = true;
    held.applyTo(stood);
    held = new NewNotes();
    chronicle.carriesOn(stood.notes(), last);
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }
}

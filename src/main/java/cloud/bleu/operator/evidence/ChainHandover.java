package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.change.StandingNotes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the one who begins to write takes over from those before: what stood in the chain on the
 * disk, and in the entries that the ledger still held.
 */
final class ChainHandover {

  private final List<ChainLine> held = new ArrayList<>();
  private @Nullable StandingNotes standing;
  private @Nullable Instant last;
  private boolean told;
  private boolean over;

  /** The directory is open. */
  synchronized void opened(StandingNotes stood, @Nullable ChainLine newest) {
    standing = stood;
    last = newest == null ? null : newest.time();
  }

  /** Entries that the ledger held. */
  synchronized void take(List<ChainLine> entries) {
    if (!over) {
      held.addAll(entries);
    }
  }

  /** Tells once which waivers and live drills stood; nothing before the directory is open. */
  synchronized void to(PassNotes chronicle) {
    StandingNotes stood = standing;
    if (stood == null || told) {
      return;
    }
    told = true;
    Instant newest = last;
    for (ChainLine line : held) {
      stood.take(line);
      Instant time = line.time();
      newest = newest == null || (time != null && time.isAfter(newest)) ? time : newest;
    }
    chronicle.carriesOn(stood.notes(), newest);
  }

  /** All of it is taken in: from here on this process knows itself what it wrote. */
  synchronized void over() {
    over = true;
    held.clear();
  }
}

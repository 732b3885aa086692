package cloud.bleu.operator;

import cloud.bleu.evidence.ChainLine;
import cloud.bleu.evidence.StandingWaivers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the one who begins to write takes over from those before: what stood in the chain on the
 * disk, and in the entries that the ledger still held.
 */
final class Handover {

  private @Nullable List<ChainLine> held = new ArrayList<>();
  private @Nullable StandingWaivers waivers;
  private @Nullable Instant last;

  /** The directory is open. */
  synchronized void opened(StandingWaivers stood, @Nullable ChainLine newest) {
    waivers = stood;
    last = newest == null ? null : newest.time();
  }

  /** Entries that the ledger held. */
  synchronized void take(List<ChainLine> entries) {
    if (held != null) {
      held.addAll(entries);
    }
  }

  /** Tells it once; nothing before the directory is open. */
  synchronized void to(Chronicle chronicle) {
    StandingWaivers stood = waivers;
    List<ChainLine> entries = held;
    if (stood == null || entries == null) {
      return;
    }
    Instant newest = last;
    for (ChainLine line : entries) {
      stood.take(line);
      Instant time = line.time();
      newest = newest == null || (time != null && time.isAfter(newest)) ? time : newest;
    }
    chronicle.carriesOn(stood.notes(), newest);
    held = null;
  }
}

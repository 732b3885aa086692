package cloud.bleu.evidence.verification;

import cloud.bleu.evidence.chain.ChainClock;
import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainWalk.Placed;
import cloud.bleu.evidence.chain.EntryKey;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.SignedAbsences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that the time of a chain never falls, except where a signed entry says that a clock was
 * set.
 */
final class TimeCheck {

  private record Fall(Placed placed, Instant before) {}

  private final ChainClock clock = new ChainClock();
  private final List<Fall> falls = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();
  private final List<ChainFault> faults = new ArrayList<>();

  void entry(Placed placed) {
    Instant before = clock.fallsAt(placed.line());
    if (before != null) {
      falls.add(new Fall(placed, before));
    }
  }

  void end(SignedAbsences excuses) {
    for (Fall fall : falls) {
      ChainLine line = fall.placed().line();
      ChainLine said =
          excuses.signed(
              EntryKinds.CLOCK_SET_BACK, l -> l.number(EntryKey.ENTRY) == line.sequence());
      if (said != null) {
        gaps.add(
            "a clock was set back from %s to %s (entry %s says so)"
                .formatted(fall.before(), line.time(), said.sequence()));
      } else {
        faults.add(
            new ChainFault(
                Code.TimeContradicts,
                fall.placed().where(),
                "it is dated %s, and an entry before it %s%s"
                    .formatted(
                        line.time(),
                        fall.before(),
                        excuses.unsigned(
                            EntryKinds.CLOCK_SET_BACK,
                            l -> l.number(EntryKey.ENTRY) == line.sequence()))));
      }
    }
  }

  List<String> gaps() {
    return gaps;
  }

  List<ChainFault> faults() {
    return faults;
  }
}

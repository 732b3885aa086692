package cloud.bleu.evidence.chain;

import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.ChainWalk.Placed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are certain to be those that were signed: entries before a checkpoint in an
 * unbroken run, and entries before a hole if a signed entry names the last one before it.
 */
public final class SignedReach {

  /** Entries that follow one another, each named by the next. */
  record Run(Placed first, Placed last) {}

  private final List<EntryRange> signed = new ArrayList<>();
  private final List<EntryRange> unsigned = new ArrayList<>();
  private final List<ChainFault> faults = new ArrayList<>();
  private @Nullable ChainLine first;

  /**
   * @param runs in the order of the chain
   * @param checkpoints numbers of the entries that a checkpoint of the trusted key is of
   * @param explaining entries that say what is not here
   */
  public SignedReach(
      List<Run> runs, NavigableSet<Long> checkpoints, Collection<ChainLine> explaining) {
    for (int i = runs.size() - 1; i >= 0; i--) {
      Run run = runs.get(i);
      long first = run.first().line().sequence();
      long last = run.last().line().sequence();
      Long checkpoint = checkpoints.floor(last);
      long upTo = checkpoint == null || checkpoint < first ? first - 1 : checkpoint;
      for (ChainLine line : explaining) {
        String after = line.content(EntryKey.AFTER);
        if (after != null && line.number("from") == last + 1 && covers(line)) {
          if (after.equals(run.last().line().hash())) {
            upTo = last;
          } else {
            faults.add(
                new ChainFault(
                    Code.EntryChanged,
                    run.last().where(),
                    "entry %s is not the one that entry %s, which is signed, names as the last before those that were not exported"
                        .formatted(last, line.sequence())));
          }
        }
      }
      if (upTo >= first) {
        this.first = run.first().line();
        signed.add(0, new EntryRange(first, upTo));
      }
      if (upTo < last) {
        unsigned.add(0, new EntryRange(upTo + 1, last));
      }
    }
  }

  /** The first entry that is signed, null when none is. */
  public @Nullable ChainLine first() {
    return first;
  }

  /** Whether an entry is one that was signed. */
  boolean covers(ChainLine line) {
    return signed.stream().anyMatch(s -> s.from() <= line.sequence() && line.sequence() <= s.to());
  }

  /** What is here and not signed, in the order of the chain. */
  public List<EntryRange> unsigned() {
    return unsigned;
  }

  /** Entries that are not the ones that a signed entry names, the newest first. */
  public List<ChainFault> faults() {
    return faults;
  }
}

package cloud.bleu.evidence.chain;

import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.ChainWalk.Hole;
import cloud.bleu.evidence.chain.ChainWalk.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Numbers without an entry here: either the chain gives the reason under a signature, or it is a
 * fault.
 */
public final class Absence {

  private final SignedAbsences excuses;
  private final List<String> gaps = new ArrayList<>();
  private final List<ChainFault> faults = new ArrayList<>();

  /**
   * @param excuses what signed entries say of numbers that are missing
   */
  public Absence(SignedAbsences excuses) {
    this.excuses = excuses;
  }

  /** Numbers between two entries. */
  public void hole(Hole hole) {
    Predicate<ChainLine> says = SignedAbsences.about(hole.from(), hole.to());
    ChainLine signed = excuses.signed(EntryKinds.NOT_EXPORTED, says);
    if (signed != null) {
      gaps.add(
          "entries %s to %s were not exported here (entry %s says so)"
              .formatted(hole.from(), hole.to(), signed.sequence()));
      return;
    }
    String missing =
        hole.from() == hole.to()
            ? "entry %s is missing before it".formatted(hole.from())
            : "entries %s to %s are missing before it".formatted(hole.from(), hole.to());
    faults.add(
        new ChainFault(
            Code.EntriesMissing,
            hole.where(),
            missing + excuses.unsigned(EntryKinds.NOT_EXPORTED, says)));
  }

  /** Numbers before the first entry. */
  public void beginning(@Nullable Placed first) {
    if (first == null || first.line().sequence() == 1) {
      if (first != null && !first.line().previous().equals(Chain.GENESIS)) {
        faults.add(
            new ChainFault(
                Code.BeginningMissing, first.where(), "entry 1 names an entry before it"));
      }
      return;
    }
    long sequence = first.line().sequence();
    Predicate<ChainLine> began = l -> l.number("first") == sequence;
    // A crash may have left some of what was to go.
    Predicate<ChainLine> pruned = l -> l.number("to") >= sequence - 1;
    ChainLine start = excuses.signed(EntryKinds.EXPORT_STARTED, began);
    ChainLine end = excuses.signed(EntryKinds.PRUNED, pruned);
    if (start != null) {
      gaps.add(
          "the export began with entry %s, as entry %s says%s"
              .formatted(sequence, start.sequence(), elsewhere(start)));
    } else if (end != null) {
      gaps.add(
          "entries up to %s were removed after their retention, as entry %s says"
              .formatted(sequence - 1, end.sequence()));
    } else {
      faults.add(
          new ChainFault(
              Code.BeginningMissing,
              first.where(),
              "the chain begins with entry %s, and no signed entry says that the ones before it were not exported or were removed after their retention%s%s"
                  .formatted(
                      sequence,
                      excuses.unsigned(EntryKinds.EXPORT_STARTED, began),
                      excuses.unsigned(EntryKinds.PRUNED, pruned))));
    }
  }

  private static String elsewhere(ChainLine start) {
    String signed = start.content(EntryKey.SIGNED);
    return signed == null
        ? ""
        : "; what was signed up to entry %s is not in this directory: look for it in the one that was exported to before"
            .formatted(signed);
  }

  /**
   * Sentences on numbers that are missing with a signed reason, in the order in which they were
   * met.
   */
  public List<String> gaps() {
    return gaps;
  }

  /** Numbers that are missing without a signed reason, in the order in which they were met. */
  public List<ChainFault> faults() {
    return faults;
  }
}

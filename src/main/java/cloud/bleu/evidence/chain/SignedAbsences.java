package cloud.bleu.evidence.chain;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What entries of the chain say of missing entries. Only a signed one counts: any other can have
 * been written by whoever removed something.
 */
public final class SignedAbsences {

  private final List<ChainLine> explaining;
  private final SignedReach reach;

  /**
   * @param explaining entries that say why others are not exported or were removed
   * @param reach tells which of them are signed
   */
  public SignedAbsences(List<ChainLine> explaining, SignedReach reach) {
    this.explaining = explaining;
    this.reach = reach;
  }

  /**
   * Entries that say something of all of these, and come after them: none excuses what is to be.
   */
  public static Predicate<ChainLine> about(long from, long to) {
    return line ->
        line.number("from") <= from
            && line.number("to") >= to
            && line.sequence() > line.number("to");
  }

  /** The first signed entry of a kind that says it, null when there is none. */
  public @Nullable ChainLine signed(String kind, Predicate<ChainLine> says) {
    return explaining.stream()
        .filter(l -> l.kind().equals(kind) && says.test(l) && reach.covers(l))
        .findFirst()
        .orElse(null);
  }

  /** Ends the sentence of a fault where an entry says it that nobody signed; empty without one. */
  public String unsigned(String kind, Predicate<ChainLine> says) {
    return explaining.stream()
        .filter(l -> l.kind().equals(kind) && says.test(l) && !reach.covers(l))
        .findFirst()
        .map(
            l ->
                "; entry %s (%s) explains it, and no checkpoint covers entry %s: whoever can write the files can have written it"
                    .formatted(l.sequence(), kind, l.sequence()))
        .orElse("");
  }

  /** The highest entry that went after its retention, as a signed entry says; 0 when none did. */
  public long removed() {
    return explaining.stream()
        .filter(l -> l.kind().equals(EntryKinds.PRUNED) && reach.covers(l))
        .map(l -> l.number("to"))
        .max(Comparator.naturalOrder())
        .orElse(0L);
  }
}

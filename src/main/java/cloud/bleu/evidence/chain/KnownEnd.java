package cloud.bleu.evidence.chain;

/**
 * An entry that somebody else than the export names as exported: a chain without it was cut.
 *
 * @param where it is named, as {@code DecisionLedger decisions}
 * @param sequence of the entry
 * @param hash of the entry
 */
public record KnownEnd(String where, long sequence, String hash) {

  /** That a chain ends before it. */
  ChainFault after(long last) {
    return new ChainFault(
        ChainFault.Code.Truncated,
        where,
        "entries %s to %s are missing: the chain ends with entry %s, and %s names entry %s as exported; copy the directory anew if this is a copy from before"
            .formatted(last + 1, sequence, last, where, sequence));
  }

  /** That another entry has its number. */
  ChainFault other(String place) {
    return new ChainFault(
        ChainFault.Code.EntryChanged,
        place,
        "entry %s is not the one that %s names".formatted(sequence, where));
  }
}

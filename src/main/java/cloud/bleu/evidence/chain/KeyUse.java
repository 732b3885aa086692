package cloud.bleu.evidence.chain;

import org.jspecify.annotations.Nullable;

/**
 * What a trusted key signed of a chain.
 *
 * @param key its fingerprint, as {@link SigningKey#fingerprint} has it
 * @param checkpoints how many it signed
 * @param range entries from its first checkpoint to its last one, null when it signed none
 */
public record KeyUse(String key, int checkpoints, @Nullable EntryRange range) {

  /** A copy with one checkpoint more, of an entry after the others. */
  KeyUse with(long sequence) {
    EntryRange before = range;
    return new KeyUse(
        key, checkpoints + 1, new EntryRange(before == null ? sequence : before.from(), sequence));
  }

  /** For people. */
  public String sentence() {
    return range == null
        ? key + " signed no checkpoint of this chain"
        : "%s signed %s, of %s"
            .formatted(
                key, checkpoints == 1 ? "1 checkpoint" : checkpoints + " checkpoints", range);
  }
}

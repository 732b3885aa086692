package cloud.bleu.evidence.verification;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.EntryRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts the entries of a chain by kind, and those of them that are not signed. */
final class KindCounts {

  private final SortedMap<String, Long> all = new TreeMap<>();

  /** Of the entries since the last checkpoint of a stretch without a break, by its last entry. */
  private final Map<Long, SortedMap<String, Long>> open = new HashMap<>();

  private SortedMap<String, Long> sinceCheckpoint = new TreeMap<>();
  private @Nullable ChainLine last;

  /**
   * Counts the next entry.
   *
   * @param counted whether its kind is one; if not it is only passed
   * @param checkpoint whether a checkpoint of the trusted key is of this entry
   */
  void entry(ChainLine line, boolean counted, boolean checkpoint) {
    ChainLine before = last;
    if (before != null
        && (line.sequence() != before.sequence() + 1 || !line.previous().equals(before.hash()))) {
      open.put(before.sequence(), sinceCheckpoint);
      sinceCheckpoint = new TreeMap<>();
    }
    if (counted) {
      all.merge(line.kind(), 1L, Long::sum);
      sinceCheckpoint.merge(line.kind(), 1L, Long::sum);
    }
    if (checkpoint) {
      sinceCheckpoint = new TreeMap<>();
    }
    last = line;
  }

  /** Entries by kind, signed or not. */
  SortedMap<String, Long> all() {
    return all;
  }

  /**
   * Entries by kind that are not signed.
   *
   * @param stretches of entries that no checkpoint covers, each to the end of what stands without a
   *     break
   */
  SortedMap<String, Long> of(List<EntryRange> stretches) {
    SortedMap<String, Long> sum = new TreeMap<>();
    for (EntryRange stretch : stretches) {
      ChainLine end = last;
      SortedMap<String, Long> counts =
          end != null && end.sequence() == stretch.to()
              ? sinceCheckpoint
              : open.getOrDefault(stretch.to(), new TreeMap<>());
      counts.forEach((kind, n) -> sum.merge(kind, n, Long::sum));
    }
    return sum;
  }
}

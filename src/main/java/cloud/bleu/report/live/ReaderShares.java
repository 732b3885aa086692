package cloud.bleu.report.live;

import java.util.HashMap;
import java.util.Map;

/** How much of something each reader holds, so that one cannot use up what is for all. */
public final class ReaderShares {
  private final int most;
  private final Map<String, Integer> taken = new HashMap<>();

  /**
   * Nothing is held.
   *
   * @param most for one reader
   */
  public ReaderShares(int most) {
    this.most = most;
  }

  /** Takes one; whether the reader had one left. Each that is taken is given back. */
  public synchronized boolean take(String reader) {
    if (taken.getOrDefault(reader, 0) >= most) {
      return false;
    }
    taken.merge(reader, 1, Integer::sum);
    return true;
  }

  /** Gives one back. */
  public synchronized void giveBack(String reader) {
    taken.computeIfPresent(reader, (name, held) -> held == 1 ? null : held - 1);
  }
}

package cloud.bleu.operator.cache;

import cloud.bleu.operator.log.FaultThrottle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Why watches cannot watch now. All of them find at once that an API server is unavailable: one of
 * them reports it, and the last one reports for all that it is over.
 *
 * @param <W> a watch
 */
final class WatchFaults<W> {

  /** Words that differ each time, such as those with a time, are not told without end. */
  private static final int MOST = 20;

  private final FaultThrottle said;

  /** By what it says. */
  private final Map<String, Fault<W>> standing = new HashMap<>();

  private static final class Fault<W> {
    /** Who finds it. */
    final Set<W> found = new HashSet<>();

    /** Who found it and does not any more. */
    final Set<W> over = new HashSet<>();

    boolean isTold;
  }

  WatchFaults() {
    this(new FaultThrottle());
  }

  /**
   * @param said within a minute nothing is told twice
   */
  WatchFaults(FaultThrottle said) {
    this.said = said;
  }

  /** A watch finds a fault; returns whether that is worth to be told. */
  synchronized boolean begins(W watch, String line) {
    Fault<W> fault = standing.get(line);
    if (fault == null) {
      if (standing.size() == MOST) {
        return false;
      }
      fault = new Fault<>();
      standing.put(line, fault);
    }
    fault.found.add(watch);
    fault.over.remove(watch);
    // Whoever finds it when the minute is over tells, be it the first one or not.
    boolean isNews = !fault.isTold && said.isNews(line);
    fault.isTold |= isNews;
    return isNews;
  }

  /**
   * A watch finds no fault any more.
   *
   * @return who came back of faults that were told and are over for all; empty: none is
   */
  synchronized Set<W> ends(W watch) {
    return leaves(watch, true);
  }

  /**
   * A watch is given up, and found what it found no more.
   *
   * @return the same without this one
   */
  synchronized Set<W> closes(W watch) {
    return leaves(watch, false);
  }

  private Set<W> leaves(W watch, boolean isBack) {
    Set<W> back = new HashSet<>();
    for (String line : Set.copyOf(standing.keySet())) {
      Fault<W> fault = standing.get(line);
      if (fault == null) {
        continue;
      }
      boolean found = fault.found.remove(watch);
      if (!isBack) {
        fault.over.remove(watch);
      } else if (found) {
        fault.over.add(watch);
      }
      if (fault.found.isEmpty()) {
        standing.remove(line);
        if (fault.isTold) {
          back.addAll(fault.over);
        }
      }
    }
    return back;
  }
}

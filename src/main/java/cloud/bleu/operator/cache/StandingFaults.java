package cloud.bleu.operator.cache;

import cloud.bleu.operator.log.SaidFaults;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Why watches cannot watch now. An API server that is away is found by all of them at once: the
 * first one tells, and the last one tells that it is over.
 */
final class StandingFaults {

  /** Words that differ each time, such as those with a time, are not told without end. */
  private static final int MOST = 20;

  private final SaidFaults said;

  /** Who finds a fault, by what it says. */
  private final Map<String, Set<Object>> standing = new HashMap<>();

  private final Set<String> told = new HashSet<>();

  StandingFaults() {
    this(new SaidFaults());
  }

  /**
   * @param said within a minute nothing is told twice
   */
  StandingFaults(SaidFaults said) {
    this.said = said;
  }

  /** A watch finds a fault; returns whether that is worth to be told. */
  synchronized boolean begins(Object watch, String line) {
    Set<Object> who = standing.get(line);
    if (who == null) {
      if (standing.size() == MOST) {
        return false;
      }
      who = new HashSet<>();
      standing.put(line, who);
    }
    who.add(watch);
    return who.size() == 1 && !told.contains(line) && said.isNews(line) && told.add(line);
  }

  /** A watch finds no fault any more; returns whether one that was told is over for all. */
  synchronized boolean ends(Object watch) {
    boolean over = false;
    for (String line : Set.copyOf(standing.keySet())) {
      Set<Object> who = standing.get(line);
      if (who != null && who.remove(watch) && who.isEmpty()) {
        standing.remove(line);
        over |= told.remove(line);
      }
    }
    return over;
  }
}

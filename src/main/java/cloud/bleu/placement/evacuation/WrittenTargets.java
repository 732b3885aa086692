package cloud.bleu.placement.evacuation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes who takes over. Neighbours that take the same number are one target. Of zones in use that
 * a loss leaves and that follow each other by name, only the first and the last are named.
 */
final class WrittenTargets {

  /** So many of them are named by the first and the last; fewer are read faster by their names. */
  static final int SHORTEST_RANGE = 5;

  /** Where each zone in use that is left stands among them, by name. */
  private final Map<String, Integer> position = new HashMap<>();

  private final List<LossGroup.Target> targets = new ArrayList<>();

  private WrittenTargets(Collection<String> inUse, Set<String> lost) {
    for (String zone : inUse) {
      if (!lost.contains(zone)) {
        position.put(zone, position.size());
      }
    }
  }

  /**
   * The targets of these runs, in their order.
   *
   * @param inUse zones with replicas, by name
   * @param lost those that each of the losses takes
   */
  static List<LossGroup.Target> of(
      List<WrittenPlan.Run> runs, Collection<String> inUse, Set<String> lost) {
    WrittenTargets written = new WrittenTargets(inUse, lost);
    Set<String> zones = new HashSet<>();
    int begin = 0;
    for (int i = 0; i < runs.size(); i++) {
      boolean same = runs.get(i).replicas() == runs.get(begin).replicas();
      if (!same || !zones.add(runs.get(i).zone())) {
        written.alike(runs.subList(begin, i));
        begin = i;
        zones.clear();
        zones.add(runs.get(i).zone());
      }
    }
    written.alike(runs.subList(begin, runs.size()));
    return written.targets;
  }

  /** Writes zones that are all different and take the same number. */
  private void alike(List<WrittenPlan.Run> runs) {
    List<String> named = new ArrayList<>();
    int i = 0;
    while (i < runs.size()) {
      int end = endOfRange(runs, i);
      named.add(runs.get(i).zone());
      if (end - i >= SHORTEST_RANGE) {
        add(named, runs.get(end - 1).zone(), runs);
        i = end;
      } else {
        i++;
      }
    }
    add(named, null, runs);
  }

  /** The first run after this one that is not the next zone in use. */
  private int endOfRange(List<WrittenPlan.Run> runs, int begin) {
    int end = begin + 1;
    Integer last = position.get(runs.get(begin).zone());
    while (last != null
        && end < runs.size()
        && Integer.valueOf(last + 1).equals(position.get(runs.get(end).zone()))) {
      last++;
      end++;
    }
    return end;
  }

  private void add(List<String> named, @Nullable String through, List<WrittenPlan.Run> runs) {
    if (!named.isEmpty()) {
      targets.add(new LossGroup.Target(named, through, runs.get(0).replicas()));
      named.clear();
    }
  }
}

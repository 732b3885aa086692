package cloud.bleu.placement.evacuation;

import cloud.bleu.placement.model.Contingency;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which targets take the replicas of which lost zone on one loss. Each lost zone gives its replicas
 * to the first targets that have places left. Targets that it uses last are passed over until no
 * others are left. No more targets are asked for than replicas need.
 */
final class Takeover {

  private final Iterator<WrittenPlan.Run> to;
  private final Runnable step;

  /** Targets that were come to and have not all of their own yet, in their order. */
  private List<WrittenPlan.Run> open = new ArrayList<>();

  /** What the zone whose turn it is gives, by target, and what it has left. */
  private TreeMap<String, Integer> given = new TreeMap<>();

  private int left;

  /**
   * @param to targets, none of which is lost
   * @param step told of each zone that gives, and of each target that it comes back to
   */
  Takeover(Iterator<WrittenPlan.Run> to, Runnable step) {
    this.to = to;
    this.step = step;
  }

  /**
   * Moves, by source in the order of these, and by target.
   *
   * @param inUse replicas by zone; a zone that is not there has none to give
   * @param last by lost zone, the targets that it uses last
   */
  List<Contingency.Move> moves(
      Collection<String> from, Map<String, Integer> inUse, Map<String, Set<String>> last) {
    List<Contingency.Move> moves = new ArrayList<>();
    for (String zone : from) {
      step.run();
      given = new TreeMap<>();
      left = inUse.getOrDefault(zone, 0);
      give(last.getOrDefault(zone, Set.of()));
      given.forEach((target, replicas) -> moves.add(new Contingency.Move(zone, target, replicas)));
    }
    return moves;
  }

  private void give(Set<String> last) {
    again(last);
    while (left > 0 && to.hasNext()) {
      offer(to.next(), last, open);
    }
    if (left > 0 && !last.isEmpty()) {
      again(Set.of());
    }
  }

  /** Offers what the zone has left to the targets that are open. */
  private void again(Set<String> last) {
    if (left <= 0 || open.isEmpty()) {
      return;
    }
    List<WrittenPlan.Run> still = new ArrayList<>();
    for (WrittenPlan.Run run : open) {
      step.run();
      offer(run, last, still);
    }
    open = still;
  }

  private void offer(WrittenPlan.Run run, Set<String> last, List<WrittenPlan.Run> rest) {
    int taken = last.contains(run.zone()) ? 0 : Math.max(0, Math.min(left, run.replicas()));
    if (taken > 0) {
      given.merge(run.zone(), taken, Integer::sum);
      left -= taken;
    }
    if (run.replicas() > taken) {
      rest.add(new WrittenPlan.Run(run.zone(), run.replicas() - taken));
    }
  }
}

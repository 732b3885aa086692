package cloud.bleu.placement.evacuation;

import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The targets that take over on one loss, one after the other, with zones that no target names, and
 * without those that are lost. Each is looked for only when it is asked for, since most losses need
 * the first few of a long list.
 */
final class Successors implements Iterator<WrittenPlan.Run> {

  private final Iterator<LossGroup.Target> targets;
  private final NavigableMap<String, Integer> inUse;
  private final Collection<String> lost;
  private final Runnable step;

  /** What is left of the zones that the present target names, and of those that it does not. */
  private Iterator<String> named = Collections.emptyIterator();

  private Iterator<String> range = Collections.emptyIterator();
  private int replicas;
  private WrittenPlan.@Nullable Run next;

  /**
   * @param inUse zones with replicas, by name
   * @param lost zones that the loss takes
   * @param step told of each zone that is looked at, and of each target that names none
   */
  Successors(
      Iterable<LossGroup.Target> targets,
      NavigableMap<String, Integer> inUse,
      Collection<String> lost,
      Runnable step) {
    this.targets = targets.iterator();
    this.inUse = inUse;
    this.lost = lost;
    this.step = step;
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      if (named.hasNext()) {
        look(named.next());
      } else if (range.hasNext()) {
        look(range.next());
      } else if (targets.hasNext()) {
        begin(targets.next());
      } else {
        return false;
      }
    }
    return true;
  }

  @Override
  public WrittenPlan.Run next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    WrittenPlan.Run found = Objects.requireNonNull(next);
    next = null;
    return found;
  }

  private void look(String zone) {
    step.run();
    if (!lost.contains(zone)) {
      next = new WrittenPlan.Run(zone, replicas);
    }
  }

  private void begin(LossGroup.Target target) {
    replicas = target.replicas();
    named = target.zones().iterator();
    range = Collections.emptyIterator();
    if (target.zones().isEmpty()) {
      step.run();
      return;
    }
    String last = target.zones().get(target.zones().size() - 1);
    String through = target.through();
    if (through != null && last.compareTo(through) < 0) {
      range = inUse.subMap(last, false, through, true).keySet().iterator();
    }
  }
}

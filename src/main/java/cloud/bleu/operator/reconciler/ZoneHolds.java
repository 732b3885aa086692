package cloud.bleu.operator.reconciler;

import cloud.bleu.delivery.zone.DeliveryProblem;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * For which zones of other clusters a workload is held back from deletion, and is to be. A zone is
 * held before anything is written there, and until nothing of the workload is left there.
 *
 * @param held the cluster by zone, as its finalizers say
 * @param wanted the same, as they are to say
 * @param left what cannot be taken out of zones that it has left; not what is on its way out
 */
record ZoneHolds(
    SortedMap<String, String> held, SortedMap<String, String> wanted, List<DeliveryProblem> left) {

  /** Of a workload that neither is nor was in another cluster. */
  static final ZoneHolds NONE =
      new ZoneHolds(Collections.emptySortedMap(), Collections.emptySortedMap(), List.of());

  ZoneHolds {
    held = Collections.unmodifiableSortedMap(new TreeMap<>(held));
    wanted = Collections.unmodifiableSortedMap(new TreeMap<>(wanted));
    left = List.copyOf(left);
  }

  /**
   * The holds under a decision. A zone that is held already keeps the cluster that it was held
   * with, even if it is in another one by now.
   *
   * @param held the cluster by zone
   * @param staying zones that the workload has not left
   * @param free zones of the decision in other clusters in which something can be written now, by
   *     zone with the cluster
   * @param standing what is left in held zones that it has left, and why
   */
  static ZoneHolds of(
      SortedMap<String, String> held,
      Set<String> staying,
      Map<String, String> free,
      SortedMap<String, DeliveryProblem> standing) {
    TreeMap<String, String> wanted = new TreeMap<>(free);
    wanted.putAll(held);
    wanted.keySet().removeIf(zone -> !staying.contains(zone) && !standing.containsKey(zone));
    return new ZoneHolds(
        held, wanted, standing.values().stream().filter(p -> !isOut(p)).distinct().toList());
  }

  /**
   * Of a workload that is being deleted.
   *
   * @param standing what is left in held zones, and why
   */
  static ZoneHolds ofRemoval(
      SortedMap<String, String> held, SortedMap<String, DeliveryProblem> standing) {
    return of(held, Set.of(), Map.of(), standing);
  }

  /** Whether its finalizers are to say something else. */
  boolean differs() {
    return !wanted.keySet().equals(held.keySet());
  }

  /**
   * Whether a zone is to be held that is not yet: until that is written nothing may be delivered.
   */
  boolean grows() {
    return !held.keySet().containsAll(wanted.keySet());
  }

  /**
   * Returns what the finalizers are to say next. New zones are added before old ones are removed:
   * the server may refuse one write and accept the other, and only a refused addition stops
   * delivery.
   */
  SortedMap<String, String> next() {
    if (!grows()) {
      return wanted;
    }
    TreeMap<String, String> both = new TreeMap<>(wanted);
    both.putAll(held);
    return both;
  }

  /** Whether everything that is left is on its way out. */
  static boolean isOut(Collection<DeliveryProblem> left) {
    return left.stream().allMatch(ZoneHolds::isOut);
  }

  private static boolean isOut(DeliveryProblem problem) {
    return problem.code().equals(DeliveryProblem.REMOVING);
  }
}

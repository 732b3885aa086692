package cloud.bleu.operator.snapshot;

import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.ObservedChildren;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replicas in zones of which nothing is seen: as many as were there when the zone was seen last. A
 * cluster that refuses to have fewer, or does not answer, may run them on.
 */
final class UnseenReplicas {

  private final Function<WorkloadId, Map<String, Integer>> standing;
  private final Map<WorkloadId, Map<String, Integer>> last = new ConcurrentHashMap<>();

  /**
   * @param standing replicas of a workload by zone, for what was never looked at
   */
  UnseenReplicas(Function<WorkloadId, Map<String, Integer>> standing) {
    this.standing = standing;
  }

  /**
   * Notes what is not seen any more, and forgets what is seen again.
   *
   * @param before what was seen the time before; null: nobody has looked
   */
  void note(WorkloadId id, @Nullable ObservedChildren before, ObservedChildren now) {
    last.compute(
        id,
        (key, known) -> {
          Map<String, Integer> next = new HashMap<>();
          now.zones()
              .forEach(
                  (zone, in) -> {
                    if (in.unknownSince() != null) {
                      Integer noted = known == null ? null : known.get(zone);
                      next.put(zone, noted == null ? count(id, before, zone) : noted);
                    }
                  });
          return next.isEmpty() ? null : Map.copyOf(next);
        });
  }

  private int count(WorkloadId id, @Nullable ObservedChildren before, String zone) {
    if (before == null) {
      return standing.apply(id).getOrDefault(zone, 0);
    }
    ObservedChildren.InZone seen = before.zones().get(zone);
    return seen == null ? 0 : seen.replicas();
  }

  /** Replicas of a workload by zone, of the zones of which nothing is seen and that had some. */
  Map<String, Integer> of(WorkloadId id) {
    Map<String, Integer> noted = last.get(id);
    if (noted == null) {
      return Map.of();
    }
    Map<String, Integer> some = new HashMap<>(noted);
    some.values().removeIf(replicas -> replicas == 0);
    return some;
  }

  /** Forgets all other workloads. */
  void retain(Set<WorkloadId> ids) {
    last.keySet().retainAll(ids);
  }
}

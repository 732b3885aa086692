package cloud.bleu.operator;

import cloud.bleu.placement.WorkloadId;
import cloud.bleu.status.Observed;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where the placement loop publishes and the controllers read. */
final class Board {

  private volatile @Nullable Snapshot snapshot;
  private final Map<WorkloadId, Observed> observed = new ConcurrentHashMap<>();

  /** The last snapshot, null before the first pass. */
  @Nullable Snapshot snapshot() {
    return snapshot;
  }

  void publish(Snapshot next) {
    snapshot = next;
    observed.keySet().retainAll(next.seen().keySet());
  }

  /** What was last seen of a workload's children, null before the first look. */
  @Nullable Observed observed(WorkloadId id) {
    return observed.get(id);
  }

  /** Remembers what was seen; says whether it is news. */
  boolean observe(WorkloadId id, Observed now) {
    return !now.equals(observed.put(id, now));
  }
}

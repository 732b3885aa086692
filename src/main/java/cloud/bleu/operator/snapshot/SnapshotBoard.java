package cloud.bleu.operator.snapshot;

import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.ObservedChildren;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Where the placement loop publishes and the controllers read. */
public final class SnapshotBoard {

  private final Runnable roomChanged;
  private volatile @Nullable Snapshot snapshot;
  private volatile int committing;
  private final Function<WorkloadId, Map<String, Integer>> standing;
  private final Map<WorkloadId, ObservedChildren> observed = new ConcurrentHashMap<>();
  private final UnseenReplicas unseen;

  /** Decisions that something refuses to carry out, by their number, as was seen last. */
  private final Map<WorkloadId, Long> refused = new ConcurrentHashMap<>();

  /** Of which the pods were counted, as nobody had looked at their children yet. */
  private final Set<WorkloadId> counted = ConcurrentHashMap.newKeySet();

  /**
   * Those that took over what ran, until they are as decided; and those that an engine carries out,
   * of which a process before this one may have known that. With what was counted of each last.
   */
  private final Map<WorkloadId, Map<String, Integer>> adopting = new ConcurrentHashMap<>();

  /**
   * @param standing replicas of a workload by the zone that they were put into, for as long as
   *     nobody has looked at its children
   * @param roomChanged told when other replicas than before stand of what cannot be delivered, and
   *     when something begins or ends to refuse it
   */
  public SnapshotBoard(Function<WorkloadId, Map<String, Integer>> standing, Runnable roomChanged) {
    this.standing = standing;
    this.unseen = new UnseenReplicas(standing);
    this.roomChanged = roomChanged;
  }

  /** The last snapshot, null before the first pass. */
  public @Nullable Snapshot snapshot() {
    return snapshot;
  }

  /** Replaces the last snapshot, and forgets what was seen of workloads that it does not have. */
  public void publish(Snapshot next) {
    snapshot = next;
    observed.keySet().retainAll(next.seen().keySet());
    unseen.retain(next.seen().keySet());
    refused.keySet().retainAll(next.seen().keySet());
    counted.retainAll(next.seen().keySet());
    adopting.keySet().retainAll(next.seen().keySet());
  }

  /**
   * Says that a first decision is in force for what ran before: all of that counts until it goes.
   */
  public void adopting(WorkloadId id) {
    adopting.put(id, Map.of());
    // What was looked at before was of no decision.
    observed.remove(id);
    refused.remove(id);
  }

  /**
   * Says the same of one at which nobody has looked yet, and for which a process before this one
   * may have decided: whether it took over what ran is not known any more.
   */
  public void resumes(WorkloadId id) {
    adopting.putIfAbsent(id, Map.of());
  }

  /** Says how many decisions of the pass that is under way are not committed yet. */
  public void committing(int decisions) {
    committing = decisions;
  }

  /** How many decisions of the pass that is under way are not committed yet; 0 between passes. */
  public int committing() {
    return committing;
  }

  /** What was last seen of a workload's children, null before the first look. */
  public @Nullable ObservedChildren observed(WorkloadId id) {
    return observed.get(id);
  }

  /** The zones in which something was seen of a workload; none before the first look. */
  public Set<String> zones(WorkloadId id) {
    ObservedChildren seen = observed.get(id);
    return seen == null ? Set.of() : seen.zones().keySet();
  }

  /**
   * Remembers what was seen.
   *
   * @param delivered the number of the decision that was to be delivered then; -1: none was
   * @return whether it is news
   */
  public boolean observe(WorkloadId id, ObservedChildren now, long delivered) {
    Map<String, Integer> was = blocked(id, observed.get(id));
    unseen.note(id, observed.get(id), now);
    ObservedChildren before = observed.put(id, now);
    boolean other = isCountedAnew(id, before, now) || !was.equals(blocked(id, now));
    Long refusing = isRefusing(now) ? Long.valueOf(delivered) : null;
    Long last = refusing == null ? refused.remove(id) : refused.put(id, refusing);
    if (counted.remove(id) || other || !Objects.equals(last, refusing)) {
      roomChanged.run();
    }
    return !now.equals(before);
  }

  /** What is on its way, or not seen, or may not grow, is not refused: a write is. */
  private static boolean isRefusing(ObservedChildren seen) {
    return !seen.complete()
        && seen.obstacles().stream()
            .anyMatch(
                one ->
                    one.code().equals(DeliveryProblem.REFUSED)
                        || one.code().equals(DeliveryProblem.REJECTED));
  }

  /** What an engine reports may be gone though what was looked at is as before. */
  private boolean isCountedAnew(
      WorkloadId id, @Nullable ObservedChildren before, ObservedChildren now) {
    boolean[] other = {false};
    adopting.computeIfPresent(
        id,
        (key, last) -> {
          Map<String, Integer> all = all(id, now);
          other[0] = !all.equals(last) || before == null || before.complete() != now.complete();
          return all;
        });
    return other[0];
  }

  /**
   * Replicas that stand of a workload, by zone. Until somebody has looked at its children, as when
   * a process has begun to lead, all of its replicas count. So they do until what was taken over is
   * as decided.
   *
   * @param waits whether its decision waits for something else than its children
   * @param decided how many replicas the decision has in a zone
   * @return empty when it does not wait, nothing keeps its children from being as decided, and all
   *     zones are seen
   */
  public Map<String, Integer> delivered(
      WorkloadId id, boolean waits, ToIntFunction<String> decided) {
    ObservedChildren seen = observed.get(id);
    if (seen == null) {
      Map<String, Integer> pods = standing.apply(id);
      if (!pods.isEmpty()) {
        counted.add(id);
      }
      return pods;
    }
    Map<String, Integer> taken =
        adopting.computeIfPresent(
            id,
            (key, last) -> {
              ObservedChildren now = Objects.requireNonNullElse(observed.get(id), seen);
              Map<String, Integer> all = all(id, now);
              boolean more =
                  all.entrySet().stream()
                      .anyMatch(one -> one.getValue() > decided.applyAsInt(one.getKey()));
              // Nothing is left to write also while what leaves waits for its successors.
              return more || !now.complete() ? all : null;
            });
    return taken != null ? taken : waits ? replicas(id, seen) : blocked(id, seen);
  }

  /**
   * Whether something refuses to write the children of a workload as it is decided, in whatever
   * zone.
   *
   * @param decision its number: what was seen before it was delivered says nothing of it
   */
  public boolean isRefused(WorkloadId id, long decision) {
    return Objects.equals(refused.get(id), decision);
  }

  /** What was looked at, and what an engine reports: that may be known before. */
  private Map<String, Integer> all(WorkloadId id, ObservedChildren seen) {
    Map<String, Integer> all = replicas(id, seen);
    standing.apply(id).forEach((zone, replicas) -> all.merge(zone, replicas, Math::max));
    return Map.copyOf(all);
  }

  private Map<String, Integer> blocked(WorkloadId id, @Nullable ObservedChildren seen) {
    if (seen == null) {
      return Map.of();
    }
    return seen.complete() || seen.obstacles().isEmpty() ? unseen.of(id) : replicas(id, seen);
  }

  /** Pods of others are counted where they stand. */
  private Map<String, Integer> replicas(WorkloadId id, ObservedChildren seen) {
    Map<String, Integer> replicas = new HashMap<>();
    if (seen.others() == null) {
      seen.zones().forEach((zone, in) -> replicas.put(zone, in.replicas()));
      replicas.putAll(unseen.of(id));
    }
    return replicas;
  }
}

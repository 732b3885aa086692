package cloud.bleu.delivery.karmada;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.ZoneObservation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Entries of bindings that were lowered, until Karmada reports the outcome. Karmada reports numbers
 * without the entry that they are about. So an entry that is lowered and raised again at once would
 * count replicas that are on their way out. An entry is raised only after the lower number is
 * reported, or after more than the entry asks has stood still for so long that something else must
 * hold it.
 */
final class EntryReductions {

  /**
   * For so long the report is waited for. What overrides replicas, or keeps those of a cluster,
   * never shows an entry: an OverridePolicy, an autoscaler, a cluster that refuses the lower
   * number.
   */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Clock clock;

  /** By workload and cluster. */
  private final Map<String, Reduction> open = new ConcurrentHashMap<>();

  /** More than an entry asks, by workload and cluster. */
  private final Map<String, Excess> above = new ConcurrentHashMap<>();

  EntryReductions(Clock clock) {
    this.clock = clock;
  }

  /**
   * One that is being written.
   *
   * @param generation of the Deployment in the cluster that was reported then; -1 when none was
   * @param left replicas that are asked for from now on
   * @param before one that was open already
   */
  record Reduction(String key, long generation, int left, Instant at, @Nullable Reduction before) {}

  /**
   * More than an entry asks.
   *
   * @param since when all of this was reported so
   */
  private record Excess(int entry, ResourceBinding.Counts counts, Instant since) {}

  /** Notes that an entry is about to be lowered; null when it is not. */
  @Nullable Reduction lowers(
      BleuWorkload workload, ResourceBinding binding, String cluster, int from, int left) {
    if (left >= from) {
      return null;
    }
    String key = key(workload, cluster);
    ResourceBinding.Counts counts = binding.counts(cluster);
    Reduction before = open.get(key);
    Reduction one =
        new Reduction(
            key, counts == null ? -1 : counts.generation(), left, clock.instant(), before);
    open.put(key, one);
    return one;
  }

  /** The server did not take it: what was noted before stands. */
  void withdraw(@Nullable Reduction one) {
    if (one != null && one.before() != null) {
      open.replace(one.key(), one, one.before());
    } else if (one != null) {
      open.remove(one.key(), one);
    }
  }

  /** Whether what Karmada reports of a cluster may be older than its entry. */
  boolean isOpen(BleuWorkload workload, ResourceBinding binding, String cluster) {
    // Another process may have lowered it.
    boolean moves = isAboveAndMoves(workload, binding, cluster);
    return of(workload, binding, cluster) != null || moves;
  }

  /** Whether more is reported than is asked, and may be on its way out. */
  private boolean isAboveAndMoves(BleuWorkload workload, ResourceBinding binding, String cluster) {
    String key = key(workload, cluster);
    ResourceBinding.Counts counts = binding.counts(cluster);
    Integer entry = binding.clusters().get(cluster);
    if (entry == null) {
      // Karmada takes it out, and reports it until that is done.
      above.remove(key);
      return counts != null && counts.available() > 0;
    }
    if (counts == null || counts.available() <= entry) {
      above.remove(key);
      return false;
    }
    Excess one = above.get(key);
    if (one == null || one.entry() != entry || !one.counts().equals(counts)) {
      one = new Excess(entry, counts, clock.instant());
      above.put(key, one);
    }
    return !isOver(one.since());
  }

  /** What counts of a cluster: no more than is left, though the binding was seen before that. */
  ZoneObservation counted(
      BleuWorkload workload, ResourceBinding binding, String cluster, ZoneObservation seen) {
    // Noted whenever it is seen: who has to take successors later need not wait then.
    isAboveAndMoves(workload, binding, cluster);
    Reduction one = of(workload, binding, cluster);
    return one == null ? seen : seen.atMost(one.left());
  }

  private @Nullable Reduction of(BleuWorkload workload, ResourceBinding binding, String cluster) {
    Reduction one = open.get(key(workload, cluster));
    if (one == null || !(isReported(one, binding, cluster) || isOver(one.at()))) {
      return one;
    }
    open.remove(one.key(), one);
    return null;
  }

  private static boolean isReported(Reduction one, ResourceBinding binding, String cluster) {
    if (one.left() == 0) {
      // Karmada reports a cluster until its Work is gone, or is known to go.
      return !binding.isReported(cluster);
    }
    ResourceBinding.Counts counts = binding.counts(cluster);
    return counts != null
        && counts.generation() > one.generation()
        && counts.observed() >= counts.generation()
        && counts.available() <= one.left();
  }

  /** A clock that was set is no reason to wait. */
  private boolean isOver(Instant since) {
    return Duration.between(since, clock.instant()).abs().compareTo(LONGEST) > 0;
  }

  /** Forgets a workload that is gone. */
  void forget(String namespace, String name) {
    String keys = namespace + "/" + name + "/";
    open.keySet().removeIf(key -> key.startsWith(keys));
    above.keySet().removeIf(key -> key.startsWith(keys));
  }

  private static String key(BleuWorkload workload, String cluster) {
    return workload.getMetadata().getNamespace()
        + "/"
        + workload.getMetadata().getName()
        + "/"
        + cluster;
  }
}

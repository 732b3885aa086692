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
 * Entries of bindings that were lowered, until Karmada reports what came of it. It reports numbers
 * without the entry that they are about. So an entry that is lowered and raised again at once would
 * count what is on its way out: nothing is raised before the lower number is reported.
 */
final class EntryReductions {

  /**
   * For so long the report is waited for. What overrides replicas, or keeps those of a cluster,
   * never shows an entry.
   */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Clock clock;

  /** By workload and cluster. */
  private final Map<String, Reduction> open = new ConcurrentHashMap<>();

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
    ResourceBinding.Counts counts = binding.counts(cluster);
    int entry = binding.clusters().getOrDefault(cluster, 0);
    // Another process may have lowered it.
    return of(workload, binding, cluster) != null || (counts != null && counts.available() > entry);
  }

  /** What counts of a cluster: no more than is left, though the binding was seen before that. */
  ZoneObservation counted(
      BleuWorkload workload, ResourceBinding binding, String cluster, ZoneObservation seen) {
    Reduction one = of(workload, binding, cluster);
    return one == null ? seen : seen.atMost(one.left());
  }

  private @Nullable Reduction of(BleuWorkload workload, ResourceBinding binding, String cluster) {
    Reduction one = open.get(key(workload, cluster));
    if (one == null || !(isReported(one, binding, cluster) || isOver(one))) {
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
  private boolean isOver(Reduction one) {
    return Duration.between(one.at(), clock.instant()).abs().compareTo(LONGEST) > 0;
  }

  /** Forgets a workload that is gone. */
  void forget(String namespace, String name) {
    open.keySet().removeIf(key -> key.startsWith(namespace + "/" + name + "/"));
  }

  private static String key(BleuWorkload workload, String cluster) {
    return workload.getMetadata().getNamespace()
        + "/"
        + workload.getMetadata().getName()
        + "/"
        + cluster;
  }
}

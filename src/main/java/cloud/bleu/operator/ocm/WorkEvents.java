package cloud.bleu.operator.ocm;

import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.ocm.ManagedTargets;
import cloud.bleu.delivery.ocm.ManifestWork;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.member.ClusterListener;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a look at the workloads of ManifestWorks: when a work changes, when its cluster begins
 * or ceases to be reached, and now and then for what causes no event.
 */
final class WorkEvents {

  /** After which works are compared with what they are made from, and agents that lag. */
  private static final Duration COMPARE = Duration.ofSeconds(20);

  private final Supplier<Caches> caches;
  private final ManagedTargets targets;
  private final ClusterListener listener;
  private final LongSupplier nanos;
  private @Nullable Long compared;

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  WorkEvents(
      Supplier<Caches> caches,
      ManagedTargets targets,
      ClusterListener listener,
      LongSupplier nanos) {
    this.caches = caches;
    this.targets = targets;
    this.listener = listener;
    this.nanos = nanos;
  }

  /** A work is another one, or gone. */
  void changed(GenericKubernetesResource work) {
    Map<String, String> labels = work.getMetadata().getLabels();
    String namespace = labels.get(ManifestWork.NAMESPACE);
    String name = labels.get(Labels.WORKLOAD);
    if (namespace != null && name != null) {
      listener.changed(new WorkloadId(namespace, name));
    } else if (namespace != null) {
      // The namespace is there: whoever waits for it goes on.
      caches.get().workloads.getIndexer().list().stream()
          .filter(one -> one.getMetadata().getNamespace().equals(namespace))
          .forEach(one -> listener.changed(new WorkloadId(namespace, one.getMetadata().getName())));
    }
  }

  /** The hub says something else of a cluster: of its works, among these, too. */
  void reachChanged(String cluster, Collection<GenericKubernetesResource> works) {
    works.stream()
        .filter(work -> work.getMetadata().getNamespace().equals(cluster))
        .forEach(this::changed);
  }

  /** Compares works, unless that was done a moment ago. By one thread alone. */
  void compare(Collection<GenericKubernetesResource> works) {
    long now = nanos.getAsLong();
    if (compared == null || now - compared >= COMPARE.toNanos()) {
      compared = now;
      // What goes along may be another, and an agent that does not tell makes no event.
      works.stream()
          .filter(work -> targets.isBehind(work) || ManagedTargets.hasCompanions(work))
          .forEach(this::changed);
    }
  }
}

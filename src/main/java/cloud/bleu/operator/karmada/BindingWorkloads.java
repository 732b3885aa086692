package cloud.bleu.operator.karmada;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The workloads that name a ResourceBinding, found by an index. */
final class BindingWorkloads {

  private final Supplier<Caches> caches;

  BindingWorkloads(Supplier<Caches> caches) {
    this.caches = caches;
  }

  /**
   * The workloads that name the binding of an object.
   *
   * @param subject as {@code ResourceBinding.subject} says it
   */
  List<BleuWorkload> of(String subject) {
    return caches.get().propagated(subject);
  }

  /** The workload of that name; null: there is none. */
  @Nullable BleuWorkload of(WorkloadId id) {
    return caches.get().workloads.getIndexer().getByKey(id.namespace() + "/" + id.name());
  }

  /** Of the Deployment that Karmada propagates; 0: there is none. */
  long generation(String namespace, String deployment) {
    Deployment template = caches.get().deployment(namespace, deployment);
    Long generation = template == null ? null : template.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  /** The objects whose bindings workloads name, as {@code ResourceBinding.subject} says it. */
  Set<String> subjects() {
    Set<String> subjects = new TreeSet<>();
    for (BleuWorkload workload : caches.get().workloads.getIndexer().list()) {
      String subject = subject(workload);
      if (subject != null) {
        subjects.add(subject);
      }
    }
    return subjects;
  }

  /** The object whose binding a workload names; null where it names none. */
  static @Nullable String subject(BleuWorkload workload) {
    WorkloadSource source = workload.getSpec() == null ? null : workload.getSpec().workload();
    if (source == null || source.karmada() == null || source.karmada().bindingOf() == null) {
      return null;
    }
    WorkloadSource.BindingOf of = source.karmada().bindingOf();
    return ResourceBinding.subject(
        String.valueOf(workload.getMetadata().getNamespace()), of.kind(), of.name());
  }

  /** The one whose decision the binding gets; null where none names it. */
  @Nullable BleuWorkload deciding(String subject) {
    List<BleuWorkload> some = of(subject);
    String name = oldest(some);
    return some.stream()
        .filter(one -> one.getMetadata().getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** Name of the one whose decision the binding gets; null where none names it. */
  @Nullable String decider(String subject) {
    return oldest(of(subject));
  }

  /** The name of the workload that was created first, and of several the first by name. */
  static @Nullable String oldest(Collection<BleuWorkload> workloads) {
    return workloads.stream()
        .filter(one -> one.getMetadata().getDeletionTimestamp() == null)
        .map(BleuWorkload::getMetadata)
        .min(
            Comparator.comparing((ObjectMeta one) -> String.valueOf(one.getCreationTimestamp()))
                .thenComparing(ObjectMeta::getName))
        .map(ObjectMeta::getName)
        .orElse(null);
  }
}

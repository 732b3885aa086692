package cloud.bleu.operator.karmada;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.load.RememberedRequests;
import cloud.bleu.translate.pod.PodRequests;
import cloud.bleu.translate.pod.Sources;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The replicas in clusters of Karmada according to the bindings of the operator, and how many of
 * them decisions count there. For one thread.
 */
final class BindingReplicas {

  /** What decisions count. */
  @FunctionalInterface
  interface Held {
    /** Replicas of a workload that hold room in a cluster; 0: no decision has any there. */
    int in(WorkloadId workload, String cluster);
  }

  private final Supplier<Caches> caches;
  private final BindingWorkloads workloads;
  private final Held held;
  private final RememberedRequests requests = new RememberedRequests();

  /** What one replica asks, by binding: until all of them are of a template, the least. */
  private Map<String, Quantities> ones = new HashMap<>();

  BindingReplicas(Supplier<Caches> caches, BindingWorkloads workloads, Held held) {
    this.caches = caches;
    this.workloads = workloads;
    this.held = held;
  }

  /** By cluster and binding; a binding of another scheduler has none. */
  Map<String, Map<String, OthersLoad.Replicas>> in(
      Set<String> clusters, List<GenericKubernetesResource> bindings) {
    requests.begin();
    Sources sources = new Sources(caches.get().deployments.getIndexer().list());
    Map<String, ResourceBinding> found = new HashMap<>();
    for (GenericKubernetesResource object : bindings) {
      found.put(ResourceBinding.subject(object), new ResourceBinding(object));
    }
    Set<String> subjects = workloads.subjects();
    subjects.addAll(found.keySet());
    Map<String, Quantities> now = new HashMap<>();
    Map<String, Map<String, OthersLoad.Replicas>> all = new HashMap<>();
    for (String subject : subjects) {
      ResourceBinding binding = found.get(subject);
      boolean alien = binding != null && !ResourceBinding.SCHEDULER.equals(binding.scheduler());
      BleuWorkload workload = alien ? null : workloads.deciding(subject);
      Map<String, Integer> standing = binding == null ? Map.of() : binding.standing();
      if (workload == null && standing.isEmpty()) {
        continue;
      }
      Quantities one =
          workload == null ? Quantities.NONE : one(subject, workload, sources, binding, now);
      for (String cluster : clusters) {
        int stands = standing.getOrDefault(cluster, 0);
        int counted = workload == null ? 0 : held.in(ObjectRef.workload(workload), cluster);
        if (stands > 0 || counted > 0) {
          all.computeIfAbsent(cluster, c -> new TreeMap<>())
              .put(subject, new OthersLoad.Replicas(stands, counted, one));
        }
      }
    }
    ones = now;
    return all;
  }

  /** At most what Karmada sums up of a pod, and at most what the decision counts. */
  private Quantities one(
      String subject,
      BleuWorkload workload,
      Sources sources,
      @Nullable ResourceBinding binding,
      Map<String, Quantities> now) {
    Deployment template =
        sources.referred(String.valueOf(workload.getMetadata().getNamespace()), workload);
    if (template == null) {
      return Quantities.NONE;
    }
    Quantities one =
        least(
            PodRequests.together(template.getSpec().getTemplate().getSpec()),
            requests.of(workload, sources));
    Quantities before = ones.get(subject);
    Long generation = template.getMetadata().getGeneration();
    if (before != null
        && binding != null
        && !binding.isUpdated(generation == null ? 0 : generation)) {
      // Pods of the template before are among them.
      one = least(one, before);
    }
    now.put(subject, one);
    return one;
  }

  private static Quantities least(Quantities a, Quantities b) {
    TreeMap<String, Long> least = new TreeMap<>();
    a.amounts()
        .forEach((resource, amount) -> least.put(resource, Math.min(amount, b.get(resource))));
    return new Quantities(least);
  }
}

package cloud.bleu.operator.karmada;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.load.ReportedRoom;
import cloud.bleu.translate.load.UndecidedReplicas;
import cloud.bleu.translate.pod.PodRequests;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bindings of the operator for whose replicas nothing is decided: those that are taken over and
 * wait for a decision, and those whose BleuWorkload is gone. Any thread may ask.
 */
final class UndecidedBindings {

  private static final Quantities ONE_POD = Quantities.of(Map.of("pods", 1L));

  private final Supplier<Caches> caches;
  private final BindingWorkloads workloads;
  private final Function<String, @Nullable String> zone;

  /** Of which something was decided when it was asked last, by subject. */
  private volatile Set<String> decided = Set.of();

  /**
   * @param zone the zone that a cluster is; null: none
   */
  UndecidedBindings(
      Supplier<Caches> caches,
      BindingWorkloads workloads,
      Function<String, @Nullable String> zone) {
    this.caches = caches;
    this.workloads = workloads;
    this.zone = zone;
  }

  /**
   * What they have.
   *
   * @param decision whether one is in force for a workload
   */
  List<UndecidedReplicas> among(
      List<GenericKubernetesResource> bindings, Predicate<WorkloadId> decision) {
    Set<String> others = new TreeSet<>();
    List<UndecidedReplicas> undecided = new ArrayList<>();
    for (GenericKubernetesResource object : bindings) {
      ResourceBinding binding = new ResourceBinding(object);
      String subject = ResourceBinding.subject(object);
      if (subject.isEmpty() || !ResourceBinding.SCHEDULER.equals(binding.scheduler())) {
        continue;
      }
      if (workloads.of(subject).stream().map(ObjectRef::workload).anyMatch(decision)) {
        others.add(subject);
        continue;
      }
      SortedMap<String, Integer> running = byZone(binding.standing());
      SortedMap<String, Integer> ordered = byZone(binding.clusters());
      running.forEach((in, replicas) -> ordered.merge(in, replicas, Math::max));
      if (!ordered.isEmpty()) {
        BleuWorkload workload = workloads.deciding(subject);
        undecided.add(
            new UndecidedReplicas(
                workload == null ? null : ObjectRef.workload(workload),
                ordered,
                running,
                one(binding),
                summed(workload)));
      }
    }
    decided = others;
    return undecided;
  }

  /** Whether a change of a binding may be one of what these have. */
  boolean concerns(String subject, @Nullable ResourceBinding now) {
    return !decided.contains(subject)
        && (now == null || ResourceBinding.SCHEDULER.equals(now.scheduler()));
  }

  private SortedMap<String, Integer> byZone(Map<String, Integer> clusters) {
    SortedMap<String, Integer> zones = new TreeMap<>();
    clusters.forEach(
        (cluster, replicas) -> {
          String name = replicas > 0 ? zone.apply(cluster) : null;
          if (name != null) {
            zones.merge(name, replicas, Integer::sum);
          }
        });
    return zones;
  }

  private static @Nullable Quantities one(ResourceBinding binding) {
    Object asked = binding.requests();
    if (asked == null || asked.equals(Map.of())) {
      return ONE_POD;
    }
    Quantities amounts = ReportedRoom.amounts(asked);
    return amounts == null ? null : amounts.plus(ONE_POD);
  }

  /** Init containers and sidecars may not be in it: see {@link PodRequests#together}. */
  private Quantities summed(@Nullable BleuWorkload workload) {
    Deployment template =
        workload == null
            ? null
            : caches
                .get()
                .deployment(
                    workload.getMetadata().getNamespace(),
                    workload.getSpec().workload().karmada().bindingOf().name());
    return template == null
        ? Quantities.NONE
        : PodRequests.together(template.getSpec().getTemplate().getSpec());
  }
}

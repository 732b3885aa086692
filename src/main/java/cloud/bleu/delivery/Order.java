package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Contingency;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.delivery.manifest.EgressPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be delivered, and what stands there now.
 *
 * @param selectors node selectors of the zones that exist, by zone
 * @param lost zones whose loss somebody reported: nothing there is waited for or kept
 * @param silent other zones without a ready node: nothing there is waited for, but what may still
 *     run there goes only after its successors are ready
 * @param uncertain zones with nodes that are not ready, or that are back just now: what runs there
 *     may not be seen as available yet
 * @param existing Deployments and StatefulSets of the namespace that carry the workload's label or
 *     a name that one of its children would have
 * @param reference the Deployment that {@code deploymentRef} names, null when there is none
 * @param budgets every PodDisruptionBudget of the namespace
 * @param policies every NetworkPolicy of the namespace
 * @param services those that the workload says it calls, by {@code namespace/name}
 */
public record Order(
    BleuWorkload workload,
    List<Assignment> assignments,
    List<Contingency> contingency,
    Map<String, Map<String, String>> selectors,
    Set<String> lost,
    Set<String> silent,
    Set<String> uncertain,
    List<HasMetadata> existing,
    @Nullable Deployment reference,
    List<PodDisruptionBudget> budgets,
    List<NetworkPolicy> policies,
    Map<String, Service> services) {

  /** Every Service that a workload says it calls, as {@code namespace/name}. */
  public static List<String> called(BleuWorkload workload) {
    return EgressPolicy.services(workload);
  }

  /** Whether its pods are on the network of their node, where no NetworkPolicy binds them. */
  boolean hostNetwork() {
    WorkloadSource source = workload.getSpec().workload();
    if (source.deploymentRef() != null) {
      return reference != null
          && reference.getSpec() != null
          && reference.getSpec().getTemplate() != null
          && reference.getSpec().getTemplate().getSpec() != null
          && Boolean.TRUE.equals(reference.getSpec().getTemplate().getSpec().getHostNetwork());
    }
    Map<String, Object> template =
        source.deployment() != null
            ? source.deployment().template()
            : source.statefulSet() != null ? source.statefulSet().template() : null;
    return template != null
        && template.get("spec") instanceof Map<?, ?> spec
        && Boolean.TRUE.equals(spec.get("hostNetwork"));
  }

  /** Whether anything is created for it at all. */
  public boolean external() {
    return workload.getSpec().workload().external() != null;
  }
}

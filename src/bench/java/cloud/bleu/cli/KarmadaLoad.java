package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.karmada.ResourceBinding;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/**
 * Deployments of two replicas for Karmada to carry, in the namespace {@value #NAMESPACE} of its
 * hub, and how far their bindings have come.
 */
final class KarmadaLoad {

  static final String NAMESPACE = "load";
  static final int REPLICAS = 2;

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: %1$s, namespace: load, labels: {side: %2$s}}
      spec:
        replicas: %3$d
        selector: {matchLabels: {app: %1$s}}
        template:
          metadata: {labels: {app: %1$s}}
          spec: {containers: [{name: c, image: example.com/c, resources: {requests: {cpu: 10m, memory: 16Mi}}}]}
      """;

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: %1$s, namespace: load}
      spec:
        replicas: %2$d
        dataClasses: [Ordinary]
        workload: {karmada: {bindingOf: {kind: Deployment, name: %1$s}}}
        residency: {%3$s}
      """;

  private static final String POLICY =
      """
      apiVersion: policy.karmada.io/v1alpha1
      kind: PropagationPolicy
      metadata:
        name: %1$s
        namespace: load
        labels: {propagationpolicy.karmada.io/permanent-id: %2$s}
      spec:
        schedulerName: %3$s
        resourceSelectors: [{apiVersion: apps/v1, kind: Deployment, labelSelector: {matchLabels: {side: %1$s}}}]
        placement:
          clusterAffinity: {clusterNames: %4$s}
          replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference: Weighted}
      """;

  private final KubernetesClient hub;
  private final ExecutorService threads;
  private final Milestone bound = new Milestone();
  private final Milestone scheduled = new Milestone();
  private final Milestone settled = new Milestone();
  private final Set<String> labelled = ConcurrentHashMap.newKeySet();

  /**
   * @param threads for the writes that a binding asks for
   */
  KarmadaLoad(KubernetesClient hub, ExecutorService threads) {
    this.hub = hub;
    this.threads = threads;
  }

  /** The templates of a side, in the name of its label. */
  static HasMetadata template(String name, String side) {
    return Serialization.unmarshal(DEPLOYMENT.formatted(name, side, REPLICAS));
  }

  /**
   * What is to be placed of a template.
   *
   * @param residency the content of spec.residency, in the flow style of YAML
   */
  static BleuWorkload workload(String name, String residency) {
    return Serialization.unmarshal(
        WORKLOAD.formatted(name, REPLICAS, residency), BleuWorkload.class);
  }

  /** Which scheduler gives the templates of a side one of these clusters, or several. */
  static HasMetadata policy(String side, String scheduler, List<String> clusters) {
    return Serialization.unmarshal(POLICY.formatted(side, UUID.randomUUID(), scheduler, clusters));
  }

  /** Watches what comes from now on. */
  void watch() {
    bound.watch(
        hub.genericKubernetesResources(ResourceBinding.KIND).inNamespace(NAMESPACE), this::seen);
    settled.watch(hub.apps().deployments().inNamespace(NAMESPACE), KarmadaLoad::ready);
  }

  /** There is a binding. */
  Milestone bound() {
    return bound;
  }

  /** All replicas of the binding have clusters. */
  Milestone scheduled() {
    return scheduled;
  }

  /** The template says that all are ready: the last that Karmada writes. */
  Milestone settled() {
    return settled;
  }

  /** The name of what is ready with all its replicas. */
  static Optional<String> ready(Deployment one) {
    return one.getStatus() != null
            && Integer.valueOf(REPLICAS).equals(one.getStatus().getReadyReplicas())
        ? Optional.of(one.getMetadata().getName())
        : Optional.empty();
  }

  private Optional<String> seen(GenericKubernetesResource binding) {
    String name = binding.getMetadata().getName().replaceFirst("-deployment$", "");
    if (replicas(binding) == REPLICAS) {
      scheduled.reached(name);
    }
    // As the webhook of Karmada does, which does not run: without it Karmada takes the Works of all
    // bindings for those of each.
    if (labelled.add(name)) {
      threads.execute(
          () ->
              hub.resource(binding)
                  .patch(
                      PatchContext.of(PatchType.JSON_MERGE),
                      "{\"metadata\":{\"labels\":{\"resourcebinding.karmada.io/permanent-id\":\"%s\"}}}"
                          .formatted(UUID.randomUUID())));
    }
    return Optional.of(name);
  }

  private static int replicas(GenericKubernetesResource binding) {
    int replicas = 0;
    if (binding.get("spec", "clusters") instanceof List<?> clusters) {
      for (Object one : clusters) {
        replicas +=
            ((Map<?, ?>) one).get("replicas") instanceof Number number ? number.intValue() : 0;
      }
    }
    return replicas;
  }
}

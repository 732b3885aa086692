package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.karmada.ResourceBinding;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Deployments of two replicas for Karmada to carry, in the namespace of {@link LoadEstate} on its
 * hub, and how far their bindings have come.
 */
final class KarmadaLoad {

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

  /**
   * What the webhook of Karmada does at the creation of a binding. Where bindings got their id
   * later some Works were removed, likely as those of other bindings without an id.
   */
  private static final String IDENTITY =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicy
      metadata: {name: binding-ids}
      spec:
        failurePolicy: Fail
        reinvocationPolicy: Never
        matchConstraints:
          resourceRules: [{apiGroups: [work.karmada.io], apiVersions: ["*"], operations: [CREATE], resources: [resourcebindings]}]
        mutations:
        - patchType: JSONPatch
          jsonPatch:
            expression: >-
              (has(object.metadata.labels) ? [] : [JSONPatch{op: "add", path: "/metadata/labels", value: {}}])
              + [JSONPatch{op: "add", path: "/metadata/labels/" + jsonpatch.escapeKey("%1$s"), value: object.metadata.name}]
      """;

  private static final String BOUND =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicyBinding
      metadata: {name: binding-ids}
      spec: {policyName: binding-ids}
      """;

  private static final String ID = "resourcebinding.karmada.io/permanent-id";

  private static final String ASKED =
      """
      apiVersion: work.karmada.io/v1alpha2
      kind: ResourceBinding
      metadata: {name: asked, namespace: load}
      spec: {resource: {apiVersion: apps/v1, kind: Deployment, name: asked}}
      """;

  private final KubernetesClient hub;
  private final Milestone bound = new Milestone();
  private final Milestone scheduled = new Milestone();
  private final Milestone settled = new Milestone();

  KarmadaLoad(KubernetesClient hub) {
    this.hub = hub;
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

  /** Watches what comes from now on, once each new binding gets an id as it is created. */
  void watch() throws InterruptedException {
    hub.resource(Serialization.<HasMetadata>unmarshal(IDENTITY.formatted(ID))).create();
    hub.resource(Serialization.<HasMetadata>unmarshal(BOUND)).create();
    Milestone.await(() -> "an id at the creation of a binding", this::isIdentified);
    scheduled.watch(
        hub.genericKubernetesResources(ResourceBinding.KIND).inNamespace(LoadEstate.NAMESPACE),
        this::seen);
    settled.watch(hub.apps().deployments().inNamespace(LoadEstate.NAMESPACE), KarmadaLoad::ready);
  }

  /** There is a binding. */
  Milestone bound() {
    return bound;
  }

  /** All replicas of the binding have clusters. */
  Milestone scheduled() {
    return scheduled;
  }

  /** The template says that all are ready. */
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

  private boolean isIdentified() {
    HasMetadata asked =
        hub.resource(Serialization.unmarshal(ASKED, GenericKubernetesResource.class))
            .dryRun(true)
            .create();
    return asked.getMetadata().getLabels() != null
        && asked.getMetadata().getLabels().containsKey(ID);
  }

  private Optional<String> seen(GenericKubernetesResource binding) {
    String name = binding.getMetadata().getName().replaceFirst("-deployment$", "");
    bound.reached(name);
    return replicas(binding) == REPLICAS ? Optional.of(name) : Optional.empty();
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

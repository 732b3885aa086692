package cloud.bleu.operator.routing;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the objects of a kind are to the operator. It decides who is told of their changes. */
enum KindRole {
  /** A decision, as it is published. */
  DECISION(WorkloadPlacement.class),
  /** What is decided for the pods of a namespace, as admission reads it. */
  GATE(PlacementGate.class),
  /** What decisions are for. */
  WORKLOAD(BleuWorkload.class),
  /** Of a zone. */
  NODE(Node.class),
  /** A child of a workload, or somebody else's that takes room. */
  POD(Pod.class),
  /** A child of a workload, or somebody else's that stands beside it. */
  NEIGHBOUR(Deployment.class, StatefulSet.class, PodDisruptionBudget.class, NetworkPolicy.class),
  /** What may lead to pods: routes of the Gateway API are generic. */
  ENTRANCE(Service.class, Ingress.class, GenericKubernetesResource.class),
  /** What refuses writes. */
  ADMISSION(ValidatingAdmissionPolicy.class, ValidatingAdmissionPolicyBinding.class),
  /** Where they are refused while it goes. */
  NAMESPACE(Namespace.class),
  /** All other kinds that are watched: decisions rest on them. */
  FACT();

  private static final Map<Class<?>, KindRole> KNOWN = new ConcurrentHashMap<>();

  private final Set<Class<? extends HasMetadata>> kinds;

  @SafeVarargs
  KindRole(Class<? extends HasMetadata>... kinds) {
    this.kinds = Set.of(kinds);
  }

  /** The first that names the kind of an object. */
  static KindRole of(HasMetadata object) {
    return KNOWN.computeIfAbsent(object.getClass(), KindRole::find);
  }

  private static KindRole find(Class<?> type) {
    return Arrays.stream(values())
        .filter(role -> role.kinds.stream().anyMatch(kind -> kind.isAssignableFrom(type)))
        .findFirst()
        .orElse(FACT);
  }
}

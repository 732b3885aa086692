package cloud.bleu.translate.manifest;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.translate.pod.GatewayRoutes;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which kinds are read, which are known and passed over, and which nobody knows. */
final class ManifestKinds {

  /** Kinds that are read, by {@code apiVersion/kind}. */
  static final Map<String, Class<? extends HasMetadata>> READ =
      Map.ofEntries(
          Map.entry(own("CloudProvider"), CloudProvider.class),
          Map.entry(own("AvailabilityZone"), AvailabilityZone.class),
          Map.entry(own("SovereigntyPolicy"), SovereigntyPolicy.class),
          Map.entry(own("SovereigntyWaiver"), SovereigntyWaiver.class),
          Map.entry(own("ResilienceDrill"), ResilienceDrill.class),
          Map.entry(own("MigrationPlan"), MigrationPlan.class),
          Map.entry(own("BleuWorkload"), BleuWorkload.class),
          Map.entry(own("WorkloadPlacement"), WorkloadPlacement.class),
          Map.entry(own("DecisionLedger"), DecisionLedger.class),
          Map.entry("v1/Namespace", Namespace.class),
          Map.entry("v1/Node", Node.class),
          Map.entry("v1/Pod", Pod.class),
          Map.entry("v1/Service", Service.class),
          Map.entry("networking.k8s.io/v1/Ingress", Ingress.class),
          Map.entry("apps/v1/Deployment", Deployment.class),
          Map.entry("scheduling.k8s.io/v1/PriorityClass", PriorityClass.class));

  private static final Set<String> NAMESPACED =
      Set.of(
          "BleuWorkload",
          "WorkloadPlacement",
          "SovereigntyWaiver",
          "Pod",
          "Deployment",
          "Service",
          "Ingress",
          "HTTPRoute",
          "GRPCRoute",
          "TLSRoute",
          "TCPRoute",
          "UDPRoute",
          "ReferenceGrant");

  /**
   * Names that other people give to kinds of their own: Knative has a Service, OpenShift an
   * Ingress.
   */
  private static final Set<String> ELSEWHERE = Set.of("Service", "Ingress");

  /** Kinds of Kubernetes itself: known, so a name that is near one of them is a slip of the pen. */
  private static final Set<String> KUBERNETES =
      Set.of(
          """
          APIService Binding CertificateSigningRequest ClusterRole ClusterRoleBinding
          ConfigMap ControllerRevision CronJob CSIDriver CSINode CustomResourceDefinition
          DaemonSet Deployment DeviceClass Endpoints EndpointSlice Event FlowSchema
          HorizontalPodAutoscaler Ingress IngressClass Job Lease LimitRange
          MutatingAdmissionPolicy MutatingAdmissionPolicyBinding
          MutatingWebhookConfiguration Namespace NetworkPolicy Node PersistentVolume
          PersistentVolumeClaim Pod PodDisruptionBudget PodTemplate PriorityClass
          PriorityLevelConfiguration ReplicaSet ReplicationController ResourceClaim
          ResourceClaimTemplate ResourceQuota Role RoleBinding RuntimeClass Secret Service
          ServiceAccount StatefulSet StorageClass ValidatingAdmissionPolicy
          ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration VolumeAttachment
          """
              .strip()
              .split("\\s+"));

  /** API groups of Kubernetes itself whose names have a dot. */
  private static final Set<String> GROUPS =
      Stream.of(
              """
              admissionregistration apiextensions apiregistration authentication authorization
              certificates coordination discovery events flowcontrol.apiserver internal.apiserver
              networking node rbac.authorization resource scheduling storage storagemigration
              """
                  .strip()
                  .split("\\s+"))
          .map(name -> name + ".k8s.io")
          .collect(Collectors.toUnmodifiableSet());

  private ManifestKinds() {}

  private static String own(String kind) {
    return Crds.GROUP + "/" + Crds.VERSION + "/" + kind;
  }

  static boolean isNamespaced(String kind) {
    return NAMESPACED.contains(kind);
  }

  /** The class of a kind, null if it is not read. */
  static @Nullable Class<? extends HasMetadata> type(Manifest manifest) {
    if (manifest.apiVersion().startsWith(GatewayRoutes.GROUP + "/")) {
      return GatewayRoutes.PLURALS.containsKey(manifest.ref().kind())
          ? GenericKubernetesResource.class
          : null;
    }
    return READ.get(manifest.apiVersion() + "/" + manifest.ref().kind());
  }

  /** Whether an object of that class has a schema of ours. */
  static boolean hasSchema(Manifest manifest) {
    return manifest.apiVersion().equals(Crds.GROUP + "/" + Crds.VERSION)
        && Crds.PLURALS.containsKey(manifest.ref().kind());
  }

  /** What is wrong with a kind that is not read; null if it is simply somebody else's. */
  static @Nullable SchemaError unknown(Manifest manifest) {
    String kind = manifest.ref().kind();
    String apiVersion = manifest.apiVersion();
    if (hasSchema(manifest)) {
      return null;
    }
    boolean builtIn = isOfKubernetes(apiVersion);
    for (String read : READ.keySet()) {
      int slash = read.lastIndexOf('/');
      if (read.substring(slash + 1).equals(kind) && (builtIn || !ELSEWHERE.contains(kind))) {
        return new SchemaError(
            "apiVersion",
            kind + " of " + ShownText.quote(apiVersion),
            read.substring(0, slash),
            "use this apiVersion",
            false);
      }
    }
    if (apiVersion.startsWith(Crds.GROUP + "/")) {
      return unknownKind(kind, Crds.PLURALS.keySet());
    }
    if (builtIn && KUBERNETES.contains(kind)) {
      return null;
    }
    if (ELSEWHERE.contains(kind)) {
      return null;
    }
    TreeSet<String> known = new TreeSet<>(Crds.PLURALS.keySet());
    if (builtIn) {
      known.addAll(KUBERNETES);
      return unknownKind(kind, known);
    }
    return NearestName.of(kind, known).isEmpty() ? null : unknownKind(kind, known);
  }

  /** Many projects beside Kubernetes have a group that ends in k8s.io. */
  static boolean isOfKubernetes(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    return !group.contains(".") || GROUPS.contains(group);
  }

  private static SchemaError unknownKind(String kind, Collection<String> known) {
    String near = NearestName.of(kind, known).orElse(null);
    return new SchemaError(
        "kind",
        "unknown kind " + ShownText.quote(kind),
        near == null ? String.join(", ", new TreeSet<>(known)) : null,
        near == null ? "use one of these" : "did you mean " + near + "?",
        false);
  }
}

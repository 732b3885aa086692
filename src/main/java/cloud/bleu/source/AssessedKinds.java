package cloud.bleu.source;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of Kubernetes that are read of a cluster. Secrets are not among them. */
public final class AssessedKinds {

  /** A ConfigMap may have a MiB: a page of them is kept small. */
  private static final long FEW = 25;

  static final long MANY = 100;

  /** Workloads, and what they name or are reached through: of every namespace that is read. */
  public static final List<AssessedKind> OF_NAMESPACES =
      List.of(
          new AssessedKind("", "v1", "ConfigMap", "configmaps", true, FEW),
          namespaced("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims"),
          namespaced("", "v1", "Service", "services"),
          namespaced("", "v1", "ServiceAccount", "serviceaccounts"),
          namespaced("apps", "v1", "DaemonSet", "daemonsets"),
          namespaced("apps", "v1", "Deployment", "deployments"),
          namespaced("apps", "v1", "StatefulSet", "statefulsets"),
          namespaced("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers"),
          namespaced("batch", "v1", "CronJob", "cronjobs"),
          namespaced("batch", "v1", "Job", "jobs"),
          namespaced("networking.k8s.io", "v1", "Ingress", "ingresses"),
          namespaced("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies"),
          namespaced("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets"));

  /** What controllers make by the thousand: read for those that nobody made. */
  public static final List<AssessedKind> MADE =
      List.of(
          namespaced("", "v1", "Pod", "pods"),
          namespaced("", "v1", "ReplicationController", "replicationcontrollers"),
          namespaced("apps", "v1", "ReplicaSet", "replicasets"));

  /** What belongs to the cluster and what workloads name: only those that are named are kept. */
  public static final List<AssessedKind> OF_CLUSTER =
      List.of(
          new AssessedKind("", "v1", "PersistentVolume", "persistentvolumes", false, MANY),
          new AssessedKind(
              "networking.k8s.io", "v1", "IngressClass", "ingressclasses", false, MANY),
          new AssessedKind("storage.k8s.io", "v1", "StorageClass", "storageclasses", false, MANY));

  static final AssessedKind PROVIDER =
      new AssessedKind(
          "placement.bleu.cloud", "v1alpha1", "CloudProvider", "cloudproviders", false, MANY);

  private static final Set<String> NAMES_OF_CLUSTER =
      Stream.concat(OF_CLUSTER.stream(), Stream.of(PROVIDER))
          .map(AssessedKind::kind)
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> OWNERS =
      Stream.concat(
              Stream.of(OF_NAMESPACES, MADE).flatMap(List::stream).map(AssessedKind::owner),
              Stream.of(
                  // The kubelet makes a Pod of a file of its node.
                  "Node.",
                  // Custom resources that say what pods they have, and are read where served.
                  "BleuWorkload.placement.bleu.cloud",
                  "WorkloadPlacement.placement.bleu.cloud",
                  "Rollout.argoproj.io",
                  // Knative makes the two others of its Service, which is read.
                  "Service.serving.knative.dev",
                  "Configuration.serving.knative.dev",
                  "Revision.serving.knative.dev"))
          .collect(Collectors.toUnmodifiableSet());

  private AssessedKinds() {}

  private static AssessedKind namespaced(String group, String version, String kind, String plural) {
    return new AssessedKind(group, version, kind, plural, true, MANY);
  }

  /** Whether objects of that kind belong to the cluster and are read of it. */
  public static boolean isOfCluster(String kind) {
    return NAMES_OF_CLUSTER.contains(kind);
  }

  /** Whether what such an object made says nothing that the object itself does not say. */
  static boolean isOwner(String kind, String group) {
    return OWNERS.contains(kind + "." + group);
  }
}

package cloud.bleu.delivery.cluster;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** The kinds of other projects whose objects stand for a cluster, as an API server serves them. */
public final class ClusterKinds {

  /** The kind of the cluster inventory of Kubernetes (KEP-4322). */
  public static final ResourceDefinitionContext CLUSTER_PROFILE =
      new ResourceDefinitionContext.Builder()
          .withGroup("multicluster.x-k8s.io")
          .withVersion("v1alpha1")
          .withKind("ClusterProfile")
          .withPlural("clusterprofiles")
          .withNamespaced(true)
          .build();

  /** The kind of Open Cluster Management. */
  public static final ResourceDefinitionContext MANAGED_CLUSTER =
      new ResourceDefinitionContext.Builder()
          .withGroup("cluster.open-cluster-management.io")
          .withVersion("v1")
          .withKind("ManagedCluster")
          .withPlural("managedclusters")
          .withNamespaced(false)
          .build();

  /** The kind of Karmada. */
  public static final ResourceDefinitionContext KARMADA_CLUSTER =
      new ResourceDefinitionContext.Builder()
          .withGroup("cluster.karmada.io")
          .withVersion("v1alpha1")
          .withKind("Cluster")
          .withPlural("clusters")
          .withNamespaced(false)
          .build();

  private ClusterKinds() {}
}

package cloud.bleu.operator.ocm;

import cloud.bleu.delivery.cluster.ClusterKinds;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.ocm.ManifestWork;
import cloud.bleu.operator.cache.KindWatch;
import cloud.bleu.operator.cache.ServedCaches;
import cloud.bleu.operator.cache.WatchSubject;
import cloud.bleu.operator.member.EngineVersions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The works of this hub, the managed clusters and their leases, kept up to date by watches that are
 * never given up.
 */
final class WorkCaches implements ServedCaches.Followed {

  /**
   * The lease that the registration agent of a managed cluster renews, in the namespace of the
   * cluster.
   */
  static final String LEASE = "managed-cluster-lease";

  private final KindWatch<GenericKubernetesResource> works;
  private final KindWatch<GenericKubernetesResource> clusters;
  private final KindWatch<Lease> leases;
  private final Listener listener;

  /** Who is told. */
  interface Listener {
    /** A work came, changed or went. */
    void work(GenericKubernetesResource work, boolean gone);

    /** A cluster or a lease is another. */
    void others();
  }

  /**
   * @param home uid of the namespace kube-system of the hub
   */
  WorkCaches(KubernetesClient client, String home, Listener listener) {
    this.listener = listener;
    works =
        new KindWatch<>(
                WatchSubject.of("manifestworks.work.open-cluster-management.io"),
                client
                    .genericKubernetesResources(ManifestWork.KIND)
                    .inAnyNamespace()
                    .withLabel(Labels.HOME, home))
            .indexed(WorkCaches::subjects);
    clusters =
        new KindWatch<>(
            WatchSubject.of("managedclusters.cluster.open-cluster-management.io"),
            client.genericKubernetesResources(ClusterKinds.MANAGED_CLUSTER));
    leases =
        new KindWatch<>(
            WatchSubject.of("leases " + LEASE),
            client.leases().inAnyNamespace().withField("metadata.name", LEASE));
  }

  /** The workload in its cluster that a work is for; none for the work of a namespace. */
  static List<String> subjects(HasMetadata work) {
    Map<String, String> labels = work.getMetadata().getLabels();
    String namespace = labels.get(ManifestWork.NAMESPACE);
    String workload = labels.get(Labels.WORKLOAD);
    return namespace == null || workload == null
        ? List.of()
        : List.of(subject(work.getMetadata().getNamespace(), namespace, workload));
  }

  private static String subject(String cluster, String namespace, String workload) {
    return cluster + "/" + namespace + "/" + workload;
  }

  @Override
  public void start() {
    works.start(listener::work);
    clusters.start((one, gone) -> listener.others());
    leases.start((one, gone) -> listener.others());
  }

  /** Whether all works of this hub have been listed once. */
  boolean isListed() {
    return works.isListed();
  }

  /** What is not seen, and why if that is known; null: nothing. */
  @Nullable String unseen() {
    return KindWatch.unseen(List.of(works, clusters, leases));
  }

  @Nullable GenericKubernetesResource work(String cluster, String name) {
    return works.get(cluster + "/" + name);
  }

  List<GenericKubernetesResource> works(String cluster, String namespace, String workload) {
    return works.byIndex(subject(cluster, namespace, workload));
  }

  /** Every work of this hub. */
  List<GenericKubernetesResource> works() {
    return works.list();
  }

  /** What it says of the versions of clusters. */
  EngineVersions.Seen versions() {
    // Asked first: in a list that is not whole a cluster may be missing that is there.
    boolean isWhole = unseen() == null;
    return new EngineVersions.Seen(isWhole, this::cluster);
  }

  @Nullable GenericKubernetesResource cluster(String name) {
    return clusters.get(name);
  }

  @Nullable Lease lease(String cluster) {
    return leases.get(cluster + "/" + LEASE);
  }

  @Override
  public void close() {
    Stream.of(works, clusters, leases).forEach(KindWatch::close);
  }
}

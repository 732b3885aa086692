package cloud.bleu.operator.ocm;

import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.ocm.ManifestWork;
import cloud.bleu.operator.cache.ServedCaches;
import cloud.bleu.operator.log.Faults;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The works of this hub, the managed clusters and their leases, kept up to date by watches that are
 * never given up.
 */
final class WorkCaches implements ServedCaches.Followed {

  private static final Logger LOG = LoggerFactory.getLogger(WorkCaches.class);

  /**
   * The lease that the registration agent of a managed cluster renews, in the namespace of the
   * cluster.
   */
  static final String LEASE = "managed-cluster-lease";

  private static final String SUBJECT = "subject";

  private static final ResourceDefinitionContext CLUSTER =
      new ResourceDefinitionContext.Builder()
          .withGroup("cluster.open-cluster-management.io")
          .withVersion("v1")
          .withKind("ManagedCluster")
          .withPlural("managedclusters")
          .withNamespaced(false)
          .build();

  private final SharedIndexInformer<GenericKubernetesResource> works;
  private final SharedIndexInformer<GenericKubernetesResource> clusters;
  private final SharedIndexInformer<Lease> leases;

  /** What cannot be watched and why, as it was said last. */
  private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

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
    works =
        client
            .genericKubernetesResources(ManifestWork.KIND)
            .inAnyNamespace()
            .withLabel(Labels.HOME, home)
            .runnableInformer(0);
    works.addIndexers(Map.of(SUBJECT, WorkCaches::subjects));
    works.addEventHandler(
        new ResourceEventHandler<GenericKubernetesResource>() {
          @Override
          public void onAdd(GenericKubernetesResource work) {
            listener.work(work, false);
          }

          @Override
          public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource work) {
            listener.work(work, false);
          }

          @Override
          public void onDelete(GenericKubernetesResource work, boolean unknown) {
            listener.work(work, true);
          }
        });
    clusters = client.genericKubernetesResources(CLUSTER).runnableInformer(0);
    clusters.addEventHandler(new Others<>(listener));
    leases = client.leases().inAnyNamespace().withField("metadata.name", LEASE).runnableInformer(0);
    leases.addEventHandler(new Others<>(listener));
    follow(works, "manifestworks.work.open-cluster-management.io");
    follow(clusters, "managedclusters.cluster.open-cluster-management.io");
    follow(leases, "leases " + LEASE);
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

  private void follow(SharedIndexInformer<?> informer, String what) {
    informer.exceptionHandler(
        (started, fault) -> {
          String line = what + ": " + Faults.line(fault);
          if (!line.equals(problem.getAndSet(line))) {
            LOG.warn("cannot watch {}, trying again", line);
          }
          return true;
        });
  }

  @Override
  public void start() {
    Stream.of(works, clusters, leases).forEach(SharedIndexInformer::start);
  }

  /** Whether all works of this hub have been listed once. */
  boolean isListed() {
    return works.hasSynced();
  }

  /** What is not seen, and why if that is known; null: nothing. */
  @Nullable String unseen() {
    boolean whole =
        Stream.of(works, clusters, leases).allMatch(i -> i.hasSynced() && i.isWatching());
    if (whole) {
      problem.set(null);
      return null;
    }
    String why = problem.get();
    return why == null ? "its works, clusters and leases are being listed" : why;
  }

  @Nullable GenericKubernetesResource work(String cluster, String name) {
    return works.getIndexer().getByKey(cluster + "/" + name);
  }

  List<GenericKubernetesResource> works(String cluster, String namespace, String workload) {
    return works.getIndexer().byIndex(SUBJECT, subject(cluster, namespace, workload));
  }

  /** Every work of this hub. */
  List<GenericKubernetesResource> works() {
    return works.getIndexer().list();
  }

  @Nullable GenericKubernetesResource cluster(String name) {
    return clusters.getIndexer().getByKey(name);
  }

  @Nullable Lease lease(String cluster) {
    return leases.getIndexer().getByKey(cluster + "/" + LEASE);
  }

  @Override
  public void close() {
    Stream.of(works, clusters, leases).forEach(SharedIndexInformer::stop);
  }

  /** Tells that something is another. */
  private record Others<T>(Listener told) implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      told.others();
    }

    @Override
    public void onUpdate(T before, T after) {
      told.others();
    }

    @Override
    public void onDelete(T object, boolean unknown) {
      told.others();
    }
  }
}

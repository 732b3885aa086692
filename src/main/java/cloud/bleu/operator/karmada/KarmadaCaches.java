package cloud.bleu.operator.karmada;

import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.operator.cache.ServedCaches;
import cloud.bleu.operator.log.Faults;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Karmada's API server has, kept up to date by watches that are never given up. */
final class KarmadaCaches implements ServedCaches.Followed {

  private static final Logger LOG = LoggerFactory.getLogger(KarmadaCaches.class);

  /** Where Karmada runs, unless it was told otherwise. */
  static final String NAMESPACE = "karmada-system";

  /** The lease by which the controller manager of Karmada is elected, and so shows its life. */
  static final String LEASE = "karmada-controller-manager";

  private static final String SUBJECT = "subject";

  private static final ResourceDefinitionContext CLUSTER =
      new ResourceDefinitionContext.Builder()
          .withGroup("cluster.karmada.io")
          .withVersion("v1alpha1")
          .withKind("Cluster")
          .withPlural("clusters")
          .withNamespaced(false)
          .build();

  private final SharedIndexInformer<GenericKubernetesResource> bindings;
  private final SharedIndexInformer<GenericKubernetesResource> clusters;
  private final SharedIndexInformer<Lease> leases;

  /** What cannot be watched and why, as it was said last. */
  private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

  /**
   * @param binding told of each that comes, changes or goes, by its subject
   * @param others told that a cluster or the lease is another
   */
  KarmadaCaches(KubernetesClient client, Consumer<String> binding, Runnable others) {
    bindings =
        client
            .genericKubernetesResources(ResourceBinding.KIND)
            .inAnyNamespace()
            .runnableInformer(0);
    bindings.itemStore(new PrunedStore(PrunedStore::binding));
    bindings.addIndexers(Map.of(SUBJECT, one -> List.of(ResourceBinding.subject(one))));
    bindings.addEventHandler(new Handler<>(one -> binding.accept(ResourceBinding.subject(one))));
    clusters = client.genericKubernetesResources(CLUSTER).runnableInformer(0);
    clusters.itemStore(new PrunedStore(PrunedStore::cluster));
    clusters.addEventHandler(new Handler<>(one -> others.run()));
    leases = client.leases().inNamespace(NAMESPACE).withName(LEASE).runnableInformer(0);
    leases.addEventHandler(new Handler<>(one -> others.run()));
    follow(bindings, "resourcebindings.work.karmada.io");
    follow(clusters, "clusters.cluster.karmada.io");
    follow(leases, "lease " + LEASE + " in " + NAMESPACE);
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
    Stream.of(bindings, clusters, leases).forEach(SharedIndexInformer::start);
  }

  /** What is not seen of it, and why if that is known; null: nothing. */
  @Nullable String unseen() {
    boolean whole =
        Stream.of(bindings, clusters, leases).allMatch(i -> i.hasSynced() && i.isWatching());
    if (whole) {
      problem.set(null);
      return null;
    }
    String why = problem.get();
    return why == null ? "its bindings, clusters and lease are being listed" : why;
  }

  @Nullable GenericKubernetesResource binding(String subject) {
    List<GenericKubernetesResource> found = bindings.getIndexer().byIndex(SUBJECT, subject);
    return found.isEmpty() ? null : found.get(0);
  }

  /** The subjects of the bindings by which Karmada reports of one of some clusters. */
  List<String> reportingOf(Set<String> names) {
    return bindings.getIndexer().list().stream()
        .filter(one -> names.stream().anyMatch(new ResourceBinding(one)::isReported))
        .map(ResourceBinding::subject)
        .toList();
  }

  @Nullable GenericKubernetesResource cluster(String name) {
    return clusters.getIndexer().getByKey(name);
  }

  @Nullable Lease lease() {
    return leases.getIndexer().getByKey(NAMESPACE + "/" + LEASE);
  }

  @Override
  public void close() {
    Stream.of(bindings, clusters, leases).forEach(SharedIndexInformer::stop);
  }

  /** Passes every event on. */
  private record Handler<T>(Consumer<T> told) implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      told.accept(object);
    }

    @Override
    public void onUpdate(T before, T after) {
      told.accept(after);
    }

    @Override
    public void onDelete(T object, boolean unknown) {
      told.accept(object);
    }
  }
}

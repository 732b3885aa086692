package cloud.bleu.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one cluster has of workloads and beside them, kept up to date by watches. */
final class WorkloadObjects {

  final SharedIndexInformer<Deployment> deployments;
  final SharedIndexInformer<StatefulSet> statefulSets;
  final SharedIndexInformer<Service> services;
  private final SharedIndexInformer<PodDisruptionBudget> budgets;
  private final SharedIndexInformer<NetworkPolicy> networkPolicies;

  WorkloadObjects(Informers informers) {
    deployments = informers.of(Deployment.class);
    statefulSets = informers.of(StatefulSet.class);
    budgets = informers.of(PodDisruptionBudget.class);
    networkPolicies = informers.of(NetworkPolicy.class);
    services = informers.of(Service.class);
    deployments.addIndexers(CacheIndexes.ofChildren());
    statefulSets.addIndexers(CacheIndexes.ofChildren());
  }

  List<HasMetadata> children(String namespace, String workload) {
    List<HasMetadata> children = new ArrayList<>();
    children.addAll(
        deployments.getIndexer().byIndex(CacheIndexes.WORKLOAD, namespace + "/" + workload));
    children.addAll(
        statefulSets.getIndexer().byIndex(CacheIndexes.WORKLOAD, namespace + "/" + workload));
    return children;
  }

  /** Every Deployment and StatefulSet, of workloads and of others. */
  Stream<HasMetadata> all() {
    return Stream.concat(
        deployments.getIndexer().list().stream(), statefulSets.getIndexer().list().stream());
  }

  /** Whether a Deployment or StatefulSet of some says that it stands in a zone. */
  boolean hasChildren(String zone, Predicate<HasMetadata> which) {
    return deployments.getIndexer().byIndex(CacheIndexes.ZONE, zone).stream().anyMatch(which)
        || statefulSets.getIndexer().byIndex(CacheIndexes.ZONE, zone).stream().anyMatch(which);
  }

  @Nullable Deployment deployment(String namespace, String name) {
    return deployments.getIndexer().getByKey(namespace + "/" + name);
  }

  @Nullable StatefulSet statefulSet(String namespace, String name) {
    return statefulSets.getIndexer().getByKey(namespace + "/" + name);
  }

  List<PodDisruptionBudget> budgets(String namespace) {
    return budgets.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace);
  }

  List<NetworkPolicy> networkPolicies(String namespace) {
    return networkPolicies.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace);
  }

  @Nullable Service service(String key) {
    return services.getIndexer().getByKey(key);
  }
}

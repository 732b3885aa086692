package cloud.bleu.delivery.cluster;

import cloud.bleu.affinity.ObjectLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/** What one namespace of a cluster had when it was listed: a cache that hears of nothing since. */
public class ListedObjects implements ClusterObjects {

  private final List<Deployment> deployments;
  private final List<StatefulSet> statefulSets;
  private final List<PodDisruptionBudget> budgets;
  private final List<NetworkPolicy> policies;
  private final List<Service> services;
  private final List<Pod> pods;

  public ListedObjects(KubernetesClient client, String namespace) {
    deployments = client.apps().deployments().inNamespace(namespace).list().getItems();
    statefulSets = client.apps().statefulSets().inNamespace(namespace).list().getItems();
    budgets = client.policy().v1().podDisruptionBudget().inNamespace(namespace).list().getItems();
    policies = client.network().v1().networkPolicies().inNamespace(namespace).list().getItems();
    pods = client.pods().inNamespace(namespace).list().getItems();
    services = client.services().inNamespace(namespace).list().getItems();
  }

  @Override
  public List<HasMetadata> children(String namespace, String workload) {
    List<HasMetadata> children = new ArrayList<>();
    children.addAll(deployments);
    children.addAll(statefulSets);
    children.removeIf(child -> !isOf(workload, child));
    return children;
  }

  @Override
  public List<Pod> pods(String namespace, String workload) {
    return pods.stream().filter(pod -> isOf(workload, pod)).toList();
  }

  private static boolean isOf(String workload, HasMetadata object) {
    return workload.equals(ObjectLabels.get(object, ObjectLabels.WORKLOAD));
  }

  @Override
  public Deployment deployment(String namespace, String name) {
    return named(deployments, name);
  }

  @Override
  public StatefulSet statefulSet(String namespace, String name) {
    return named(statefulSets, name);
  }

  @Override
  public List<PodDisruptionBudget> budgets(String namespace) {
    return budgets;
  }

  @Override
  public List<NetworkPolicy> networkPolicies(String namespace) {
    return policies;
  }

  @Override
  public Service service(String key) {
    return named(services, key.substring(key.indexOf('/') + 1));
  }

  private static <T extends HasMetadata> T named(List<T> objects, String name) {
    return objects.stream()
        .filter(o -> o.getMetadata().getName().equals(name))
        .findFirst()
        .orElse(null);
  }
}

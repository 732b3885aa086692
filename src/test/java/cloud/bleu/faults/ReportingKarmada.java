package cloud.bleu.faults;

import cloud.bleu.delivery.karmada.ResourceBinding;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * What Karmada makes of bindings, and no more: each cluster has what is asked of it, and that is
 * reported; but for clusters that are slow, in which nothing comes. What it saw asked is kept.
 */
final class ReportingKarmada
    implements ResourceEventHandler<GenericKubernetesResource>, AutoCloseable {

  private final KubernetesClient client;
  private final Set<String> slow = new HashSet<>();
  private final Map<String, Map<String, Integer>> stands = new HashMap<>();
  private final Map<String, GenericKubernetesResource> last = new HashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final SharedIndexInformer<GenericKubernetesResource> informer;

  /**
   * @param slow clusters in which nothing comes for now
   */
  ReportingKarmada(KubernetesClient client, Set<String> slow) {
    this.client = client;
    this.slow.addAll(slow);
    informer =
        client
            .genericKubernetesResources(ResourceBinding.KIND)
            .inNamespace(CampaignCluster.NAMESPACE)
            .inform(this);
  }

  /** What was asked by each version of a binding, as {@code name {cluster=replicas}}. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  /** What stands by a binding. */
  synchronized Map<String, Integer> stands(String binding) {
    return Map.copyOf(stands.getOrDefault(binding, Map.of()));
  }

  /** From now on no cluster is slow. */
  synchronized void hurry() {
    slow.clear();
    List.copyOf(last.values()).forEach(this::report);
  }

  @Override
  public void onAdd(GenericKubernetesResource binding) {
    report(binding);
  }

  @Override
  public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource binding) {
    report(binding);
  }

  @Override
  public void onDelete(GenericKubernetesResource binding, boolean unknown) {
    throw new IllegalStateException("nobody deletes bindings here");
  }

  private synchronized void report(GenericKubernetesResource binding) {
    String name = binding.getMetadata().getName();
    last.put(name, binding);
    Map<String, Integer> wanted = wanted(binding);
    asked.add(name + " " + wanted);
    Map<String, Integer> had = stands.getOrDefault(name, Map.of());
    Map<String, Integer> has = new TreeMap<>(wanted);
    has.replaceAll(
        (cluster, replicas) ->
            slow.contains(cluster) ? Math.min(replicas, had.getOrDefault(cluster, 0)) : replicas);
    has.values().removeIf(replicas -> replicas == 0);
    if (has.equals(stands.put(name, has))) {
      return;
    }
    List<Map<String, Object>> reported = new ArrayList<>();
    has.forEach((cluster, replicas) -> reported.add(report(name, cluster, replicas)));
    client
        .genericKubernetesResources(ResourceBinding.KIND)
        .inNamespace(CampaignCluster.NAMESPACE)
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(Map.of("status", Map.of("aggregatedStatus", reported))));
    Stream.concat(had.keySet().stream(), has.keySet().stream()).distinct().forEach(this::summary);
  }

  /** What pods ask of a cluster: a cpu each. */
  private void summary(String cluster) {
    int pods = stands.values().stream().mapToInt(one -> one.getOrDefault(cluster, 0)).sum();
    client
        .genericKubernetesResources("cluster.karmada.io/v1alpha1", "Cluster")
        .withName(cluster)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"resourceSummary\":{\"allocated\":{\"cpu\":\"%1$d\",\"pods\":\"%1$d\"}}}}"
                .formatted(pods));
  }

  private Map<String, Object> report(String binding, String cluster, int replicas) {
    Deployment template =
        client
            .apps()
            .deployments()
            .inNamespace(CampaignCluster.NAMESPACE)
            .withName(binding.replaceFirst("-deployment$", ""))
            .get();
    Map<String, Object> status = new TreeMap<>();
    status.put("resourceTemplateGeneration", template.getMetadata().getGeneration());
    status.put("generation", 1);
    status.put("observedGeneration", 1);
    for (String count :
        List.of("replicas", "updatedReplicas", "readyReplicas", "availableReplicas")) {
      status.put(count, replicas);
    }
    return Map.of("clusterName", cluster, "applied", true, "status", status);
  }

  private static Map<String, Integer> wanted(GenericKubernetesResource binding) {
    Map<String, Integer> wanted = new TreeMap<>();
    if (binding.get("spec", "clusters") instanceof List<?> clusters) {
      for (Object one : clusters) {
        if (one instanceof Map<?, ?> cluster
            && cluster.get("replicas") instanceof Number replicas) {
          wanted.put(String.valueOf(cluster.get("name")), replicas.intValue());
        }
      }
    }
    return wanted;
  }

  @Override
  public void close() {
    informer.close();
  }
}

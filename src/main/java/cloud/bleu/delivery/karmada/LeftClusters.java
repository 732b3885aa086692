package cloud.bleu.delivery.karmada;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.member.UnreachedTarget;
import cloud.bleu.delivery.zone.Problem;
import cloud.bleu.delivery.zone.TargetObservation;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Clusters that are not reached, and that a binding has no entry for any more, but a Work: what is
 * of it there may run on. Karmada keeps a Work until the cluster has answered. Works are listed
 * only while a cluster is not reached.
 */
final class LeftClusters {

  private static final ResourceDefinitionContext WORK =
      new ResourceDefinitionContext.Builder()
          .withGroup("work.karmada.io")
          .withVersion("v1alpha1")
          .withKind("Work")
          .withPlural("works")
          .withNamespaced(true)
          .build();

  private static final String BINDING = "resourcebinding.karmada.io/";

  /** By which Karmada finds the Works of a binding. */
  static final String ID = BINDING + "permanent-id";

  /** Karmada keeps the Works of a cluster in a namespace of their own. */
  private static final String WORKS_OF = "karmada-es-";

  private final KubernetesClient client;
  private final KarmadaObjects objects;

  /** Zones in which something was left when that was known last, by workload. */
  private final Map<String, Map<String, TargetObservation.Unseen>> last = new ConcurrentHashMap<>();

  /** For which binding and silence a cluster had no Work, by workload and cluster. */
  private final Map<String, String> none = new ConcurrentHashMap<>();

  LeftClusters(KubernetesClient client, KarmadaObjects objects) {
    this.client = client;
    this.objects = objects;
  }

  /** Why nothing is known of what is left, by zone. */
  Map<String, TargetObservation.Unseen> of(BleuWorkload workload, ResourceBinding binding) {
    Map<String, TargetObservation.Unseen> left = new HashMap<>();
    Set<String> entries = binding.clusters().keySet();
    for (String cluster : objects.clusters()) {
      Reach reach = objects.reach(cluster);
      String zone = objects.zone(cluster);
      if (!reach.isReached() && !entries.contains(cluster) && zone != null) {
        TargetObservation.Unseen one = asked(workload, binding, cluster, zone, reach);
        if (one != null) {
          left.put(zone, one);
        }
      }
    }
    last.put(key(workload), left);
    return left;
  }

  /** The same as it was known last, for when Karmada itself is not seen. */
  Map<String, TargetObservation.Unseen> last(BleuWorkload workload) {
    return last.getOrDefault(key(workload), Map.of());
  }

  private TargetObservation.@Nullable Unseen asked(
      BleuWorkload workload, ResourceBinding binding, String cluster, String zone, Reach reach) {
    String key = key(workload) + cluster;
    String when = binding.generation() + " " + reach.since();
    if (when.equals(none.get(key))) {
      return null;
    }
    try {
      if (hasWork(binding, cluster)) {
        return UnreachedTarget.unseen(zone, reach);
      }
      none.put(key, when);
      return null;
    } catch (KubernetesClientException e) {
      Problem refused = ClusterWriter.refused("Works in " + WORKS_OF + cluster, e);
      return new TargetObservation.Unseen(
          new Problem(
              Problem.UNREACHABLE,
              "what is left in zone "
                  + zone
                  + " is not known: "
                  + refused.message()
                  + "; set karmada.enabled of the chart",
              true,
              zone),
          reach.since());
    }
  }

  private boolean hasWork(ResourceBinding binding, String cluster) {
    return client
        .genericKubernetesResources(WORK)
        .inNamespace(WORKS_OF + cluster)
        .withLabel(ID, binding.id())
        .list()
        .getItems()
        .stream()
        .map(work -> work.getMetadata().getAnnotations())
        .anyMatch(
            of ->
                of != null
                    && binding.namespace().equals(of.get(BINDING + "namespace"))
                    && binding.name().equals(of.get(BINDING + "name")));
  }

  /** Forgets a workload that is gone. */
  void forget(String namespace, String name) {
    String key = namespace + "/" + name + "/";
    last.remove(key);
    none.keySet().removeIf(one -> one.startsWith(key));
  }

  private static String key(BleuWorkload workload) {
    return workload.getMetadata().getNamespace() + "/" + workload.getMetadata().getName() + "/";
  }
}

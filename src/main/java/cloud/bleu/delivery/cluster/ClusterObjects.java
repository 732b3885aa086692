package cloud.bleu.delivery.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one cluster has, as caches see it: no answer waits for a server. */
public interface ClusterObjects {

  /** Deployments and StatefulSets that carry the label of a workload, whoever controls them. */
  List<HasMetadata> children(String namespace, String workload);

  /** Pods that carry the label of a workload; none where pods may not be seen. */
  List<Pod> pods(String namespace, String workload);

  /** A Deployment, null when there is none. */
  @Nullable Deployment deployment(String namespace, String name);

  /** A StatefulSet, null when there is none. */
  @Nullable StatefulSet statefulSet(String namespace, String name);

  /** Every PodDisruptionBudget of a namespace. */
  List<PodDisruptionBudget> budgets(String namespace);

  /** Every NetworkPolicy of a namespace. */
  List<NetworkPolicy> networkPolicies(String namespace);

  /**
   * A Service, null when there is none.
   *
   * @param key {@code namespace/name}
   */
  @Nullable Service service(String key);
}

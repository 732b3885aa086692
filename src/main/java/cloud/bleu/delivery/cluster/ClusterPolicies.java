package cloud.bleu.delivery.cluster;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.delivery.zone.ClusterTarget;
import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.Problem;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The NetworkPolicy and the PodDisruptionBudget of each workload, as objects of one cluster. */
public final class ClusterPolicies implements ClusterTarget {

  private final EgressDelivery egress;
  private final BudgetDelivery budgets;

  /**
   * @param objects of the cluster that the client writes to; asked only once there is something to
   *     deliver
   * @param dns what pods may always ask
   */
  public ClusterPolicies(
      KubernetesClient client, Supplier<? extends ClusterObjects> objects, ClusterDns dns) {
    ClusterWriter writer = new ClusterWriter(client);
    egress = new EgressDelivery(writer, objects, dns);
    budgets = new BudgetDelivery(writer, objects);
  }

  @Override
  public @Nullable EgressReport ensureEgress(
      BleuWorkload workload, Pods pods, List<Problem> problems) {
    return egress.deliver(workload, pods, problems);
  }

  @Override
  public @Nullable EgressReport observeEgress(BleuWorkload workload, Pods pods) {
    return egress.observe(workload, pods);
  }

  @Override
  public boolean ensureBudget(
      BleuWorkload workload, Pods pods, @Nullable Integer maxUnavailable, List<Problem> problems) {
    return budgets.deliver(workload, pods, maxUnavailable, problems);
  }
}

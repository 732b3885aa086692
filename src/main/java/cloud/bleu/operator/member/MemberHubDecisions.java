package cloud.bleu.operator.member;

import cloud.bleu.delivery.gate.GatePlan;
import cloud.bleu.delivery.member.GateEnforcement;
import cloud.bleu.delivery.member.HubDecisions;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the gates in one member ask of this cluster.
 *
 * @param serves whether the member is the way that serves its cluster
 * @param wake has the gates written soon
 * @param changed told of a workload that is let in, or not for another reason than before
 */
record MemberHubDecisions(
    HubGates hub, BooleanSupplier serves, Runnable wake, Consumer<WorkloadId> changed)
    implements HubDecisions {

  @Override
  public boolean isServing() {
    return serves.getAsBoolean();
  }

  @Override
  public @Nullable GatePlan plan() {
    return hub.plan();
  }

  @Override
  public Map<String, Map<String, String>> zones(String cluster) {
    return hub.zones(cluster);
  }

  @Override
  public Set<String> namespaces(String cluster) {
    return hub.namespaces(cluster);
  }

  @Override
  public boolean isEnforced(String namespace, @Nullable Namespace there) {
    return hub.isEnforced(namespace, there);
  }

  @Override
  public void wakeUp() {
    wake.run();
  }

  @Override
  public void changed(String namespace, String workload) {
    changed.accept(new WorkloadId(namespace, workload));
  }

  @Override
  public void enforcement(String cluster, GateEnforcement now) {
    hub.enforcement(cluster, now);
  }
}

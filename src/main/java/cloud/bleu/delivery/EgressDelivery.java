package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.Egress;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.delivery.manifest.EgressPolicy;
import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.Problem;
import cloud.bleu.scheduling.LabelSelectors;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Creates, repairs and removes the NetworkPolicy of a workload. */
final class EgressDelivery {

  private final ChildWriter writer;
  private final ClusterDns dns;

  EgressDelivery(ChildWriter writer, ClusterDns dns) {
    this.writer = writer;
    this.dns = dns;
  }

  /**
   * Brings the NetworkPolicy to what the workload states. A write that meets a newer version is
   * left out: that version's event asks again.
   *
   * @param pods labels of the pods, for each zone with replicas
   * @param problems to which is added what keeps it from being written
   * @return what became of it; null where the workload states no egress
   */
  @Nullable EgressReport deliver(
      Order order, List<Map<String, String>> pods, List<Problem> problems) {
    List<Problem> own = new ArrayList<>();
    try {
      write(order, own);
    } catch (KubernetesClientException e) {
      if (!ChildWriter.stale(e)) {
        own.add(ChildWriter.refused("NetworkPolicy " + EgressPolicy.name(order.workload()), e));
      }
    }
    problems.addAll(own);
    return report(order, pods, own);
  }

  /** The same with nothing written. */
  @Nullable EgressReport observe(Order order, List<Map<String, String>> pods) {
    return report(order, pods, List.of());
  }

  private void write(Order order, List<Problem> problems) {
    List<Egress> egress = order.workload().getSpec().residency().egress();
    NetworkPolicy ours = ours(order);
    if (egress == null) {
      if (ours != null && ours.getMetadata().getDeletionTimestamp() == null) {
        writer.delete(ours);
      }
      return;
    }
    NetworkPolicy asked = EgressPolicy.of(order.workload(), egress, order.services(), dns).policy();
    if (ours != null) {
      repair(asked, ours);
    } else if (isTaken(order)) {
      problems.add(
          new Problem(
              "NameConflict",
              "NetworkPolicy "
                  + asked.getMetadata().getName()
                  + " belongs to somebody else and is not touched: delete or rename it",
              false));
    } else {
      writer.create(asked);
    }
  }

  private void repair(NetworkPolicy asked, NetworkPolicy ours) {
    if (says(ours, asked)) {
      return;
    }
    HasMetadata live = writer.read(asked);
    if (live instanceof NetworkPolicy policy
        && !says(policy, asked)
        && Objects.equals(ObservedChild.controller(ours), ObservedChild.controller(policy))) {
      writer.apply(asked, live);
    }
  }

  /** Whether it says what is asked; rules for what comes in count only with that policy type. */
  private static boolean says(NetworkPolicy live, NetworkPolicy asked) {
    NetworkPolicySpec have = live.getSpec();
    NetworkPolicySpec want = asked.getSpec();
    return have != null
        && want.getPodSelector().equals(have.getPodSelector())
        && want.getPolicyTypes().equals(have.getPolicyTypes())
        && want.getEgress().equals(have.getEgress());
  }

  private @Nullable EgressReport report(
      Order order, List<Map<String, String>> pods, List<Problem> problems) {
    List<Egress> egress = order.workload().getSpec().residency().egress();
    if (egress == null) {
      return null;
    }
    List<Problem> gaps = new ArrayList<>(problems);
    if (order.hostNetwork()) {
      gaps.add(
          new Problem(
              "HostNetwork",
              "the pods are on the network of their node, where no NetworkPolicy binds them: take hostNetwork out of the template",
              true));
    }
    gaps.addAll(EgressPolicy.of(order.workload(), egress, order.services(), dns).gaps());
    return new EgressReport(gaps, others(order, pods));
  }

  /** Policies add up: whatever another one allows the pods is allowed. */
  private static List<String> others(Order order, List<Map<String, String>> pods) {
    String owner = order.workload().getMetadata().getUid();
    TreeSet<String> others = new TreeSet<>();
    for (NetworkPolicy policy : order.policies()) {
      NetworkPolicySpec spec = policy.getSpec();
      if (spec != null
          && !owner.equals(ObservedChild.controller(policy))
          && !spec.getEgress().isEmpty()
          && (spec.getPolicyTypes().isEmpty() || spec.getPolicyTypes().contains("Egress"))
          && pods.stream().anyMatch(p -> LabelSelectors.matches(spec.getPodSelector(), p))) {
        others.add(policy.getMetadata().getName());
      }
    }
    return List.copyOf(others);
  }

  private static @Nullable NetworkPolicy ours(Order order) {
    String owner = order.workload().getMetadata().getUid();
    return order.policies().stream()
        .filter(p -> owner.equals(ObservedChild.controller(p)))
        .findFirst()
        .orElse(null);
  }

  private static boolean isTaken(Order order) {
    String name = EgressPolicy.name(order.workload());
    return order.policies().stream().anyMatch(p -> p.getMetadata().getName().equals(name));
  }
}

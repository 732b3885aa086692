package cloud.bleu.delivery.cluster;

import cloud.bleu.affinity.LabelSelectors;
import cloud.bleu.affinity.PodNetwork;
import cloud.bleu.affinity.PodPhase;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Egress;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.delivery.manifest.EgressPolicy;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.ClusterWideTarget.Pods;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.EgressReport;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creates, repairs and removes the NetworkPolicy of a workload. */
final class EgressDelivery {

  private final ClusterWriter writer;
  private final Supplier<? extends ClusterObjects> objects;
  private final Ownership ownership;
  private final ClusterDns dns;
  private final UndoneEdits edits;

  EgressDelivery(
      ClusterWriter writer,
      Supplier<? extends ClusterObjects> objects,
      Ownership ownership,
      ClusterDns dns,
      UndoneEdits edits) {
    this.edits = edits;
    this.writer = writer;
    this.objects = objects;
    this.ownership = ownership;
    this.dns = dns;
  }

  /**
   * Brings the NetworkPolicy to what the workload states. A write that meets a newer version is
   * left out: that version's event asks again.
   *
   * @param problems to which is added what keeps it from being written
   * @return what became of it; null where the workload states no egress
   */
  @Nullable EgressReport deliver(BleuWorkload workload, Pods pods, List<DeliveryProblem> problems) {
    List<NetworkPolicy> policies = policies(workload);
    EgressPolicy.@Nullable Built asked = asked(workload);
    List<DeliveryProblem> own = new ArrayList<>();
    try {
      write(workload, asked, policies, own);
    } catch (KubernetesClientException e) {
      if (!ClusterWriter.stale(e)) {
        own.add(ownership.refused("NetworkPolicy " + EgressPolicy.name(workload), e));
      }
    }
    problems.addAll(own);
    return report(workload, asked, policies, pods, own);
  }

  /** What {@link #deliver} would report, with nothing written. */
  @Nullable EgressReport observe(BleuWorkload workload, Pods pods) {
    return report(workload, asked(workload), policies(workload), pods, List.of());
  }

  /** Whether what the workload states stands there, by caches; true where it states nothing. */
  boolean stands(BleuWorkload workload) {
    EgressPolicy.Built asked = asked(workload);
    return asked == null
        || policies(workload).stream()
            .anyMatch(
                p ->
                    p.getMetadata().getDeletionTimestamp() == null
                        && ownership.owns(workload, p)
                        && says(p, asked.policy()));
  }

  /** Whether there is nothing to write, by caches. */
  boolean isDelivered(BleuWorkload workload) {
    EgressPolicy.Built asked = asked(workload);
    NetworkPolicy ours = ours(workload, policies(workload));
    if (asked == null) {
      return ours == null || !isToGo(ours);
    }
    return ours != null && says(ours, asked.policy());
  }

  /**
   * Removes it, whatever the workload states: nothing of it runs in this cluster.
   *
   * @param problems to which is added what keeps it from being removed
   */
  void withdraw(BleuWorkload workload, List<DeliveryProblem> problems) {
    try {
      write(workload, null, policies(workload), problems);
    } catch (KubernetesClientException e) {
      if (!ClusterWriter.stale(e)) {
        problems.add(ownership.refused("NetworkPolicy " + EgressPolicy.name(workload), e));
      }
    }
  }

  private List<NetworkPolicy> policies(BleuWorkload workload) {
    return objects.get().networkPolicies(workload.getMetadata().getNamespace());
  }

  /** What is stated, as an object; null where nothing is. */
  private EgressPolicy.@Nullable Built asked(BleuWorkload workload) {
    List<Egress> egress = workload.getSpec().residency().egress();
    if (egress == null) {
      return null;
    }
    Map<String, Service> services = new HashMap<>();
    for (String key : EgressPolicy.services(workload)) {
      Service service = objects.get().service(key);
      if (service != null) {
        services.put(key, service);
      }
    }
    return EgressPolicy.of(workload, egress, services, dns);
  }

  private void write(
      BleuWorkload workload,
      EgressPolicy.@Nullable Built asked,
      List<NetworkPolicy> policies,
      List<DeliveryProblem> problems) {
    NetworkPolicy ours = ours(workload, policies);
    if (asked == null) {
      if (ours != null && isToGo(ours)) {
        writer.delete(ours);
      }
      return;
    }
    NetworkPolicy policy = asked.policy();
    ownership.claim(workload, policy);
    String name = policy.getMetadata().getName();
    if (ours != null) {
      repair(workload, policy, ours);
    } else if (policies.stream().anyMatch(p -> p.getMetadata().getName().equals(name))) {
      problems.add(
          DeliveryProblem.forPerson(
              "NameConflict",
              "NetworkPolicy "
                  + name
                  + " belongs to somebody else and is not touched: delete or rename it"));
    } else {
      writer.create(policy);
    }
  }

  private boolean isToGo(NetworkPolicy ours) {
    return ours.getMetadata().getDeletionTimestamp() == null && !EngineMarks.areOn(ours);
  }

  private @Nullable NetworkPolicy ours(BleuWorkload workload, List<NetworkPolicy> policies) {
    return policies.stream().filter(p -> ownership.owns(workload, p)).findFirst().orElse(null);
  }

  private void repair(BleuWorkload workload, NetworkPolicy asked, NetworkPolicy ours) {
    if (says(ours, asked)) {
      return;
    }
    HasMetadata live = writer.read(asked);
    if (live instanceof NetworkPolicy policy
        && !says(policy, asked)
        && ownership.owns(workload, policy)) {
      ForeignEdit edit = ForeignEdit.owned(asked, live);
      writer.apply(asked, live);
      if (edit != null) {
        edits.undone(workload, edit);
      }
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
      BleuWorkload workload,
      EgressPolicy.@Nullable Built asked,
      List<NetworkPolicy> policies,
      Pods pods,
      List<DeliveryProblem> problems) {
    if (asked == null) {
      return null;
    }
    List<DeliveryProblem> gaps = new ArrayList<>(problems);
    if (pods.hostNetwork()) {
      gaps.add(
          DeliveryProblem.passing(
              "HostNetwork",
              "the pods are on the network of their node, where no NetworkPolicy binds them: take"
                  + " hostNetwork out of the template, and out of its Deployment or StatefulSet"
                  + " where somebody added it there"));
    }
    DeliveryProblem left = pods.hostNetwork() ? null : ofOlderTemplates(workload);
    if (left != null) {
      gaps.add(left);
    }
    gaps.addAll(asked.gaps());
    return new EgressReport(gaps, others(workload, policies, pods));
  }

  /** What runs yet of a template that had hostNetwork, as far as pods are seen; null: nothing. */
  private @Nullable DeliveryProblem ofOlderTemplates(BleuWorkload workload) {
    boolean runs =
        objects
            .get()
            .pods(workload.getMetadata().getNamespace(), workload.getMetadata().getName())
            .stream()
            .anyMatch(
                pod ->
                    PodNetwork.isOnHost(pod.getSpec())
                        && pod.getSpec().getNodeName() != null
                        && !PodPhase.isOver(pod));
    return runs
        ? DeliveryProblem.passing(
            "HostNetwork",
            "pods of an older template run on the network of their node, where no NetworkPolicy"
                + " binds them, until the rollout has replaced them: see the pods with the label "
                + Labels.WORKLOAD
                + "="
                + workload.getMetadata().getName())
        : null;
  }

  /** Policies add up: whatever another one allows the pods is allowed. */
  private List<String> others(BleuWorkload workload, List<NetworkPolicy> policies, Pods pods) {
    TreeSet<String> others = new TreeSet<>();
    for (NetworkPolicy policy : policies) {
      NetworkPolicySpec spec = policy.getSpec();
      if (spec != null
          && !ownership.owns(workload, policy)
          && !spec.getEgress().isEmpty()
          && (spec.getPolicyTypes().isEmpty() || spec.getPolicyTypes().contains("Egress"))
          && pods.labels().stream()
              .anyMatch(p -> LabelSelectors.matches(spec.getPodSelector(), p))) {
        others.add(policy.getMetadata().getName());
      }
    }
    return List.copyOf(others);
  }
}

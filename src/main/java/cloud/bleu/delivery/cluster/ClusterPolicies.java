package cloud.bleu.delivery.cluster;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.HeldZones;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The NetworkPolicy and the PodDisruptionBudget of each workload, as objects of one cluster. */
public final class ClusterPolicies implements ClusterWideTarget {

  private final KubernetesClient client;
  private final Supplier<? extends ClusterObjects> objects;
  private final Ownership ownership;
  private final ClusterWriter writer;
  private final EgressDelivery egress;
  private final BudgetDelivery budgets;

  /**
   * Of the own cluster of the workloads.
   *
   * @param objects of the cluster that the client writes to; asked only once there is something to
   *     deliver
   * @param dns what pods may always ask
   * @param edits is told of what others changed of an egress policy and is as stated again
   */
  public ClusterPolicies(
      KubernetesClient client,
      Supplier<? extends ClusterObjects> objects,
      ClusterDns dns,
      UndoneEdits edits) {
    this(client, new ClusterWriter(client), objects, new OwnerReferences(), dns, edits);
  }

  /**
   * @param client to read with
   * @param writer of the same cluster
   * @param objects of that cluster; asked only once there is something to deliver
   * @param ownership what objects of a workload are known by there
   * @param dns what pods may always ask
   * @param edits is told of what others changed of an egress policy and is as stated again
   */
  public ClusterPolicies(
      KubernetesClient client,
      ClusterWriter writer,
      Supplier<? extends ClusterObjects> objects,
      Ownership ownership,
      ClusterDns dns,
      UndoneEdits edits) {
    this.client = client;
    this.objects = objects;
    this.ownership = ownership;
    this.writer = writer;
    egress = new EgressDelivery(writer, objects, ownership, dns, edits);
    budgets = new BudgetDelivery(writer, objects, ownership);
  }

  @Override
  public void adopt(BleuWorkload workload, List<DeliveryProblem> problems) {
    if (workload.getMetadata().getDeletionTimestamp() != null) {
      return;
    }
    String name = workload.getMetadata().getName();
    String namespace = workload.getMetadata().getNamespace();
    Stream.concat(objects.get().children(namespace, name).stream(), owned(workload))
        .filter(object -> !EngineMarks.areOn(object))
        .filter(object -> !ownership.isClaimed(object) && ownership.owns(workload, object))
        .forEach(object -> claim(workload, object, problems));
  }

  private void claim(BleuWorkload workload, HasMetadata object, List<DeliveryProblem> problems) {
    HasMetadata claimed = Serialization.clone(object);
    ownership.claim(workload, claimed);
    try {
      writer.own(object, claimed.getMetadata().getOwnerReferences());
    } catch (KubernetesClientException e) {
      if (!ClusterWriter.stale(e)) {
        problems.add(ownership.refused(words(object), e));
      }
    }
  }

  @Override
  public @Nullable EgressReport ensureEgress(
      BleuWorkload workload, Pods pods, List<DeliveryProblem> problems) {
    return egress.deliver(workload, pods, problems);
  }

  @Override
  public @Nullable EgressReport observeEgress(BleuWorkload workload, Pods pods) {
    return egress.observe(workload, pods);
  }

  @Override
  public boolean ensureBudget(
      BleuWorkload workload,
      Pods pods,
      @Nullable Integer maxUnavailable,
      List<DeliveryProblem> problems) {
    return budgets.deliver(workload, pods, maxUnavailable, problems);
  }

  @Override
  public void withdraw(BleuWorkload workload, List<DeliveryProblem> problems) {
    Pods none = new Pods(List.of(), false);
    budgets.deliver(workload, none, null, problems);
    egress.withdraw(workload, problems);
  }

  /**
   * Whether the NetworkPolicy that the workload states stands there, by caches; true where it
   * states no egress.
   */
  public boolean bindsPods(BleuWorkload workload) {
    return egress.stands(workload);
  }

  /** Whether the NetworkPolicy is as stated, so that there is nothing to write; by caches. */
  public boolean isEgressDelivered(BleuWorkload workload) {
    return egress.isDelivered(workload);
  }

  /**
   * Whether the PodDisruptionBudget is at a number, so that there is nothing to write; by caches.
   *
   * @param maxUnavailable null where there are no pods to guard
   */
  public boolean isBudgetDelivered(
      BleuWorkload workload, Pods pods, @Nullable Integer maxUnavailable) {
    return budgets.isDelivered(workload, pods, maxUnavailable);
  }

  /** Whether somebody else's PodDisruptionBudget covers the pods, by caches. */
  public boolean isCovered(BleuWorkload workload, Pods pods) {
    return budgets.isCovered(workload, pods);
  }

  /** What this cluster holds once of the workload, by its caches; null when there is nothing. */
  public @Nullable DeliveryProblem standing(BleuWorkload workload) {
    return owned(workload)
        .findFirst()
        .map(o -> DeliveryProblem.removing(words(o), ""))
        .orElse(null);
  }

  /**
   * Whether nothing of that has to be removed any more; what others hold ends when they release it.
   */
  public boolean isWithdrawn(BleuWorkload workload) {
    return owned(workload).allMatch(o -> o.getMetadata().getDeletionTimestamp() != null);
  }

  private Stream<HasMetadata> owned(BleuWorkload workload) {
    String namespace = workload.getMetadata().getNamespace();
    return Stream.<HasMetadata>concat(
            objects.get().budgets(namespace).stream(),
            objects.get().networkPolicies(namespace).stream())
        .filter(o -> ownership.owns(workload, o) && !EngineMarks.areOn(o));
  }

  @Override
  public @Nullable DeliveryProblem left(BleuWorkload workload, Set<String> staying) {
    String namespace = workload.getMetadata().getNamespace();
    Set<String> held = HeldZones.of(workload).keySet();
    List<FilterWatchListDeletable<? extends HasMetadata, ?, ?>> kinds =
        new ArrayList<>(
            List.of(
                client.apps().deployments().inNamespace(namespace),
                client.apps().statefulSets().inNamespace(namespace)));
    if (staying.isEmpty()) {
      kinds.add(client.policy().v1().podDisruptionBudget().inNamespace(namespace));
      kinds.add(client.network().v1().networkPolicies().inNamespace(namespace));
    }
    for (FilterWatchListDeletable<? extends HasMetadata, ?, ?> kind : kinds) {
      for (HasMetadata object : all(kind, workload)) {
        String zone = object.getMetadata().getLabels().getOrDefault(Labels.ZONE, "");
        if (staying.contains(zone) || EngineMarks.areOn(object)) {
          continue;
        }
        if (ownership.owns(workload, object)) {
          return DeliveryProblem.removing(words(object), zone);
        }
        String otherHome = ownership.otherHome(workload, object);
        if (otherHome != null && held.contains(zone)) {
          return ownership.ofAnotherHome(object, otherHome);
        }
      }
    }
    return null;
  }

  private static List<? extends HasMetadata> all(
      FilterWatchListDeletable<? extends HasMetadata, ?, ?> kind, BleuWorkload workload) {
    return ((KubernetesResourceList<? extends HasMetadata>)
            kind.withLabels(Labels.ofWorkload(workload.getMetadata().getName())).list())
        .getItems();
  }

  private static String words(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }
}

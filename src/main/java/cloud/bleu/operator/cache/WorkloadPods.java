package cloud.bleu.operator.cache;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.affinity.PodPhase;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.gate.PodChild;
import cloud.bleu.delivery.gate.PodEnd;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.load.ReplicaRequests;
import cloud.bleu.translate.pod.PodRequests;
import cloud.bleu.translate.pod.PodSelectors;
import cloud.bleu.translate.pod.StrayPods;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The pods that a label ties to a workload: where they stand, and what they take there. */
public final class WorkloadPods {

  /** Within this the garbage collector has taken the pods of what is deleted. */
  private static final Duration COLLECTED = Duration.ofMinutes(5);

  private final Caches caches;

  /** By namespace and name of a pod: since when nobody is seen to deliver the child it is of. */
  private final Map<String, Instant> abandoned = new ConcurrentHashMap<>();

  WorkloadPods(Caches caches) {
    this.caches = caches;
  }

  /** Pods of a workload in its namespace. */
  public List<Pod> of(String namespace, String workload) {
    return caches.pods.getIndexer().byIndex(CacheIndexes.WORKLOAD, namespace + "/" + workload);
  }

  /** Pods of a workload by the zone that they were put into; none for pods that others create. */
  public Map<String, Integer> standing(WorkloadId id) {
    BleuWorkload workload = caches.workload(id);
    Map<String, Integer> standing = new HashMap<>();
    if (workload == null || PodSelectors.of(workload) != null) {
      return standing;
    }
    for (Pod pod : of(id.namespace(), id.name())) {
      String zone = PodAssignments.zone(pod);
      if (zone != null && !PodPhase.isOver(pod)) {
        standing.merge(zone, 1, Integer::sum);
      }
    }
    return standing;
  }

  /** The workloads with pods on a node, also with pods that others create and nobody labels. */
  public Set<WorkloadId> workloadsOn(String node) {
    Set<WorkloadId> workloads = new HashSet<>();
    for (Pod pod : caches.pods.getIndexer().byIndex(CacheIndexes.NODE, node)) {
      workloads.addAll(
          OthersPods.workloads(pod, caches.aboutOthers(pod.getMetadata().getNamespace())));
    }
    return workloads;
  }

  /** Whether a pod of a decision stands on a node that is not, or no longer, of its zone. */
  public boolean isStray(Pod pod) {
    return StrayPods.isStray(
        pod,
        node -> caches.nodes.getIndexer().getByKey(node),
        zone -> caches.zones.getIndexer().getByKey(zone));
  }

  /**
   * Whether a pod that carries the labels of a decision does not belong to it: no child of its
   * workload controls it, so nobody removes it. The pods that others create are controlled by those
   * others. A pod whose child is gone is about to be removed as well, so it is none of these.
   */
  public boolean isDetached(Pod pod) {
    PodChild of = PodChild.of(pod.getMetadata());
    HasMetadata child = child(pod, of);
    return isOfDecision(pod) && of == null
        || child != null
            && (!Objects.equals(workload(pod), ObjectLabels.get(child, Labels.WORKLOAD))
                || !Objects.equals(PodAssignments.zone(pod), ObjectLabels.get(child, Labels.ZONE)));
  }

  /**
   * Whether a pod is detached, or nobody has delivered its child for longer than the garbage
   * collector takes: it is gone, is being deleted, or no workload controls it. That counts from
   * when it was first seen so.
   */
  public boolean isUncontrolled(Pod pod, Instant now) {
    String key = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    boolean detached = isDetached(pod);
    if (detached || !isOfDecision(pod) || isDelivered(pod)) {
      abandoned.remove(key);
      return detached;
    }
    if (!abandoned.containsKey(key)) {
      abandoned.keySet().removeIf(known -> caches.pods.getIndexer().getByKey(known) == null);
      abandoned.put(key, now);
    }
    return !abandoned.getOrDefault(key, now).plus(COLLECTED).isAfter(now);
  }

  /** Whether the child that a pod comes from stands, and is its workload's. */
  private boolean isDelivered(Pod pod) {
    HasMetadata child = child(pod, PodChild.of(pod.getMetadata()));
    BleuWorkload workload = named(pod);
    return child != null
        && workload != null
        && child.getMetadata().getDeletionTimestamp() == null
        && child.getMetadata().getOwnerReferences().stream()
            .anyMatch(
                o ->
                    Boolean.TRUE.equals(o.getController())
                        && o.getUid().equals(workload.getMetadata().getUid()));
  }

  private static @Nullable String workload(Pod pod) {
    return ObjectLabels.get(pod, Labels.WORKLOAD);
  }

  private boolean isOfDecision(Pod pod) {
    BleuWorkload workload = named(pod);
    return workload(pod) != null && (workload == null || PodSelectors.of(workload) == null);
  }

  /** The workload that the label of a pod names, if it is there. */
  private @Nullable BleuWorkload named(Pod pod) {
    String name = workload(pod);
    return name == null
        ? null
        : caches.workload(new WorkloadId(pod.getMetadata().getNamespace(), name));
  }

  private @Nullable HasMetadata child(Pod pod, @Nullable PodChild of) {
    String namespace = pod.getMetadata().getNamespace();
    if (of == null || !isOfDecision(pod)) {
      return null;
    }
    return of.stateful()
        ? caches.statefulSet(namespace, of.name())
        : caches.deployment(namespace, of.name());
  }

  /**
   * Whether a pod was deleted longer ago than pods may take to end, and its node says that it runs
   * on, where the decision of its workload names no replica.
   */
  public boolean isOverdue(Pod pod, Instant now) {
    if (!PodEnd.isOverdue(pod, now) || isSilent(String.valueOf(PodAssignments.node(pod)))) {
      return false;
    }
    String name = ObjectLabels.get(pod, Labels.WORKLOAD);
    WorkloadPlacement decided =
        name == null
            ? null
            : caches
                .placements
                .getIndexer()
                .getByKey(pod.getMetadata().getNamespace() + "/" + name);
    return decided == null
        || decided.getSpec().assignments().stream()
            .noneMatch(a -> a.replicas() > 0 && a.zone().equals(PodAssignments.zone(pod)));
  }

  /** Whether nobody knows what still runs on a node: the loss of its zone is about that. */
  private boolean isSilent(String name) {
    Node node = caches.nodes.getIndexer().getByKey(name);
    return node == null
        || node.getStatus() == null
        || node.getStatus().getConditions().stream()
            .noneMatch(c -> "Ready".equals(c.getType()) && !"Unknown".equals(c.getStatus()));
  }

  /**
   * What a pod of a decision takes of its node beyond what that counts; all that it asks where its
   * workload is gone. Nothing for a pod on no node, and for one that no label ties to a workload.
   */
  public Quantities beyondDecision(@Nullable Pod pod) {
    String name = pod == null ? null : ObjectLabels.get(pod, Labels.WORKLOAD);
    if (pod == null || name == null || PodAssignments.node(pod) == null || PodPhase.isOver(pod)) {
      return Quantities.NONE;
    }
    BleuWorkload workload = caches.workload(new WorkloadId(pod.getMetadata().getNamespace(), name));
    return workload == null
        ? PodRequests.of(pod.getSpec())
        : ReplicaRequests.beyond(
            pod.getSpec(), ReplicaRequests.of(templates(workload)).of(workload));
  }

  /** The Deployment that a workload takes over, if there is one. */
  private List<Deployment> templates(BleuWorkload workload) {
    WorkloadSource source = workload.getSpec() == null ? null : workload.getSpec().workload();
    if (source == null || source.template() == null) {
      return List.of();
    }
    Deployment template =
        caches.deployment(workload.getMetadata().getNamespace(), source.template());
    return template == null ? List.of() : List.of(template);
  }
}

package cloud.bleu.translate.load;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.affinity.PodPhase;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.pod.StrayPods;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What pods ask of each node beyond the room that decisions count. Of a foreign pod that is all it
 * asks. Of a pod of a decision it is what it asks above one replica of its workload, such as after
 * a resize in place, with a container that a webhook added, or by an older template.
 */
public final class NodeLoad {

  private final Map<String, Quantities> all = new HashMap<>();
  private final Map<String, Quantities> ofWorkloads = new HashMap<>();
  private final DeclaredReplicas replicas;

  /** Of the cluster that the objects are of. */
  public NodeLoad(ApiObjects objects, DeclaredReplicas replicas) {
    this(
        replicas,
        byName(objects.nodes()),
        byName(objects.zones()),
        ConstrainedPods.of(objects),
        objects.pods(),
        pod -> false,
        pod -> false);
  }

  /**
   * Of another cluster, with workloads of this one: what others create there is foreign, whatever
   * selects it, and a pod of a decision is taken to stand in its zone. A pod of another hub is
   * foreign, though its workload has the name of one of this hub. A pod that this hub delivered for
   * a workload that is gone asks all of it beyond the decisions, and is a pod of workloads.
   */
  public static NodeLoad elsewhere(ClusterNodes cluster, DeclaredReplicas replicas) {
    return new NodeLoad(
        replicas,
        byName(cluster.nodes()),
        Map.of(),
        ConstrainedPods.NONE,
        cluster.pods(),
        cluster::isForeign,
        pod -> ObjectLabels.get(pod, ObjectLabels.WORKLOAD) != null && !cluster.isForeign(pod));
  }

  /**
   * @param foreign whether a pod is none of this hub, whatever its labels say
   * @param left whether a pod is of this hub, though its workload may be gone
   */
  private NodeLoad(
      DeclaredReplicas replicas,
      Map<String, Node> nodes,
      Map<String, AvailabilityZone> zones,
      ConstrainedPods constrained,
      List<Pod> pods,
      Predicate<Pod> foreign,
      Predicate<Pod> left) {
    this.replicas = replicas;
    for (Pod pod : pods) {
      String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
      if (node == null || PodPhase.isOver(pod)) {
        continue;
      }
      WorkloadId delivered = foreign.test(pod) ? null : delivered(pod);
      WorkloadId housing = constrained.housing(pod);
      // One that stands outside of its zone takes room that no decision counts.
      if (housing == null
          && delivered != null
          && !constrained.selects(pod)
          && !StrayPods.isStray(pod, nodes::get, zones::get)) {
        housing = delivered;
      }
      Quantities beyond = beyond(replicas.of(pod), housing);
      if (!beyond.amounts().isEmpty()) {
        all.merge(node, beyond, Quantities::plus);
        if (delivered != null || constrained.selects(pod) || left.test(pod)) {
          ofWorkloads.merge(node, beyond, Quantities::plus);
        }
      }
    }
  }

  /** What all pods of a node ask beyond what decisions count there. */
  Quantities of(String node) {
    return all.getOrDefault(node, Quantities.NONE);
  }

  /** The part of it that pods of workloads ask, on any of some nodes. */
  Quantities ofWorkloads(List<Node> nodes) {
    Quantities sum = Quantities.NONE;
    for (Node node : nodes) {
      sum = sum.plus(ofWorkloads.getOrDefault(node.getMetadata().getName(), Quantities.NONE));
    }
    return sum;
  }

  private static <T extends HasMetadata> Map<String, T> byName(List<T> objects) {
    Map<String, T> byName = new HashMap<>();
    objects.forEach(o -> byName.put(o.getMetadata().getName(), o));
    return byName;
  }

  /** The workload that a pod was delivered for, null where there is none: anybody sets a label. */
  private @Nullable WorkloadId delivered(Pod pod) {
    String name = ObjectLabels.get(pod, ObjectLabels.WORKLOAD);
    if (name == null) {
      return null;
    }
    WorkloadId id = ObjectRef.workload(pod.getMetadata().getNamespace(), name);
    return replicas.has(id) ? id : null;
  }

  private Quantities beyond(Quantities asked, @Nullable WorkloadId housing) {
    return housing == null ? asked : ReplicaRequests.beyond(asked, replicas.of(housing));
  }
}

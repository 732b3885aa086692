package cloud.bleu.status.fault;

import cloud.bleu.affinity.EarlierRevision;
import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.affinity.PodPhase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Why pods of a workload are not there or not ready, zone by zone, from what controllers, scheduler
 * and kubelets say of them.
 *
 * @param byZone the fault of the earliest stage in each zone; zones without one are not in it
 * @param next when what may become a fault does, if nothing changes; null for never
 */
public record PodFaults(SortedMap<String, PodFault> byZone, @Nullable Instant next) {

  public PodFaults {
    byZone = Collections.unmodifiableSortedMap(new TreeMap<>(byZone));
  }

  /**
   * Reads them.
   *
   * @param children the workload's Deployments and StatefulSets
   * @param pods of the workload
   * @param others whether somebody else creates the pods
   * @param nodes by name; null for one that is not known
   */
  public static PodFaults of(
      Collection<? extends HasMetadata> children,
      List<Pod> pods,
      boolean others,
      Function<String, @Nullable Node> nodes,
      Instant now) {
    TreeMap<String, PodFault> faults = new TreeMap<>();
    Instant next = null;
    for (HasMetadata child : children) {
      String zone = ObjectLabels.get(child, ObjectLabels.ZONE);
      String workload = ObjectLabels.get(child, ObjectLabels.WORKLOAD);
      PodFault fault =
          child instanceof Deployment d && workload != null ? CreationFault.of(d, workload) : null;
      if (zone != null && fault != null) {
        faults.merge(zone, fault, PodFaults::first);
      }
    }
    for (Pod pod : pods) {
      String zone = ObjectLabels.get(pod, ObjectLabels.ZONE);
      if (zone == null || !isOnItsWay(pod)) {
        continue;
      }
      Suspicion found = SchedulingFault.of(pod, others);
      found = found == null ? ContainerFault.of(pod, node(pod, nodes), now) : found;
      if (found == null) {
        continue;
      }
      if (found.holds(now)) {
        faults.merge(zone, advised(found.fault(), pod, children), PodFaults::first);
      } else if (next == null || next.isAfter(found.from())) {
        next = found.from();
      }
    }
    return new PodFaults(faults, next);
  }

  /**
   * A copy with a StatefulSet that does not create its pods.
   *
   * @param words of its controller, null when it says nothing
   */
  public PodFaults uncreated(StatefulSet set, @Nullable String words) {
    String zone = ObjectLabels.get(set, ObjectLabels.ZONE);
    String workload = ObjectLabels.get(set, ObjectLabels.WORKLOAD);
    if (zone == null || workload == null) {
      return this;
    }
    TreeMap<String, PodFault> faults = new TreeMap<>(byZone);
    faults.merge(zone, CreationFault.of(set, words, workload), PodFaults::first);
    return new PodFaults(faults, next);
  }

  /**
   * A copy with pods in other clusters that a StatefulSet waits for though they have an earlier
   * template and did start.
   */
  public PodFaults awaited(Collection<Pod> pods, Instant now) {
    TreeMap<String, PodFault> faults = new TreeMap<>(byZone);
    PodFaults all = this;
    for (Pod pod : pods) {
      String zone = ObjectLabels.get(pod, ObjectLabels.ZONE);
      Suspicion found = ContainerFault.of(pod, null, now);
      if (zone == null || found == null) {
        continue;
      }
      Instant from = found.from();
      if (from == null || found.holds(now)) {
        String where = " in the cluster of zone " + zone;
        faults.merge(
            zone, found.fault().ofEarlierTemplate(pod.getMetadata(), where), PodFaults::first);
      } else {
        all = all.until(from);
      }
    }
    return new PodFaults(faults, all.next);
  }

  /** A copy to be looked at again at an instant, or before. */
  public PodFaults until(Instant instant) {
    return next == null || next.isAfter(instant) ? new PodFaults(byZone, instant) : this;
  }

  /** What a person can do, where a StatefulSet waits for a pod that has started once. */
  private static PodFault advised(
      PodFault fault, Pod pod, Collection<? extends HasMetadata> children) {
    boolean isAwaited =
        children.stream()
            .anyMatch(c -> c instanceof StatefulSet set && EarlierRevision.holdsBack(set, pod));
    return isAwaited && EarlierRevision.hasStarted(pod)
        ? fault.ofEarlierTemplate(pod.getMetadata(), "")
        : fault;
  }

  private static @Nullable Node node(Pod pod, Function<String, @Nullable Node> nodes) {
    String name = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
    return name == null ? null : nodes.apply(name);
  }

  private static PodFault first(PodFault a, PodFault b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** Whether the pod is neither ready, nor over, nor on its way out. */
  private static boolean isOnItsWay(Pod pod) {
    var ready = Suspicion.condition(pod, "Ready");
    return PodPhase.stands(pod) && (ready == null || !"True".equals(ready.getStatus()));
  }
}

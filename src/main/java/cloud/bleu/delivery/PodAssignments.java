package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.PlacementGateSpec.Assigned;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which zone each pod that others created gets, in one namespace: as many in a zone as are decided
 * for it, those that run there counted first. A pod that several workloads select takes room of the
 * first by name, in a zone that is decided for all of them. Pure, and the same for the same pods.
 *
 * @param assigned by name of the pod; pods that run outside of their decision are not in it
 * @param waiting how many pods of each workload find no room in its decision; none: not in it
 */
public record PodAssignments(Map<String, Assigned> assigned, Map<String, Integer> waiting) {

  /** Of no pods. */
  public static final PodAssignments NONE = new PodAssignments(Map.of(), Map.of());

  public PodAssignments {
    assigned = Map.copyOf(assigned);
    waiting = Map.copyOf(waiting);
  }

  /**
   * What is decided for the pods of one workload.
   *
   * @param zones how many of them each zone has room for
   * @param oversized names of pods that ask more than the room that is held for one of them: while
   *     they wait they get no zone
   */
  public record Decided(
      @Nullable LabelSelector selector, Map<String, Integer> zones, Set<String> oversized) {

    /** All pods keep to what is stated. */
    public Decided(@Nullable LabelSelector selector, Map<String, Integer> zones) {
      this(selector, zones, Set.of());
    }
  }

  /**
   * The assignments.
   *
   * @param workloads by name, those without a decision too
   * @param pods of the namespace
   * @param zoneOfNode zone by name of node
   * @param selectors node selectors of the zones that are known
   * @param before what was assigned so far
   */
  public static PodAssignments of(
      Map<String, Decided> workloads,
      List<Pod> pods,
      Map<String, String> zoneOfNode,
      Map<String, Map<String, String>> selectors,
      Map<String, Assigned> before) {
    Map<String, Assigned> assigned = new TreeMap<>();
    Map<String, Integer> waiting = new TreeMap<>();
    Set<String> taken = new HashSet<>();
    new TreeMap<>(workloads)
        .forEach(
            (name, decided) -> {
              List<Pod> members =
                  pods.stream()
                      .filter(p -> isMember(name, decided.selector(), p) && stands(p))
                      .filter(p -> taken.add(p.getMetadata().getName()))
                      .sorted(
                          Comparator.comparing(
                                  (Pod p) ->
                                      Objects.toString(p.getMetadata().getCreationTimestamp(), ""))
                              .thenComparing(p -> p.getMetadata().getName()))
                      .toList();
              int left =
                  new One(name, decided, workloads, zoneOfNode, selectors, before, assigned)
                      .assign(members);
              if (left > 0) {
                waiting.put(name, left);
              }
            });
    return new PodAssignments(assigned, waiting);
  }

  /** Whether a pod is one of a workload: by what the operator wrote, else by its labels. */
  public static boolean isMember(String workload, @Nullable LabelSelector selector, Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    String of = labels == null ? null : labels.get(Labels.WORKLOAD);
    return of == null
        ? Selectors.matches(selector, labels == null ? Map.of() : labels)
        : of.equals(workload);
  }

  /** Whether a pod takes part: it is neither over nor on its way out. */
  public static boolean stands(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return pod.getMetadata().getDeletionTimestamp() == null
        && !"Succeeded".equals(phase)
        && !"Failed".equals(phase);
  }

  /** Whether a pod waits for a zone. */
  public static boolean waits(Pod pod) {
    return pod.getSpec() != null
        && pod.getSpec().getSchedulingGates() != null
        && pod.getSpec().getSchedulingGates().stream()
            .anyMatch(g -> Labels.DECISION.equals(g.getName()));
  }

  /** The node of a pod, null while it has none. */
  public static @Nullable String node(Pod pod) {
    String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
    return node == null || node.isEmpty() ? null : node;
  }

  /** The zone that the operator wrote on a pod, null when it wrote none. */
  public static @Nullable String zone(Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return labels == null ? null : labels.get(Labels.ZONE);
  }

  private static final class One {
    private final String workload;
    private final Map<String, Decided> workloads;
    private final Map<String, Map<String, String>> selectors;
    private final Map<String, String> zoneOfNode;
    private final Map<String, Assigned> before;
    private final Map<String, Assigned> assigned;
    private final Map<String, Integer> room;

    One(
        String workload,
        Decided decided,
        Map<String, Decided> workloads,
        Map<String, String> zoneOfNode,
        Map<String, Map<String, String>> selectors,
        Map<String, Assigned> before,
        Map<String, Assigned> assigned) {
      this.workload = workload;
      this.workloads = workloads;
      this.zoneOfNode = zoneOfNode;
      this.selectors = selectors;
      this.before = before;
      this.assigned = assigned;
      this.room = new TreeMap<>(decided.zones());
    }

    /** Assigns what there is room for, and returns how many of these wait. */
    int assign(List<Pod> members) {
      List<Pod> unbound = new ArrayList<>();
      for (Pod pod : members) {
        String node = node(pod);
        if (node == null) {
          unbound.add(pod);
          continue;
        }
        String zone = zoneOfNode.getOrDefault(node, Objects.toString(zone(pod), ""));
        boolean inside = room.getOrDefault(zone, 0) > 0;
        room.merge(zone, -1, Integer::sum);
        if (inside && zone.equals(zone(pod))) {
          assigned.put(pod.getMetadata().getName(), new Assigned(workload, zone));
        }
      }
      List<Pod> open = new ArrayList<>();
      for (Pod pod : unbound) {
        if (waits(pod) || !keep(pod, zone(pod))) {
          open.add(pod);
        }
      }
      List<Pod> left = new ArrayList<>();
      int waiting = 0;
      for (Pod pod : open) {
        Assigned so = before.get(pod.getMetadata().getName());
        String zone = so != null && so.workload().equals(workload) ? so.zone() : null;
        if (waits(pod) && isOversized(pod)) {
          waiting++;
        } else if (waits(pod) && !keep(pod, zone)) {
          left.add(pod);
        }
      }
      for (Pod pod : left) {
        String zone = best(pod);
        if (zone == null || !keep(pod, zone)) {
          waiting++;
        }
      }
      return waiting;
    }

    private boolean keep(Pod pod, @Nullable String zone) {
      if (zone == null || room.getOrDefault(zone, 0) <= 0 || !takes(pod, zone)) {
        return false;
      }
      room.merge(zone, -1, Integer::sum);
      assigned.put(pod.getMetadata().getName(), new Assigned(workload, zone));
      return true;
    }

    /** The zone with the most room that the pod's own node selector does not exclude. */
    private @Nullable String best(Pod pod) {
      String best = null;
      for (Map.Entry<String, Integer> e : room.entrySet()) {
        if (e.getValue() > 0
            && takes(pod, e.getKey())
            && (best == null || e.getValue() > room.getOrDefault(best, 0))) {
          best = e.getKey();
        }
      }
      return best;
    }

    /** Whether the pod asks more than any workload that selects it states. */
    private boolean isOversized(Pod pod) {
      return workloads.values().stream()
          .anyMatch(decided -> decided.oversized().contains(pod.getMetadata().getName()));
    }

    /** Whether the zone is decided for every workload that selects the pod. */
    private boolean isAgreed(Pod pod, String zone) {
      return workloads.entrySet().stream()
          .allMatch(
              e ->
                  !isMember(e.getKey(), e.getValue().selector(), pod)
                      || e.getValue().zones().getOrDefault(zone, 0) > 0);
    }

    private boolean takes(Pod pod, String zone) {
      Map<String, String> selector = selectors.get(zone);
      Map<String, String> own = pod.getSpec() == null ? null : pod.getSpec().getNodeSelector();
      return selector != null
          && isAgreed(pod, zone)
          && (own == null
              || selector.entrySet().stream()
                  .allMatch(e -> e.getValue().equals(own.getOrDefault(e.getKey(), e.getValue()))));
    }
  }
}

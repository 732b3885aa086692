package cloud.bleu.delivery.gate;

import cloud.bleu.affinity.LabelSelectors;
import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.affinity.PodPhase;
import cloud.bleu.affinity.RequiredNodeAffinity;
import cloud.bleu.affinity.ZoneLabels;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Assigned;
import cloud.bleu.delivery.manifest.Labels;
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
 * Which zone each pod that others created gets, in one namespace. A zone gets as many as are
 * decided for it; those that run there count first. A pod that several workloads select takes room
 * of the first by name, in a zone that is decided for all of them. Pure: the same pods give the
 * same assignments.
 *
 * @param assigned by name of the pod; pods that run outside of their decision are not in it
 * @param waiting how many pods of each workload find no room in its decision; none: not in it
 * @param excluding of each workload with a pod that waits because its own node selector or required
 *     node affinity excludes every zone of the decision: what it asks for, zone by zone
 */
public record PodAssignments(
    Map<String, Assigned> assigned, Map<String, Integer> waiting, Map<String, String> excluding) {

  /** Assignments of no pods. */
  public static final PodAssignments NONE = new PodAssignments(Map.of(), Map.of(), Map.of());

  /** Zones that a sentence lists before it says that there are more. */
  private static final int LISTED = 3;

  public PodAssignments {
    assigned = Map.copyOf(assigned);
    waiting = Map.copyOf(waiting);
    excluding = Map.copyOf(excluding);
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
   * @param labels of the zones that are known
   * @param before what was assigned so far
   */
  public static PodAssignments of(
      Map<String, Decided> workloads,
      List<Pod> pods,
      Map<String, String> zoneOfNode,
      Map<String, ZoneLabels> labels,
      Map<String, Assigned> before) {
    Map<String, Assigned> assigned = new TreeMap<>();
    Map<String, Integer> waiting = new TreeMap<>();
    Map<String, String> excluding = new TreeMap<>();
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
              One one = new One(name, decided, workloads, zoneOfNode, labels, before, assigned);
              List<Pod> left = one.assign(members);
              if (!left.isEmpty()) {
                waiting.put(name, left.size());
                left.stream()
                    .map(one::exclusion)
                    .filter(Objects::nonNull)
                    .min(Comparator.naturalOrder())
                    .ifPresent(why -> excluding.put(name, why));
              }
            });
    return new PodAssignments(assigned, waiting, excluding);
  }

  /** Whether a pod is one of a workload: by what the operator wrote, else by its labels. */
  public static boolean isMember(String workload, @Nullable LabelSelector selector, Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    String of = ObjectLabels.get(pod, Labels.WORKLOAD);
    return of == null
        ? LabelSelectors.matches(selector, labels == null ? Map.of() : labels)
        : of.equals(workload);
  }

  /** Whether a pod takes part: it is neither over nor on its way out. */
  public static boolean stands(Pod pod) {
    return PodPhase.stands(pod);
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
    return ObjectLabels.get(pod, Labels.ZONE);
  }

  private static final class One {
    private final String workload;
    private final Map<String, Decided> workloads;
    private final Decided decided;
    private final Map<String, ZoneLabels> labels;
    private final Map<String, String> zoneOfNode;
    private final Map<String, Assigned> before;
    private final Map<String, Assigned> assigned;
    private final Map<String, Integer> room;

    One(
        String workload,
        Decided decided,
        Map<String, Decided> workloads,
        Map<String, String> zoneOfNode,
        Map<String, ZoneLabels> labels,
        Map<String, Assigned> before,
        Map<String, Assigned> assigned) {
      this.workload = workload;
      this.decided = decided;
      this.workloads = workloads;
      this.zoneOfNode = zoneOfNode;
      this.labels = labels;
      this.before = before;
      this.assigned = assigned;
      this.room = new TreeMap<>(decided.zones());
    }

    /** Assigns what there is room for, and returns those that wait. */
    List<Pod> assign(List<Pod> members) {
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
      List<Pod> waiting = new ArrayList<>();
      for (Pod pod : open) {
        Assigned so = before.get(pod.getMetadata().getName());
        String zone = so != null && so.workload().equals(workload) ? so.zone() : null;
        if (waits(pod) && isOversized(pod)) {
          waiting.add(pod);
        } else if (waits(pod) && !keep(pod, zone)) {
          left.add(pod);
        }
      }
      for (Pod pod : left) {
        String zone = best(pod);
        if (zone == null || !keep(pod, zone)) {
          waiting.add(pod);
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

    /** The zone with the most room that the pod does not exclude by itself. */
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
      ZoneLabels known = labels.get(zone);
      return known != null
          && isAgreed(pod, zone)
          && RequiredNodeAffinity.of(pod.getSpec()).contradiction(known) == null;
    }

    /** Why no zone of the decision, full or not, ever takes the pod; null when one would. */
    @Nullable String exclusion(Pod pod) {
      List<String> why = new ArrayList<>();
      for (String zone : new TreeMap<>(decided.zones()).keySet()) {
        ZoneLabels known = labels.get(zone);
        if (known == null || decided.zones().getOrDefault(zone, 0) == 0) {
          continue;
        }
        String contradiction = RequiredNodeAffinity.of(pod.getSpec()).contradiction(known);
        if (contradiction == null) {
          return null;
        }
        why.add(zone + ": " + contradiction);
      }
      return why.isEmpty()
          ? null
          : String.join("; ", why.subList(0, Math.min(LISTED, why.size())))
              + (why.size() > LISTED ? "; and so in others" : "");
    }
  }
}

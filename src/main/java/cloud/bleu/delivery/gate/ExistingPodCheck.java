package cloud.bleu.delivery.gate;

import cloud.bleu.affinity.LabelSelectors;
import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.delivery.manifest.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks existing pods against the gate as admission checks new ones: admission never sees pods
 * that were there before it.
 */
public final class ExistingPodCheck {

  /** What keeps a pod from being admitted; the name is the code, the text says what to do. */
  public enum Breach {
    NotDecided("no decision in force is for it: describe it as a BleuWorkload, or remove it"),
    LabelsDiffer("its labels are not those of its decision: delete it, and it is created anew"),
    NodeSelectorDiffers(
        "its node selector is not that of its zone: delete it, and it is created anew"),
    NodeNameSet("it sets nodeName, which passes by the scheduler: remove it from the template"),
    EndsTooLate(
        "it was deleted more than an hour ago and has not ended, and no decision in force is for"
            + " it: delete it with a shorter grace period"),
    TolerationDefeatsZone(
        "a toleration defeats the state of a zone: remove it, or give it tolerationSeconds of at"
            + " most 3600");

    private final String hint;

    Breach(String hint) {
      this.hint = hint;
    }

    /** What is wrong, and what to do. */
    public String hint() {
      return hint;
    }
  }

  /** Nodes that are closed, or gone: to tolerate that needs a limit, or cannot be. */
  private static final Set<String> NEVER =
      Set.of("node.kubernetes.io/unschedulable", "node.kubernetes.io/out-of-service");

  private static final Set<String> FOR_A_WHILE =
      Set.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

  private ExistingPodCheck() {}

  /**
   * The first reason for which admission would refuse a pod; null when there is none. Whether the
   * pod chose its node itself is not checked.
   *
   * @param gate of the pod's namespace, null when there is none
   */
  public static @Nullable Breach of(@Nullable PlacementGateSpec gate, Pod pod) {
    String name = child(pod);
    PlacementGateSpec.Child child = gate == null || name == null ? null : gate.children().get(name);
    PlacementGateSpec.Assigned assigned =
        gate == null ? null : gate.assigned().get(String.valueOf(pod.getMetadata().getName()));
    if (gate == null || (child == null && assigned == null && constraining(gate, pod).isEmpty())) {
      return Breach.NotDecided;
    }
    if (child == null) {
      return other(gate, assigned, pod);
    }
    if (!child.workload().equals(label(pod, Labels.WORKLOAD))
        || !child.zone().equals(label(pod, Labels.ZONE))
        || !String.valueOf(pod.getMetadata().getName()).startsWith(name + "-")) {
      return Breach.LabelsDiffer;
    }
    return inZone(gate, child.zone(), pod);
  }

  /**
   * What is wrong with a pod that somebody has deleted, null when nothing is: it may run where
   * nothing was decided only until it should have ended.
   */
  public static @Nullable Breach ofEnding(PlacementGateSpec gate, Pod pod, Instant now) {
    return PodEnd.isOverdue(pod, now) && of(gate, pod) == Breach.NotDecided
        ? Breach.EndsTooLate
        : null;
  }

  /**
   * What holds for the images of a pod, by name in the gate; null for a pod of which nothing is
   * known.
   */
  public static @Nullable Set<String> statements(PlacementGateSpec gate, Pod pod) {
    String name = child(pod);
    PlacementGateSpec.Child child = name == null ? null : gate.children().get(name);
    if (child != null) {
      return new TreeSet<>(child.images());
    }
    Set<String> workloads = constraining(gate, pod);
    PlacementGateSpec.Assigned assigned = gate.assigned().get(pod.getMetadata().getName());
    if (assigned != null && gate.pods().containsKey(assigned.workload())) {
      workloads.add(assigned.workload());
    }
    Set<String> statements = new TreeSet<>();
    gate.pods()
        .forEach(
            (workload, entry) -> {
              if (workloads.contains(workload)) {
                statements.addAll(entry.images());
              }
            });
    return workloads.isEmpty() ? null : statements;
  }

  /** Whether admission keeps a pod to claims and to the volumes of its node. */
  public static boolean isClaimsOnly(PlacementGateSpec gate, Pod pod) {
    String name = child(pod);
    PlacementGateSpec.Child child = name == null ? null : gate.children().get(name);
    if (child != null) {
      return Boolean.TRUE.equals(child.claimsOnly());
    }
    Set<String> workloads = constraining(gate, pod);
    return gate.pods().entrySet().stream()
        .anyMatch(
            e -> workloads.contains(e.getKey()) && Boolean.TRUE.equals(e.getValue().claimsOnly()));
  }

  /** What one replica counts as, by resource, of each workload that constrains a pod of others. */
  public static List<Map<String, String>> requests(PlacementGateSpec gate, Pod pod) {
    String name = child(pod);
    Set<String> workloads =
        name != null && gate.children().containsKey(name) ? Set.of() : constraining(gate, pod);
    return gate.replicas().entrySet().stream()
        .filter(e -> workloads.contains(e.getKey()))
        .map(e -> e.getValue().requests())
        .toList();
  }

  /** Workloads with a decision that constrain pods which others create, and select this one. */
  private static Set<String> constraining(PlacementGateSpec gate, Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    Set<String> workloads = new TreeSet<>();
    gate.pods()
        .forEach(
            (name, entry) -> {
              if (!Boolean.TRUE.equals(entry.undecided())
                  && LabelSelectors.matches(entry.selector(), labels == null ? Map.of() : labels)) {
                workloads.add(name);
              }
            });
    return workloads;
  }

  /** A pod that somebody else created: with its zone on it, or still without one. */
  private static @Nullable Breach other(
      PlacementGateSpec gate, PlacementGateSpec.@Nullable Assigned assigned, Pod pod) {
    String zone = label(pod, Labels.ZONE);
    if (zone == null && label(pod, Labels.WORKLOAD) == null) {
      return pod.getSpec() != null && defeats(pod.getSpec().getTolerations())
          ? Breach.TolerationDefeatsZone
          : null;
    }
    if (assigned == null || zone == null) {
      return Breach.NotDecided;
    }
    return assigned.zone().equals(zone) && assigned.workload().equals(label(pod, Labels.WORKLOAD))
        ? inZone(gate, zone, pod)
        : Breach.LabelsDiffer;
  }

  private static @Nullable Breach inZone(PlacementGateSpec gate, String name, Pod pod) {
    PlacementGateSpec.Zone zone = gate.zones().get(name);
    PodSpec spec = pod.getSpec();
    Map<String, String> selector =
        spec == null || spec.getNodeSelector() == null ? Map.of() : spec.getNodeSelector();
    if (zone == null || !selector.entrySet().containsAll(zone.nodeSelector().entrySet())) {
      return Breach.NodeSelectorDiffers;
    }
    return spec != null && defeats(spec.getTolerations()) ? Breach.TolerationDefeatsZone : null;
  }

  /** Whether one of these lets a pod stand where the state of a zone says no. */
  public static boolean defeats(@Nullable List<Toleration> tolerations) {
    return tolerations != null
        && tolerations.stream()
            .anyMatch(
                t ->
                    t.getKey() == null
                        || t.getKey().isEmpty()
                        || NEVER.contains(t.getKey())
                        || (FOR_A_WHILE.contains(t.getKey())
                            && (t.getTolerationSeconds() == null
                                || t.getTolerationSeconds() > PodEnd.LONGEST.toSeconds())));
  }

  private static @Nullable String child(Pod pod) {
    PodChild child = PodChild.of(pod.getMetadata());
    return child == null ? null : child.name();
  }

  private static @Nullable String label(Pod pod, String key) {
    return ObjectLabels.get(pod, key);
  }
}

package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.delivery.Gate;
import cloud.bleu.delivery.GateCheck;
import cloud.bleu.delivery.GateCheck.Breach;
import cloud.bleu.delivery.Labels;
import cloud.bleu.translate.ApiObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What admission would refuse in one namespace if it were enforced there today. */
final class Diagnosis {

  /** One thing that would be refused; the message ends with what to do. */
  record Finding(String kind, String name, String code, String message) {}

  /** How far up owners are followed: pod, ReplicaSet or Job, Deployment or CronJob. */
  private static final int OWNERS = 3;

  private final String namespace;
  private final Map<String, BleuWorkload> workloads = new HashMap<>();
  private final Map<String, HasMetadata> controllers = new HashMap<>();
  private final Map<String, Integer> pods = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final @Nullable PlacementGateSpec gate;

  private Diagnosis(ApiObjects objects, List<HasMetadata> controllers, String namespace) {
    this.namespace = namespace;
    objects.workloads().stream()
        .filter(this::here)
        .forEach(w -> workloads.put(w.getMetadata().getName(), w));
    controllers.forEach(c -> this.controllers.put(key(c), c));
    gate = gate(objects);
  }

  /**
   * Everything that would be refused, sorted.
   *
   * @param controllers of the namespace, as {@link Controllers} finds them
   */
  static List<Finding> of(ApiObjects objects, List<HasMetadata> controllers, String namespace) {
    Diagnosis diagnosis = new Diagnosis(objects, controllers, namespace);
    diagnosis.workloads(objects);
    diagnosis.pods(objects);
    diagnosis.controllers();
    return diagnosis.findings.stream()
        .sorted(Comparator.comparing(Finding::kind).thenComparing(Finding::name))
        .toList();
  }

  /** The gate that the operator would write. */
  private @Nullable PlacementGateSpec gate(ApiObjects objects) {
    Map<String, WorkloadPlacementSpec> decided = new HashMap<>();
    for (WorkloadPlacement wp : objects.placements()) {
      BleuWorkload of = workloads.get(wp.getMetadata().getName());
      if (here(wp) && of != null && wp.getSpec() != null && !external(of)) {
        decided.put(wp.getMetadata().getName(), wp.getSpec());
      }
    }
    Map<String, Map<String, String>> selectors = new HashMap<>();
    objects.zones().stream()
        .filter(z -> z.getSpec() != null && z.getSpec().target() != null)
        .forEach(
            z -> selectors.put(z.getMetadata().getName(), z.getSpec().target().nodeSelector()));
    return Gate.of(decided, Set.of(), selectors, null).spec();
  }

  private void workloads(ApiObjects objects) {
    Set<String> decided =
        objects.placements().stream()
            .filter(this::here)
            .map(wp -> wp.getMetadata().getName())
            .collect(Collectors.toSet());
    for (BleuWorkload w : workloads.values()) {
      if (external(w)) {
        continue;
      }
      String name = w.getMetadata().getName();
      if (!decided.contains(name)) {
        add(
            "BleuWorkload",
            name,
            "NotDecided",
            "has no decision, so its pods would be refused: see bleu explain "
                + namespace
                + "/"
                + name);
      }
      PodSpec template = template(w);
      if (template != null && template.getNodeName() != null && !template.getNodeName().isEmpty()) {
        add("BleuWorkload", name, Breach.NodeNameSet);
      }
      if (template != null && GateCheck.defeats(template.getTolerations())) {
        add("BleuWorkload", name, Breach.TolerationDefeatsZone);
      }
    }
  }

  private void pods(ApiObjects objects) {
    for (Pod pod : objects.pods()) {
      if (!here(pod) || over(pod)) {
        continue;
      }
      Breach breach = GateCheck.of(gate, pod);
      if (breach == null) {
        continue;
      }
      HasMetadata controller = top(pod);
      if (breach == Breach.NotDecided && controller != null) {
        pods.merge(key(controller), 1, Integer::sum);
      } else {
        add("Pod", pod.getMetadata().getName(), breach);
      }
    }
  }

  /** What creates pods and is nobody's child, nor that of a decision. */
  private void controllers() {
    Set<String> references =
        workloads.values().stream()
            .map(w -> w.getSpec() == null ? null : w.getSpec().workload())
            .filter(s -> s != null && s.deploymentRef() != null)
            .map(s -> s.deploymentRef().name())
            .collect(Collectors.toSet());
    for (HasMetadata c : controllers.values()) {
      int running = pods.getOrDefault(key(c), 0);
      boolean owned =
          c.getMetadata().getOwnerReferences().stream()
              .anyMatch(o -> Boolean.TRUE.equals(o.getController()));
      boolean ofADecision =
          gate != null && gate.children().containsKey(c.getMetadata().getName())
              || Objects.requireNonNullElse(c.getMetadata().getLabels(), Map.of())
                  .containsKey(Labels.WORKLOAD);
      if ((owned || ofADecision) && running == 0) {
        continue;
      }
      String has = running == 0 ? "" : running == 1 ? "1 pod runs; " : running + " pods run; ";
      String name = c.getMetadata().getName();
      if (c instanceof Deployment && references.contains(name)) {
        if (replicas(c) > 0) {
          add(
              c.getKind(),
              name,
              "TakenOver",
              has
                  + "its pods are not created again: wait until its BleuWorkload has scaled it"
                  + " down");
        }
      } else if (c instanceof Deployment || c instanceof StatefulSet) {
        if (replicas(c) > 0 || running > 0) {
          add(
              c.getKind(),
              name,
              "NotDeclared",
              has
                  + "it gets no new ones: describe it as a BleuWorkload"
                  + (c instanceof Deployment ? ", as it is with deploymentRef" : ""));
        }
      } else {
        add(
            c.getKind(),
            name,
            "KindRefused",
            has
                + "a "
                + c.getKind()
                + " gets no pods in a namespace that enforces: move it to another namespace");
      }
    }
  }

  /**
   * The outermost owner that is among the controllers of the namespace; null when there is none.
   */
  private @Nullable HasMetadata top(HasMetadata object) {
    HasMetadata top = null;
    HasMetadata at = object;
    for (int i = 0; i < OWNERS && at != null; i++) {
      HasMetadata next = null;
      for (OwnerReference owner : at.getMetadata().getOwnerReferences()) {
        if (Boolean.TRUE.equals(owner.getController())) {
          next = controllers.get(owner.getKind() + "/" + owner.getName());
        }
      }
      top = next == null ? top : next;
      at = next;
    }
    return top;
  }

  private void add(String kind, String name, Breach breach) {
    add(kind, name, breach.name(), breach.hint());
  }

  private void add(String kind, String name, String code, String message) {
    findings.add(new Finding(kind, name, code, message));
  }

  private boolean here(HasMetadata object) {
    return namespace.equals(object.getMetadata().getNamespace());
  }

  private static boolean over(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return "Succeeded".equals(phase)
        || "Failed".equals(phase)
        || pod.getMetadata().getDeletionTimestamp() != null;
  }

  private static boolean external(BleuWorkload w) {
    return w.getSpec() != null
        && w.getSpec().workload() != null
        && w.getSpec().workload().external() != null;
  }

  private static int replicas(HasMetadata controller) {
    Integer replicas =
        controller instanceof Deployment d && d.getSpec() != null
            ? d.getSpec().getReplicas()
            : controller instanceof StatefulSet s && s.getSpec() != null
                ? s.getSpec().getReplicas()
                : null;
    return replicas == null ? 1 : replicas;
  }

  private @Nullable PodSpec template(BleuWorkload w) {
    WorkloadSource source = w.getSpec() == null ? null : w.getSpec().workload();
    if (source == null) {
      return null;
    }
    if (source.deploymentRef() != null) {
      HasMetadata of = controllers.get("Deployment/" + source.deploymentRef().name());
      return of instanceof Deployment d && d.getSpec() != null
          ? d.getSpec().getTemplate().getSpec()
          : null;
    }
    Map<String, Object> template =
        source.deployment() != null
            ? source.deployment().template()
            : source.statefulSet() != null ? source.statefulSet().template() : Map.of();
    try {
      return Serialization.jsonMapper().convertValue(template.get("spec"), PodSpec.class);
    } catch (IllegalArgumentException e) {
      // Not a pod template at all: the API server refuses it before admission is asked.
      return null;
    }
  }

  private static String key(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}

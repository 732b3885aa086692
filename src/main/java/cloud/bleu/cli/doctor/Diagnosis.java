package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.cli.input.Controllers;
import cloud.bleu.cli.input.PodTemplates;
import cloud.bleu.delivery.GateCheck;
import cloud.bleu.delivery.GateCheck.Breach;
import cloud.bleu.delivery.Labels;
import cloud.bleu.scheduling.PodPhase;
import cloud.bleu.translate.load.ReplicaRequests;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.pod.StrayPods;
import cloud.bleu.translate.policy.ContentCheck;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
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
public final class Diagnosis {

  /** One thing that would be refused; the message ends with what to do. */
  public record Finding(String kind, String name, String code, String message) {}

  /** How far up owners are followed: pod, ReplicaSet or Job, Deployment or CronJob. */
  private static final int OWNERS = 3;

  private final String namespace;
  private final Map<String, BleuWorkload> workloads = new HashMap<>();
  private final Map<String, HasMetadata> controllers = new HashMap<>();
  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, AvailabilityZone> zones = new HashMap<>();
  private final Map<String, Integer> pods = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final PlacementGateSpec gate;

  private Diagnosis(
      ApiObjects objects, List<HasMetadata> controllers, String namespace, PlacementGateSpec gate) {
    this.namespace = namespace;
    objects.workloads().stream()
        .filter(this::here)
        .forEach(w -> workloads.put(w.getMetadata().getName(), w));
    controllers.forEach(c -> this.controllers.put(key(c), c));
    objects.nodes().forEach(n -> nodes.put(n.getMetadata().getName(), n));
    objects.zones().forEach(z -> zones.put(z.getMetadata().getName(), z));
    this.gate = gate;
  }

  /**
   * Everything that would be refused, sorted.
   *
   * @param controllers of the namespace and its claims, as {@link Controllers} finds them
   * @param gate that there would be
   */
  public static List<Finding> of(
      ApiObjects objects, List<HasMetadata> controllers, String namespace, PlacementGateSpec gate) {
    List<PersistentVolumeClaim> claims = new ArrayList<>();
    List<HasMetadata> others = new ArrayList<>();
    for (HasMetadata c : controllers) {
      if (c instanceof PersistentVolumeClaim claim) {
        claims.add(claim);
      } else {
        others.add(c);
      }
    }
    Diagnosis diagnosis = new Diagnosis(objects, others, namespace, gate);
    diagnosis.claims(claims);
    diagnosis.workloads(objects);
    diagnosis.pods(objects);
    diagnosis.controllers();
    return diagnosis.findings.stream()
        .sorted(Comparator.comparing(Finding::kind).thenComparing(Finding::name))
        .toList();
  }

  private void claims(List<PersistentVolumeClaim> claims) {
    for (PersistentVolumeClaim claim : claims) {
      if (!ContentCheck.letsIn(gate, claim)) {
        String name = claim.getSpec() == null ? null : claim.getSpec().getStorageClassName();
        List<String> known = gate.claims() == null ? List.of() : gate.claims().storageClasses();
        add(
            claim.getKind(),
            claim.getMetadata().getName(),
            "NotEncrypted",
            (name == null
                    ? "it names no storage class"
                    : "class " + name + " is not described as encrypted")
                + ": it would not be created again; use "
                + (known.isEmpty() ? "one that a zone describes so" : String.join(", ", known)));
      }
    }
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
      if (!here(pod) || !PodPhase.stands(pod)) {
        continue;
      }
      Breach breach = GateCheck.of(gate, pod);
      if (breach == null) {
        node(pod);
        images(pod);
        volumes(pod);
        requests(pod);
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

  private void node(Pod pod) {
    if (StrayPods.isStray(pod, nodes::get, zones::get)) {
      add(
          "Pod",
          pod.getMetadata().getName(),
          "NodeOutsideZone",
          "node "
              + pod.getSpec().getNodeName()
              + " is not, or no longer, of "
              + StrayPods.putInto(pod)
              + ": label the node as before, or evict the pod, and its successor goes where it is decided");
    }
  }

  private void images(Pod pod) {
    List<String> foreign =
        pod.getSpec() == null
            ? List.of()
            : ContentCheck.foreign(gate, GateCheck.statements(gate, pod), pod.getSpec());
    if (!foreign.isEmpty()) {
      add(
          "Pod",
          pod.getMetadata().getName(),
          "ImageNotAccepted",
          String.join(", ", foreign)
              + ": not as the rules in force ask; take it from a registry that they accept");
    }
  }

  private void volumes(Pod pod) {
    List<String> elsewhere =
        pod.getSpec() == null || !GateCheck.isClaimsOnly(gate, pod)
            ? List.of()
            : ContentCheck.elsewhere(pod.getSpec());
    if (!elsewhere.isEmpty()) {
      add(
          "Pod",
          pod.getMetadata().getName(),
          "StorageElsewhere",
          String.join(", ", elsewhere)
              + ": storage that no zone describes; use a claim of a class that they do");
    }
  }

  private void requests(Pod pod) {
    List<String> above = new ArrayList<>();
    if (pod.getSpec() != null) {
      GateCheck.requests(gate, pod)
          .forEach(stated -> above.addAll(ReplicaRequests.beyond(pod.getSpec(), stated)));
    }
    if (!above.isEmpty()) {
      add(
          "Pod",
          pod.getMetadata().getName(),
          "PodsAskMore",
          "asks "
              + String.join(", ", above)
              + ": state in spec.workload.pods.requests what the pods ask, or ask for less");
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
          gate.children().containsKey(c.getMetadata().getName())
              || Objects.requireNonNullElse(c.getMetadata().getLabels(), Map.of())
                  .containsKey(Labels.WORKLOAD);
      Pod pod = PodTemplates.pod(c);
      boolean constrained = pod != null && GateCheck.of(gate, pod) == null;
      if ((owned || ofADecision || constrained) && running == 0) {
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
                + " gets no pods in a namespace that enforces: "
                + (pod == null
                    ? "move it to another namespace"
                    : "select them with workload.pods of a BleuWorkload, or move it to another namespace"));
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

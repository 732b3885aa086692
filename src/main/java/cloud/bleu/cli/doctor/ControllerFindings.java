package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.cli.input.PodTemplates;
import cloud.bleu.delivery.gate.ExistingPodCheck;
import cloud.bleu.delivery.manifest.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What creates pods in a namespace and would get none: nobody's child, nor that of a decision. */
final class ControllerFindings {

  /** How far up owners are followed: pod, ReplicaSet or Job, Deployment or CronJob. */
  private static final int OWNERS = 3;

  private final PlacementGateSpec gate;
  private final UndecidedPods undecided;
  private final Map<String, HasMetadata> controllers = new HashMap<>();

  /** Pods without a decision, by their outermost controller. */
  private final Map<String, Integer> pods = new HashMap<>();

  ControllerFindings(
      List<HasMetadata> controllers, PlacementGateSpec gate, UndecidedPods undecided) {
    this.gate = gate;
    this.undecided = undecided;
    controllers.forEach(c -> this.controllers.put(key(c), c));
  }

  /** A Deployment of the namespace, null when there is none of that name. */
  @Nullable Deployment deployment(String name) {
    return controllers.get("Deployment/" + name) instanceof Deployment d ? d : null;
  }

  /** Counts a pod without a decision for who created it; false when that is not known. */
  boolean count(Pod pod) {
    HasMetadata controller = top(pod);
    if (controller == null) {
      return false;
    }
    pods.merge(key(controller), 1, Integer::sum);
    return true;
  }

  /**
   * All of the namespace, once its pods are counted.
   *
   * @param references Deployments that BleuWorkloads take over
   */
  List<Finding> of(Set<String> references) {
    return controllers.values().stream()
        .flatMap(c -> Stream.ofNullable(of(c, references)))
        .toList();
  }

  private @Nullable Finding of(HasMetadata controller, Set<String> references) {
    int running = pods.getOrDefault(key(controller), 0);
    Pod pod = PodTemplates.pod(controller);
    if (running == 0 && isInOrder(controller, pod)) {
      return null;
    }
    String has = running == 0 ? "" : running == 1 ? "1 pod runs; " : running + " pods run; ";
    if (controller instanceof Deployment
        && references.contains(controller.getMetadata().getName())) {
      return replicas(controller) > 0 ? takenOver(controller, has) : null;
    }
    if (controller instanceof Deployment || controller instanceof StatefulSet) {
      return replicas(controller) > 0 || running > 0 ? notDeclared(controller, has) : null;
    }
    return refused(controller, has, pod != null);
  }

  /** Whether it is somebody's child, of a decision, or creates pods as the gate asks. */
  private boolean isInOrder(HasMetadata controller, @Nullable Pod pod) {
    boolean owned =
        controller.getMetadata().getOwnerReferences().stream()
            .anyMatch(o -> Boolean.TRUE.equals(o.getController()));
    boolean ofADecision =
        gate.children().containsKey(controller.getMetadata().getName())
            || Objects.requireNonNullElse(controller.getMetadata().getLabels(), Map.of())
                .containsKey(Labels.WORKLOAD);
    return owned
        || ofADecision
        || (pod != null && (undecided.has(pod) || ExistingPodCheck.of(gate, pod) == null));
  }

  private static Finding takenOver(HasMetadata controller, String has) {
    return finding(
        controller,
        "TakenOver",
        has + "its pods are not created again: wait until its BleuWorkload has scaled it down");
  }

  private static Finding notDeclared(HasMetadata controller, String has) {
    return finding(
        controller,
        "NotDeclared",
        has
            + "it gets no new ones: describe it as a BleuWorkload"
            + (controller instanceof Deployment ? ", as it is with deploymentRef" : ""));
  }

  private static Finding refused(HasMetadata controller, String has, boolean createsPods) {
    return finding(
        controller,
        "KindRefused",
        has
            + "a "
            + controller.getKind()
            + " gets no pods in a namespace that enforces: "
            + (createsPods
                ? "select them with workload.pods of a BleuWorkload, or move it to another namespace"
                : "move it to another namespace"));
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

  private static int replicas(HasMetadata controller) {
    Integer replicas =
        controller instanceof Deployment d && d.getSpec() != null
            ? d.getSpec().getReplicas()
            : controller instanceof StatefulSet s && s.getSpec() != null
                ? s.getSpec().getReplicas()
                : null;
    return replicas == null ? 1 : replicas;
  }

  private static Finding finding(HasMetadata controller, String code, String message) {
    return new Finding(controller.getKind(), controller.getMetadata().getName(), code, message);
  }

  private static String key(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}

package cloud.bleu.sandbox;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the kubelet of a fake node says of a pod that is bound to it. Pure. */
final class FakeKubelet {
  private FakeKubelet() {}

  /**
   * The pod with the status that its kubelet would write now, or empty if it already has that: all
   * containers running and ready, unless the pod asks never to be ready.
   */
  static Optional<Pod> running(Pod pod, Instant now) {
    boolean ready = !"true".equals(annotations(pod).get(FakeNodes.NEVER_READY));
    PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
    String phase = status.getPhase() == null ? "Pending" : status.getPhase();
    if (!phase.equals("Pending") && (!phase.equals("Running") || saysReady(status) == ready)) {
      return Optional.empty();
    }
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    String started = status.getStartTime() == null ? time : status.getStartTime();
    return Optional.of(
        new PodBuilder(pod)
            .editOrNewStatus()
            .withPhase("Running")
            .withStartTime(started)
            .withPodIP(address(pod))
            .withPodIPs(new PodIP(address(pod)))
            .withConditions(conditions(status, ready, time))
            .withInitContainerStatuses(
                pod.getSpec().getInitContainers().stream()
                    .map(container -> initContainer(container, started))
                    .toList())
            .withContainerStatuses(
                pod.getSpec().getContainers().stream()
                    .map(container -> container(container, ready, started))
                    .toList())
            .endStatus()
            .build());
  }

  /** An address that nobody answers at; without one a Service does not list the pod. */
  private static String address(Pod pod) {
    int hash = pod.getMetadata().getUid().hashCode();
    return "10." + (hash >>> 24) + "." + (hash >>> 16 & 255) + "." + (hash >>> 8 & 255);
  }

  private static Map<String, String> annotations(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }

  private static boolean saysReady(PodStatus status) {
    return status.getConditions().stream()
        .anyMatch(
            condition ->
                condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  private static List<PodCondition> conditions(PodStatus status, boolean ready, String time) {
    Map<String, String> wanted = new HashMap<>();
    wanted.put("PodReadyToStartContainers", "True");
    wanted.put("Initialized", "True");
    wanted.put("ContainersReady", ready ? "True" : "False");
    wanted.put("Ready", ready ? "True" : "False");
    List<PodCondition> conditions = new ArrayList<>();
    for (PodCondition present : status.getConditions()) {
      String value = wanted.get(present.getType());
      if (value == null || value.equals(present.getStatus())) {
        wanted.remove(present.getType());
        conditions.add(present);
      }
    }
    wanted.forEach(
        (type, value) ->
            conditions.add(
                new PodConditionBuilder()
                    .withType(type)
                    .withStatus(value)
                    .withLastTransitionTime(time)
                    .build()));
    return conditions;
  }

  private static ContainerStatus container(Container container, boolean ready, String started) {
    return status(container)
        .withReady(ready)
        .withStarted(true)
        .withNewState()
        .withNewRunning(started)
        .endState()
        .build();
  }

  private static ContainerStatus initContainer(Container container, String time) {
    if ("Always".equals(container.getRestartPolicy())) {
      return container(container, true, time);
    }
    return status(container)
        .withReady(true)
        .withNewState()
        .withNewTerminated()
        .withExitCode(0)
        .withReason("Completed")
        .withStartedAt(time)
        .withFinishedAt(time)
        .endTerminated()
        .endState()
        .build();
  }

  private static ContainerStatusBuilder status(Container container) {
    return new ContainerStatusBuilder()
        .withName(container.getName())
        .withImage(container.getImage())
        .withImageID(container.getImage())
        .withRestartCount(0);
  }
}

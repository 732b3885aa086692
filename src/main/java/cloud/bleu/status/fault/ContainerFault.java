package cloud.bleu.status.fault;

import cloud.bleu.time.InstantText;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a container of a pod that has a node does not start, ends, or is not ready. */
final class ContainerFault {

  /** After this a kubelet forgets that a container ended before. */
  private static final Duration STEADY = Duration.ofMinutes(10);

  private static final String WAITS = "ImagePullBackOff";

  /** Between two attempts, and what an attempt ends with. */
  private static final Set<String> IMAGE =
      Set.of(WAITS, "ErrImagePull", "RegistryUnavailable", "SignatureValidationFailed");

  /** Between two attempts a kubelet repeats the reason and the words of the last one. */
  private static final Pattern REPEATED =
      Pattern.compile("Back-off pulling image \"[^\"]*\": [A-Za-z]+: (.+)", Pattern.DOTALL);

  private static final Pattern VERSION = Pattern.compile("v?1\\.(\\d{1,3})\\b.*");

  /** The kubelet repeats its words since Kubernetes 1.32 (kubernetes/kubernetes#127918). */
  private static final int REPEATS_SINCE = 32;

  /** Of an older kubelet, whose words would be others at an attempt and after it. */
  private static final String UNTOLD = "kubectl describe pod says why";

  private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");

  /** What else keeps a container from starting, by the reason of the kubelet. */
  private static final List<String> NOT_STARTED =
      List.of(
          "CreateContainerConfigError",
          "CreateContainerError",
          "ErrImageNeverPull",
          "InvalidImageName",
          "RunContainerError");

  private ContainerFault() {}

  /**
   * What is known, null when nothing is.
   *
   * @param node that the pod is on, null when it is not known
   */
  static @Nullable Suspicion of(Pod pod, @Nullable Node node, Instant now) {
    if (pod.getStatus() == null || pod.getSpec() == null || pod.getSpec().getNodeName() == null) {
      return null;
    }
    for (ContainerStatus each : present(pod.getStatus().getInitContainerStatuses())) {
      boolean sidecar = Boolean.TRUE.equals(each.getStarted());
      if (!ready(each) && !sidecar) {
        return init(each, pod, node, now);
      }
    }
    Suspicion first = null;
    for (ContainerStatus each : present(pod.getStatus().getContainerStatuses())) {
      Suspicion found = ready(each) ? null : of("container", each, pod, node, now);
      if (found != null && (first == null || earlier(found, first))) {
        first = found;
      }
    }
    return first;
  }

  private static boolean earlier(Suspicion a, Suspicion b) {
    return a.fault().compareTo(b.fault()) < 0;
  }

  private static @Nullable Suspicion init(
      ContainerStatus container, Pod pod, @Nullable Node node, Instant now) {
    ContainerStateRunning running =
        container.getState() == null ? null : container.getState().getRunning();
    return running == null || ended(container) != null
        ? of("init container", container, pod, node, now)
        : Suspicion.after(
            running.getStartedAt(),
            fault(
                PodFault.Stage.Start,
                "PodInitializing",
                "init container " + container.getName() + " has not ended"));
  }

  private static @Nullable Suspicion of(
      String what, ContainerStatus container, Pod pod, @Nullable Node node, Instant now) {
    String name = what + " " + container.getName();
    ContainerState state = container.getState();
    ContainerStateWaiting waiting = state == null ? null : state.getWaiting();
    String reason = waiting == null ? null : waiting.getReason();
    if (waiting != null && reason != null && IMAGE.contains(reason)) {
      return new Suspicion(
          fault(
              PodFault.Stage.Start,
              WAITS,
              "the image of "
                  + name
                  + " cannot be pulled: "
                  + (repeatsCause(node) ? pulled(reason, waiting.getMessage()) : UNTOLD)),
          null);
    }
    if (waiting != null && reason != null && NOT_STARTED.contains(reason)) {
      return new Suspicion(
          fault(
              PodFault.Stage.Start,
              reason,
              name
                  + " is not started: "
                  + ForeignWords.of(waiting.getMessage(), pod.getMetadata().getName(), "pod")),
          null);
    }
    ContainerStateTerminated ended = ended(container);
    Instant again =
        state == null || state.getRunning() == null
            ? null
            : InstantText.parse(state.getRunning().getStartedAt());
    if (ended != null && (again == null || again.plus(STEADY).isAfter(now))) {
      return new Suspicion(
          fault(
              PodFault.Stage.Start,
              "CrashLoopBackOff",
              name + " ends, and is started again: exit code " + exit(ended)),
          null);
    }
    if (reason != null && STARTING.contains(reason)) {
      PodCondition scheduled = Suspicion.condition(pod, "PodScheduled");
      return scheduled == null
          ? null
          : Suspicion.after(
              scheduled.getLastTransitionTime(),
              fault(
                  PodFault.Stage.Start,
                  "ContainerCreating",
                  name
                      + " is not created yet: its image is being pulled, or a volume, Secret or ConfigMap is"
                      + " not there; kubectl describe pod says which"));
    }
    PodCondition ready = Suspicion.condition(pod, "Ready");
    return state == null || state.getRunning() == null
        ? null
        : Suspicion.after(
            ready == null ? state.getRunning().getStartedAt() : ready.getLastTransitionTime(),
            fault(
                PodFault.Stage.Readiness,
                "ContainersNotReady",
                name + " runs and is not ready: see its readiness probe and its log"));
  }

  private static String pulled(String reason, @Nullable String words) {
    String cause = words == null ? "" : words;
    if (reason.equals(WAITS)) {
      Matcher repeated = REPEATED.matcher(cause);
      cause = repeated.matches() ? repeated.group(1) : "";
    }
    return cause.isEmpty() ? UNTOLD : ForeignWords.of(cause, null, "");
  }

  /**
   * Whether the kubelet of a node repeats why an image cannot be pulled while it waits for the next
   * attempt. Assumed where the node or its version is not known.
   */
  private static boolean repeatsCause(@Nullable Node node) {
    if (node == null || node.getStatus() == null || node.getStatus().getNodeInfo() == null) {
      return true;
    }
    String version = node.getStatus().getNodeInfo().getKubeletVersion();
    Matcher one = VERSION.matcher(version == null ? "" : version);
    return !one.matches() || Integer.parseInt(one.group(1)) >= REPEATS_SINCE;
  }

  /** How the container ended, this time or the last time; null when it has not. */
  private static @Nullable ContainerStateTerminated ended(ContainerStatus container) {
    ContainerStateTerminated now =
        container.getState() == null ? null : container.getState().getTerminated();
    return now != null || container.getLastState() == null
        ? now
        : container.getLastState().getTerminated();
  }

  private static String exit(ContainerStateTerminated ended) {
    return ended.getExitCode() + (ended.getReason() == null ? "" : " (" + ended.getReason() + ")");
  }

  private static boolean ready(ContainerStatus container) {
    return Boolean.TRUE.equals(container.getReady());
  }

  private static PodFault fault(PodFault.Stage stage, String code, String message) {
    return new PodFault(stage, code, message);
  }

  private static <T> List<T> present(@Nullable List<T> items) {
    return items == null ? List.of() : items;
  }
}

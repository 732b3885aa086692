package cloud.bleu.affinity;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pods of an earlier template of a StatefulSet. With the policy {@code OrderedReady} its controller
 * starts no other pod before each is ready, so one of an earlier template that cannot be ready
 * holds back the template that mends it (kubernetes/kubernetes#67250).
 */
public final class EarlierRevision {

  private static final String REVISION = "controller-revision-hash";

  private EarlierRevision() {}

  /**
   * Whether a StatefulSet waits for a pod of its own that has an earlier template and is not ready.
   * False while its controller has not looked at its present template.
   */
  public static boolean holdsBack(StatefulSet set, Pod pod) {
    String present = present(set);
    String revision = ObjectLabels.get(pod, REVISION);
    return present != null
        && revision != null
        && !present.equals(revision)
        && !"Parallel".equals(set.getSpec().getPodManagementPolicy())
        && isOf(set, pod)
        && PodPhase.stands(pod)
        && !isReady(pod);
  }

  /**
   * Whether a container of a pod has started, be it one that initializes: it may have changed data.
   * Of a pod that has no node none has.
   */
  public static boolean hasStarted(Pod pod) {
    return pod.getStatus() != null
        && ("Running".equals(pod.getStatus().getPhase())
            || Stream.of(
                    pod.getStatus().getInitContainerStatuses(),
                    pod.getStatus().getContainerStatuses())
                .flatMap(EarlierRevision::present)
                .anyMatch(EarlierRevision::hasStarted));
  }

  private static boolean hasStarted(ContainerStatus container) {
    Integer restarts = container.getRestartCount();
    return Boolean.TRUE.equals(container.getStarted())
        || (restarts != null && restarts > 0)
        || hasStarted(container.getState())
        || hasStarted(container.getLastState());
  }

  private static boolean hasStarted(@Nullable ContainerState state) {
    return state != null && (state.getRunning() != null || state.getTerminated() != null);
  }

  /** The revision of the present template; null while that is not known. */
  private static @Nullable String present(StatefulSet set) {
    StatefulSetStatus status = set.getStatus();
    if (status == null || set.getSpec() == null) {
      return null;
    }
    Long asked = set.getMetadata().getGeneration();
    Long seen = status.getObservedGeneration();
    return asked != null && seen != null && seen >= asked ? status.getUpdateRevision() : null;
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private static boolean isOf(StatefulSet set, Pod pod) {
    String uid = set.getMetadata().getUid();
    return uid != null
        && pod.getMetadata().getOwnerReferences().stream()
            .anyMatch(o -> Boolean.TRUE.equals(o.getController()) && uid.equals(o.getUid()));
  }

  private static Stream<ContainerStatus> present(@Nullable List<ContainerStatus> statuses) {
    return statuses == null ? Stream.empty() : statuses.stream();
  }
}

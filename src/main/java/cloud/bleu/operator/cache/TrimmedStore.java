package cloud.bleu.operator.cache;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.credential.Credentials;
import cloud.bleu.delivery.cluster.ChildStatus;
import cloud.bleu.delivery.cluster.ForeignFields;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.manifest.WriteTimes;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateTerminatedBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStateWaitingBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps of each object what a decision can depend on: caches are most of the memory.
 * Who wrote a child is kept only where somebody else owns something of its spec, and when it was
 * written only while it rolls out. When a Deployment that served as template was written is kept
 * while its replicas come back. A WorkloadPlacement is kept but for its writers: what a later
 * decision is written over is taken from here.
 */
final class TrimmedStore<T extends HasMetadata> extends BasicItemStore<T> {

  /** Letters that are kept of a message of a kubelet. */
  private static final int LONGEST = 1000;

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  TrimmedStore() {
    super(Cache::metaNamespaceKeyFunc);
  }

  @Override
  public @Nullable T put(String key, T object) {
    prune(object);
    return super.put(key, object);
  }

  /** Takes away what is noted of the writers of any object. */
  static void pruneMetadata(HasMetadata object) {
    object.getMetadata().setManagedFields(null);
    if (object.getMetadata().getAnnotations() != null) {
      object.getMetadata().getAnnotations().remove(LAST_APPLIED);
    }
  }

  private void prune(T object) {
    if (object instanceof WorkloadPlacement) {
      object.getMetadata().setManagedFields(null);
      return;
    }
    List<ManagedFieldsEntry> writers = object.getMetadata().getManagedFields();
    boolean isChild = isChild(object);
    boolean isAwaited = isChild && ChildStatus.isRolling(object) || isReturning(object);
    boolean isEdited = isChild && ForeignFields.areIn(object);
    pruneMetadata(object);
    if (isEdited) {
      object.getMetadata().setManagedFields(writers);
    } else if (isAwaited) {
      object.getMetadata().setManagedFields(WriteTimes.noted(writers));
    }
    if (object instanceof Pod pod) {
      prune(pod);
    } else if (object instanceof Service service) {
      service.getMetadata().setAnnotations(null);
      service.setStatus(null);
    } else if (object instanceof Ingress ingress) {
      ingress.getMetadata().setAnnotations(null);
      ingress.setStatus(null);
    } else if (object instanceof GenericKubernetesResource route) {
      route.getMetadata().setAnnotations(null);
      route.getAdditionalProperties().remove("status");
    } else if (object instanceof Node node) {
      node.getMetadata().setAnnotations(null);
      if (node.getStatus() != null) {
        node.getStatus().setImages(null);
        node.getStatus().setVolumesAttached(null);
        node.getStatus().setVolumesInUse(null);
      }
    }
  }

  /** Whether it is a Deployment whose replicas are to be available before others go. */
  private static boolean isReturning(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey(Labels.RESTORED);
  }

  private static boolean isChild(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return (object instanceof Deployment || object instanceof StatefulSet)
        && labels != null
        && labels.containsKey(Labels.WORKLOAD);
  }

  private static void prune(Pod pod) {
    pod.getMetadata().setAnnotations(null);
    PodSpec spec = pod.getSpec();
    if (spec != null) {
      spec.setVolumes(null);
      spec.setAffinity(required(spec.getAffinity()));
      spec.setTolerations(null);
      spec.setTopologySpreadConstraints(null);
      prune(spec.getContainers());
      prune(spec.getInitContainers());
    }
    PodStatus status = pod.getStatus();
    if (status != null) {
      boolean ready = Readiness.isPodReady(pod);
      status.setContainerStatuses(ready ? null : pruned(status.getContainerStatuses()));
      status.setInitContainerStatuses(ready ? null : pruned(status.getInitContainerStatuses()));
      status.setEphemeralContainerStatuses(null);
    }
  }

  /** Keeps why the containers of a pod that is not ready are not. */
  private static List<ContainerStatus> pruned(@Nullable List<ContainerStatus> statuses) {
    return statuses == null
        ? List.of()
        : statuses.stream()
            .map(
                s ->
                    new ContainerStatusBuilder()
                        .withName(s.getName())
                        .withReady(s.getReady())
                        .withStarted(s.getStarted())
                        .withState(pruned(s.getState()))
                        .withLastState(pruned(s.getLastState()))
                        .build())
            .toList();
  }

  private static @Nullable ContainerState pruned(@Nullable ContainerState state) {
    if (state == null) {
      return null;
    }
    ContainerStateWaiting waiting = state.getWaiting();
    ContainerStateTerminated ended = state.getTerminated();
    return new ContainerStateBuilder()
        .withRunning(state.getRunning())
        .withWaiting(
            waiting == null
                ? null
                : new ContainerStateWaitingBuilder()
                    .withReason(waiting.getReason())
                    .withMessage(cut(waiting.getMessage()))
                    .build())
        .withTerminated(
            ended == null
                ? null
                : new ContainerStateTerminatedBuilder()
                    .withExitCode(ended.getExitCode())
                    .withReason(ended.getReason())
                    .build())
        .build();
  }

  private static @Nullable String cut(@Nullable String message) {
    return message == null ? null : Credentials.hidden(message, LONGEST, "");
  }

  /** The part of an affinity that can leave a pod no node of a zone. */
  private static @Nullable Affinity required(@Nullable Affinity affinity) {
    NodeSelector terms =
        affinity == null || affinity.getNodeAffinity() == null
            ? null
            : affinity.getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution();
    return terms == null ? null : new Affinity(new NodeAffinity(List.of(), terms), null, null);
  }

  /** Keeps of a container its requests, and whether it is a sidecar. */
  private static void prune(List<Container> containers) {
    for (Container c : containers) {
      c.setEnv(null);
      c.setEnvFrom(null);
      c.setCommand(null);
      c.setArgs(null);
      c.setPorts(null);
      c.setVolumeMounts(null);
      c.setLivenessProbe(null);
      c.setReadinessProbe(null);
      c.setStartupProbe(null);
      c.setLifecycle(null);
      c.setSecurityContext(null);
    }
  }
}

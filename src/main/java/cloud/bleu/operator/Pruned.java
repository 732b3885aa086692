package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps of each object what a decision can depend on: caches are most of the memory.
 */
final class Pruned<T extends HasMetadata> extends BasicItemStore<T> {

  Pruned() {
    super(Cache::metaNamespaceKeyFunc);
  }

  @Override
  public @Nullable T put(String key, T object) {
    object.getMetadata().setManagedFields(null);
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
    } else if (object instanceof Node node && node.getStatus() != null) {
      node.getStatus().setImages(null);
    }
    return super.put(key, object);
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
    if (pod.getStatus() != null) {
      pod.getStatus().setContainerStatuses(null);
      pod.getStatus().setInitContainerStatuses(null);
    }
  }

  /** What of an affinity leaves a pod no node of a zone. */
  private static @Nullable Affinity required(@Nullable Affinity affinity) {
    NodeSelector terms =
        affinity == null || affinity.getNodeAffinity() == null
            ? null
            : affinity.getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution();
    return terms == null ? null : new Affinity(new NodeAffinity(List.of(), terms), null, null);
  }

  /** Of a container the requests count, and whether it is a sidecar. */
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

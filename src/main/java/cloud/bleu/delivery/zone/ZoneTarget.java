package cloud.bleu.delivery.zone;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Set;

/**
 * Where zones are, and the only way to them: nodes of this cluster, another cluster, or an engine
 * that carries decisions out. It is asked what zones hold of one workload, and asked what one zone
 * is to hold of it, whole. It decides nothing about the order between zones and knows no other
 * zone: {@code delivery.rollout} calls it for the zone whose turn it is.
 *
 * <p>Every call may be repeated: it compares, then writes what differs. No call waits for a server
 * but that of this cluster; whoever has to ask another one does so on threads of its own.
 */
public interface ZoneTarget {

  /**
   * What stands of a workload, in all zones of this target, those that the decision has left
   * included: only the target can find these. It reads caches.
   *
   * @param zones names of the zones that the decision has
   */
  TargetObservation observe(BleuWorkload workload, Set<String> zones);

  /**
   * Whether a zone still holds a manifest, whatever its replicas: it was asked of it last, and
   * nobody has changed it since. What the server adds is no change.
   */
  boolean holds(ZoneManifest manifest, ZoneObservation seen);

  /**
   * What would refuse a manifest if it were written, with nothing written. It is asked for every
   * zone before the first one is changed.
   *
   * @throws KubernetesClientException when this cluster's API server cannot be reached or fails
   */
  Acceptance dryRun(BleuWorkload workload, ZoneManifest manifest);

  /**
   * Brings one zone to what it is to hold.
   *
   * @param desired by what {@link #observe} has seen last
   * @return what came of it: a refusal, and a write that met a newer version, are no exceptions
   * @throws KubernetesClientException when this cluster's API server cannot be reached or fails
   */
  Ensured ensure(BleuWorkload workload, ZoneDesired desired);

  /**
   * Deletes pods of an earlier template that never started, where what a zone holds waits for them
   * for ever. Nothing where the target has no pods.
   *
   * @param seen what the zone holds, which is reached
   * @return what came of it, as of a write of the zone
   * @throws KubernetesClientException when this cluster's API server cannot be reached or fails
   */
  default Ensured clear(BleuWorkload workload, ZoneObservation seen) {
    return Ensured.WRITTEN;
  }

  /**
   * Pods of an earlier template that did start, where what a zone of another cluster holds waits
   * for them for ever. They may have changed data, so a person decides about them. None where the
   * target has no pods, or does not see them.
   */
  default List<Pod> awaited(BleuWorkload workload, ZoneObservation seen) {
    return List.of();
  }

  /** The kind that is written so that a zone comes to hold an object. */
  default String kind(HasMetadata object) {
    return object.getKind();
  }
}

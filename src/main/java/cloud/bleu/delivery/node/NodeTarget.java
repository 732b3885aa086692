package cloud.bleu.delivery.node;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ClusterObjects;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.cluster.ClusterZoneDelivery;
import cloud.bleu.delivery.cluster.EarlierPods;
import cloud.bleu.delivery.cluster.OwnerReferences;
import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Zones that are nodes of this cluster. What stands there is controlled by its workload, and each
 * call waits for the server of this cluster.
 */
public final class NodeTarget implements ZoneTarget {

  private final ClusterZoneDelivery zones;
  private final EarlierPods pods;

  /**
   * @param objects of this cluster; asked only once there is something to deliver
   * @param edits is told of what others changed and is as decided again
   */
  public NodeTarget(
      KubernetesClient client, Supplier<? extends ClusterObjects> objects, UndoneEdits edits) {
    zones =
        new ClusterZoneDelivery(new ClusterWriter(client), objects, new OwnerReferences(), edits);
    pods = new EarlierPods(client, objects);
  }

  @Override
  public TargetObservation observe(BleuWorkload workload, Set<String> among) {
    return zones.observe(workload, among);
  }

  @Override
  public boolean holds(ZoneManifest manifest, ZoneObservation seen) {
    return zones.holds(manifest, seen);
  }

  @Override
  public Acceptance dryRun(BleuWorkload workload, ZoneManifest manifest) {
    return zones.dryRun(workload, manifest);
  }

  @Override
  public Ensured ensure(BleuWorkload workload, ZoneDesired desired) {
    return zones.ensure(workload, desired);
  }

  @Override
  public Ensured clear(BleuWorkload workload, ZoneObservation seen) {
    return pods.delete(pods.of(workload, seen));
  }

  /** Forgets what was remembered of an object that is gone. */
  public void forget(String uid) {
    zones.forget(uid);
  }
}

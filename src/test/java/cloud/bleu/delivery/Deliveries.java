package cloud.bleu.delivery;

import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.karmada.KarmadaObjects;
import cloud.bleu.delivery.karmada.KarmadaTarget;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.ZoneTarget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;

/** Deliveries as tests need them. */
public final class Deliveries {

  private Deliveries() {}

  /** A delivery to one cluster, without Karmada. */
  public static Delivery of(KubernetesClient client, ZoneTarget target, ClusterWideTarget cluster) {
    return of(client, target, Clusters.one(cluster));
  }

  /** A delivery to several clusters, without Karmada. */
  public static Delivery of(KubernetesClient client, ZoneTarget target, Clusters clusters) {
    return of(
        client,
        target,
        clusters,
        new KarmadaTarget(client, KarmadaObjects.NONE, Clock.systemUTC()));
  }

  /** A delivery whose bindings of Karmada are written as they are. */
  public static Delivery of(
      KubernetesClient client, ZoneTarget target, Clusters clusters, KarmadaTarget karmada) {
    return new Delivery(client, target, clusters, karmada, own -> own, UndoneEdits.UNTOLD);
  }
}

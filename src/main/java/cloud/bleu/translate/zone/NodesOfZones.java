package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec.Target;
import cloud.bleu.translate.load.ClusterNodes;
import cloud.bleu.translate.load.DeclaredReplicas;
import cloud.bleu.translate.load.NodeLoad;
import cloud.bleu.translate.load.RememberedRequests;
import cloud.bleu.translate.load.ReportedRoom;
import cloud.bleu.translate.load.ZoneNodes;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.pod.Sources;
import io.fabric8.kubernetes.api.model.Node;
import java.time.Instant;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The nodes that zones are made of: of this cluster, or of the one that a zone is in. */
public final class NodesOfZones {

  private final ZoneNodes own;
  private final DeclaredReplicas replicas;
  private final Map<String, ClusterContact> contacts;
  private final Instant now;

  /** Zones of one cluster share what is computed of it. */
  private final Map<ClusterNodes, ZoneNodes> elsewhere = new IdentityHashMap<>();

  /**
   * @param requests of pods, from one estate to the next
   * @param contacts with other clusters, by zone
   * @param now when they are looked at
   */
  public NodesOfZones(
      ApiObjects objects,
      Sources sources,
      RememberedRequests requests,
      Map<String, ClusterContact> contacts,
      Instant now) {
    requests.begin();
    this.replicas = new DeclaredReplicas(objects.workloads(), sources, requests);
    this.own = new ZoneNodes(objects.nodes(), new NodeLoad(objects, replicas), now);
    this.contacts = contacts;
    this.now = now;
  }

  /** The nodes of the cluster that a zone is in; null where they are not seen. */
  @Nullable ZoneNodes cluster(AvailabilityZone zone) {
    Target target = target(zone);
    if (target == null || !target.elsewhere()) {
      return own;
    }
    ClusterContact contact = contacts.get(zone.getMetadata().getName());
    return !target.reachedDirectly() || contact == null || contact.nodes() == null
        ? null
        : elsewhere.computeIfAbsent(
            contact.nodes(),
            cluster -> new ZoneNodes(cluster.nodes(), NodeLoad.elsewhere(cluster, replicas), now));
  }

  /**
   * When the first node that joins counts as failed if it is not Ready, of this cluster and of all
   * that zones have asked for; null: none joins.
   */
  public @Nullable Instant joinsUntil() {
    return Stream.concat(Stream.of(own), elsewhere.values().stream())
        .map(ZoneNodes::joinsUntil)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** What an engine reports of the cluster that a zone is; null where none does. */
  @Nullable ReportedRoom reported(AvailabilityZone zone) {
    Target target = target(zone);
    ClusterContact contact = contacts.get(zone.getMetadata().getName());
    return target == null || !target.ofEngine() || contact == null ? null : contact.room();
  }

  /**
   * The nodes of a zone, sorted by name: those with its labels, or all of another cluster but those
   * of its control plane. None where they are not seen. A taint takes no node out of the zone: what
   * tolerates it runs there.
   */
  List<Node> of(AvailabilityZone zone) {
    Target target = target(zone);
    ZoneNodes cluster = cluster(zone);
    if (target == null || cluster == null) {
      return List.of();
    }
    return whole(target) ? cluster.workers() : cluster.matching(target.nodeSelector());
  }

  /**
   * Those of its nodes that have room for pods of anybody: all that somebody labelled for the zone,
   * and of a whole cluster those without a taint of their owner.
   */
  List<Node> withRoom(AvailabilityZone zone) {
    Target target = target(zone);
    return target != null && whole(target) ? ZoneNodes.open(of(zone)) : of(zone);
  }

  private static boolean whole(Target target) {
    return target.elsewhere() && target.nodeSelector().isEmpty();
  }

  private static @Nullable Target target(AvailabilityZone zone) {
    return zone.getSpec() == null ? null : zone.getSpec().target();
  }
}

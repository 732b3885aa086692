package cloud.bleu.operator.routing;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.ManagedClusterRef;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.member.UnreachedTarget;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import cloud.bleu.operator.member.Members;
import cloud.bleu.operator.member.ZonePlaces;
import cloud.bleu.operator.ocm.ManagedClusters;
import cloud.bleu.translate.zone.ClusterContact;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The clusters of all zones that the operator delivers to: its own one, those that it reaches by
 * itself, and those whose agents fetch their orders.
 */
public final class ZoneClusters implements Clusters {

  private final Members members;
  private final ManagedClusters managed;

  /** Of zones that are managed clusters, by their names. */
  private final ZonePlaces places;

  /**
   * @param members clusters that the operator reaches by itself
   * @param managed clusters whose agents fetch their orders
   */
  public ZoneClusters(Members members, ManagedClusters managed, Clock clock) {
    this.members = members;
    this.managed = managed;
    places =
        new ZonePlaces(
            managed::cluster,
            managed::uid,
            zone -> members.recorded(zone),
            zone -> members.rival(zone),
            clock);
  }

  @Override
  public String of(String zone) {
    String cluster = managed.cluster(zone);
    return cluster == null ? members.of(zone) : ManagedClusterRef.id(cluster);
  }

  @Override
  public Routing now() {
    Routing direct = members.now();
    Set<String> all = new HashSet<>(direct.all());
    all.addAll(ids());
    return new Routing(
        zone -> {
          String cluster = managed.cluster(zone);
          return cluster == null ? direct.of(zone) : ManagedClusterRef.id(cluster);
        },
        all);
  }

  @Override
  public TargetObservation.@Nullable Unseen barred(BleuWorkload workload, String zone) {
    if (managed.cluster(zone) == null) {
      return members.barred(workload, zone);
    }
    Reach barred = places.barred(zone, HeldZones.of(workload).get(zone));
    return barred == null ? null : UnreachedTarget.unseen(zone, barred);
  }

  @Override
  public Set<String> all() {
    return now().all();
  }

  @Override
  public ClusterWideTarget at(String cluster) {
    return ManagedClusterRef.isOne(cluster)
        ? managed.targets().policies(ManagedClusterRef.name(cluster))
        : members.at(cluster);
  }

  /** The zones of a cluster. */
  public ZoneTarget zones(String cluster) {
    return ManagedClusterRef.isOne(cluster)
        ? managed.targets().zones(ManagedClusterRef.name(cluster))
        : members.zones(cluster);
  }

  @Override
  public void forgetWorkload(String namespace, String name) {
    members.forgetWorkload(namespace, name);
  }

  /**
   * Whether the cluster of a zone is reached, and is that of what is held of the zone; null for a
   * zone of the own cluster.
   */
  public @Nullable Reach reach(String zone) {
    return by(zone, cluster -> reach(zone, cluster), members::reach);
  }

  private Reach reach(String zone, String cluster) {
    Reach barred = places.barred(zone, null);
    return barred == null ? managed.reach(cluster) : barred;
  }

  /** What the hub says of the managed cluster that a zone is; null for a zone that is none. */
  public @Nullable ClusterContact contact(String zone) {
    String cluster = managed.cluster(zone);
    return cluster == null ? null : managed.contact(cluster, reach(zone, cluster));
  }

  /** What is said of the cluster of a zone beside its reach; null: nothing, or it is another. */
  public @Nullable String remark(String zone) {
    return by(
        zone,
        cluster -> places.barred(zone, null) == null ? managed.remark(zone) : null,
        members::remark);
  }

  /** The version of Kubernetes that the cluster of a zone said last; null: none is known. */
  public @Nullable String version(String zone) {
    return managed.cluster(zone) == null ? members.version(zone) : managed.version(zone);
  }

  /** Whether the cluster of a zone is reached lately, and is about to be asked for its version. */
  public boolean awaitsVersion(String zone) {
    return managed.cluster(zone) == null && members.awaitsVersion(zone);
  }

  /** By which the cluster of a zone is known, if it is reached; null while it is not. */
  public @Nullable String reached(String zone) {
    return by(
        zone,
        cluster -> managed.reach(cluster).isReached() ? managed.uid(cluster) : null,
        members::reached);
  }

  /** Whether the cluster of a zone is being asked for the first time, and may answer any moment. */
  public boolean isPending(String zone) {
    String cluster = managed.cluster(zone);
    return cluster == null ? members.isPending(zone) : managed.isPending(cluster);
  }

  /** Whether something stands in a zone of another cluster, as far as it is seen. */
  public boolean hasChildren(String zone) {
    return managed.hasWorks(zone) || members.hasChildren(zone);
  }

  /** What runs in the cluster of a zone of this hub though the hub does not have the workload. */
  public List<HasMetadata> undeclared(String zone) {
    return members.undeclared(zone);
  }

  /** Whether something of workloads may stand in a zone, in the cluster that it is known by. */
  public boolean isHeld(String zone) {
    return members.isHeld(zone);
  }

  /** Whether it is not known yet what stands in a zone, so that it may be in use. */
  public boolean isUnlisted(String zone) {
    String cluster = managed.cluster(zone);
    return cluster != null && managed.isUnlisted(cluster);
  }

  /** The cluster of a zone, as it is to be recorded; null where there is nothing to record. */
  public @Nullable String settle(String zone) {
    return members.settle(zone, reached(zone));
  }

  private <T> @Nullable T by(
      String zone,
      Function<String, ? extends @Nullable T> agents,
      Function<String, ? extends @Nullable T> direct) {
    String cluster = managed.cluster(zone);
    return cluster == null ? direct.apply(zone) : agents.apply(cluster);
  }

  private Set<String> ids() {
    return managed.all().stream().map(ManagedClusterRef::id).collect(Collectors.toSet());
  }
}

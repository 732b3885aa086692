package cloud.bleu.operator.routing;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.ManagedClusterRef;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.member.UnreachedTarget;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import cloud.bleu.operator.member.Members;
import cloud.bleu.operator.ocm.ManagedClusters;
import java.util.HashSet;
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

  public ZoneClusters(Members members, ManagedClusters managed) {
    this.members = members;
    this.managed = managed;
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
    String cluster = managed.cluster(zone);
    if (cluster == null) {
      return members.barred(workload, zone);
    }
    String held = HeldZones.of(workload).get(zone);
    String uid = managed.uid(cluster);
    if (held == null || uid == null || held.equals(uid)) {
      return null;
    }
    Reach elsewhere =
        new Reach(
            Reach.State.UNREACHED,
            managed.reach(cluster).since(),
            DeliveryProblem.ANOTHER_CLUSTER,
            "what stands in it is in cluster "
                + held
                + " and the zone is ManagedCluster "
                + cluster
                + " now, so nothing of it is changed in either: declare the zone as it was. To move"
                + " it, set its state to Drained first. Where the former cluster is gone for good,"
                + " remove the finalizers of the zone from its workloads");
    return UnreachedTarget.unseen(zone, elsewhere);
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

  /** Whether the cluster of a zone is reached; null for a zone of the own cluster. */
  public @Nullable Reach reach(String zone) {
    return by(zone, managed::reach, members::reach);
  }

  /** What is said of the cluster of a zone beside whether it is reached; null: nothing. */
  public @Nullable String remark(String zone) {
    return managed.cluster(zone) == null ? members.remark(zone) : managed.remark(zone);
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

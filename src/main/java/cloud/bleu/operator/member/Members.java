package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec.Target;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.member.UnreachedTarget;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import cloud.bleu.operator.access.AccessSource;
import cloud.bleu.operator.access.MemberAccess;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.load.ClusterNodes;
import cloud.bleu.translate.zone.ClusterContact;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The other clusters of zones, connected as zones and the sources of their ways say. One thread
 * changes what is connected, and waits for no server. Callers never wait.
 */
public final class Members implements Clusters, AutoCloseable {

  private final ClusterWideTarget own;
  private final ZoneTarget ownZones;
  private final Supplier<Caches> caches;
  private final Function<String, @Nullable String> rivals;
  private final AccessSource access;
  private final Clock clock;
  private final ClusterListener listener;
  private final MemberConnections connections;
  private final ZonePlaces places;
  private final MemberThread thread;
  private final ClusterRecords records;
  private final ZoneContacts contacts;
  private final ClusterRemarks remarks = new ClusterRemarks();
  private final MemberRemains remains;
  private final AccessSource.Asker asker;

  /**
   * @param own what the own cluster holds once
   * @param ownZones zones that are nodes of the own cluster
   * @param caches of the own cluster; asked only once there is a zone
   * @param rivals by zone why another one comes before it in its cluster; null: none does
   */
  public Members(
      ClusterWideTarget own,
      ZoneTarget ownZones,
      Supplier<Caches> caches,
      Function<String, @Nullable String> rivals,
      MemberClients clients,
      AccessSource access,
      Clock clock,
      ClusterListener listener) {
    this.own = own;
    this.ownZones = ownZones;
    this.caches = caches;
    this.rivals = rivals;
    this.access = access;
    this.clock = clock;
    this.listener = listener;
    connections =
        new MemberConnections(
            clients,
            clock,
            new MemberRelay(listener, caches, this::refresh, this::tell, this::tellRemark));
    remains = new MemberRemains(connections, this::of, this::tellRemark);
    records = ClusterRecords.of(caches);
    places = new ZonePlaces(this::place, connections::uid, records::of, this::rival, clock);
    contacts = new ZoneContacts(this::reach, this::nodes, clock);
    thread = new MemberThread(this::follow);
    asker = new CredentialAnswers(thread::refresh, connections::reach);
  }

  /** Follows the zones from now on, and what leads to those in another cluster. */
  public void start() {
    caches.get().zones.addEventHandler(thread);
    caches.get().workloads.addEventHandler(remains);
    thread.refresh();
  }

  @Override
  public String of(String zone) {
    return connections.serving(stated(zone));
  }

  @Override
  public Routing now() {
    Map<String, String> serving = connections.serving();
    Set<String> all = new HashSet<>(serving.values());
    all.add(OWN);
    return new Routing(
        zone -> {
          String id = stated(zone);
          return serving.getOrDefault(id, id);
        },
        all);
  }

  @Override
  public TargetObservation.@Nullable Unseen barred(BleuWorkload workload, String zone) {
    Reach barred = places.barred(zone, HeldZones.of(workload).get(zone));
    return barred == null ? null : UnreachedTarget.unseen(zone, barred);
  }

  @Override
  public Set<String> all() {
    return now().all();
  }

  @Override
  public ClusterWideTarget at(String cluster) {
    if (cluster.equals(OWN)) {
      return own;
    }
    Member member = connections.get(cluster);
    return member == null ? unreached(cluster) : member.policies();
  }

  /** The zones of a cluster. */
  public ZoneTarget zones(String cluster) {
    if (cluster.equals(OWN)) {
      return ownZones;
    }
    Member member = connections.get(cluster);
    return member == null ? unreached(cluster) : member.zones();
  }

  /** Whether the cluster of a zone is reached and has what is held of it; null for the own one. */
  public @Nullable Reach reach(String zone) {
    Reach barred = places.barred(zone, null);
    String cluster = of(zone);
    return barred != null ? barred : cluster.equals(OWN) ? null : connections.reach(cluster);
  }

  /** What is said of the cluster of a zone beside its answers; null: nothing, or it is another. */
  public @Nullable String remark(String zone) {
    Member member = connections.get(of(zone));
    return member == null || records.isOf(zone, member.uid()) ? remarks.of(of(zone)) : null;
  }

  /**
   * What the answers of the cluster of a zone say of the zone; null for one of the own cluster.
   *
   * @param left whether something may stand in the zone that was moved away from it
   */
  public @Nullable ClusterContact contact(String zone, BooleanSupplier left) {
    return contacts.of(zone, left);
  }

  /** The uid of the namespace kube-system of the cluster of a zone, if that is reached. */
  public @Nullable String reached(String zone) {
    Member member = connections.get(of(zone));
    return member == null || !member.reach().isReached() ? null : member.uid();
  }

  /** Whether the cluster of a zone is being asked for the first time, and may answer any moment. */
  public boolean isPending(String zone) {
    Reach reach = reach(zone);
    return reach != null && reach.isPending(clock.instant());
  }

  /** Whether the cluster of a zone is reached lately, and is about to be asked for its version. */
  public boolean awaitsVersion(String zone) {
    Member member = connections.get(of(zone));
    return member != null && !member.isVersionAsked() && member.reach().isNew(clock.instant());
  }

  @Override
  public void forgetWorkload(String namespace, String name) {
    connections.forgetWorkload(new WorkloadId(namespace, name));
  }

  /** Whether something stands in a zone, as far as the cluster that has it is seen. */
  public boolean hasChildren(String zone) {
    Member member = connections.get(of(zone));
    return member != null && member.hasChildren(zone);
  }

  /** What runs in the cluster of a zone of this hub though the hub does not have the workload. */
  public List<HasMetadata> undeclared(String zone) {
    return remains.of(zone);
  }

  @Override
  public void close() {
    thread.close();
    access.close();
    connections.close();
  }

  /** The cluster of a zone, as it is to be recorded; null: the own one, or it is not known. */
  public @Nullable String settle(String zone, @Nullable String reached) {
    return records.settle(zone, reached);
  }

  /** The cluster that a zone is known by; null: none. */
  public @Nullable String recorded(String zone) {
    return records.of(zone);
  }

  /** Whether something of workloads may stand in a zone, in the cluster that it is known by. */
  public boolean isHeld(String zone) {
    return caches.get().isHeld(zone, records.of(zone));
  }

  /** Why a zone of which nothing is held is not filled: another one has its nodes; null: none. */
  public @Nullable String rival(String zone) {
    String rival = rivals.apply(zone);
    return rival == null || isHeld(zone) || caches.get().isHeld(zone, reached(zone)) ? null : rival;
  }

  /** All ways that lead into the cluster that one names, as far as that is known. */
  public Set<String> alike(String cluster) {
    return connections.alike(cluster);
  }

  private @Nullable ClusterNodes nodes(String zone) {
    Member member = connections.get(of(zone));
    return member == null ? null : member.nodes().nodes();
  }

  /** The version of Kubernetes that the cluster of a zone said last; null: none of this one. */
  public @Nullable String version(String zone) {
    Member member = connections.get(of(zone));
    MemberVersion version =
        member == null || !records.isOf(zone, member.uid()) ? null : member.version();
    return version == null ? null : version.text();
  }

  /** The cluster that a zone names, even if another way serves it. */
  private String stated(String zone) {
    return MemberZones.cluster(caches.get().zones.getIndexer().getByKey(zone));
  }

  private @Nullable String place(String zone) {
    AvailabilityZone declared = caches.get().zones.getIndexer().getByKey(zone);
    String karmada = Caches.karmadaCluster(declared);
    return declared == null ? null : karmada == null ? of(zone) : ZonePlaces.ofKarmada(karmada);
  }

  private UnreachedTarget unreached(String cluster) {
    return new UnreachedTarget(() -> connections.reach(cluster));
  }

  private void refresh() {
    thread.refresh();
  }

  private void tell(String cluster) {
    listener.reachChanged(zonesOf(cluster));
  }

  private void tellRemark(String cluster) {
    listener.remarked(zonesOf(cluster));
  }

  private Set<String> zonesOf(String cluster) {
    return connections.alike(cluster).stream()
        .flatMap(id -> caches.get().zonesOf(id).stream())
        .map(zone -> zone.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  private void follow() {
    Map<String, Target> wanted = MemberZones.wanted(caches.get().zones.getIndexer().list());
    access.follow(wanted, asker);
    Map<String, MemberAccess> found = new TreeMap<>();
    wanted.forEach((id, target) -> found.put(id, access.access(target)));
    connections.follow(found, caches.get().origin()).forEach(this::tell);
    wanted.forEach(
        (id, target) -> {
          Member member = connections.get(id);
          String own = member == null ? null : member.remark();
          if (remarks.isNews(id, access.remark(target), own)) {
            tellRemark(id);
          }
        });
  }
}

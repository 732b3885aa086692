package cloud.bleu.operator.ocm;

import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.ocm.ManagedTargets;
import cloud.bleu.delivery.ocm.ManifestWork;
import cloud.bleu.delivery.ocm.WorkObjects;
import cloud.bleu.delivery.zone.ZoneTarget;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.cache.RoundThread;
import cloud.bleu.operator.cache.ServedCaches;
import cloud.bleu.operator.cache.ZonesByCluster;
import cloud.bleu.operator.member.ClusterListener;
import cloud.bleu.operator.member.EngineVersions;
import cloud.bleu.operator.member.SpecChanges;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.zone.ClusterContact;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The managed clusters that zones name. Works are looked for once the first zone names one. One
 * thread looks; callers never wait.
 */
public final class ManagedClusters implements WorkObjects, AutoCloseable {

  /** Of Kubernetes, in a ManagedCluster: its registration agent reports it. */
  private static final List<String> VERSION = List.of("status", "version", "kubernetes");

  private final Supplier<Caches> caches;
  private final Clock clock;
  private final ClusterListener listener;
  private final WatchedReach reach;
  private final ManagedTargets targets;
  private final WorkEvents events;
  private final RoundThread rounds;
  private final Map<String, Reach> clusters = new ConcurrentHashMap<>();
  private final Reach asking;
  private final ManagedRooms rooms;
  private final ManagedIdentities identities = new ManagedIdentities();
  private final EngineVersions versions;

  /** Zones of which something is to be told in the next round in which their clusters are known. */
  private final Set<String> remarked = new HashSet<>();

  private final ServedCaches<WorkCaches> kinds;

  /**
   * @param client of the hub
   * @param caches of it; asked only once there is a zone
   * @param served namespaces in which the operator may change objects
   * @param own the zones of the hub
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  public ManagedClusters(
      KubernetesClient client,
      Supplier<Caches> caches,
      Predicate<String> served,
      ZoneTarget own,
      Clock clock,
      LongSupplier nanos,
      ClusterListener listener) {
    this.caches = caches;
    this.clock = clock;
    this.listener = listener;
    reach = new WatchedReach(served, clock, nanos);
    asking = reach.asking();
    rooms = new ManagedRooms(caches, clock);
    versions = new EngineVersions("its agent", VERSION, caches);
    targets =
        new ManagedTargets(
            client,
            this,
            own,
            (namespace, name) -> caches.get().workload(new WorkloadId(namespace, name)),
            clock);
    events = new WorkEvents(caches, targets, listener, nanos);
    kinds =
        new ServedCaches<>(
            client,
            new ServedCaches.Kind(
                ManifestWork.CRD,
                ManifestWork.KIND.getVersion(),
                "zones of Open Cluster Management are not reached"),
            () -> new WorkCaches(client, Objects.requireNonNull(home()), new Works()),
            this::refresh);
    rounds =
        new RoundThread(
            RoundThread.thread("managed clusters"), nanos, this::look, this::isAnyNamed);
  }

  /** Follows the zones from now on. To be called once. */
  public void start() {
    caches.get().zones.addEventHandler(new SpecChanges<>(this::refresh));
    rounds.ask();
  }

  /** The ManagedCluster that a zone is; null for a zone that is none. */
  public @Nullable String cluster(String zone) {
    return ManagedRooms.cluster(caches.get().zones.getIndexer().getByKey(zone));
  }

  /** The managed clusters that zones name, or in which works stand. */
  public Set<String> all() {
    Set<String> all = new HashSet<>(clusters.keySet());
    WorkCaches now = kinds.caches();
    if (now != null) {
      now.works().forEach(work -> all.add(work.getMetadata().getNamespace()));
    }
    return all;
  }

  /** How works are written and read. */
  public ManagedTargets targets() {
    return targets;
  }

  /** Whether works of this hub stand for a zone. */
  public boolean hasWorks(String zone) {
    WorkCaches now = kinds.caches();
    return now != null
        && now.works().stream()
            .anyMatch(work -> zone.equals(work.getMetadata().getLabels().get(Labels.ZONE)));
  }

  /** Whether it is not known yet which works of this hub stand in a cluster. */
  public boolean isUnlisted(String cluster) {
    WorkCaches now = kinds.caches();
    return now == null ? reach(cluster).state() == Reach.State.ASKING : !now.isListed();
  }

  /** Whether a cluster is being asked for the first time, and may answer any moment. */
  public boolean isPending(String cluster) {
    return reach(cluster).isPending(clock.instant());
  }

  /**
   * What the hub says of a cluster, for a zone.
   *
   * @param reach whether its word counts of the zone
   */
  public ClusterContact contact(String cluster, Reach reach) {
    return rooms.contact(cluster, reach).in(uid(cluster));
  }

  /** What is said of the cluster of a zone beside whether it is reached; null: nothing. */
  public @Nullable String remark(String zone) {
    String name = cluster(zone);
    return name == null || !reach(name).isReached()
        ? null
        : versions.remark(name, caches.get().declaresRoom(zone) ? null : rooms.remark(name));
  }

  /** The version of Kubernetes that the hub said last the cluster of a zone is of; null: none. */
  public @Nullable String version(String zone) {
    String name = cluster(zone);
    return name == null ? null : versions.of(name);
  }

  @Override
  public @Nullable String home() {
    return caches.get().origin();
  }

  @Override
  public Reach reach(String cluster) {
    return clusters.getOrDefault(cluster, asking);
  }

  @Override
  public boolean serves(String cluster) {
    return reach.serves(cluster);
  }

  @Override
  public @Nullable String uid(String cluster) {
    WorkCaches now = kinds.caches();
    return ManagedIdentities.of(now == null ? null : now.cluster(cluster));
  }

  /** What the agent of a cluster claims that it is; null: nothing. */
  public @Nullable String claim(String cluster) {
    WorkCaches now = kinds.caches();
    return ManagedIdentities.claim(now == null ? null : now.cluster(cluster));
  }

  @Override
  public @Nullable GenericKubernetesResource work(String cluster, String name) {
    WorkCaches now = kinds.caches();
    return now == null ? null : now.work(cluster, name);
  }

  @Override
  public List<GenericKubernetesResource> works(String cluster, String namespace, String workload) {
    WorkCaches now = kinds.caches();
    return now == null ? List.of() : now.works(cluster, namespace, workload);
  }

  @Override
  public void close() {
    rounds.close();
    kinds.close();
  }

  private boolean isAnyNamed() {
    return kinds.caches() != null
        || !ZonesByCluster.of(caches.get(), ManagedRooms::cluster).isEmpty();
  }

  private void look() {
    Map<String, Set<String>> zones = ZonesByCluster.of(caches.get(), ManagedRooms::cluster);
    clusters.keySet().retainAll(zones.keySet());
    reach.retain(zones.keySet());
    identities.retain(zones.keySet());
    boolean named = !zones.isEmpty() || kinds.caches() != null;
    boolean known = home() != null && named && kinds.look();
    WorkCaches now = kinds.caches();
    remarked.addAll(versions.look(zones, now == null ? null : now.versions()));
    if (!known) {
      return;
    }
    reach.watched(now);
    Set<String> changed = new HashSet<>();
    zones.forEach(
        (cluster, some) -> {
          Reach last = clusters.getOrDefault(cluster, asking);
          Reach next = reach.of(cluster, last);
          clusters.put(cluster, next);
          boolean isOther = identities.isOther(cluster, uid(cluster));
          if (isOther || !next.equals(last)) {
            changed.addAll(some);
            if (now != null) {
              events.reachChanged(cluster, now.works());
            }
          }
        });
    boolean other = now != null && rooms.look(clusters, now);
    if (!changed.isEmpty()) {
      listener.reachChanged(changed);
    }
    if (!remarked.isEmpty()) {
      listener.remarked(Set.copyOf(remarked));
      remarked.clear();
    }
    if (other) {
      listener.nodesChanged();
    }
    if (now != null) {
      events.compare(now.works());
    }
  }

  private void refresh() {
    rounds.ask();
  }

  /** What the works tell. */
  private final class Works implements WorkCaches.Listener {
    @Override
    public void work(GenericKubernetesResource work, boolean gone) {
      if (gone) {
        targets.forget(work);
      }
      events.changed(work);
    }

    @Override
    public void others() {
      refresh();
    }
  }
}

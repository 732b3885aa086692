package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.member.UnreachedTarget;
import cloud.bleu.delivery.zone.ClusterTarget;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clusters that zones are in, connected as zones and Secrets say. What is connected is changed
 * on one thread, which waits for no server. Nobody who asks here waits.
 */
public final class Members implements Clusters, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Members.class);

  private final ClusterTarget own;
  private final ZoneTarget ownZones;
  private final Supplier<Caches> caches;
  private final MemberSecrets secrets;
  private final Clock clock;
  private final Listener listener;
  private final MemberConnections connections;
  private final ZonePlaces places;
  private final ExecutorService thread;
  private volatile boolean started;

  /** Who is told of what becomes of clusters and of what stands there. */
  public interface Listener {
    /** Whether the cluster of these zones is reached is another answer than before. */
    void reachChanged(Set<String> zones);

    /** Something of a workload changed there. */
    void changed(WorkloadId workload);
  }

  /**
   * @param own what the own cluster holds once
   * @param ownZones zones that are nodes of the own cluster
   * @param caches of the own cluster; asked only once there is a zone
   */
  public Members(
      ClusterTarget own,
      ZoneTarget ownZones,
      Supplier<Caches> caches,
      MemberClients clients,
      MemberSecrets secrets,
      Clock clock,
      Listener listener) {
    this.own = own;
    this.ownZones = ownZones;
    this.caches = caches;
    this.secrets = secrets;
    this.clock = clock;
    this.listener = listener;
    connections = new MemberConnections(clients, clock, new Followed());
    places =
        new ZonePlaces(
            zone -> isDeclared(zone) ? of(zone) : null,
            connections::uid,
            zone -> caches.get().heldIn(zone),
            this::rival,
            clock);
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread follower = new Thread(task, "members");
              follower.setDaemon(true);
              return follower;
            });
    // Without a zone in another cluster there is nothing to do.
    one.allowCoreThreadTimeOut(true);
    thread = one;
  }

  /** Follows the zones from now on, and their Secrets once there is one in another cluster. */
  public void start() {
    caches.get().zones.addEventHandler(new Changes<>());
    started = true;
    refresh();
  }

  @Override
  public String of(String zone) {
    return connections.serving(MemberZones.cluster(caches.get().zones.getIndexer().getByKey(zone)));
  }

  @Override
  public TargetObservation.@Nullable Unseen barred(BleuWorkload workload, String zone) {
    Reach barred = places.barred(zone, HeldZones.of(workload).get(zone));
    return barred == null ? null : UnreachedTarget.unseen(zone, barred);
  }

  @Override
  public Set<String> all() {
    Set<String> all = new HashSet<>();
    connections.ids().forEach(id -> all.add(connections.serving(id)));
    all.add(OWN);
    return all;
  }

  @Override
  public ClusterTarget at(String cluster) {
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

  /**
   * Whether the cluster of a zone is reached, and is that of what is held of the zone; null for a
   * zone of the own cluster.
   */
  public @Nullable Reach reach(String zone) {
    Reach barred = places.barred(zone, null);
    String cluster = of(zone);
    return barred != null ? barred : cluster.equals(OWN) ? null : connections.reach(cluster);
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

  @Override
  public void forgetWorkload(String namespace, String name) {
    connections.forgetWorkload(new WorkloadId(namespace, name));
  }

  /** Whether something stands in a zone, as far as the cluster that has it is seen. */
  public boolean hasChildren(String zone) {
    Member member = connections.get(of(zone));
    return member != null && member.hasChildren(zone);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    secrets.close();
    connections.close();
  }

  /** How many zones are in clusters that are not reached; 0 before the zones are followed. */
  public int unreached() {
    if (!started) {
      return 0;
    }
    return (int)
        caches.get().zones.getIndexer().list().stream()
            .map(zone -> reach(zone.getMetadata().getName()))
            .filter(reach -> reach != null && reach.state() == Reach.State.UNREACHED)
            .count();
  }

  private boolean isDeclared(String zone) {
    return caches.get().zones.getIndexer().getByKey(zone) != null;
  }

  private UnreachedTarget unreached(String cluster) {
    return new UnreachedTarget(() -> connections.reach(cluster));
  }

  private void tell(String cluster) {
    Set<String> zones = new HashSet<>();
    for (String id : connections.alike(cluster)) {
      zones.addAll(MemberZones.in(caches.get().zones.getIndexer().list(), id));
    }
    listener.reachChanged(zones);
  }

  /** A zone that may have nodes of this one, and names another Secret; null: none has. */
  private @Nullable String rival(String zone) {
    return MemberZones.rival(caches.get().zones.getIndexer().list(), zone, connections::uid);
  }

  private void refresh() {
    try {
      thread.execute(this::guarded);
    } catch (RejectedExecutionException closed) {
      LOG.debug("clusters are not followed any more");
    }
  }

  private void guarded() {
    try {
      follow();
    } catch (RuntimeException e) {
      LOG.error("the clusters of zones cannot be followed", e);
    }
  }

  private void follow() {
    Map<String, AvailabilityZoneSpec.KubeconfigSecretRef> wanted =
        MemberZones.wanted(caches.get().zones.getIndexer().list());
    if (!wanted.isEmpty()) {
      secrets.start(this::refresh);
    }
    String home = caches.get().origin();
    Map<String, MemberSecrets.Found> found = new TreeMap<>();
    wanted.forEach((id, ref) -> found.put(id, secrets.kubeconfig(ref.name(), ref.key())));
    connections.follow(found, home).forEach(this::tell);
  }

  /** What members tell. */
  private final class Followed implements Member.Listener {
    @Override
    public void reachChanged(Member member) {
      refresh();
      tell(member.id());
    }

    @Override
    public void changed(WorkloadId workload) {
      listener.changed(workload);
    }

    @Override
    public @Nullable Instant awaySince(Member member) {
      return MemberZones.awaySince(caches.get().zones.getIndexer().list(), member.id());
    }

    @Override
    public @Nullable String misplaced(String uid) {
      if (uid.equals(caches.get().origin())) {
        return "its kubeconfig leads into the cluster of the operator: take cluster out of"
            + " spec.target";
      }
      return null;
    }
  }

  /** Something that says which clusters there are has changed. */
  private final class Changes<T extends HasMetadata> implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      refresh();
    }

    @Override
    public void onUpdate(T before, T after) {
      if (before.getMetadata().getGeneration() == null
          || !before.getMetadata().getGeneration().equals(after.getMetadata().getGeneration())) {
        refresh();
      }
    }

    @Override
    public void onDelete(T object, boolean unknown) {
      refresh();
    }
  }
}

package cloud.bleu.operator.karmada;

import cloud.bleu.delivery.karmada.KarmadaCluster;
import cloud.bleu.delivery.karmada.KarmadaObjects;
import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.cache.RoundThread;
import cloud.bleu.operator.cache.ServedCaches;
import cloud.bleu.operator.cache.ZonesByCluster;
import cloud.bleu.operator.member.ClusterListener;
import cloud.bleu.operator.member.EngineVersions;
import cloud.bleu.operator.member.SpecChanges;
import cloud.bleu.operator.member.ZoneContacts;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.zone.ClusterContact;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The connection to Karmada. Its kinds are looked for once the first zone names a cluster of
 * Karmada, and are watched as soon as they are served. One thread looks; callers never wait.
 */
public final class KarmadaConnection implements KarmadaObjects, AutoCloseable {

  private final Supplier<Caches> caches;
  private final BindingWorkloads workloads;
  private final Function<String, @Nullable Reach> barred;
  private final Clock clock;
  private final ClusterListener listener;
  private final ServedCaches<KarmadaCaches> kinds;
  private final ClusterReach reach;
  private final ClusterRooms rooms;
  private final EngineVersions versions;

  /** Zones of which something is to be told in the next round in which their clusters are known. */
  private final Set<String> remarked = new HashSet<>();

  private final AdoptedBindings adopted;
  private final RoundThread rounds;
  private final Map<String, Reach> clusters = new ConcurrentHashMap<>();

  /** What policies could ask for in the last round, by cluster. */
  private final Map<String, KarmadaCluster> asked = new HashMap<>();

  private final Reach asking;
  private volatile Reach karmada;

  /** Whether it is known which bindings there are. */
  private volatile boolean listed;

  /**
   * @param client of the API server that the operator works on
   * @param caches of it; asked only once there is a zone
   * @param held replicas of a workload that hold room in a zone by a decision
   * @param barred as {@link #barred}
   * @param nanos a clock that nobody can set, in nanoseconds
   * @param thread that looks; it is ended with this
   */
  public KarmadaConnection(
      KubernetesClient client,
      Supplier<Caches> caches,
      ToIntBiFunction<WorkloadId, String> held,
      Function<String, @Nullable Reach> barred,
      Clock clock,
      LongSupplier nanos,
      ClusterListener listener,
      ScheduledExecutorService thread) {
    this.caches = caches;
    this.workloads = new BindingWorkloads(caches);
    this.barred = barred;
    this.clock = clock;
    this.listener = listener;
    reach = new ClusterReach(clock, nanos);
    versions = new EngineVersions("Karmada", List.of("status", PrunedStore.VERSION), caches);
    rooms =
        new ClusterRooms(
            caches,
            new BindingReplicas(
                caches,
                workloads,
                (workload, cluster) -> {
                  String zone = zone(cluster);
                  return zone == null ? 0 : held.applyAsInt(workload, zone);
                }),
            clock,
            nanos);
    adopted =
        new AdoptedBindings(
            workloads,
            this,
            rooms,
            zone -> caches.get().declaresRoom(zone),
            () -> isPending() && caches.get().hasZonesOfKarmada(),
            () -> listed);
    asking = new Reach(Reach.State.ASKING, reach.now(), "NotAskedYet", "Karmada was not asked yet");
    karmada = asking;
    kinds =
        new ServedCaches<>(
            client,
            new ServedCaches.Kind(
                "resourcebindings." + ResourceBinding.KIND.getGroup(),
                ResourceBinding.KIND.getVersion(),
                "zones of Karmada are not reached"),
            () -> new KarmadaCaches(client, this::bindingChanged, this::refresh),
            this::refresh);
    rounds = new RoundThread(thread, nanos, this::look, () -> caches.get().hasZonesOfKarmada());
  }

  /** Follows the zones from now on. To be called once. */
  public void start() {
    caches.get().zones.addEventHandler(new SpecChanges<>(this::refresh));
    rounds.ask();
  }

  @Override
  public @Nullable String cluster(String zone) {
    return Caches.karmadaCluster(caches.get().zones.getIndexer().getByKey(zone));
  }

  @Override
  public @Nullable String zone(String cluster) {
    // Where two name one, the later by name takes part in nothing.
    return caches.get().zonesOfKarmada(cluster).stream()
        .map(zone -> zone.getMetadata().getName())
        .min(String::compareTo)
        .orElse(null);
  }

  @Override
  public Set<String> clusters() {
    return Set.copyOf(clusters.keySet());
  }

  @Override
  public KarmadaCluster seen(String cluster) {
    KarmadaCaches now = kinds.caches();
    GenericKubernetesResource seen = now == null ? null : now.cluster(cluster);
    return seen == null ? KarmadaCluster.unseen(cluster) : KarmadaCluster.of(seen);
  }

  @Override
  public Reach bindings() {
    return karmada;
  }

  @Override
  public Reach reach(String cluster) {
    Reach known = clusters.get(cluster);
    Reach now = karmada;
    KarmadaCaches seen = kinds.caches();
    if (known != null || !now.isReached() || seen == null) {
      return known == null ? now : known;
    }
    // No zone names it, and bindings may: what stands there counts all the same.
    return reach.of(cluster, now, seen.cluster(cluster), now);
  }

  @Override
  public @Nullable Reach barred(String zone) {
    return barred.apply(zone);
  }

  /** Whether the cluster of a zone is reached and has all of it; null for none of Karmada. */
  public @Nullable Reach ofZone(String zone) {
    String cluster = cluster(zone);
    Reach shut = cluster == null ? null : barred(zone);
    return shut != null ? shut : cluster == null ? null : reach(cluster);
  }

  /** What Karmada says of the cluster of a zone; null for a zone that is none of Karmada. */
  public @Nullable ClusterContact contact(String zone) {
    String cluster = cluster(zone);
    Reach reached = ofZone(zone);
    return cluster == null || reached == null
        ? null
        : ZoneContacts.ofEngine(reached, rooms.of(cluster), clock.instant());
  }

  /** What is said of the cluster of a zone beside whether it is reached; null: nothing. */
  public @Nullable String remark(String zone) {
    String cluster = cluster(zone);
    Reach reached = ofZone(zone);
    return cluster == null || reached == null || !reached.isReached()
        ? null
        : versions.remark(cluster, caches.get().declaresRoom(zone) ? null : rooms.remark(cluster));
  }

  /** The version of Kubernetes that Karmada said last the cluster of a zone is of; null: none. */
  public @Nullable String version(String zone) {
    String cluster = cluster(zone);
    return cluster == null ? null : versions.of(cluster);
  }

  /** The bindings of which replicas run already when a workload takes them over. */
  public AdoptedBindings adopted() {
    return adopted;
  }

  /** Whether Karmada is being asked for the first time, and may answer any moment. */
  public boolean isPending() {
    return karmada.isPending(clock.instant());
  }

  @Override
  public @Nullable ResourceBinding binding(String subject) {
    KarmadaCaches now = kinds.caches();
    GenericKubernetesResource found = now == null ? null : now.binding(subject);
    return found == null ? null : new ResourceBinding(found);
  }

  @Override
  public @Nullable String decider(String subject) {
    return workloads.decider(subject);
  }

  @Override
  public long generation(String namespace, String deployment) {
    return workloads.generation(namespace, deployment);
  }

  @Override
  public void close() {
    rounds.close();
    kinds.close();
  }

  private void refresh() {
    rounds.ask();
  }

  private void look() {
    Map<String, Set<String>> zones = ZonesByCluster.of(caches.get(), Caches::karmadaCluster);
    clusters.keySet().retainAll(zones.keySet());
    asked.keySet().retainAll(zones.keySet());
    boolean known = !zones.isEmpty() && kinds.look();
    KarmadaCaches now = kinds.caches();
    remarked.addAll(versions.look(zones, now == null ? null : now.versions()));
    if (!known) {
      return;
    }
    Reach before = karmada;
    karmada = reach.ofKarmada(now, before);
    Set<String> changed = new HashSet<>();
    Set<String> elsewhere = new HashSet<>();
    Set<String> reached = new HashSet<>();
    zones.forEach(
        (cluster, some) -> {
          Reach last = clusters.getOrDefault(cluster, before);
          Reach next = reach.of(cluster, karmada, now == null ? null : now.cluster(cluster), last);
          clusters.put(cluster, next);
          KarmadaCluster is = seen(cluster);
          if (!next.equals(last) || !is.equals(asked.put(cluster, is))) {
            changed.addAll(some);
            elsewhere.add(cluster);
          }
          if (next.isReached()) {
            reached.add(cluster);
          }
        });
    boolean other = now != null && rooms.look(zones.keySet(), reached, now);
    boolean wasListed = listed;
    listed = now != null && now.isListed();
    if (!changed.isEmpty()) {
      listener.reachChanged(changed);
    }
    if (!remarked.isEmpty()) {
      listener.remarked(Set.copyOf(remarked));
      remarked.clear();
    }
    if (now != null && !elsewhere.isEmpty()) {
      // Also who has left a cluster, and is not out of it yet.
      now.reportingOf(elsewhere).forEach(this::bindingChanged);
    }
    if (other || listed && !wasListed) {
      listener.nodesChanged();
    }
  }

  private void bindingChanged(String subject) {
    if (adopted.concerns(subject)) {
      listener.nodesChanged();
    }
    workloads.of(subject).forEach(workload -> listener.changed(ObjectRef.workload(workload)));
  }
}

package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.gate.GatePlan;
import cloud.bleu.delivery.member.GateEnforcement;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.translate.policy.GovernedNamespaces;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this cluster knows for the gates in other clusters: what they are to say, in which
 * namespaces and zones, and whether each of those clusters enforces them. Any thread may ask.
 */
public final class HubGates {

  private final Supplier<Caches> caches;
  private final Consumer<Set<String>> changed;
  private final Set<Runnable> writers = ConcurrentHashMap.newKeySet();
  private final Map<String, GateEnforcement> enforcement = new ConcurrentHashMap<>();

  /**
   * What was last reported of each cluster; what could not be reported is reported with the next
   * look.
   */
  private final Map<String, GateEnforcement> told = new ConcurrentHashMap<>();

  private volatile @Nullable GatePlan plan;

  /**
   * @param caches of this cluster; asked only once something was decided
   * @param changed told the zones of which a cluster keeps the decisions in another way than before
   */
  public HubGates(Supplier<Caches> caches, Consumer<Set<String>> changed) {
    this.caches = caches;
    this.changed = changed;
  }

  /** Takes what the gates are to say from now on. */
  public void plan(GatePlan next) {
    plan = next;
    writers.forEach(Runnable::run);
  }

  @Nullable GatePlan plan() {
    return plan;
  }

  /** Has a writer run each time that something else is to be said; it may not wait. */
  void follow(Runnable writer) {
    writers.add(writer);
  }

  void leave(Runnable writer) {
    writers.remove(writer);
  }

  /**
   * Whether a cluster keeps its pods to the decisions.
   *
   * @param cluster uid of its namespace kube-system; null: it is not reached
   */
  public GateEnforcement of(@Nullable String cluster) {
    return cluster == null
        ? GateEnforcement.NOT_SEEN
        : enforcement.getOrDefault(cluster, GateEnforcement.NOT_ASKED);
  }

  void enforcement(String cluster, GateEnforcement now) {
    enforcement.put(cluster, now);
    if (!now.equals(told.getOrDefault(cluster, GateEnforcement.NOT_ASKED))) {
      changed.accept(in(cluster));
      told.put(cluster, now);
    }
  }

  /** The zones that are known to be in a cluster, and those of which it is not known yet. */
  private Set<String> in(String cluster) {
    Set<String> zones = new HashSet<>();
    for (AvailabilityZone zone : caches.get().zones.getIndexer().list()) {
      if (mayBeIn(zone, cluster)) {
        zones.add(zone.getMetadata().getName());
      }
    }
    return zones;
  }

  private static boolean mayBeIn(AvailabilityZone zone, String cluster) {
    String known = zone.getStatus() == null ? null : zone.getStatus().clusterUid();
    return zone.getSpec() != null
        && zone.getSpec().target() != null
        && zone.getSpec().target().reachedDirectly()
        && (known == null || known.equals(cluster));
  }

  /**
   * Node selectors by zone, of the zones of a cluster in which something may stand. What a workload
   * says of a zone that is elsewhere counts for nothing: whoever may write workloads can write it.
   */
  Map<String, Map<String, String>> zones(String cluster) {
    Map<String, Map<String, String>> zones = new HashMap<>();
    for (BleuWorkload workload : caches.get().workloads.getIndexer().list()) {
      HeldZones.of(workload)
          .forEach(
              (name, of) -> {
                AvailabilityZone zone = caches.get().zones.getIndexer().getByKey(name);
                if (of.equals(cluster) && zone != null && mayBeIn(zone, cluster)) {
                  zones.put(name, zone.getSpec().target().nodeSelector());
                }
              });
    }
    return zones;
  }

  /**
   * The namespaces of workloads of which something may stand in a cluster. What is said of a zone
   * that is elsewhere counts for nothing; a zone that is gone may have been there.
   */
  Set<String> namespaces(String cluster) {
    Set<String> namespaces = new HashSet<>();
    for (BleuWorkload workload : caches.get().workloads.getIndexer().list()) {
      HeldZones.of(workload)
          .forEach(
              (name, of) -> {
                AvailabilityZone zone = caches.get().zones.getIndexer().getByKey(name);
                if (of.equals(cluster) && (zone == null || mayBeIn(zone, cluster))) {
                  namespaces.add(workload.getMetadata().getNamespace());
                }
              });
    }
    return namespaces;
  }

  /** Labels that a namespace of another cluster gets with its name: what governs it here. */
  Map<String, String> labels(String namespace) {
    Namespace here = caches.get().namespaces.getIndexer().getByKey(namespace);
    String level = here == null ? null : GovernedNamespaces.level(here);
    return level == null ? Map.of() : Map.of(GovernedNamespaces.LABEL, level);
  }

  /** Whether a namespace of another cluster is enforced there if it is here. */
  boolean isEnforced(String namespace, @Nullable Namespace there) {
    return !caches.get().enforces(namespace)
        || (there != null && "Enforce".equals(GovernedNamespaces.level(there)));
  }
}

package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Companion;
import cloud.bleu.delivery.cluster.ClusterObjects;
import cloud.bleu.delivery.companion.ClusterCompanions;
import cloud.bleu.delivery.companion.CompanionOwners;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.companion.PodNeeds;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.Problem;
import cloud.bleu.delivery.zone.ZoneManifest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The companions of each workload in another cluster. They are written on the threads of that
 * cluster before the pods that need them. Nothing tells when one changes, here or there: {@link
 * #look} compares them, and is to be called again and again on a thread of its own.
 */
public final class MemberCompanions {

  private static final Logger LOG = LoggerFactory.getLogger(MemberCompanions.class);

  private static final String BRING = "companions";

  private final ClusterCompanions there;
  private final Supplier<? extends ClusterObjects> objects;
  private final CompanionSource source;
  private final MemberNamespaces namespaces;
  private final MemberQueue queue;
  private final Supplier<Reach> reach;
  private final Supplier<@Nullable String> uid;
  private final PodNeeds needs;

  /** Workloads that are delivered in this cluster, by key, as they were delivered last. */
  private final Map<String, BleuWorkload> followed = new ConcurrentHashMap<>();

  /** What was brought last for each of them. */
  private final Map<String, List<Companion>> brought = new ConcurrentHashMap<>();

  /** Workloads of which a copy may stand there. */
  private final Set<String> holders = ConcurrentHashMap.newKeySet();

  /** Workloads of which the server has said that none does. */
  private final Set<String> cleared = ConcurrentHashMap.newKeySet();

  /** Whether everything that stands there was read once. */
  private volatile boolean listed;

  /**
   * @param there the copies in that cluster
   * @param objects of that cluster, by caches
   * @param source the objects that are copied
   * @param namespaces of that cluster
   * @param reach whether that cluster is reached
   * @param uid of its namespace kube-system, null before it has answered
   */
  public MemberCompanions(
      ClusterCompanions there,
      Supplier<? extends ClusterObjects> objects,
      CompanionSource source,
      MemberNamespaces namespaces,
      MemberQueue queue,
      Supplier<Reach> reach,
      Supplier<@Nullable String> uid) {
    this.there = there;
    this.objects = objects;
    this.source = source;
    this.namespaces = namespaces;
    this.queue = queue;
    this.reach = reach;
    this.uid = uid;
    needs = new PodNeeds(there, source);
  }

  /** Asks for the companions of a workload, and follows them from now on. */
  void ensure(BleuWorkload workload, List<Problem> problems) {
    String key = key(workload);
    followed.put(key, workload);
    List<Companion> companions = companions(workload);
    if (!isWritable(workload)
        || companions.equals(brought.get(key))
        || (companions.isEmpty() && !holders.contains(key))) {
      return;
    }
    Problem problem = ask(workload).problem();
    if (problem != null && !problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /** Follows a workload no more: what stands there stands on as it is. */
  void rest(BleuWorkload workload) {
    followed.remove(key(workload));
  }

  /**
   * What keeps the pods of a manifest from starting in this cluster, with nothing written. It waits
   * for both servers.
   */
  @Nullable Problem lacking(BleuWorkload workload, ZoneManifest manifest) {
    return needs.lacking(workload, manifest);
  }

  /** Brings what the pods of a manifest need, on a thread of this cluster; null: it is there. */
  @Nullable Problem bring(BleuWorkload workload, ZoneManifest manifest) {
    Problem problem = companions(workload).isEmpty() ? null : carried(workload);
    return problem == null ? lacking(workload, manifest) : PodNeeds.in(manifest.zone(), problem);
  }

  /** Whether copies of a workload may stand there. */
  boolean mayStand(BleuWorkload workload) {
    String key = key(workload);
    return holders.contains(key) || (!listed && !cleared.contains(key));
  }

  /** Takes all of them from a workload, on a thread of this cluster. */
  void withdraw(BleuWorkload workload, List<Problem> problems) {
    String key = key(workload);
    followed.remove(key);
    brought.remove(key);
    for (HasMetadata copy : there.of(workload)) {
      Problem refused = there.release(workload, copy);
      if (refused != null) {
        problems.add(refused);
      }
    }
    Problem left = left(workload);
    if (left != null) {
      problems.add(left);
    }
  }

  /** What is left of them, by the word of the server; null: nothing. */
  @Nullable Problem left(BleuWorkload workload) {
    if (!mayStand(workload)) {
      return null;
    }
    List<HasMetadata> left = there.of(workload);
    if (left.isEmpty()) {
      cleared.add(key(workload));
      holders.remove(key(workload));
      return null;
    }
    return Problem.removing(left.get(0).getKind() + " " + left.get(0).getMetadata().getName(), "");
  }

  /** Forgets a workload that is gone. */
  void forgetWorkload(String namespace, String name) {
    String key = namespace + "/" + name;
    followed.remove(key);
    brought.remove(key);
    holders.remove(key);
    cleared.remove(key);
  }

  /**
   * Compares the copies with what they are copied from, and has written what differs. It waits for
   * both servers; one that does not answer is asked again the next time.
   */
  public void look() {
    List<BleuWorkload> all = followed.values().stream().filter(this::isWritable).toList();
    if (all.isEmpty()
        || (listed && holders.isEmpty() && all.stream().allMatch(w -> companions(w).isEmpty()))) {
      return;
    }
    try {
      Map<String, Map<String, HasMetadata>> copies = copies();
      holders.addAll(copies.keySet());
      listed = true;
      for (BleuWorkload workload : all) {
        if (isDue(workload, copies.getOrDefault(key(workload), Map.of()))) {
          ask(workload);
        }
      }
    } catch (KubernetesClientException e) {
      LOG.debug("the copies of companions cannot be read", e);
    }
  }

  /** What stands there, by workload, and then by kind and name. */
  private Map<String, Map<String, HasMetadata>> copies() {
    Map<String, Map<String, HasMetadata>> copies = new HashMap<>();
    for (HasMetadata copy : there.all()) {
      for (String workload : CompanionOwners.of(copy)) {
        copies
            .computeIfAbsent(
                copy.getMetadata().getNamespace() + "/" + workload, w -> new HashMap<>())
            .put(copy.getKind() + "/" + copy.getMetadata().getName(), copy);
      }
    }
    return copies;
  }

  private boolean isDue(BleuWorkload workload, Map<String, HasMetadata> copies) {
    Map<String, HasMetadata> surplus = new HashMap<>(copies);
    for (Companion companion : companions(workload)) {
      HasMetadata copy = surplus.remove(companion.kind() + "/" + companion.name());
      HasMetadata object = source.read(workload, companion).object();
      if (object == null || copy == null || !there.isHeld(workload, object, copy)) {
        return true;
      }
    }
    return !surplus.isEmpty();
  }

  private MemberQueue.Answer ask(BleuWorkload workload) {
    return queue.ask(workload, BRING, companions(workload), false, () -> carriedOn(key(workload)));
  }

  /** What has left the cluster meanwhile is not brought there again. */
  private @Nullable Problem carriedOn(String key) {
    BleuWorkload workload = followed.get(key);
    if (workload == null) {
      return null;
    }
    Problem refused = namespaces.ensure(workload);
    return refused == null ? carried(workload) : refused;
  }

  /** One that is refused keeps none of the others from being written. */
  private @Nullable Problem carried(BleuWorkload workload) {
    String key = key(workload);
    List<Companion> companions = companions(workload);
    Problem first = null;
    brought.remove(key);
    for (Companion companion : companions) {
      CompanionSource.Found found = source.read(workload, companion);
      Problem problem = found.problem();
      if (found.object() != null) {
        holders.add(key);
        problem = there.ensure(workload, found.object());
      }
      first = first == null ? problem : first;
    }
    if (mayStand(workload)) {
      Set<Companion> mentioned = mentioned(workload);
      for (HasMetadata copy : there.of(workload)) {
        Companion companion = new Companion(copy.getKind(), copy.getMetadata().getName());
        if (!companions.contains(companion) && !mentioned.contains(companion)) {
          Problem problem = there.release(workload, copy);
          first = first == null ? problem : first;
        }
      }
    }
    if (first == null) {
      brought.put(key, companions);
    }
    return first;
  }

  /** What pods there mention that a newer template has not replaced yet: it stays for them. */
  private Set<Companion> mentioned(BleuWorkload workload) {
    Set<Companion> mentioned = new HashSet<>();
    for (HasMetadata child :
        objects
            .get()
            .children(workload.getMetadata().getNamespace(), workload.getMetadata().getName())) {
      PodNeeds.mentioned(child)
          .forEach(one -> mentioned.add(new Companion(one.kind(), one.name())));
    }
    return mentioned;
  }

  /** Whether it is reached, and the workload says that something of it may stand there. */
  private boolean isWritable(BleuWorkload workload) {
    String cluster = uid.get();
    return cluster != null
        && reach.get().isReached()
        && HeldZones.of(workload).containsValue(cluster);
  }

  private static List<Companion> companions(BleuWorkload workload) {
    return workload.getSpec().workload().companions();
  }

  private static String key(BleuWorkload workload) {
    return workload.getMetadata().getNamespace() + "/" + workload.getMetadata().getName();
  }
}

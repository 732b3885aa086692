package cloud.bleu.operator.cache;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.affinity.PodNetwork;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.operator.trigger.Relevance;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.load.ClusterNodes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes and pods of another cluster, as far as it lets them be listed and watched: zones there
 * work without them.
 */
public final class MemberNodes implements AutoCloseable {

  private static final String GRANT = "(examples/members/rbac.yaml)";
  private static final String NOT_COUNTED =
      "its room is as declared or as it was seen last, and it is healthy while its API server"
          + " answers";
  private static final String LAST_LOAD =
      "what others run on its nodes is what was seen there last";

  private final Informers informers;
  private final KindWatch<Node> nodes;
  private final KindWatch<Pod> pods;
  private final Answers<Node> ofNodes = new Answers<>();
  private final Answers<Pod> ofPods = new Answers<>();
  private final Predicate<Pod> foreign;
  private final Caches.Watcher watcher;
  private final Listener listener;
  private final AtomicLong changes = new AtomicLong();
  private volatile @Nullable Seen seen;
  private @Nullable String told;

  /** What was there after so many changes. */
  private record Seen(long changes, ClusterNodes nodes) {}

  /** Who is told of them. Must not throw, and does not wait. */
  public interface Listener {
    /** What is there can lead to another decision than before. */
    void nodesChanged();

    /** What is said of them is another thing than before. */
    void remarked();

    /** Which objects of this hub there have no workload is another answer than before. */
    void undeclaredChanged();

    /** Whether a workload is one of this hub, so that its decision counts the room of its pods. */
    boolean isDeclared(WorkloadId workload);
  }

  /**
   * @param foreign whether a pod is none of this hub, though it has the labels of one
   * @param watcher told of pods that no NetworkPolicy binds
   */
  MemberNodes(
      KubernetesClient client, Predicate<Pod> foreign, Caches.Watcher watcher, Listener listener) {
    this.foreign = foreign;
    this.watcher = watcher;
    this.listener = listener;
    informers = new Informers(client, this::changed);
    nodes = informers.of(WatchSubject.unsaid("nodes"), Node.class, client.nodes());
    pods = informers.of(WatchSubject.unsaid("pods"), Pod.class, client.pods().inAnyNamespace());
    pods.informer().addIndexers(CacheIndexes.ofPods());
  }

  void start() {
    nodes.start(ofNodes);
    pods.start(ofPods);
  }

  /** Of what the first answer is waited for: a list or a fault, for as long as a request takes. */
  Stream<String> unseen() {
    return Stream.of(nodes, pods)
        .filter(watch -> !watch.isListed() && watch.fault() == null)
        .map(KindWatch::name);
  }

  /**
   * What is there; the same object for as long as nothing changes. Null while nodes are not watched
   * since they were listed, and while nobody knows what runs on them. Of pods that may not be seen
   * there are those that were seen before: a right less frees no room.
   */
  public @Nullable ClusterNodes nodes() {
    if (!nodes.isListed() || nodes.fault() != null || !pods.isListed() && !ofPods.isDenied()) {
      return null;
    }
    long now = changes.get();
    Seen before = seen;
    if (before != null && before.changes() == now) {
      return before.nodes();
    }
    ClusterNodes there = new ClusterNodes(nodes.list(), pods.list(), foreign);
    seen = new Seen(now, there);
    return there;
  }

  /** Pods of a workload of this hub, as far as they may be seen. */
  List<Pod> pods(String namespace, String workload) {
    return pods
        .informer()
        .getIndexer()
        .byIndex(CacheIndexes.WORKLOAD, namespace + "/" + workload)
        .stream()
        .filter(foreign.negate())
        .toList();
  }

  /** What is not measured, why, and what changes that; null: everything is. */
  public @Nullable String remark() {
    String ofThem = ofNodes.remark(nodes);
    return ofThem != null ? ofThem : ofPods.remark(pods);
  }

  @Override
  public void close() {
    nodes.close();
    pods.close();
  }

  /** Which pods are of this hub is another answer than before. */
  void homesChanged() {
    changes.incrementAndGet();
    listener.nodesChanged();
  }

  private void changed(@Nullable HasMetadata before, @Nullable HasMetadata after) {
    changes.incrementAndGet();
    if (isNews(before, after)) {
      listener.nodesChanged();
    }
    if (isOnHost(before) || isOnHost(after)) {
      watcher.changed(before, after);
    }
  }

  private boolean isNews(@Nullable HasMetadata before, @Nullable HasMetadata after) {
    HasMetadata object = after == null ? before : after;
    if (object instanceof Pod) {
      return !room((Pod) before).equals(room((Pod) after));
    }
    return before != null && after != null
        ? Relevance.ofUpdate(before, after)
        : object != null && Relevance.ofPresence(object);
  }

  private static boolean isOnHost(@Nullable HasMetadata object) {
    return object instanceof Pod pod && PodNetwork.isOnHost(pod.getSpec());
  }

  /** Where a pod takes room that no decision of this hub counts: another hub may have made it. */
  private String room(@Nullable Pod pod) {
    return pod == null || isDecided(pod) ? "" : Relevance.ofRoom(pod);
  }

  private boolean isDecided(Pod pod) {
    String workload = ObjectLabels.get(pod, Labels.WORKLOAD);
    return workload != null
        && !foreign.test(pod)
        && listener.isDeclared(new WorkloadId(pod.getMetadata().getNamespace(), workload));
  }

  private void looked() {
    String now = remark();
    synchronized (this) {
      if (Objects.equals(told, now)) {
        return;
      }
      told = now;
    }
    changes.incrementAndGet();
    listener.remarked();
    listener.nodesChanged();
  }

  /** Tells when a right came or went, or a list fails. */
  private final class Answers<T extends HasMetadata> implements WatchListener<T> {

    /** The last refusal: a fault after it grants nothing. Null: there is none. */
    private volatile @Nullable WatchFault refusal;

    @Override
    public void changed(T object, boolean gone) {
      // Told by what hears of the object before it as well.
    }

    @Override
    public void watched() {
      refusal = null;
      looked();
    }

    @Override
    public void refused(WatchFault fault) {
      if (fault.isForbidden() || fault.isNotServed()) {
        refusal = fault;
      }
      looked();
    }

    /** Whether they may not be seen, or are not served. */
    boolean isDenied() {
      return refusal != null;
    }

    @Nullable String remark(KindWatch<T> watch) {
      WatchFault denied = refusal;
      boolean ofNodes = watch == nodes;
      if (denied == null) {
        return watch.fault() == null
            ? null
            : (ofNodes ? "its nodes" : "its pods")
                + " cannot be listed and watched at the moment, it is tried again: "
                + (ofNodes || !watch.isListed() ? NOT_COUNTED : LAST_LOAD);
      }
      if (denied.isNotServed()) {
        return "its API server serves no "
            + (ofNodes ? "nodes: " + NOT_COUNTED : "pods: what runs on its nodes is not subtracted")
            + "; state spec.capacity";
      }
      if (ofNodes) {
        return "its nodes may not be seen: "
            + NOT_COUNTED
            + "; to have nodes count, grant its user list and watch on nodes and pods "
            + GRANT;
      }
      return "its pods may not be seen, so "
          + (watch.isListed() ? LAST_LOAD : "what others run on its nodes is not subtracted")
          + ": grant its user list and watch on pods "
          + GRANT
          + ", or state spec.capacity";
    }
  }
}

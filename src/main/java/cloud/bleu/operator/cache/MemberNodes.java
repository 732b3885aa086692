package cloud.bleu.operator.cache;

import cloud.bleu.operator.trigger.Relevance;
import cloud.bleu.translate.load.ClusterNodes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes and pods of another cluster, as far as it lets them be listed and watched: zones there
 * can do without.
 */
public final class MemberNodes implements AutoCloseable {

  private final Informers informers;
  private final KindWatch<Node> nodes;
  private final KindWatch<Pod> pods;
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
  }

  MemberNodes(KubernetesClient client, Listener listener) {
    this.listener = listener;
    informers = new Informers(client, new ItemStores(), this::changed);
    nodes = informers.of(WatchSubject.unsaid("nodes"), Node.class, client.nodes());
    pods = informers.of(WatchSubject.unsaid("pods"), Pod.class, client.pods().inAnyNamespace());
  }

  void start() {
    nodes.start(new Rights<>());
    pods.start(new Rights<>());
  }

  /** What is to be seen and is not: of what may not be listed or watched nothing is to be. */
  Stream<String> unseen() {
    return Stream.of(nodes, pods)
        .filter(watch -> !watch.isWatched() && !isRefused(watch))
        .map(KindWatch::name);
  }

  /**
   * What is there; the same object for as long as nothing changes. Null where nodes may not be
   * listed and watched. Without pods where these may not.
   */
  public @Nullable ClusterNodes nodes() {
    if (isRefused(nodes)) {
      return null;
    }
    long now = changes.get();
    Seen before = seen;
    if (before != null && before.changes() == now) {
      return before.nodes();
    }
    ClusterNodes there = new ClusterNodes(nodes.list(), isRefused(pods) ? List.of() : pods.list());
    seen = new Seen(now, there);
    return there;
  }

  /** What is not measured for want of a right, and what grants it; null: everything is. */
  public @Nullable String remark() {
    if (isRefused(nodes)) {
      return "its nodes may not be seen, so its room is as declared and it is healthy while its API"
          + " server answers: to have nodes count, grant its user list and watch on nodes and pods"
          + " (examples/members/rbac.yaml)";
    }
    return isRefused(pods)
        ? "its pods may not be seen, so what others run on its nodes is not subtracted: grant its"
            + " user list and watch on pods (examples/members/rbac.yaml), or state spec.capacity"
        : null;
  }

  @Override
  public void close() {
    nodes.close();
    pods.close();
  }

  private static boolean isRefused(KindWatch<?> watch) {
    WatchFault fault = watch.fault();
    return fault != null && fault.isForbidden();
  }

  private void changed(@Nullable HasMetadata before, @Nullable HasMetadata after) {
    changes.incrementAndGet();
    HasMetadata object = after == null ? before : after;
    if (before != null && after != null
        ? Relevance.ofUpdate(before, after)
        : object != null && Relevance.ofPresence(object)) {
      listener.nodesChanged();
    }
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

  /** Tells when a right came or went. */
  private final class Rights<T> implements WatchListener<T> {
    @Override
    public void changed(T object, boolean gone) {
      // Told by what hears of the object before it as well.
    }

    @Override
    public void watched() {
      looked();
    }

    @Override
    public void refused(WatchFault fault) {
      looked();
    }
  }
}

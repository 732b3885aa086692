package cloud.bleu.operator.cache;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the cluster has a kind that others define, and caches of it for as long as it has.
 *
 * @param <C> the caches
 */
public final class ServedCaches<C extends ServedCaches.Followed> implements AutoCloseable {

  /** Caches, not started. */
  public interface Followed extends AutoCloseable {
    /** Begins to list and to watch. */
    void start();

    @Override
    void close();
  }

  /**
   * A kind.
   *
   * @param crd name of its CRD
   * @param version that will do
   * @param without what does not happen when this account may not look, for people
   */
  public record Kind(String crd, String version, String without) {}

  private final KubernetesClient client;
  private final Supplier<C> made;
  private final Runnable told;
  private final Kind of;
  private @Nullable ServedKind kind;
  private CompletableFuture<Void> known = new CompletableFuture<>();
  private boolean closed;
  private volatile @Nullable C caches;

  /**
   * @param made caches, not started
   * @param told that it is there, or not any more
   */
  public ServedCaches(KubernetesClient client, Kind of, Supplier<C> made, Runnable told) {
    this.of = of;
    this.client = client;
    this.made = made;
    this.told = told;
  }

  /** What there is of it; null while the cluster has no such kind. */
  public @Nullable C caches() {
    return caches;
  }

  /**
   * Looks whether it is there, from now on. Waits for nobody.
   *
   * @return whether it is known; before that nothing can be said
   */
  public synchronized boolean look() {
    if (kind == null && !closed) {
      kind = new ServedKind(client, of.crd(), of.version()::equals, of.without(), this::served);
      known = kind.start();
    }
    return caches != null || known.isDone();
  }

  private void served(@Nullable String version) {
    C before;
    C next = null;
    synchronized (this) {
      before = caches;
      if (closed || (version == null) == (before == null)) {
        return;
      }
      if (version != null) {
        next = made.get();
      }
      caches = next;
    }
    if (before != null) {
      before.close();
    }
    if (next != null) {
      next.start();
    }
    told.run();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (kind != null) {
      kind.close();
    }
    if (caches != null) {
      caches.close();
    }
  }
}

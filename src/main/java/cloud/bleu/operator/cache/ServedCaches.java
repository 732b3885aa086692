package cloud.bleu.operator.cache;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the cluster has a kind that others define, and caches of it for as long as it has.
 *
 * @param <C> the caches
 */
public final class ServedCaches<C extends ServedCaches.Followed> implements AutoCloseable {

  private static final Duration AGAIN = Duration.ofMinutes(1);

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
   * @param ifForbidden what does not happen when this account may not look, for people
   */
  public record Kind(String crd, String version, String ifForbidden) {}

  private final LongSupplier nanos;
  private final KubernetesClient client;
  private final Supplier<C> made;
  private final Runnable told;
  private final Kind of;
  private @Nullable ServedKind kind;
  private long lookedAt;
  private boolean closed;
  private volatile @Nullable C caches;

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   * @param made caches, not started
   * @param told that it is there, or not any more
   */
  public ServedCaches(
      LongSupplier nanos, KubernetesClient client, Kind of, Supplier<C> made, Runnable told) {
    this.nanos = nanos;
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
   * Looks whether it is there, and from then on is told when it is. A look that was refused is
   * over, so there is another one each minute. For one thread; it waits for the server.
   */
  public void look() {
    ServedKind next;
    synchronized (this) {
      long now = nanos.getAsLong();
      if (closed || (kind != null && (caches != null || now - lookedAt < AGAIN.toNanos()))) {
        return;
      }
      lookedAt = now;
      if (kind != null) {
        kind.close();
      }
      next = new ServedKind(client, of.crd(), of.version()::equals, of.ifForbidden(), this::served);
      kind = next;
    }
    next.start();
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

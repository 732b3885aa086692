package cloud.bleu.operator.karmada;

import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.operator.cache.ServedKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether Karmada is installed, and its caches for as long as it is. */
final class KarmadaKinds implements AutoCloseable {

  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final LongSupplier nanos;
  private final KubernetesClient client;
  private final Supplier<KarmadaCaches> made;
  private final Runnable told;
  private @Nullable ServedKind kind;
  private long lookedAt;
  private boolean closed;
  private volatile @Nullable KarmadaCaches caches;

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   * @param made caches, not started
   * @param told that Karmada is there, or not any more
   */
  KarmadaKinds(
      LongSupplier nanos, KubernetesClient client, Supplier<KarmadaCaches> made, Runnable told) {
    this.nanos = nanos;
    this.client = client;
    this.made = made;
    this.told = told;
  }

  /** What Karmada has; null while it is not there. */
  @Nullable KarmadaCaches caches() {
    return caches;
  }

  /**
   * Looks whether Karmada is there, and from then on is told when it is. A look that was refused is
   * over, so there is another one each minute. For one thread; it waits for the server.
   */
  void look() {
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
      next =
          new ServedKind(
              client,
              "resourcebindings." + ResourceBinding.KIND.getGroup(),
              ResourceBinding.KIND.getVersion()::equals,
              "zones of Karmada are not reached",
              this::served);
      kind = next;
    }
    next.start();
  }

  private void served(@Nullable String version) {
    KarmadaCaches before;
    KarmadaCaches next = null;
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

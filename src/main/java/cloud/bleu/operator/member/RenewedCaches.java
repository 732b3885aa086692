package cloud.bleu.operator.member;

import cloud.bleu.operator.cache.MemberCaches;
import cloud.bleu.operator.cache.UnseenKind;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The caches of a cluster, read anew each time that it was unavailable, as no watch is trusted over
 * such a time. Until the new caches are filled, the former ones show what was seen last.
 */
final class RenewedCaches implements AutoCloseable {

  private final Supplier<MemberCaches> reading;
  private volatile MemberCaches caches;
  private @Nullable MemberCaches fresh;
  private boolean closed;

  /**
   * @param reading makes caches that were not started
   */
  RenewedCaches(Supplier<MemberCaches> reading) {
    this.reading = reading;
    caches = reading.get();
  }

  void start() {
    caches.start();
  }

  /** The caches that count now. */
  MemberCaches now() {
    return caches;
  }

  /** What is not seen; the fresh ones count once that is nothing. */
  synchronized List<UnseenKind> unseen() {
    MemberCaches next = fresh;
    if (next == null) {
      return caches.unseen();
    }
    if (next.unseen().isEmpty()) {
      MemberCaches old = caches;
      caches = next;
      fresh = null;
      old.close();
      return List.of();
    }
    return next.unseen();
  }

  /** Begins to read it anew. */
  synchronized void readAnew() {
    if (closed) {
      return;
    }
    MemberCaches begun = fresh;
    MemberCaches next = reading.get();
    fresh = next;
    next.start();
    if (begun != null) {
      begun.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    MemberCaches begun = fresh;
    if (begun != null) {
      begun.close();
    }
    caches.close();
  }
}

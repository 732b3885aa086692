package cloud.bleu.operator.member;

import cloud.bleu.operator.cache.MemberCaches;
import cloud.bleu.operator.cache.UnseenKind;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The caches of a cluster, which are read anew after each time it was away: no watch is trusted
 * over that. Until the new ones have seen everything the old ones answer.
 */
final class CacheSuccession implements AutoCloseable {

  private final Supplier<MemberCaches> source;
  private volatile MemberCaches current;
  private @Nullable MemberCaches next;
  private boolean closed;

  /**
   * @param source makes caches that are not started yet
   */
  CacheSuccession(Supplier<MemberCaches> source) {
    this.source = source;
    current = source.get();
  }

  void start() {
    current.start();
  }

  MemberCaches current() {
    return current;
  }

  /** What those that were begun last have not seen; once that is nothing they answer. */
  synchronized List<UnseenKind> unseen() {
    MemberCaches begun = next;
    if (begun == null) {
      return current.unseen();
    }
    List<UnseenKind> unseen = begun.unseen();
    if (unseen.isEmpty()) {
      MemberCaches old = current;
      current = begun;
      next = null;
      old.close();
    }
    return unseen;
  }

  synchronized void readAnew() {
    if (closed) {
      return;
    }
    MemberCaches begun = next;
    MemberCaches fresh = source.get();
    next = fresh;
    fresh.start();
    if (begun != null) {
      begun.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    MemberCaches begun = next;
    if (begun != null) {
      begun.close();
    }
    current.close();
  }
}

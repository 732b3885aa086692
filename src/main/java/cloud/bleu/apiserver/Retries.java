package cloud.bleu.apiserver;

import cloud.bleu.time.Backoff;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was refused and when it is tried again: after a second at first, then after twice as long
 * each time, and never after more than half a minute. Nobody tells when a quota is raised or a
 * policy goes.
 *
 * <p>Changed by one thread; may be read by any. Time is monotonic: no correction of the clock
 * delays a retry.
 *
 * @param <K> what is written
 * @param <V> why it is not
 */
public final class Retries<K, V> {

  /** Before the second attempt. */
  public static final Duration FIRST = Duration.ofSeconds(1);

  /** Between two attempts, at most. */
  public static final Duration LAST = Duration.ofSeconds(30);

  private static final Backoff BACKOFF = new Backoff(FIRST, LAST);

  private final LongSupplier nanos;
  private final Map<K, Waiting<V>> waiting = new ConcurrentHashMap<>();

  private record Waiting<V>(V why, Duration pause, long since) {
    long left(long now) {
      return pause.toNanos() - (now - since);
    }
  }

  /** With the monotonic clock of this process. */
  public Retries() {
    this(System::nanoTime);
  }

  /**
   * @param nanos a monotonic clock
   */
  public Retries(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Takes note that a write was refused. */
  public void refused(K what, V why) {
    Waiting<V> before = waiting.get(what);
    Duration pause =
        before == null || before.pause().isZero() ? FIRST : BACKOFF.after(before.pause());
    waiting.put(what, new Waiting<>(why, pause, nanos.getAsLong()));
  }

  /**
   * Takes note that a write was not refused, or is not wanted any more.
   *
   * @return whether it had been refused before
   */
  public boolean done(K what) {
    return waiting.remove(what) != null;
  }

  /** Whether to try now; also what was never refused. */
  public boolean isDue(K what) {
    Waiting<V> one = waiting.get(what);
    return one == null || one.left(nanos.getAsLong()) <= 0;
  }

  /** Makes some of it due at once, because something changed that may matter to them. */
  public void retryRefused(Predicate<K> which) {
    waiting.replaceAll(
        (what, one) ->
            which.test(what) ? new Waiting<>(one.why(), Duration.ZERO, one.since()) : one);
  }

  /** How long until something is due, zero when something is, null when nothing waits. */
  public @Nullable Duration left() {
    return left(what -> true);
  }

  /** How long until this is due; zero when it is, or was never refused. */
  public Duration left(K what) {
    Waiting<V> one = waiting.get(what);
    return one == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, one.left(nanos.getAsLong())));
  }

  /** How long until something of that is due, null when none of it waits. */
  public @Nullable Duration left(Predicate<K> which) {
    return waiting.keySet().stream()
        .filter(which)
        .map(this::left)
        .min(Duration::compareTo)
        .orElse(null);
  }

  /**
   * How long this waits in all since it was refused last; zero when it is to be tried at once, or
   * was not.
   */
  public Duration pause(K what) {
    Waiting<V> one = waiting.get(what);
    return one == null ? Duration.ZERO : one.pause();
  }

  /** Why this was refused last, null when it does not wait. */
  public @Nullable V why(K what) {
    Waiting<V> one = waiting.get(what);
    return one == null ? null : one.why();
  }

  /** Since when it waits, in nanoseconds until now; the longest for what was never refused. */
  public long age(K what) {
    Waiting<V> one = waiting.get(what);
    return one == null ? Long.MAX_VALUE : nanos.getAsLong() - one.since();
  }

  /** Why what waits was refused last. */
  public Map<K, V> refused() {
    return waiting.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue().why()));
  }

  /** Forgets everything: it will be tried as if it had never been refused. */
  public void clear() {
    waiting.clear();
  }

  /** The shorter of two times until something is due; null: nothing is to be waited for. */
  public static @Nullable Duration sooner(@Nullable Duration one, @Nullable Duration other) {
    return one == null || other != null && other.compareTo(one) < 0 ? other : one;
  }
}

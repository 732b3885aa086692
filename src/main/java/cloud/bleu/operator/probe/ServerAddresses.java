package cloud.bleu.operator.probe;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a server, looked up anew once a minute. Earlier addresses stay known, so that a
 * name server with old entries leads to none of them.
 */
final class ServerAddresses {

  private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

  private final String host;
  private final NameSearch names;
  private final LongSupplier nanos;

  private Set<InetAddress> known = Set.of();
  private long looked;

  /** Null: it is not looked up now. */
  private @Nullable CompletableFuture<List<InetAddress>> search;

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  ServerAddresses(String host, NameSearch names, LongSupplier nanos) {
    this.host = host;
    this.names = names;
    this.nanos = nanos;
  }

  /**
   * All that it had so far; null while none was ever found.
   *
   * @param limit how long to wait for the first; for others nobody waits
   */
  @Nullable Set<InetAddress> known(Duration limit) {
    CompletableFuture<List<InetAddress>> awaited = begun();
    if (awaited != null) {
      try {
        awaited.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
      } catch (ExecutionException | TimeoutException e) {
        // Seen below.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return taken();
  }

  /** What is waited for, as nothing is known; null: nothing. */
  private synchronized @Nullable CompletableFuture<List<InetAddress>> begun() {
    if (search == null && (known.isEmpty() || nanos.getAsLong() - looked > KEPT_NANOS)) {
      search = names.begin(host);
    }
    return known.isEmpty() ? search : null;
  }

  private synchronized @Nullable Set<InetAddress> taken() {
    if (search != null && search.isDone()) {
      looked = nanos.getAsLong();
      if (!search.isCompletedExceptionally()) {
        Set<InetAddress> all = new HashSet<>(known);
        all.addAll(search.join());
        known = Set.copyOf(all);
      }
      search = null;
    }
    // What is known already stays barred.
    return known.isEmpty() ? null : known;
  }
}

package cloud.bleu.operator.probe;

import cloud.bleu.collection.BoundedMap;
import cloud.bleu.translate.zone.AddressLiteral;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up. A resolver may hang, and nothing ends its search. So lookups have threads of
 * their own, at most one for a name, and a caller waits no longer than it asks to. Names that were
 * found promptly have threads that other names do not get: they are found however many of the
 * others hang. The time that a name waits for a thread does not count against it.
 */
final class NameSearch implements AutoCloseable {

  /** Threads for names that were found promptly, and as many for all others. */
  static final int THREADS = 16;

  /** A search that takes longer is no prompt one: a resolver asks again after five seconds. */
  static final Duration PROMPTLY = Duration.ofSeconds(2);

  static final String PROMPT = "probe name found";
  static final String OTHERS = "probe name";

  private static final int REMEMBERED = 4096;
  private static final long IDLE_SECONDS = 30;

  private final Names names;
  private final LongSupplier nanos;
  private final ExecutorService prompt;
  private final ExecutorService others;

  private final Map<String, CompletableFuture<List<InetAddress>>> underWay = new HashMap<>();

  /** Names that were found promptly when they were looked up last. */
  private final Map<String, Boolean> found = BoundedMap.byAccess(REMEMBERED);

  /** Asks a resolver; may hang. */
  @FunctionalInterface
  interface Names {
    /** The addresses of a name. */
    InetAddress[] of(String host) throws UnknownHostException;
  }

  /**
   * @param threads makes threads of that name
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  NameSearch(Names names, Function<String, ThreadFactory> threads, LongSupplier nanos) {
    this.names = names;
    this.nanos = nanos;
    prompt = pool(threads.apply(PROMPT));
    others = pool(threads.apply(OTHERS));
  }

  private static ExecutorService pool(ThreadFactory threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * The addresses of a host; null: they are not known in time.
   *
   * @param limit how long to wait; the search goes on
   * @throws UnknownHostException when there is no such name
   */
  @Nullable List<InetAddress> of(String host, Duration limit) throws UnknownHostException {
    try {
      return begin(host).get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException unknown) {
        throw unknown;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Begins a search and does not wait for it. */
  CompletableFuture<List<InetAddress>> begin(String host) {
    InetAddress literal = AddressLiteral.of(host);
    // An address is its own, and no resolver is asked for it.
    return literal == null ? search(host) : CompletableFuture.completedFuture(List.of(literal));
  }

  private synchronized CompletableFuture<List<InetAddress>> search(String host) {
    CompletableFuture<List<InetAddress>> before = underWay.get(host);
    if (before != null) {
      return before;
    }
    CompletableFuture<List<InetAddress>> search = new CompletableFuture<>();
    (found.containsKey(host) ? prompt : others).execute(() -> look(host, search));
    underWay.put(host, search);
    return search;
  }

  private void look(String host, CompletableFuture<List<InetAddress>> search) {
    long begun = nanos.getAsLong();
    try {
      List<InetAddress> addresses = List.of(names.of(host));
      end(host, begun, true);
      search.complete(addresses);
    } catch (Throwable e) {
      // An Error as well: whoever waits would not hear of it.
      end(host, begun, false);
      search.completeExceptionally(e);
    }
  }

  private synchronized void end(String host, long begun, boolean wasFound) {
    underWay.remove(host);
    if (nanos.getAsLong() - begun > PROMPTLY.toNanos()) {
      found.remove(host);
    } else if (wasFound) {
      found.put(host, true);
    }
  }

  @Override
  public void close() {
    prompt.shutdownNow();
    others.shutdownNow();
  }
}

package cloud.bleu.operator.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up. A resolver may hang, and nothing ends its search: so it has threads of its own,
 * one for a name at most, and who asks waits no longer than it likes. Names that were found in time
 * have threads that others do not get: however many of these hang, the former are found.
 */
final class NameSearch implements AutoCloseable {

  /** Threads for names that were found in time, and as many for all others. */
  static final int THREADS = 16;

  static final String PROMPT = "probe name found";
  static final String OTHERS = "probe name";

  private static final int REMEMBERED = 4096;
  private static final long IDLE_SECONDS = 30;

  private static final Pattern ADDRESS = Pattern.compile("[0-9]+(?:\\.[0-9]+){3}|.*:.*");

  private final Names names;
  private final ExecutorService prompt;
  private final ExecutorService others;

  private final Map<String, Search> underWay = new HashMap<>();

  /** Names that were found in time when they were looked up last. */
  private final Map<String, Boolean> found =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Asks a resolver; may hang. */
  @FunctionalInterface
  interface Names {
    /** The addresses of a name. */
    InetAddress[] of(String host) throws UnknownHostException;
  }

  private static final class Search {
    private final CompletableFuture<List<InetAddress>> addresses = new CompletableFuture<>();

    /** Whether somebody did not wait for its end. */
    private boolean late;
  }

  /**
   * @param threads makes threads of that name
   */
  NameSearch(Names names, Function<String, ThreadFactory> threads) {
    this.names = names;
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
    Search search = search(host);
    try {
      return search.addresses.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      synchronized (this) {
        search.late = true;
        found.remove(host);
      }
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

  /** The same for who does not wait. */
  CompletableFuture<List<InetAddress>> begin(String host) {
    return search(host).addresses;
  }

  private synchronized Search search(String host) {
    Search before = underWay.get(host);
    if (before != null) {
      return before;
    }
    Search search = new Search();
    if (ADDRESS.matcher(host).matches()) {
      // An address is its own, and no resolver is asked for it.
      look(host, search, InetAddress::getAllByName);
    } else {
      (found.containsKey(host) ? prompt : others).execute(() -> look(host, search, names));
      underWay.put(host, search);
    }
    return search;
  }

  private void look(String host, Search search, Names resolver) {
    try {
      List<InetAddress> addresses = List.of(resolver.of(host));
      end(host, search, true);
      search.addresses.complete(addresses);
    } catch (Throwable e) {
      // An Error as well: whoever waits would not hear of it.
      end(host, search, false);
      search.addresses.completeExceptionally(e);
    }
  }

  private synchronized void end(String host, Search search, boolean wasFound) {
    underWay.remove(host, search);
    if (wasFound && !search.late) {
      found.put(host, true);
    }
  }

  @Override
  public void close() {
    prompt.shutdownNow();
    others.shutdownNow();
  }
}

package cloud.bleu.faults;

import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One operator after the other, each behind a proxy of its own. A crash cuts it off from the server
 * in the moment in which the server has taken a write and the operator does not know; the next one
 * starts with nothing but what the server has.
 */
final class Operators implements AutoCloseable {

  /** In which one that was told to end has ended. */
  private static final Duration END = Duration.ofMinutes(2);

  private final Config upstream;
  private final HttpClient server;
  private final @Nullable Crash crash;
  private final Fault others;
  private final @Nullable CrashedExport export;
  private final Effects effects = new Effects();
  private final AtomicInteger requests = new AtomicInteger();
  private final Set<String> kinds = ConcurrentHashMap.newKeySet();
  private final List<String> crashedAfter = new ArrayList<>();
  private final Set<String> crashedAfterKinds = ConcurrentHashMap.newKeySet();
  private final List<One> all = new ArrayList<>();
  private final ExecutorService thread =
      Executors.newCachedThreadPool(
          task -> {
            Thread daemon = new Thread(task, "operators");
            daemon.setDaemon(true);
            return daemon;
          });

  private boolean closed;

  /**
   * @param others what goes wrong besides
   */
  Operators(Config upstream, @Nullable Crash crash, Fault others) {
    this(upstream, crash, others, null);
  }

  /**
   * @param export where they keep the chain, null where they do not
   */
  Operators(Config upstream, @Nullable Crash crash, Fault others, @Nullable CrashedExport export) {
    this.export = export;
    this.upstream = upstream;
    this.server = FaultProxy.server(upstream);
    this.crash = crash;
    this.others = others;
    start();
  }

  Effects effects() {
    return effects;
  }

  int requests() {
    return requests.get();
  }

  /** The writes after which there was a crash. */
  synchronized List<String> crashedAfter() {
    return List.copyOf(crashedAfter);
  }

  /** The kinds of write that there were. */
  Set<String> kinds() {
    return new TreeSet<>(kinds);
  }

  /** The kinds of write after which there was a crash. */
  Set<String> crashedAfterKinds() {
    return new TreeSet<>(crashedAfterKinds);
  }

  /** The proxy of the operator that runs now. */
  synchronized FaultProxy proxy() {
    return all.get(all.size() - 1).proxy;
  }

  private synchronized void start() {
    if (!closed) {
      all.add(new One());
    }
  }

  /** Whether it has: not while the life is being ended. */
  private synchronized boolean crashed(One one, String write, String kind) {
    if (closed) {
      // What the server took last may be seen before the operator could learn of it: this one is
      // being ended, and leaves its export to the next one as it is.
      return false;
    }
    crashedAfter.add(write);
    crashedAfterKinds.add(kind);
    one.proxy.cutOff();
    if (export != null) {
      export.crash();
    }
    thread.execute(this::start);
    // It runs on like a process that lost its network, until it is told to end.
    one.end();
    return true;
  }

  @Override
  public void close() {
    List<One> ending;
    synchronized (this) {
      closed = true;
      ending = List.copyOf(all);
    }
    try {
      CompletableFuture.allOf(ending.stream().map(One::end).toArray(CompletableFuture[]::new))
          .orTimeout(END.toSeconds(), TimeUnit.SECONDS)
          .join();
    } finally {
      thread.shutdown();
    }
  }

  private final class One implements Fault {
    final FaultProxy proxy = new FaultProxy(upstream, server, this);
    final KubernetesClient client = proxy.client();
    final Operator operator =
        export == null
            ? OperatorUnderTest.of(client)
            : OperatorUnderTest.exporting(client, export.current());
    private final boolean mayCrash = crash != null && (crash.again() || all.isEmpty());
    private int counted;
    private boolean over;
    private @Nullable CompletableFuture<Void> end;

    One() {
      thread.execute(operator::start);
    }

    /**
     * Ends it in the background, once. Its client goes when nobody uses it any more, and not later:
     * what of it still waits for an answer asks again and again, beside all operators that follow.
     */
    synchronized CompletableFuture<Void> end() {
      CompletableFuture<Void> begun = end;
      if (begun == null) {
        begun = CompletableFuture.runAsync(this::stop, thread);
        end = begun;
      }
      return begun;
    }

    private void stop() {
      try {
        operator.close();
      } finally {
        proxy.close();
        client.close();
      }
    }

    @Override
    public @Nullable Answer instead(Request request) throws InterruptedException {
      requests.incrementAndGet();
      return others.instead(request);
    }

    @Override
    public @Nullable Answer after(Request request, Answer answer) throws InterruptedException {
      synchronized (this) {
        if (effects.add(request, answer)) {
          String kind = request.kind(answer);
          boolean first = kinds.add(kind);
          if (over) {
            // Of the same moment as the crash: this answer does not arrive either.
            crashedAfterKinds.add(kind);
          } else if (mayCrash && crash.counts(request, first)) {
            counted++;
            if (counted == crash.write()) {
              over = crashed(this, request.toString(), kind);
              return null;
            }
          }
        }
      }
      return others.after(request, answer);
    }

    @Override
    public List<String> events(Request watch, String event) throws InterruptedException {
      return others.events(watch, event);
    }
  }
}

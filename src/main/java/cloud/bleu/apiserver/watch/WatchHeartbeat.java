package cloud.bleu.apiserver.watch;

import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.utils.Utils;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends watches whose connection is dead, so that the client opens them anew. Two things leave a
 * watch dead and nobody told: the HTTP client of Java 17 misses some ends of a connection that come
 * while data does (about one in two thousand), and a peer that vanishes behind a firewall says
 * nothing at all. Fabric8 itself opens a watch anew only after five to ten minutes.
 *
 * <p>Over a watch that was silent for a while an empty message goes to the server, which ignores
 * what comes over a watch; where nobody is connected the second or third of them fails. A watch
 * that stays silent is ended after some minutes at the latest, as nothing else proves that somebody
 * is there. What is opened anew goes on after the last version seen: no change is lost.
 *
 * <p>One heartbeat is for the watches of one server: it has them opened in an {@link OpeningOrder}.
 */
public final class WatchHeartbeat {

  private static final Logger LOG = LoggerFactory.getLogger(WatchHeartbeat.class);

  private static final int NORMAL = 1000;

  private final Duration beat;
  private final Duration silence;
  private final OpeningOrder order = new OpeningOrder();

  /** All that are looked at, one after the other: to wake a thread costs more than the look. */
  private final Set<Pulse> pulses = new LinkedHashSet<>();

  /** Looks at all of them; null while there is none. */
  private @Nullable CompletableFuture<?> rounds;

  /**
   * Looks at each watch every five seconds and ends it after two to three minutes of silence: an
   * API server sends a bookmark a minute for kinds that change.
   */
  public WatchHeartbeat() {
    this(Duration.ofSeconds(5), Duration.ofMinutes(2));
  }

  /**
   * @param beat between two messages over a silent watch
   * @param silence at least so long until it is ended, half as long again at most
   */
  WatchHeartbeat(Duration beat, Duration silence) {
    this.beat = beat;
    this.silence = silence;
  }

  /**
   * A builder that looks after what it builds, as far as that is a watch: other WebSockets, such as
   * those of {@code exec}, are left alone.
   */
  public WebSocket.Builder over(WebSocket.Builder builder) {
    return new Builder(builder);
  }

  private void look() {
    List<Pulse> all;
    synchronized (pulses) {
      all = List.copyOf(pulses);
    }
    for (Pulse pulse : all) {
      try {
        pulse.beat();
      } catch (RuntimeException | Error e) {
        // Nobody would look at the others any more.
        LOG.error("that a watch is over was not handled", e);
      }
    }
  }

  private void add(Pulse pulse) {
    synchronized (pulses) {
      pulses.add(pulse);
      if (rounds == null) {
        rounds =
            Utils.scheduleAtFixedRate(
                ForkJoinPool.commonPool(),
                this::look,
                beat.toMillis(),
                beat.toMillis(),
                TimeUnit.MILLISECONDS);
      }
    }
  }

  private void remove(Pulse pulse) {
    synchronized (pulses) {
      if (pulses.remove(pulse) && pulses.isEmpty() && rounds != null) {
        rounds.cancel(false);
        rounds = null;
      }
    }
  }

  /** Tells the listener of a watch what it cannot see. */
  private final class Pulse implements WebSocket.Listener {
    private final WebSocket.Listener listener;
    private final long longest =
        silence.toNanos() + ThreadLocalRandom.current().nextLong(silence.toNanos() / 2 + 1);
    private volatile long heard;
    private @Nullable WebSocket beating;
    private boolean over = true;

    Pulse(WebSocket.Listener listener) {
      this.listener = listener;
    }

    @Override
    public void onOpen(WebSocket watch) {
      heard = System.nanoTime();
      begins(watch);
      listener.onOpen(watch);
    }

    @Override
    public void onMessage(WebSocket watch, String text) {
      heard = System.nanoTime();
      listener.onMessage(watch, text);
    }

    @Override
    public void onMessage(WebSocket watch, ByteBuffer bytes) {
      heard = System.nanoTime();
      listener.onMessage(watch, bytes);
    }

    @Override
    public void onClose(WebSocket watch, int code, String reason) {
      if (ends()) {
        listener.onClose(watch, code, reason);
      }
    }

    @Override
    public void onError(WebSocket watch, Throwable error) {
      if (ends()) {
        listener.onError(watch, error);
      }
    }

    private void beat() {
      WebSocket watch = beating();
      if (watch == null) {
        return;
      }
      long silent = System.nanoTime() - heard;
      if (silent >= longest) {
        LOG.debug("a watch is opened anew, as nothing was heard of it");
        onClose(watch, NORMAL, "silent");
      } else if (silent >= beat.toNanos() && !takes(watch)) {
        LOG.info("the connection of a watch was dead, and nobody said so: it is opened anew");
        onClose(watch, NORMAL, "dead");
      }
    }

    private static boolean takes(WebSocket watch) {
      try {
        return watch.send(ByteBuffer.allocate(0));
      } catch (RuntimeException e) {
        LOG.debug("the connection of a watch takes nothing", e);
        return false;
      }
    }

    private synchronized @Nullable WebSocket beating() {
      return beating;
    }

    /** A handshake is tried several times with one listener: the last one counts. */
    private synchronized void begins(WebSocket watch) {
      over = false;
      beating = watch;
      add(this);
    }

    /** Whether it was not over yet; from now on it is. */
    private synchronized boolean ends() {
      boolean first = !over;
      over = true;
      stops();
      return first;
    }

    private synchronized void stops() {
      beating = null;
      remove(this);
    }
  }

  /**
   * Once it says that it closes, nobody asks whether it is alive: what comes of that it is told.
   */
  private record Watch(WebSocket watch, Pulse pulse) implements WebSocket {
    @Override
    public boolean sendClose(int code, String reason) {
      pulse.stops();
      return watch.sendClose(code, reason);
    }

    @Override
    public boolean send(ByteBuffer buffer) {
      return watch.send(buffer);
    }

    @Override
    public long queueSize() {
      return watch.queueSize();
    }

    @Override
    public void request() {
      watch.request();
    }
  }

  /** Passes everything on. */
  private final class Builder implements WebSocket.Builder {
    private final WebSocket.Builder builder;
    private boolean watches;

    Builder(WebSocket.Builder builder) {
      this.builder = builder;
    }

    @Override
    public CompletableFuture<WebSocket> buildAsync(WebSocket.Listener listener) {
      if (!watches) {
        return builder.buildAsync(listener);
      }
      Pulse pulse = new Pulse(listener);
      return order
          .next(() -> builder.buildAsync(pulse))
          .thenApply(watch -> new Watch(watch, pulse));
    }

    @Override
    public WebSocket.Builder uri(URI uri) {
      String query = uri.getQuery();
      watches = query != null && PlainWatch.isOfWatch(query);
      builder.uri(uri);
      return this;
    }

    @Override
    public WebSocket.Builder subprotocol(String protocol) {
      builder.subprotocol(protocol);
      return this;
    }

    @Override
    public WebSocket.Builder header(String name, String value) {
      builder.header(name, value);
      return this;
    }

    @Override
    public WebSocket.Builder setHeader(String name, String value) {
      builder.setHeader(name, value);
      return this;
    }

    @Override
    public WebSocket.Builder connectTimeout(long timeout, TimeUnit unit) {
      builder.connectTimeout(timeout, unit);
      return this;
    }
  }
}

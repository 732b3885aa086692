package cloud.bleu.apiserver.watch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.utils.Utils;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Watches of which nothing is heard. */
@Tag("wiring")
class WatchHeartbeatTest {

  private static final Duration BEAT = Duration.ofMillis(20);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String WATCH = "http://127.0.0.1/api/v1/pods?resourceVersion=1&watch=true";

  private final List<Runnable> ends = new ArrayList<>();

  /** A connection that takes what is sent, or not. */
  private static final class Connection implements WebSocket {
    private final AtomicInteger sent = new AtomicInteger();
    private volatile boolean dead;
    private volatile boolean broken;

    @Override
    public boolean send(ByteBuffer buffer) {
      assertEquals(0, buffer.remaining());
      sent.incrementAndGet();
      if (broken) {
        throw new IllegalStateException("made up by a test");
      }
      return !dead;
    }

    @Override
    public boolean sendClose(int code, String reason) {
      return true;
    }

    @Override
    public long queueSize() {
      return 0;
    }

    @Override
    public void request() {}

    private void awaitSent(int more) {
      int before = sent.get();
      await().atMost(SOON).until(() -> sent.get() >= before + more);
    }
  }

  /** What a watch was told. */
  private static class Told implements WebSocket.Listener {
    private final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    public void onOpen(WebSocket watch) {
      all.add("open");
    }

    @Override
    public void onMessage(WebSocket watch, String text) {
      all.add(text);
    }

    @Override
    public void onClose(WebSocket watch, int code, String reason) {
      all.add("close " + code);
    }

    @Override
    public void onError(WebSocket watch, Throwable error) {
      all.add("error " + error.getMessage());
    }

    private void await(String... expected) {
      org.awaitility.Awaitility.await().atMost(SOON).until(() -> all.equals(List.of(expected)));
    }
  }

  /** Keeps the listener that is built with. */
  private static final class Built implements WebSocket.Builder {
    private WebSocket.@Nullable Listener listener;
    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    private final List<String> asked = new ArrayList<>();

    @Override
    public CompletableFuture<WebSocket> buildAsync(WebSocket.Listener with) {
      listener = with;
      return opened;
    }

    @Override
    public WebSocket.Builder subprotocol(String protocol) {
      asked.add(protocol);
      return this;
    }

    @Override
    public WebSocket.Builder header(String name, String value) {
      asked.add(name + "=" + value);
      return this;
    }

    @Override
    public WebSocket.Builder setHeader(String name, String value) {
      asked.add(name + ":" + value);
      return this;
    }

    @Override
    public WebSocket.Builder uri(URI uri) {
      asked.add(uri.toString());
      return this;
    }

    @Override
    public WebSocket.Builder connectTimeout(long timeout, TimeUnit unit) {
      asked.add(timeout + " " + unit);
      return this;
    }
  }

  private WebSocket.Listener over(WatchHeartbeat heartbeat, WebSocket.Listener told) {
    Built built = new Built();
    Connection first = new Connection();
    // The next one waits for it.
    built.opened.complete(first);
    heartbeat.over(built).uri(URI.create(WATCH)).buildAsync(told);
    ends.add(() -> built.listener.onClose(first, 1000, ""));
    return built.listener;
  }

  /** Else they would be looked at fifty times a second as long as this JVM runs. */
  @AfterEach
  void end() {
    ends.forEach(Runnable::run);
  }

  @Test
  void aConnectionThatTakesNothingAnyMoreIsEndedOnce() {
    Told told = new Told();
    Connection connection = new Connection();
    WebSocket.Listener watch = over(new WatchHeartbeat(BEAT, NEVER), told);
    watch.onOpen(connection);
    connection.awaitSent(2);
    told.await("open");
    connection.dead = true;
    told.await("open", "close 1000");
    watch.onClose(connection, 1006, "");
    watch.onError(connection, new IOException("late"));
    told.await("open", "close 1000");
  }

  @Test
  void aWatchThatStaysSilentIsEndedThoughItsConnectionTakesEverything() {
    Told told = new Told();
    WebSocket.Listener watch = over(new WatchHeartbeat(BEAT, Duration.ofMillis(200)), told);
    watch.onOpen(new Connection());
    told.await("open", "close 1000");
  }

  @Test
  void whatIsHeardIsPassedOnAndCounts() {
    Told told = new Told();
    Connection connection = new Connection();
    WebSocket.Listener watch =
        over(new WatchHeartbeat(Duration.ofSeconds(1), Duration.ofSeconds(20)), told);
    watch.onOpen(connection);
    watch.onMessage(connection, "one");
    watch.onError(connection, new IOException("reset"));
    told.await("open", "one", "error reset");
  }

  /** Until no thread is in a beat, or about to be: one that began before an end may be late. */
  private static void awaitNoneUnderWay() {
    await()
        .atMost(SOON)
        .until(
            () ->
                Thread.getAllStackTraces().values().stream()
                    .flatMap(Stream::of)
                    .map(StackTraceElement::getClassName)
                    .noneMatch(
                        name ->
                            name.startsWith(WatchHeartbeat.class.getName() + "$")
                                || name.startsWith(Utils.class.getName())));
  }

  @Test
  void nothingIsSentOnceItIsOver() {
    WatchHeartbeat heartbeat = new WatchHeartbeat(BEAT, NEVER);
    Connection over = new Connection();
    Connection other = new Connection();
    WebSocket.Listener ends = over(heartbeat, new Told());
    ends.onOpen(over);
    over(heartbeat, new Told()).onOpen(other);
    over.awaitSent(1);
    ends.onClose(over, 1000, "");
    awaitNoneUnderWay();
    int sent = over.sent.get();
    other.awaitSent(5);
    assertEquals(sent, over.sent.get());
  }

  /** All watches are looked at by one, which goes on whatever becomes of the first. */
  @Test
  void aConnectionThatFailsIsDeadAndLeavesTheOthersAlone() {
    WatchHeartbeat heartbeat = new WatchHeartbeat(BEAT, NEVER);
    Told told =
        new Told() {
          @Override
          public void onClose(WebSocket watch, int code, String reason) {
            super.onClose(watch, code, reason);
            throw new IllegalStateException("made up by a test");
          }
        };
    Connection broken = new Connection();
    Connection other = new Connection();
    broken.broken = true;
    over(heartbeat, told).onOpen(broken);
    over(heartbeat, new Told()).onOpen(other);
    told.await("open", "close 1000");
    other.awaitSent(5);
    assertEquals(1, broken.sent.get());
  }

  @Test
  void aWatchThatIsOpenedAfterAllOthersEndedIsLookedAt() {
    WatchHeartbeat heartbeat = new WatchHeartbeat(BEAT, NEVER);
    Connection first = new Connection();
    Connection second = new Connection();
    WebSocket.Listener watch = over(heartbeat, new Told());
    watch.onOpen(first);
    first.awaitSent(1);
    watch.onClose(first, 1000, "");
    over(heartbeat, new Told()).onOpen(second);
    second.awaitSent(2);
  }

  @Test
  void nothingIsSentOnceItClosesAndWhatComesOfThatIsToldStill() {
    WatchHeartbeat heartbeat = new WatchHeartbeat(BEAT, NEVER);
    Built built = new Built();
    Told told = new Told();
    CompletableFuture<WebSocket> watch =
        heartbeat.over(built).uri(URI.create(WATCH)).buildAsync(told);
    Connection closing = new Connection();
    Connection other = new Connection();
    built.listener.onOpen(closing);
    built.opened.complete(closing);
    over(heartbeat, new Told()).onOpen(other);
    closing.awaitSent(1);
    watch.join().sendClose(1000, null);
    awaitNoneUnderWay();
    int sent = closing.sent.get();
    closing.dead = true;
    other.awaitSent(5);
    assertEquals(sent, closing.sent.get());
    told.await("open");
    built.listener.onClose(closing, 1006, "");
    told.await("open", "close 1006");
  }

  @Test
  void aSecondHandshakeCountsAsTheFirst() {
    Told told = new Told();
    Connection first = new Connection();
    Connection second = new Connection();
    WebSocket.Listener watch = over(new WatchHeartbeat(BEAT, NEVER), told);
    watch.onOpen(first);
    watch.onError(first, new IOException("reset"));
    watch.onOpen(second);
    second.awaitSent(2);
    second.dead = true;
    told.await("open", "error reset", "open", "close 1000");
  }

  @Test
  void otherWebSocketsAreLeftAloneAndWhatIsAskedForIsPassedOn() {
    Told told = new Told();
    Built built = new Built();
    String exec = "http://127.0.0.1/api/v1/namespaces/a/pods/b/exec?stdin=true&watch=false";
    new WatchHeartbeat(BEAT, NEVER)
        .over(built)
        .uri(URI.create(exec))
        .header("a", "b")
        .setHeader("c", "d")
        .subprotocol("e")
        .connectTimeout(5, TimeUnit.SECONDS)
        .buildAsync(told);
    assertSame(told, built.listener);
    assertEquals(List.of(exec, "a=b", "c:d", "e", "5 SECONDS"), built.asked);
  }

  @Test
  void aServerThatVanishesAfterTheHandshakeIsFound() throws Exception {
    Told told = new Told();
    try (ServerSocket door =
            ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .socket();
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder().withMasterUrl(WATCH).build())
                .build()) {
      CompletableFuture<Socket> served = CompletableFuture.supplyAsync(() -> handshake(door));
      new WatchHeartbeat(BEAT, Duration.ofMillis(300))
          .over(client.getHttpClient().newWebSocketBuilder())
          .uri(URI.create(WATCH.replace("127.0.0.1", "127.0.0.1:" + door.getLocalPort())))
          .connectTimeout(30, TimeUnit.SECONDS)
          .buildAsync(told);
      told.await("open", "close 1000");
      try (Socket socket = served.get(30, TimeUnit.SECONDS)) {
        SocketChannel channel = socket.getChannel();
        channel.configureBlocking(false);
        ByteBuffer some = ByteBuffer.allocate(1 << 10);
        while (channel.read(some) > 0) {
          some.clear();
        }
        assertEquals(0, channel.read(some), "nobody closed this connection");
      }
    }
  }

  /** Agrees to speak WebSocket (RFC 6455, section 1.3), and says nothing more. */
  private static Socket handshake(ServerSocket door) {
    try {
      Socket socket = door.accept();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String key = "";
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        if (line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-key:")) {
          key = line.substring(line.indexOf(':') + 1).strip();
        }
      }
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                      .getBytes(StandardCharsets.US_ASCII));
      socket
          .getOutputStream()
          .write(
              ("HTTP/1.1 101 -\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
                      + "sec-websocket-accept: "
                      + Base64.getEncoder().encodeToString(digest)
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return socket;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

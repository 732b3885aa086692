package cloud.bleu.report.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody who asks and never reads. */
class SlowReadersTest {
  /** More than the buffers of both ends hold. */
  private static final LivePage LARGE = new LivePage(Instant.EPOCH, "a".repeat(32 * 1024 * 1024));

  private static final Duration PATIENCE = Duration.ofMillis(200);

  /** A page, and a stream of events. */
  @ParameterizedTest
  @ValueSource(strings = {"page", "events"})
  void whoDoesNotReadIsCutOff(String what) throws Exception {
    CompletableFuture<IOException> ended = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (SlowReaders slow = new SlowReaders(PATIENCE)) {
      server.setExecutor(threads);
      server.createContext(
          "/",
          answered -> {
            try (PageExchange exchange = new PageExchange(answered, slow)) {
              if (what.equals("page")) {
                exchange.page(LARGE);
              } else {
                exchange.open("text/event-stream");
                while (true) {
                  exchange.send("data: " + "a".repeat(100_000) + "\n\n");
                }
              }
            } catch (IOException e) {
              ended.complete(e);
            } finally {
              interrupted.complete(Thread.interrupted());
            }
          });
      server.start();
      try (Socket socket = new Socket()) {
        socket.setReceiveBufferSize(4096);
        socket.connect(server.getAddress());
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertInstanceOf(IOException.class, ended.get(20, TimeUnit.SECONDS));
        assertFalse(interrupted.get(20, TimeUnit.SECONDS), "the thread is good for the next one");
      }
    } finally {
      server.stop(0);
      threads.shutdownNow();
    }
  }

  /** Who reads in time is not cut off later, nor is the thread. */
  @Test
  void whatWasSentInTimeIsOver() throws Exception {
    CompletableFuture<Void> later = new CompletableFuture<>();
    try (SlowReaders slow = new SlowReaders(Duration.ofMillis(1))) {
      slow.send(() -> {});
      slow.send(
          () -> {
            try {
              later.get(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              later.complete(null);
            } catch (Exception e) {
              throw new IOException(e);
            }
          });
      assertNull(later.getNow(null));
      assertEquals(true, later.isDone(), "the second was interrupted, and not the first");
      assertFalse(Thread.currentThread().isInterrupted());
    }
  }
}

package cloud.bleu.report.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody who asks and never reads. */
@Tag("wiring")
class SlowReadersTest {
  /** More than the buffers of both ends hold. */
  private static final LivePage LARGE = new LivePage("1a", "a".repeat(32 * 1024 * 1024));

  private static final Duration PATIENCE = Duration.ofMillis(200);

  /** A page, a stream of events, and answers so short that only many of them fill the buffers. */
  @ParameterizedTest
  @ValueSource(strings = {"page", "events", "head", "text"})
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
              if (what.equals("page") || what.equals("head")) {
                exchange.page(LARGE);
              } else if (what.equals("text")) {
                exchange.text(404, "nothing is here");
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
        threads.execute(() -> ask(socket, what.equals("head") ? "HEAD" : "GET"));
        assertInstanceOf(IOException.class, ended.get(60, TimeUnit.SECONDS));
        assertFalse(interrupted.get(60, TimeUnit.SECONDS), "the thread is good for the next one");
      }
    } finally {
      server.stop(0);
      threads.shutdownNow();
    }
  }

  /** Asks again and again before anything is answered, until the connection is closed. */
  private static void ask(Socket socket, String method) {
    byte[] requests =
        (method + " / HTTP/1.1\r\nHost: a\r\n\r\n")
            .repeat(1000)
            .getBytes(StandardCharsets.US_ASCII);
    try {
      while (true) {
        socket.getOutputStream().write(requests);
      }
    } catch (IOException e) {
      // It is closed.
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
              later.get(60, TimeUnit.SECONDS);
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

  /** Who reads steadily gets a page of any size, unless it takes all too long. */
  @Test
  void eachPartOfAPageHasItsTime() throws Exception {
    byte[] page = new byte[3 * SlowReaders.PART - 1];
    new Random(1).nextBytes(page);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    AtomicInteger late = new AtomicInteger();
    OutputStream slowly =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("byte by byte");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            assertTrue(length <= SlowReaders.PART);
            read.write(bytes, offset, length);
            try {
              assertFalse(new CountDownLatch(1).await(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
              late.incrementAndGet();
            }
          }
        };
    try (SlowReaders slow = new SlowReaders(Duration.ofMillis(1))) {
      slow.send(slowly, page);
    }
    assertArrayEquals(page, read.toByteArray());
    assertEquals(3, late.get(), "each part is held to its time");

    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    long step = SlowReaders.WHOLE.toNanos() / 2;
    try (SlowReaders slow = new SlowReaders(PATIENCE, () -> now.getAndAdd(step))) {
      ByteArrayOutputStream some = new ByteArrayOutputStream();
      assertThrows(IOException.class, () -> slow.send(some, page));
      assertEquals(SlowReaders.PART, some.size());
    }
  }
}

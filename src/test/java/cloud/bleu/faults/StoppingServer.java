package cloud.bleu.faults;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/**
 * An API server on 127.0.0.1 with one answer. It sends the head of it at once, and the body byte by
 * byte as it is told to, where it {@link #stops}.
 */
public final class StoppingServer implements AutoCloseable {

  private final byte[] body;
  private final ServerSocket door;
  private final Set<Socket> taken = ConcurrentHashMap.newKeySet();
  private final Semaphore bytes = new Semaphore(0);
  private final Queue<Request> begun = new ConcurrentLinkedQueue<>();
  private volatile Predicate<Request> stops = request -> false;

  /**
   * @param body of each answer, as JSON
   */
  public StoppingServer(String body) {
    this.body = body.getBytes(StandardCharsets.UTF_8);
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::take);
  }

  /** From now on the body of answers to these requests waits for {@link #send}. */
  public void stops(Predicate<Request> which) {
    stops = which;
  }

  /** Sends so many bytes more of what waits, or of what is asked for next. */
  public void send(int more) {
    bytes.release(more);
  }

  /** How many answers to such requests have begun. */
  public long begun(Predicate<Request> which) {
    return begun.stream().filter(which).count();
  }

  /** How many bytes the body has. */
  public int length() {
    return body.length;
  }

  /** Where it is. */
  public String url() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  /** What a client needs that asks for nothing twice. */
  public Config config() {
    return new ConfigBuilder()
        .withAutoConfigure(false)
        .withMasterUrl(url())
        .withHttp2Disable(true)
        .withRequestRetryBackoffLimit(0)
        .build();
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "stopping server");
    thread.setDaemon(true);
    thread.start();
  }

  private void take() {
    try {
      while (true) {
        Socket socket = door.accept();
        taken.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (Request request = Wire.read(in); request != null; request = Wire.read(in)) {
        out.write(
            ("HTTP/1.1 200 -\r\ncontent-type: application/json\r\ncontent-length: "
                    + body.length
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        begun.add(request);
        if (stops.test(request)) {
          for (byte next : body) {
            bytes.acquire();
            out.write(next);
          }
        } else {
          out.write(body);
        }
      }
    } catch (IOException closed) {
      // Who asked has gone, or the test is over.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      taken.remove(socket);
    }
  }

  @Override
  public void close() {
    try {
      door.close();
      for (Socket socket : taken) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      // Who waits to send finds out that nobody listens.
      bytes.release(Integer.MAX_VALUE / 2);
    }
  }
}

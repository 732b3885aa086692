package cloud.bleu.cli.option;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A cluster that takes connections and gives no answer, or none that ends. */
final class SilentServer implements AutoCloseable {

  private final List<Socket> taken = new CopyOnWriteArrayList<>();

  /**
   * Who else connects, such as one that looks for a server that had this port before, is no matter.
   */
  final String token = UUID.randomUUID().toString();

  final AtomicInteger asked = new AtomicInteger();
  final ServerSocket door;

  /** What whoever asks is told before nothing comes any more. */
  volatile String beginning = "";

  /** The same to whoever asks later; empty: as before. */
  volatile String afterwards = "";

  /** Whether it ends once it was asked, without an answer. */
  volatile boolean endsWhenAsked;

  /** Whether it breaks each connection once it was asked, without an answer. */
  volatile boolean breaksWhenAsked;

  /** How often a beginning, be it empty, was sent or is about to be. */
  final AtomicInteger begun = new AtomicInteger();

  SilentServer() throws IOException {
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::take);
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "silent server");
    thread.setDaemon(true);
    thread.start();
  }

  private void take() {
    try {
      while (true) {
        Socket socket = door.accept();
        taken.add(socket);
        daemon(() -> begin(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void begin(Socket socket) {
    try {
      byte[] request = new byte[8192];
      int length = socket.getInputStream().read(request);
      if (length > 0 && new String(request, 0, length, StandardCharsets.UTF_8).contains(token)) {
        asked.incrementAndGet();
        if (endsWhenAsked) {
          close();
          return;
        }
        if (breaksWhenAsked) {
          socket.close();
          return;
        }
        // Counted first: who has the answer finds it counted.
        boolean later = begun.getAndIncrement() > 0;
        String answer = later && !afterwards.isEmpty() ? afterwards : beginning;
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        if (answer.contains("Content-Length: 0")) {
          socket.shutdownOutput();
        }
      }
    } catch (IOException closed) {
      // Who asked has gone, or the test is over.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : taken) {
      socket.close();
    }
  }

  int port() {
    return door.getLocalPort();
  }
}

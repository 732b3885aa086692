package cloud.bleu.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A row of ports on 127.0.0.1 that no other process which asks here is given: whoever listens on
 * the first one has the row, until it is closed or the process ends.
 */
final class LoopbackPorts implements AutoCloseable {
  // Below the range from which the kernel takes ports for outgoing connections, so none is taken
  // between our look and its use.
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int ROW = 16;

  private final ServerSocket guard;
  private int last;

  /**
   * Takes a row.
   *
   * @throws ControlPlaneException if none is free
   */
  LoopbackPorts() {
    for (int attempt = 0; attempt < 1_000; attempt++) {
      int first = FIRST + ROW * ThreadLocalRandom.current().nextInt((LAST - FIRST) / ROW);
      ServerSocket socket = listen(first);
      if (socket != null) {
        guard = socket;
        last = first;
        return;
      }
    }
    throw none();
  }

  /**
   * The next port of the row that is free.
   *
   * @throws ControlPlaneException if none is left
   */
  int next() {
    while (last < guard.getLocalPort() + ROW - 1) {
      last++;
      if (isFree(last)) {
        return last;
      }
    }
    throw none();
  }

  @Override
  public void close() {
    shut(guard);
  }

  private static boolean isFree(int port) {
    ServerSocket socket = listen(port);
    if (socket != null) {
      shut(socket);
    }
    return socket != null;
  }

  private static @Nullable ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      try {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
      } catch (IOException taken) {
        shut(socket);
        return null;
      }
    } catch (IOException e) {
      throw new ControlPlaneException("cannot open a socket: " + e.getMessage(), e);
    }
  }

  private static void shut(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new ControlPlaneException("cannot close a socket: " + e.getMessage(), e);
    }
  }

  private static ControlPlaneException none() {
    return new ControlPlaneException(
        "no free port found on 127.0.0.1 between " + FIRST + " and " + LAST);
  }
}

package cloud.bleu.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports on 127.0.0.1, each handed out once. */
final class LoopbackPorts {
  // Below the range from which the kernel takes ports for outgoing connections, so none is taken
  // between our look and its use.
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;

  private final Set<Integer> taken = new LinkedHashSet<>();

  int next() {
    for (int attempt = 0; attempt < 1_000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (!taken.contains(port) && free(port)) {
        taken.add(port);
        return port;
      }
    }
    throw new ControlPlaneException(
        "no free port found on 127.0.0.1 between " + FIRST + " and " + LAST);
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

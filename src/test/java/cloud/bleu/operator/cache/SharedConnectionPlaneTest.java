package cloud.bleu.operator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many connections the requests of an operator open that are sent at once. */
@RealControlPlane
class SharedConnectionPlaneTest {
  private static final int REQUESTS = 20;

  @Test
  void requestsThatAreSentAtOnceShareTheConnectionThatIsThere(OperatorAccount account)
      throws IOException {
    Config config = account.config();
    try (Door door = new Door(URI.create(config.getMasterUrl()))) {
      config.setMasterUrl(door.url());
      try (KubernetesClient client = SandboxClients.of(config)) {
        SharedConnection.opened(client).join();
        URI version = URI.create(client.getConfiguration().getMasterUrl()).resolve("version");
        var answers =
            Stream.generate(
                    () ->
                        client
                            .getHttpClient()
                            .sendAsync(
                                client.getHttpClient().newHttpRequestBuilder().uri(version).build(),
                                byte[].class))
                .limit(REQUESTS)
                .toList();
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
        answers.forEach(answer -> assertEquals(200, answer.join().code()));
      }
      assertEquals(1, door.through.size() / 2);
    }
  }

  /** Lets every connection through, and knows both ends of each. */
  private static final class Door implements AutoCloseable {
    final Set<Socket> through = ConcurrentHashMap.newKeySet();
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI target;

    Door(URI target) throws IOException {
      this.target = target;
      run(this::accept);
    }

    String url() {
      return "https://127.0.0.1:" + door.getLocalPort();
    }

    private void accept() throws IOException {
      while (true) {
        Socket near = door.accept();
        Socket far = new Socket(target.getHost(), target.getPort());
        through.add(near);
        through.add(far);
        run(() -> copy(near.getInputStream(), far.getOutputStream()));
        run(() -> copy(far.getInputStream(), near.getOutputStream()));
      }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
      try (out) {
        in.transferTo(out);
      }
    }

    private interface Step {
      void run() throws IOException;
    }

    private static void run(Step step) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  step.run();
                } catch (IOException e) {
                  // One of its ends was closed.
                }
              },
              "door");
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void close() throws IOException {
      door.close();
      for (Socket socket : through) {
        socket.close();
      }
    }
  }
}

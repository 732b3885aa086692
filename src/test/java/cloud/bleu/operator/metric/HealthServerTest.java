package cloud.bleu.operator.metric;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Probe;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.StartException;
import cloud.bleu.operator.config.OperatorOptions;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a kubelet is told. */
@Tag("wiring")
class HealthServerTest {

  @Test
  void answersAreOkOrWhyNot() throws Exception {
    AtomicReference<@Nullable String> alive = new AtomicReference<>();
    AtomicReference<@Nullable String> ready = new AtomicReference<>("not yet");
    try (HealthServer server =
        new HealthServer("127.0.0.1", 0, alive::get, ready::get, () -> "a_metric 1\n")) {
      assertEquals(Probe.OK, Probe.of(server.port(), "/livez"));
      assertEquals(new Probe(503, "not yet"), Probe.of(server.port(), "/readyz"));
      ready.set(null);
      alive.set("stuck");
      assertEquals(new Probe(503, "stuck"), Probe.of(server.port(), "/livez"));
      assertEquals(Probe.OK, Probe.of(server.port(), "/readyz"));
      assertEquals(new Probe(200, "a_metric 1"), Probe.of(server.port(), "/metrics"));
      assertEquals(404, Probe.of(server.port(), "/else").code());
    }
  }

  @Test
  void aliveAndNotReadyWhileTheApiServerDoesNotAnswer() throws Exception {
    // Takes connections and says nothing.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        KubernetesClient client =
            new KubernetesClientBuilder().withConfig(config(silent.getLocalPort())).build();
        Operator operator =
            OperatorUnderTest.of(client, OperatorOptions.alone().withPort(0), () -> {})) {
      Thread starting = new Thread(operator::start, "starting");
      starting.start();
      await().atMost(Scene.SOON).until(() -> operator.port() > 0);
      assertEquals(Probe.OK, Probe.of(operator.port(), "/livez"));
      assertEquals(
          new Probe(503, "the caches are not filled yet"), Probe.of(operator.port(), "/readyz"));
      starting.interrupt();
      starting.join();
    }
  }

  @Test
  void portThatIsTakenIsSaidInOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        KubernetesClient client =
            new KubernetesClientBuilder().withConfig(config(taken.getLocalPort())).build();
        Operator operator =
            OperatorUnderTest.of(
                client, OperatorOptions.alone().withPort(taken.getLocalPort()), () -> {})) {
      String said = assertThrows(StartException.class, operator::start).getMessage();
      assertTrue(said.startsWith("cannot listen on 127.0.0.1:" + taken.getLocalPort()), said);
      assertTrue(said.endsWith("choose another --port or --bind-address"), said);
    }
  }

  private static Config config(int port) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("http://127.0.0.1:" + port)
        .withAutoOAuthToken("token")
        .build();
  }
}

package cloud.bleu.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.faults.StoppingServer;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the sandbox, and nearly every test, asks an API server with. */
@Tag("wiring")
class SandboxClientsTest {

  /** Also where the caller has more to say about the client. */
  @Test
  void answerThatBeginsAndStopsIsGivenUp() {
    AtomicBoolean said = new AtomicBoolean();
    try (StoppingServer server =
            new StoppingServer(
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"n\"}}");
        KubernetesClient client =
            SandboxClients.builder(server.config(), Duration.ofSeconds(1))
                .withHttpClientBuilderConsumer(http -> said.set(true))
                .build()) {
      server.stops(request -> true);
      server.send(10);
      assertTimeoutPreemptively(
          Duration.ofSeconds(45),
          () -> assertThrows(KubernetesClientException.class, () -> read(client)));
      server.stops(request -> false);
      assertEquals("n", read(client).getMetadata().getName(), "the next one is taken");
      assertTrue(said.get(), "the caller is asked too");
    }
  }

  private static Namespace read(KubernetesClient client) {
    return client.namespaces().withName("n").get();
  }
}

package cloud.bleu.sandbox;

import static org.awaitility.Awaitility.await;
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
  private static final Duration MOST = Duration.ofSeconds(60);

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
          MOST, () -> assertThrows(KubernetesClientException.class, () -> read(client)));
      server.stops(request -> false);
      await("the next one is taken, as soon as the machine lets it end within the second")
          .atMost(MOST)
          .ignoreExceptionsMatching(
              e -> e.getCause() != null && e.getCause().getMessage().contains(" began an answer, "))
          .until(() -> "n".equals(read(client).getMetadata().getName()));
      assertTrue(said.get(), "the caller is asked too");
    }
  }

  private static Namespace read(KubernetesClient client) {
    return client.namespaces().withName("n").get();
  }
}

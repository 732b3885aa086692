package cloud.bleu.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.report.live.ServerLimits;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who watches as kubectl does, and goes: nothing happens that he would be told of, and others come
 * after him. In test JVMs the HTTP server of the JDK takes as many connections as the operator lets
 * it take, and says nothing to those beyond.
 */
@Timeout(120)
@Tag("wiring")
class LeavingReadersTest {

  private static final int CONNECTIONS = Integer.getInteger("jdk.httpserver.maxConnections", 0);

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void readersThatHaveGoneKeepNobodyOut(@TempDir Path folder) throws Exception {
    assertEquals(ServerLimits.CONNECTIONS, CONNECTIONS, "the limit of test JVMs, in pom.xml");
    try (EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
        KubernetesClient client = server.newClient()) {
      server.writeKubeconfig(folder.resolve("kubeconfig"));
      URI watch = server.kubectl().resolve("/api/v1/namespaces/default/configmaps?watch=true");
      try (InputStream stays = watch(watch)) {
        for (int i = 0; i < CONNECTIONS + 20; i++) {
          watch(watch).close();
        }
        client
            .resource(
                new ConfigMapBuilder().withNewMetadata().withName("one").endMetadata().build())
            .create();
        String told =
            new BufferedReader(new InputStreamReader(stays, StandardCharsets.UTF_8)).readLine();
        JsonNode event = Serialization.jsonMapper().readTree(told);
        assertEquals("ADDED", event.path("type").asText(), told);
        assertEquals("one", event.at("/object/metadata/name").asText(), told);
      }
    }
  }

  private InputStream watch(URI watch) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(
            HttpRequest.newBuilder(watch).timeout(Duration.ofSeconds(60)).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertEquals(200, response.statusCode());
    return response.body();
  }
}

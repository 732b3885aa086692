package cloud.bleu.operator.cache;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which version of a kind is told, while its CRD comes, changes and goes. */
@Tag("wiring")
class ServedKindTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String NAME = "reports.example.com";

  /** Each version that was told, in order; "none" for none. */
  private final List<String> told = new CopyOnWriteArrayList<>();

  private EmbeddedApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(List.of());
    client = PatientClients.of(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v1 true | Established True | v1",
        "v2 true, v1 true | Established True | v2",
        "v2 false, v1 true | Established True | v1",
        // None of these will do, or none is served.
        "v3 true | Established True | none",
        "v3 true, v1 true | Established True | v1",
        "v1 false | Established True | none",
        // The API server does not serve it yet.
        "v1 true | Established False | none",
        "v1 true | NamesAccepted True | none",
        "v1 true || none"
      })
  void whatIsThereIsToldAtOnce(String versions, @Nullable String condition, String version) {
    client.resource(crd(versions, condition)).create();
    try (ServedKind kind = kind(client)) {
      kind.start().join();
      assertEquals(List.of(version), List.copyOf(told).subList(0, 1));
    }
  }

  @Test
  void anotherKindIsNotTold() {
    CustomResourceDefinition other = crd("v1 true", "Established True");
    other.getMetadata().setName("others.example.com");
    client.resource(other).create();
    try (ServedKind kind = kind(client)) {
      kind.start().join();
      client.resource(crd("v1 true", "Established True")).create();
      await().atMost(SOON).until(() -> Set.copyOf(told).equals(Set.of("v1")));
    }
  }

  @Test
  void itComesChangesAndGoes() {
    try (ServedKind kind = kind(client)) {
      kind.start().join();
      assertEquals(List.of(), told);
      client.resource(crd("v1 true", null)).create();
      await().atMost(SOON).until(() -> told.equals(List.of("none")));
      client.resource(crd("v1 true", "Established True")).update();
      await().atMost(SOON).until(() -> last().equals("v1"));
      client.resource(crd("v2 true, v1 true", "Established True")).update();
      await().atMost(SOON).until(() -> last().equals("v2"));
      client.resource(crd("v1 true", null)).delete();
      await().atMost(SOON).until(() -> last().equals("none"));
      client.resource(crd("v1 true", "Established True")).create();
      await().atMost(SOON).until(() -> last().equals("v1"));
    }
  }

  /** Without the right to look it tells nothing and hinders nobody; once it is given it tells. */
  @Test
  void whoMayLookLaterIsToldThen() {
    AtomicBoolean may = new AtomicBoolean();
    Fault forbidden =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) {
            return request.about("customresourcedefinitions") && !may.get()
                ? Answer.status(403, "Forbidden")
                : null;
          }
        };
    client.resource(crd("v1 true", "Established True")).create();
    try (FaultProxy proxy = new FaultProxy(client.getConfiguration(), forbidden);
        KubernetesClient later = proxy.client();
        ServedKind kind = kind(later)) {
      kind.start().join();
      assertEquals(List.of(), told);
      may.set(true);
      await().atMost(SOON).until(() -> told.contains("v1"));
    }
  }

  /** A start costs a list and a watch: a CRD may be large, and an operator asks for a dozen. */
  @Test
  void crdIsListedOnceAndWatchedOnce(@TempDir Path folder) throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    server.writeKubeconfig(kubeconfig);
    List<String> asked = new CopyOnWriteArrayList<>();
    Fault counted =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) {
            if (request.about("customresourcedefinitions")) {
              asked.add(request.isWatch() ? "watch" : "list");
            }
            return null;
          }
        };
    client.resource(crd("v1 true", "Established True")).create();
    try (FaultProxy proxy =
            new FaultProxy(Config.fromKubeconfig(Files.readString(kubeconfig)), counted);
        KubernetesClient through = proxy.client();
        ServedKind kind = kind(through)) {
      kind.start();
      await().atMost(SOON).until(() -> told.contains("v1") && asked.contains("watch"));
      assertEquals(List.of("list", "watch"), asked);
    }
  }

  @Test
  void closedBeforeItStartsItWatchesNothing() {
    ServedKind kind = kind(client);
    kind.close();
    kind.start();
    client.resource(crd("v1 true", "Established True")).create();
    try (ServedKind next = kind(client)) {
      next.start();
      await().atMost(SOON).until(() -> told.contains("v1"));
    }
    assertEquals(0, Collections.frequency(told, "none"));
  }

  private String last() {
    return told.isEmpty() ? "" : told.get(told.size() - 1);
  }

  private ServedKind kind(KubernetesClient client) {
    return new ServedKind(
        client,
        NAME,
        Set.of("v1", "v2")::contains,
        "nothing is reported",
        version -> told.add(version == null ? "none" : version));
  }

  /**
   * @param versions each with whether it is served
   * @param condition type and status, null for none
   */
  private static CustomResourceDefinition crd(String versions, @Nullable String condition) {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %s}
            spec:
              group: example.com
              scope: Namespaced
              names: {kind: Report, plural: reports}
              versions:
            """
                .formatted(NAME));
    for (String version : versions.split(", ")) {
      String[] words = version.split(" ");
      yaml.append("  - {name: ").append(words[0]).append(", served: ").append(words[1]);
      yaml.append(", storage: false}\n");
    }
    if (condition != null) {
      String[] words = condition.split(" ");
      yaml.append("status: {conditions: [{type: ").append(words[0]);
      yaml.append(", status: \"").append(words[1]).append("\"}]}\n");
    }
    return Serialization.unmarshal(yaml.toString(), CustomResourceDefinition.class);
  }
}

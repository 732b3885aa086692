package cloud.bleu.operator.report;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.operator.snapshot.DecidedWorkloads;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.EmptyTranslation;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people are told of a Report that cannot be written. */
@Tag("wiring")
class NamespaceReportsTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private static final Snapshot NOTHING =
      new Snapshot(
          EmptyTranslation.at(Instant.parse("2026-11-24T12:00:00Z")),
          DecidedWorkloads.NONE,
          new TreeMap<>(),
          Map.of(),
          new Enforcement(new TreeSet<>(), new TreeMap<>(), new TreeSet<>()),
          Map.of());

  @RegisterExtension private final OperatorLog said = OperatorLog.of(RefusedWrites.class);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /**
   * Of a namespace that is being deleted there is nothing to tell, and with 403, which is how
   * servers answer there, nothing to count either: its Report goes as well. No server is known that
   * says so with 422.
   */
  @ParameterizedTest
  @CsvSource({
    "403, because it is being terminated, 0, 0",
    "422, because it is being terminated, 1, 0",
    "403, exceeded quota: small, 1, 1",
    "422, spec is invalid, 1, 1",
  })
  void refusalIsToldUnlessItIsThatTheNamespaceIsBeingDeleted(
      int code, String words, int refused, int told, @TempDir Path folder) throws IOException {
    Fault refusal =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) {
            return request.isWrite() && request.path().contains("/namespaces/shop/reports")
                ? Answer.json(
                    code,
                    Serialization.asJson(
                        new StatusBuilder()
                            .withStatus("Failure")
                            .withCode(code)
                            .withMessage(words)
                            .build()))
                : null;
          }
        };
    try (EmbeddedApiServer server = EmbeddedApiServer.start(List.of(kind()));
        FaultProxy proxy = new FaultProxy(config(server, folder), refusal);
        KubernetesClient through = proxy.client();
        EventRecorder events =
            new EventRecorder(through, "test", Clock.systemUTC(), registry, n -> false);
        NamespaceReports reports =
            new NamespaceReports(through, new RefusedWrites(registry, events), namespace -> true)) {
      through.resource(kind()).create();
      reports.start();
      reports.tell(NOTHING, Set.of("shop", "zoo"));
      await("the next one in the same round").atMost(SOON).until(() -> isThere(through, "zoo"));
    }
    assertEquals(
        refused, registry.get("bleu.writes.refused").tag("write", "Report").gauge().value());
    assertEquals(told, said.lines().size(), said::toString);
  }

  private static boolean isThere(KubernetesClient client, String namespace) {
    return client
            .genericKubernetesResources(
                new ResourceDefinitionContext.Builder()
                    .withGroup(ReportStore.GROUP)
                    .withVersion(ReportStore.VERSION)
                    .withKind("Report")
                    .withPlural("reports")
                    .withNamespaced(true)
                    .build())
            .inNamespace(namespace)
            .withName(ReportStore.NAME)
            .get()
        != null;
  }

  private static CustomResourceDefinition kind() throws IOException {
    try (InputStream in =
        NamespaceReportsTest.class.getResourceAsStream("/openreports/reports.yaml")) {
      CustomResourceDefinition kind = Serialization.unmarshal(in, CustomResourceDefinition.class);
      kind.setStatus(
          Serialization.unmarshal(
              "---\nconditions: [{type: Established, status: \"True\"}]",
              CustomResourceDefinitionStatus.class));
      return kind;
    }
  }

  private static Config config(EmbeddedApiServer server, Path folder) throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    server.writeKubeconfig(kubeconfig);
    return Config.fromKubeconfig(Files.readString(kubeconfig));
  }
}

package cloud.bleu.operator.report;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.evidence.openreports.NamespaceReport;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.sandbox.EmbeddedApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Reports as a watch shows them that may not list at first. */
@Tag("wiring")
class ReportStoreTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** The right is given while it runs: no restart is needed. */
  @Test
  void rightThatIsGrantedLaterIsUsedWithoutARestart(@TempDir Path folder) throws IOException {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger told = new AtomicInteger();
    Fault forbidden =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) {
            return request.about("reports") && asked.incrementAndGet() < 3
                ? Answer.status(403, "Forbidden")
                : null;
          }
        };
    Path kubeconfig = folder.resolve("kubeconfig");
    try (EmbeddedApiServer server = EmbeddedApiServer.start(List.of(crd()))) {
      server.writeKubeconfig(kubeconfig);
      try (FaultProxy proxy =
              new FaultProxy(Config.fromKubeconfig(Files.readString(kubeconfig)), forbidden);
          KubernetesClient later = proxy.client();
          ReportStore store = new ReportStore(later, told::incrementAndGet)) {
        store.watch();
        await().atMost(SOON).until(() -> store.isWatched() && told.get() > 0);
      }
    }
  }

  /** Whoever may edit it could else have it left alone as somebody else's. */
  @Test
  void whatThisProcessWroteIsOursWhateverItsLabelSays() throws IOException {
    NamespaceReport report = new NamespaceReport(Map.of("source", "bleu"), "closing", 0);
    try (EmbeddedApiServer server = EmbeddedApiServer.start(List.of(crd()));
        KubernetesClient client = server.newClient();
        ReportStore store = new ReportStore(client, () -> {})) {
      store.watch();
      await().atMost(SOON).until(store::isWatched);
      store.apply("shop", report);
      String written = store.live("shop");
      for (String label : List.of("them", "")) {
        reports(client, "shop")
            .edit(
                object -> {
                  object
                      .getMetadata()
                      .setLabels(
                          label.isEmpty()
                              ? Map.of()
                              : Map.of("app.kubernetes.io/managed-by", label));
                  return object;
                });
        await("the edit is seen").atMost(SOON).until(() -> !store.live("shop").equals(written));
        assertEquals(Set.of("shop"), store.namespaces());
        store.apply("shop", report);
        assertEquals(
            Map.of("app.kubernetes.io/managed-by", "bleu"),
            reports(client, "shop").get().getMetadata().getLabels());
        await("and mended").atMost(SOON).until(() -> store.live("shop").equals(written));
      }
    }
  }

  /** What a process before wrote: by its label, or by what our manager applied. */
  @Test
  void whatAProcessBeforeWroteIsKnown() throws IOException {
    List<String> objects =
        List.of(
            "{name: bleu-placement, namespace: label, labels: {app.kubernetes.io/managed-by: bleu}}",
            "{name: bleu-placement, namespace: fields,"
                + " managedFields: [{manager: x, operation: Apply}, {manager: bleu-report, operation: Apply}]}",
            "{name: bleu-placement, namespace: theirs, labels: {app.kubernetes.io/managed-by: x},"
                + " managedFields: [{manager: x, operation: Apply}]}",
            "{name: bleu-placement, namespace: edited, managedFields: [{manager: bleu-report, operation: Update}]}",
            "{name: bleu-placement, namespace: bare}");
    AtomicInteger told = new AtomicInteger();
    try (EmbeddedApiServer server = EmbeddedApiServer.start(List.of(crd()));
        KubernetesClient client = server.newClient();
        ReportStore store = new ReportStore(client, told::incrementAndGet)) {
      for (String metadata : objects) {
        client
            .resource(
                Serialization.unmarshal(
                    "apiVersion: openreports.io/v1alpha1\nkind: Report\nmetadata: " + metadata,
                    GenericKubernetesResource.class))
            .create();
      }
      store.watch();
      await("each is seen, and that it is watched")
          .atMost(SOON)
          .until(() -> told.get() > objects.size());
      assertEquals(Set.of("label", "fields"), store.namespaces());
    }
  }

  private static Resource<GenericKubernetesResource> reports(
      KubernetesClient client, String namespace) {
    return client
        .genericKubernetesResources("openreports.io/v1alpha1", "Report")
        .inNamespace(namespace)
        .withName("bleu-placement");
  }

  private static CustomResourceDefinition crd() throws IOException {
    try (InputStream in = ReportStoreTest.class.getResourceAsStream("/openreports/reports.yaml")) {
      return Serialization.unmarshal(in, CustomResourceDefinition.class);
    }
  }
}

package cloud.bleu.operator.report;

import static org.awaitility.Awaitility.await;

import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.sandbox.EmbeddedApiServer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  private static CustomResourceDefinition crd() throws IOException {
    try (InputStream in = ReportStoreTest.class.getResourceAsStream("/openreports/reports.yaml")) {
      return Serialization.unmarshal(in, CustomResourceDefinition.class);
    }
  }
}

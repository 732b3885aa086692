package cloud.bleu.faults;

import static org.awaitility.Awaitility.await;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.Scene;
import cloud.bleu.sandbox.PatientClients;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A client whose handshake failed watches by plain HTTP from then on. The proxy serves that as the
 * API server does: otherwise a cut at the wrong moment would leave a watch that never tells again.
 */
@RealControlPlane
class HttpWatchThroughProxyTest {

  @Test
  void eventsComeWithoutWebSockets(KubernetesClient client, OperatorAccount account) {
    String name = "seen-by-http";
    try (FaultProxy proxy = new FaultProxy(account.config(), Fault.NONE);
        KubernetesClient http =
            PatientClients.of(
                new ConfigBuilder(Config.fromKubeconfig(proxy.kubeconfig()))
                    .withOnlyHttpWatches(true)
                    .build());
        var namespaces = http.namespaces().inform()) {
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
      await("the event")
          .atMost(Scene.SOON.toSeconds(), TimeUnit.SECONDS)
          .until(() -> namespaces.getStore().getByKey(name) != null);
      proxy.cutWatches();
      client.namespaces().withName(name).delete();
      await("after a cut")
          .atMost(Scene.SOON.toSeconds(), TimeUnit.SECONDS)
          .until(
              () -> {
                var seen = namespaces.getStore().getByKey(name);
                return seen == null || seen.getMetadata().getDeletionTimestamp() != null;
              });
    }
  }
}

package cloud.bleu.operator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Routes that this account may not see are a stated limit, and hinder no start. */
@Tag("wiring")
class GatewayRouteCacheTest {

  private static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: httproutes.gateway.networking.k8s.io}
      spec:
        group: gateway.networking.k8s.io
        scope: Namespaced
        names: {kind: HTTPRoute, plural: httproutes}
        versions:
          - {name: v1, served: true, storage: true}
      status:
        conditions: [{type: Established, status: "True"}]
      """;

  @Test
  void kindsThatAreThereAndForbiddenAreNotWaitedFor() throws Exception {
    Fault forbidden =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) {
            return request.about("httproutes") ? Answer.status(403, "Forbidden") : null;
          }
        };
    try (EmbeddedApiServer server = EmbeddedApiServer.start(List.of());
        KubernetesClient client = PatientClients.of(server)) {
      client.resource(Serialization.unmarshal(CRD, CustomResourceDefinition.class)).create();
      try (FaultProxy proxy = new FaultProxy(client.getConfiguration(), forbidden);
          KubernetesClient through = proxy.client();
          GatewayRouteCache routes = new GatewayRouteCache(through, (before, after) -> {})) {
        routes.start().get(60, TimeUnit.SECONDS);
        assertEquals(List.of(), routes.missing());
        assertEquals(List.of(), routes.list());
      }
    }
  }
}

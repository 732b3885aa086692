package cloud.bleu.operator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What informers a controller gets, and what goes to the API server all the same. */
@Tag("wiring")
class ControllerClientTest {

  @Test
  void informersOfTheKindsOfControllersAreTheCaches() {
    try (EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
        KubernetesClient client = PatientClients.of(server);
        Caches caches = new Caches(client, (before, after) -> {})) {
      KubernetesClient ours = ControllerClient.of(client, caches);
      Map<Class<? extends HasMetadata>, SharedIndexInformer<?>> kept =
          Map.of(
              BleuWorkload.class, caches.workloads,
              WorkloadPlacement.class, caches.placements,
              AvailabilityZone.class, caches.zones,
              CloudProvider.class, caches.providers,
              SovereigntyPolicy.class, caches.policies,
              SovereigntyWaiver.class, caches.waivers,
              ResilienceDrill.class, caches.drills.informer());
      kept.forEach((type, cache) -> assertSame(cache.getStore(), informer(ours, type).getStore()));
    }
  }

  private static <T extends HasMetadata> SharedIndexInformer<T> informer(
      KubernetesClient client, Class<T> type) {
    return assertInstanceOf(
        CacheView.class, client.resources(type).inAnyNamespace().runnableInformer(0));
  }

  @Test
  void informersOfSomeAreRefusedAndRequestsAskTheServer() {
    try (EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
        KubernetesClient client = PatientClients.of(server);
        Caches caches = new Caches(client, (before, after) -> {})) {
      KubernetesClient ours = ControllerClient.of(client, caches);
      MixedOperation<BleuWorkload, ?, ?> all = ours.resources(BleuWorkload.class);
      for (Informable<BleuWorkload> some :
          List.<Informable<BleuWorkload>>of(
              all.inNamespace("shop"),
              all.inAnyNamespace().withLabel("a", "b"),
              all.inAnyNamespace().withField("metadata.name", "web"),
              ours.resources(BleuWorkload.class).inNamespace("shop").withName("web"))) {
        assertThrows(IllegalStateException.class, () -> some.runnableInformer(0));
      }
      BleuWorkload web =
          Serialization.unmarshal(
              "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name:"
                  + " web, namespace: shop}, spec: {replicas: 1}}",
              BleuWorkload.class);
      ours.resource(web).create();
      // The caches were not started.
      assertEquals(List.of(), caches.workloads.getStore().list());
      assertEquals(
          "web",
          ours.resources(BleuWorkload.class)
              .inNamespace("shop")
              .withName("web")
              .get()
              .getMetadata()
              .getName());
    }
  }
}

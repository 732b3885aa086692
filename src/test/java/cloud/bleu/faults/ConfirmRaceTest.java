package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody edits a fact between the reading and the writing of {@code bleu facts confirm}. */
@RealControlPlane
class ConfirmRaceTest {

  @TempDir Path folder;

  @Test
  void whatSomebodyChangedMeanwhileIsNotConfirmed(ControlPlane plane, KubernetesClient client)
      throws Exception {
    client
        .resource(
            (HasMetadata)
                Serialization.unmarshal(
                    """
                    apiVersion: placement.bleu.cloud/v1alpha1
                    kind: CloudProvider
                    metadata: {name: acme}
                    spec:
                      displayName: Acme
                      ownership:
                        holders: [{name: A, of: Acme, country: FR}]
                        provenance: {basis: Contract, source: the register, asOf: 2026-03-01}
                      offerings: [{name: base, layers: [CaaS], regions: [north]}]
                    """))
        .create();
    // A server that has just learned a kind answers 429 to who lists it first; this client waits.
    client.resources(AvailabilityZone.class).list();
    AtomicBoolean once = new AtomicBoolean();
    Fault edit =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) {
            if (request.isWrite() && once.compareAndSet(false, true)) {
              client
                  .resources(CloudProvider.class)
                  .withName("acme")
                  .patch(
                      PatchContext.of(PatchType.JSON_MERGE),
                      "{\"spec\":{\"ownership\":{\"holders\":[{\"name\":\"B\",\"of\":\"Acme\",\"country\":\"US\"}]}}}");
            }
            return null;
          }
        };
    Config admin = Config.fromKubeconfig(plane.adminKubeconfig());
    try (FaultProxy proxy = new FaultProxy(admin, edit)) {
      Path kubeconfig = folder.resolve("kubeconfig");
      Files.writeString(kubeconfig, proxy.kubeconfig());
      String[] confirm = {
        "facts", "confirm", "CloudProvider/acme", "ownership", "--kubeconfig", kubeconfig.toString()
      };
      Typed refused = Typed.withInput("", confirm);
      assertEquals(1, refused.code(), refused.out());
      assertTrue(
          refused
              .err()
              .contains(
                  "somebody changed CloudProvider/acme meanwhile, and nothing was written; look at"
                      + " it again, then confirm"),
          refused.err());
      assertEquals("2026-03-01", asOf(client));
      assertEquals(0, Typed.withInput("", confirm).code());
      assertEquals("2026-11-24", asOf(client));
    }
  }

  private static String asOf(KubernetesClient client) {
    return client
        .resources(CloudProvider.class)
        .withName("acme")
        .get()
        .getSpec()
        .ownership()
        .provenance()
        .asOf();
  }
}

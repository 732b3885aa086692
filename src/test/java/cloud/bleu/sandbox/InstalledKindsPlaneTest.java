package cloud.bleu.sandbox;

import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

/** What a real API server makes of the kinds is known again, whatever it adds by default. */
@RealControlPlane
class InstalledKindsPlaneTest {

  @Test
  void kindsThatAreInstalledAreTheSame(KubernetesClient client) {
    for (CustomResourceDefinition crd : ProjectCrds.all()) {
      SandboxClients.create(client, crd, Sandbox::isOneKind);
    }
  }

  @Test
  void kindsOfAnotherVersionAreNot(KubernetesClient client) {
    CustomResourceDefinition other =
        new CustomResourceDefinitionBuilder(ProjectCrds.all().get(0))
            .editSpec()
            .editFirstVersion()
            .withNewSchema()
            .withNewOpenAPIV3Schema()
            .withType("object")
            .endOpenAPIV3Schema()
            .endSchema()
            .endVersion()
            .endSpec()
            .build();
    assertThrows(
        KubernetesClientException.class,
        () -> SandboxClients.create(client, other, Sandbox::isOneKind));
  }
}

package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;

import cloud.bleu.translate.pod.GatewayRoutes;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.TimeUnit;

/** The kinds of the Gateway API that are read, with schemas that take anything. */
final class GatewayApiCrds {

  private GatewayApiCrds() {}

  /** Installs them and waits until they are served. */
  static void install(KubernetesClient client) {
    GatewayRoutes.PLURALS.forEach((kind, plural) -> client.resource(crd(kind, plural)).create());
    await("the kinds of the Gateway API")
        .atMost(Scene.SOON)
        .until(
            () ->
                GatewayRoutes.PLURALS.values().stream()
                    .allMatch(plural -> isServed(client, plural)));
  }

  /** Removes them with all that is of these kinds. */
  static void remove(KubernetesClient client) {
    for (String plural : GatewayRoutes.PLURALS.values()) {
      client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(plural + "." + GatewayRoutes.GROUP)
          .withTimeout(Scene.SOON.toSeconds(), TimeUnit.SECONDS)
          .delete();
    }
  }

  private static boolean isServed(KubernetesClient client, String plural) {
    CustomResourceDefinition crd =
        client
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName(plural + "." + GatewayRoutes.GROUP)
            .get();
    return crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()))
        // What is established is served a moment later.
        && client.raw("/apis/" + GatewayRoutes.GROUP + "/v1/" + plural) != null;
  }

  private static CustomResourceDefinition crd(String kind, String plural) {
    return new CustomResourceDefinitionBuilder()
        .withNewMetadata()
        .withName(plural + "." + GatewayRoutes.GROUP)
        // The group is protected; whoever brings a schema of its own says so.
        .addToAnnotations("api-approved.kubernetes.io", "unapproved, for a test")
        .endMetadata()
        .withNewSpec()
        .withGroup(GatewayRoutes.GROUP)
        .withScope("Namespaced")
        .withNewNames()
        .withKind(kind)
        .withListKind(kind + "List")
        .withPlural(plural)
        .withSingular(kind.toLowerCase(java.util.Locale.ROOT))
        .endNames()
        .addNewVersion()
        .withName("v1")
        .withServed(true)
        .withStorage(true)
        .withNewSchema()
        .withNewOpenAPIV3Schema()
        .withType("object")
        .withXKubernetesPreserveUnknownFields(true)
        .endOpenAPIV3Schema()
        .endSchema()
        .endVersion()
        .endSpec()
        .build();
  }
}

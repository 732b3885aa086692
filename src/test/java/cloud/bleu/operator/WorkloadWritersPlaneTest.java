package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who writes a BleuWorkload may create what it would, on the plane. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkloadWritersPlaneTest {
  private @Nullable GovernedNamespace shop;

  @BeforeEach
  void start(
      ControlPlane plane, KubernetesClient client, TestNamespace namespace, @TempDir Path folder) {
    if (shop == null) {
      shop = new GovernedNamespace(plane, client, namespace, folder);
    }
  }

  @AfterEach
  void clear(KubernetesClient client) {
    // Nobody is there who would put a finalizer on them.
    client.resources(BleuWorkload.class).delete();
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  void whoMayNotCreateDeploymentsWritesNoBleuWorkload(ControlPlane plane, KubernetesClient client) {
    try (KubernetesClient bob =
        OrdinaryUser.withoutDeployments(plane, client, "bob", shop.name())) {
      assertAll(
          Refused.with(
              "a Deployment by way of a BleuWorkload",
              "bob may not create deployments in " + shop.name(),
              () -> bob.resource((HasMetadata) Serialization.unmarshal(WORKLOAD)).create()),
          Refused.with(
              "letting pods in by way of a BleuWorkload",
              "bob may not create pods in "
                  + shop.name()
                  + ", which this BleuWorkload lets in: ask for the verb create on pods",
              () ->
                  bob.resource(
                          (HasMetadata)
                              Serialization.unmarshal(NightlyPods.nightly(1, "zones: {}")))
                      .create()),
          () -> shop.create(NightlyPods.nightly(1, "zones: {}")),
          () -> shop.create(WORKLOAD),
          Refused.with(
              "another template",
              "bob may not create deployments",
              () -> bob.resources(BleuWorkload.class).withName("app").patch(MERGE, EDIT)),
          () -> bob.resources(BleuWorkload.class).withName("app").scale(2));
    }
  }

  @Test
  void whoMayNotCreateACompanionNamesNone(ControlPlane plane, KubernetesClient client) {
    try (KubernetesClient eve = OrdinaryUser.of(plane, client, "eve", shop.name())) {
      String with = WORKLOAD.replace("  workload:", "  workload:\n    companions: [%s]");
      assertAll(
          Refused.with(
              "a Secret of other clusters by way of a BleuWorkload",
              "eve may not create every companion in "
                  + shop.name()
                  + " that this BleuWorkload would have created in other clusters: ask for the verb"
                  + " create on persistentvolumeclaims, secrets",
              () ->
                  eve.resource(
                          (HasMetadata)
                              Serialization.unmarshal(
                                  with.formatted(
                                      "{kind: PersistentVolumeClaim, name: a}, {kind: Secret,"
                                          + " name: a}")))
                      .create()),
          Refused.with(
              "a RoleBinding",
              "ask for the verb create on rbac.authorization.k8s.io/rolebindings",
              () ->
                  eve.resource(
                          (HasMetadata)
                              Serialization.unmarshal(
                                  with.formatted("{kind: RoleBinding, name: a}")))
                      .create()),
          () ->
              eve.resource(
                      (HasMetadata)
                          Serialization.unmarshal(
                              with.formatted("{kind: PersistentVolumeClaim, name: a}")))
                  .create(),
          Refused.with(
              "one more",
              "ask for the verb create on secrets",
              () -> eve.resources(BleuWorkload.class).withName("app").patch(MERGE, MORE)));
      client
          .resources(BleuWorkload.class)
          .inNamespace(shop.name())
          .withName("app")
          .patch(MERGE, MORE);
      assertEquals(
          5,
          eve.resources(BleuWorkload.class)
              .withName("app")
              .patch(MERGE, EDIT)
              .getSpec()
              .workload()
              .deployment()
              .minReadySeconds(),
          "what was there before stays");
    }
  }

  private static final String MORE =
      "{\"spec\":{\"workload\":{\"companions\":[{\"kind\":\"Secret\",\"name\":\"a\"}]}}}";

  private static final String EDIT =
      "{\"spec\":{\"workload\":{\"deployment\":{\"minReadySeconds\":5}}}}";

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: app}
      spec:
        dataClasses: [Ordinary]
        workload:
          deployment: {template: {spec: {containers: [{name: main, image: none}]}}}
      """;
}

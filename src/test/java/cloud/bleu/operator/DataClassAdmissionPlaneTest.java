package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.junit.jupiter.api.Assertions.assertAll;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who takes classes of data and policies from a workload, on the plane. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DataClassAdmissionPlaneTest {
  private static final String LESS = "{\"spec\":{\"dataClasses\":[\"Ordinary\"]}}";

  private KubernetesClient admin;
  private @Nullable GovernedNamespace shop;

  @BeforeEach
  void start(
      ControlPlane plane, KubernetesClient client, TestNamespace namespace, @TempDir Path folder) {
    admin = client;
    if (shop == null) {
      shop = new GovernedNamespace(plane, client, namespace, folder);
    }
    shop.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: app}
        spec:
          dataClasses: [Health, Sensitive]
          policies: [hds, ours]
          workload: {external: {kind: VM, requests: {cpu: 1}}}
        """);
  }

  @AfterEach
  void clear() {
    admin.resources(BleuWorkload.class).delete();
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  void whoTakesThemAwayDeclassifies() {
    new Scene(admin, null)
        .until(
            "the policy is seen",
            () -> Refused.is("alice may not take", () -> edit(shop.alice(), LESS)));
    assertAll(
        Refused.with(
            "classes",
            "alice may not take data class Health and data class Sensitive from BleuWorkload app in "
                + shop.name()
                + ": ask for the verb declassify on namespaces",
            () -> edit(shop.alice(), LESS)),
        Refused.with(
            "a policy",
            "alice may not take policy hds from BleuWorkload app",
            () -> edit(shop.alice(), "{\"spec\":{\"policies\":[\"ours\"]}}")),
        Refused.with(
            "all of them",
            "alice may not take policy hds and policy ours from BleuWorkload app",
            () -> edit(shop.alice(), "{\"spec\":{\"policies\":null}}")),
        () ->
            edit(
                shop.alice(),
                "{\"spec\":{\"dataClasses\":[\"Sensitive\",\"Ordinary\",\"Health\"],\"policies\":[\"ours\",\"more\",\"hds\"]}}"),
        () -> edit(shop.alice(), "{\"spec\":{\"layers\":[\"IaaS\"]}}"));
  }

  @Test
  void whoHasTheRightDoes(ControlPlane plane) {
    try (GrantedUser dan = new GrantedUser(plane, admin, "dan", shop.name())) {
      dan.grant(
          "declassify", null, "{apiGroups: [''], resources: [namespaces], verbs: [declassify]}");
      new Scene(admin, null)
          .until(
              "the server knows what dan may",
              () -> GovernedNamespace.goes(() -> edit(dan.client(), LESS)));
    }
  }

  @Test
  void elsewhereAnybodyDoes() {
    shop.level(null);
    try {
      new Scene(admin, null)
          .until(
              "nothing is governed", () -> GovernedNamespace.goes(() -> edit(shop.alice(), LESS)));
    } finally {
      shop.level("Enforce");
    }
  }

  private static void edit(KubernetesClient who, String patch) {
    who.resources(BleuWorkload.class).withName("app").patch(MERGE, patch);
  }
}

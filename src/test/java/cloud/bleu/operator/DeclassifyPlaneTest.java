package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.junit.jupiter.api.Assertions.assertAll;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What governs a namespace while no operator has written its gate, and who may loosen it. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeclassifyPlaneTest {
  private static final String POD = NightlyPods.bare("foreign", "app: other");
  private static final String CLAIM =
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: foreign}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
      """;

  private @Nullable GovernedNamespace shop;

  @BeforeEach
  void start(
      ControlPlane plane, KubernetesClient client, TestNamespace namespace, @TempDir Path folder) {
    if (shop == null) {
      shop = new GovernedNamespace(plane, client, namespace, folder);
    }
    shop.level("Enforce");
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  void auditRefusesNothingWhereEnforceRefusesAll() {
    until("Enforce lets no pod in", () -> !shop.lets(POD));
    until("nor a claim", () -> !shop.lets(CLAIM));
    shop.level("Audit");
    until("Audit lets a pod in", () -> shop.lets(POD));
    until("and a claim", () -> shop.lets(CLAIM));
    shop.create(POD);
    shop.create(CLAIM);
  }

  private static void until(String what, Callable<Boolean> holds) {
    Awaitility.await(what).atMost(Scene.SOON).until(holds);
  }

  @Test
  void whoDeclassifiesHasTheRight() {
    assertAll(
        Refused.with(
            "ungoverning a namespace",
            "alice may not change the label placement.bleu.cloud/governed",
            () -> meta("labels", "governed", "null")),
        Refused.with(
            "ungoverning a namespace by its status",
            "alice may not change the label placement.bleu.cloud/governed",
            () ->
                shop.alice()
                    .namespaces()
                    .withName(shop.name())
                    .subresource("status")
                    .patch(
                        MERGE,
                        "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/governed\":null}}}")),
        () -> meta("annotations", "data-classes", "\"Health\""),
        Refused.with(
            "fewer data classes",
            "alice may not change the annotation placement.bleu.cloud/data-classes",
            () -> meta("annotations", "data-classes", "\"Ordinary\"")),
        Refused.with(
            "calling it a rehearsal, so that another policy holds",
            "alice may not change the label placement.bleu.cloud/environment",
            () -> meta("labels", "environment", "\"rehearsal\"")),
        Refused.with(
            "a level that is none",
            "placement.bleu.cloud/governed is Audit or Enforce, not enforce",
            () -> shop.create(NAMESPACE.formatted("other", "enforce"))),
        Refused.with(
            "governing where GitOps runs",
            "namespace flux-system is never governed",
            () -> shop.create(NAMESPACE.formatted("flux-system", "Enforce"))));
  }

  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: %s, labels: {placement.bleu.cloud/governed: %s}}
      """;

  private void meta(String part, String key, String value) {
    shop.alice()
        .namespaces()
        .withName(shop.name())
        .patch(
            MERGE,
            "{\"metadata\":{\"%s\":{\"placement.bleu.cloud/%s\":%s}}}".formatted(part, key, value));
  }
}

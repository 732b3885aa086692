package cloud.bleu.operator;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A namespace that is only audited, while no operator has written its gate yet. */
@RealControlPlane
class AuditWithoutGatePlaneTest {
  private static final String POD = NightlyPods.bare("foreign", "app: other");
  private static final String CLAIM =
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: foreign}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
      """;

  @TempDir Path folder;
  private GovernedNamespace shop;

  @BeforeEach
  void start(ControlPlane plane, KubernetesClient client, TestNamespace namespace) {
    shop = new GovernedNamespace(plane, client, namespace, folder);
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void auditRefusesNothingWhereEnforceRefusesAll() {
    shop.level("Enforce");
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
}

package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A child is created by a plain write and changed by applies: both together own its fields. */
@RealControlPlane
class TemplateEditPlaneTest {

  @Test
  void whatATemplateNoLongerHasGoesFromTheChildAndWhatOthersAddedStays(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a");
    try (KubernetesClient ours = account.client();
        Operator operator = OperatorUnderTest.of(ours)) {
      operator.start();
      scene.workload("web", 2, "{}");
      scene.awaitReady("web");
      Deployment created = scene.children("web").get(0);
      client
          .resource(created)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\":{\"annotations\":{\"example.com/note\":\"kept\"}}}");
      client.resources(BleuWorkload.class).withName("web").scale(3);
      scene.awaitReady("web");

      client
          .resources(BleuWorkload.class)
          .withName("web")
          .patch(
              PatchContext.of(PatchType.JSON),
              "[{\"op\":\"replace\",\"path\":\"/spec/workload/deployment/template/spec/containers/0/name\",\"value\":\"app\"}]");
      scene.until("rolled", () -> containers(scene).contains("app"));
      scene.awaitReady("web");

      Deployment child = scene.children("web").get(0);
      assertEquals(List.of("app"), containers(scene));
      assertEquals(created.getMetadata().getUid(), child.getMetadata().getUid());
      assertEquals("kept", child.getMetadata().getAnnotations().get("example.com/note"));
      assertEquals(3, child.getSpec().getReplicas());
    }
  }

  private static List<String> containers(Scene scene) {
    return scene.children("web").get(0).getSpec().getTemplate().getSpec().getContainers().stream()
        .map(Container::getName)
        .toList();
  }
}

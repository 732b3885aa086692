package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.BadObjects.Refused;
import cloud.bleu.operator.BadObjects.Told;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Every kind of bad input, in a cluster: the schema refuses it in words, or the object itself says
 * what is wrong; and nobody else notices.
 */
@RealControlPlane
class BadInputTablePlaneTest {

  private KubernetesClient client;
  private Scene scene;
  private Writes writes;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes) {
    this.client = client;
    scene = new Scene(client, nodes);
    writes = new Writes();
  }

  @Test
  void schemaRefusesInWords() {
    assertAll(BadObjects.REFUSED.stream().map(this::refused));
  }

  @Test
  void whatTheSchemaLetsThroughIsToldOnTheObjectAndDisturbsNobody(OperatorAccount account) {
    try (OperatorUnderTest.Running operator =
        OperatorUnderTest.running(writes.client(account.config()))) {
      isToldOnTheObjectAndDisturbsNobody();
    }
  }

  private void isToldOnTheObjectAndDisturbsNobody() {
    // Zero zones, and then some: what waits is placed with nobody doing anything to it.
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.until("no zone", () -> scene.condition("web", "Placed").equals("False"));
    assertTrue(message("BleuWorkload", "web", "Placed").contains("zone"));
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    scene.awaitReady("web");
    scene.settled(writes);

    // A zone more is another answer to "why not there", so the bystander's reasons may change.
    List<String> onWeb = during(() -> BadObjects.CLUSTER.forEach(scene::create));
    onWeb.removeIf(w -> w.endsWith("/workloadplacements/web/status"));
    assertEquals(List.of(), onWeb);

    // A workload more is nobody's business.
    assertEquals(List.of(), during(() -> BadObjects.WORKLOADS.forEach(scene::create)));

    await("all of it is told")
        .atMost(Scene.SOON)
        .untilAsserted(() -> assertAll(BadObjects.TOLD.stream().map(this::told)));
    assertEquals(Map.of("fr-a", 1, "fr-b", 1, "fr-c", 1), scene.bound("web"));
    assertEquals("True", scene.condition("web", "Ready"));
  }

  /** The writes on the bystander and its objects until nothing happens any more. */
  private List<String> during(Runnable action) {
    int before = writes.done().size();
    action.run();
    scene.settled(writes);
    List<String> done = new ArrayList<>(writes.tookEffect(before));
    done.removeIf(w -> !w.contains("/web"));
    return done;
  }

  private Executable refused(Refused refused) {
    return () -> {
      KubernetesClientException e =
          assertThrows(
              KubernetesClientException.class, () -> scene.create(refused.yaml()), refused.name());
      assertEquals(422, e.getCode(), refused.name() + ": " + e.getMessage());
      assertTrue(
          e.getStatus().getMessage().contains(refused.message()),
          refused.name() + ": " + e.getStatus().getMessage());
    };
  }

  private Executable told(Told told) {
    return () ->
        assertAll(
            told.kind() + " " + told.name(),
            Stream.concat(
                Stream.of(
                    () ->
                        assertEquals(
                            told.status() + " " + told.reason(),
                            condition(told.kind(), told.name(), told.type(), "status")
                                + " "
                                + condition(told.kind(), told.name(), told.type(), "reason"))),
                told.messages().stream()
                    .map(
                        text ->
                            () -> {
                              String message = message(told.kind(), told.name(), told.type());
                              assertTrue(message.contains(text), text + " not in: " + message);
                            })));
  }

  private String message(String kind, String name, String type) {
    return condition(kind, name, type, "message");
  }

  private String condition(String kind, String name, String type, String field) {
    GenericKubernetesResource object =
        client
            .genericKubernetesResources("placement.bleu.cloud/v1alpha1", kind)
            .withName(name)
            .require();
    List<Map<String, String>> conditions = object.get("status", "conditions");
    if (conditions == null) {
      return "";
    }
    return conditions.stream()
        .filter(c -> type.equals(c.get("type")))
        .map(c -> c.get(field))
        .findFirst()
        .orElse("absent");
  }
}

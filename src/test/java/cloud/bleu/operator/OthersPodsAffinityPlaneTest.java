package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods that others create and that say themselves which nodes they want. */
@RealControlPlane
class OthersPodsAffinityPlaneTest {
  @TempDir Path folder;
  private KubernetesClient client;
  private GovernedNamespace shop;
  private Scene scene;
  private NightlyPods nightly;

  @BeforeEach
  void start(
      ControlPlane plane,
      KubernetesClient client,
      TestNamespace namespace,
      FakeNodes nodes,
      OperatorAccount account) {
    this.client = client;
    shop = new GovernedNamespace(plane, client, namespace, folder);
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    nightly = new NightlyPods(client, shop, scene);
    shop.operated(account);
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  private void wanting(String name, String key, String zone) {
    shop.create(
        NightlyPods.bare(name, "app: nightly")
            .replace(
                "containers",
                "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
                    + " {nodeSelectorTerms: [{matchExpressions: [{key: "
                    + key
                    + ", operator: In, values: ["
                    + zone
                    + "]}]}]}}}, containers"));
  }

  /** By the label that zones are selected by, and by one that only their nodes have. */
  @Test
  void podGoesWhereItsAffinityLetsItOrHoldsNoRoom() {
    scene.create(NightlyPods.nightly(2, "zones: {allow: [fr-a, fr-b]}"));
    nightly.awaitEntry();
    assertEquals(Map.of("fr-a", 1, "fr-b", 1), scene.assigned("nightly"));
    wanting("elsewhere", "topology.kubernetes.io/zone", "fr-c");
    scene.until(
        "what it excludes is told",
        () -> nightly.reason("Available").equals("False PodsExcludeZones"));
    String message =
        Conditions.find(scene.workload("nightly").getStatus().conditions(), "Available")
            .getMessage();
    assertTrue(
        message.contains(
            "fr-a: required node affinity asks for topology.kubernetes.io/zone=fr-c, which no node"
                + " of the zone has; fr-b: required"),
        message);
    wanting("to-b", Scene.NODE_LABEL, "fr-b");
    scene.until("one runs where it wants", () -> nightly.running().equals(Map.of("fr-b", 1)));
    shop.create(NightlyPods.bare("anywhere", "app: nightly"));
    scene.until(
        "the other room is free", () -> nightly.running().equals(Map.of("fr-a", 1, "fr-b", 1)));
    assertTrue(PodAssignments.waits(client.pods().withName("elsewhere").get()));
  }
}

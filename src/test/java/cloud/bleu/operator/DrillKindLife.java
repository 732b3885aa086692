package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.ProjectKinds;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.operator.cache.KindWatch;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator that is upgraded before its CRDs: it places, and runs drills once it can. */
abstract class DrillKindLife {

  private static final String CRD = "resiliencedrills.placement.bleu.cloud";

  @Test
  void drillsRunOnceTheirKindIsServedWithoutARestart(
      ControlPlane plane,
      KubernetesClient client,
      FakeNodes nodes,
      OperatorAccount account,
      @TempDir Path folder)
      throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(kubeconfig, plane.adminKubeconfig());
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    remove(client);
    try (OperatorLog log = OperatorLog.of(KindWatch.class).open();
        OperatorUnderTest.Running running = OperatorUnderTest.running(account.client())) {
      scene.workload("web", 3, "{tolerate: [{of: Site, keep: 2, recover: Reserved}]}");
      scene.awaitReady("web");
      assertTrue(running.operator().leading());
      await("it is said").atMost(Scene.SOON).until(() -> !lines(log).isEmpty());
      Typed asked = Typed.bleu("drill", "--kubeconfig", kubeconfig.toString());
      assertEquals(1, asked.code(), asked.out());
      assertTrue(asked.err().contains("does not serve " + CRD + ": install the CRDs"), asked.err());
      Typed explained = Typed.bleu("explain", "web", "--kubeconfig", kubeconfig.toString());
      assertEquals(0, explained.code(), explained.err());
      assertTrue(
          explained
              .err()
              .contains("note: there are no drills, as the cluster does not serve " + CRD),
          explained.err());

      install(client);
      passes(scene, client);
      scene.until("that is said too", () -> lines(log).size() >= 2);
      List<String> said = lines(log);
      assertEquals(2, said.size(), String.join("\n", said));
      assertTrue(said.get(0).contains("does not serve " + CRD + ": no drill runs"), said.get(0));
      assertTrue(said.get(0).contains("kubectl apply --server-side -f crds"), said.get(0));
      assertTrue(said.get(1).contains("watching " + CRD + " again"), said.get(1));
    }
  }

  /** However the life went: the next one needs it. */
  @AfterEach
  void reinstall(KubernetesClient client) {
    ProjectKinds.restore(client);
  }

  private static void passes(Scene scene, KubernetesClient client) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: ResilienceDrill
        metadata: {name: fr-a}
        spec: {scope: {site: site-fr-a}}
        """);
    scene.until("it passed", () -> isPassed(client));
  }

  private static boolean isPassed(KubernetesClient client) {
    ResilienceDrill drill = client.resources(ResilienceDrill.class).withName("fr-a").get();
    Condition passed =
        drill.getStatus() == null
            ? null
            : Conditions.find(drill.getStatus().conditions(), "Passed");
    return passed != null && passed.getStatus().equals("True");
  }

  private static List<String> lines(OperatorLog log) {
    return log.lines().stream().filter(line -> line.contains(CRD)).toList();
  }

  private static void remove(KubernetesClient client) {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(CRD)
        .withTimeout(Scene.SOON.toSeconds(), TimeUnit.SECONDS)
        .delete();
    await("no drills").atMost(Scene.SOON).until(() -> !isServed(client));
  }

  private static void install(KubernetesClient client) {
    CustomResourceDefinition crd =
        ProjectCrds.all().stream()
            .filter(c -> c.getMetadata().getName().equals(CRD))
            .findFirst()
            .orElseThrow();
    client.resource(crd).create();
    await("drills").atMost(Scene.SOON).until(() -> isServed(client));
  }

  private static boolean isServed(KubernetesClient client) {
    try {
      client.resources(ResilienceDrill.class).list();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        throw e;
      }
      return false;
    }
  }
}

package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the operator writes to objects of others is refused: pods, a zone, the Deployment that a
 * workload was made from.
 */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedObjectsPlaneTest {
  private KubernetesClient client;
  private @Nullable GovernedNamespace shop;
  private Scene scene;
  private Operator operator;

  @BeforeEach
  void start(
      ControlPlane plane,
      KubernetesClient client,
      TestNamespace namespace,
      FakeNodes nodes,
      OperatorAccount account,
      @TempDir Path folder) {
    if (shop != null) {
      return;
    }
    this.client = client;
    shop = new GovernedNamespace(plane, client, namespace, folder);
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    operator = shop.operated(account);
  }

  @AfterEach
  void clear() {
    if (shop != null) {
      scene.clear();
      scene.until(
          "no zone is held",
          () ->
              Stream.of("fr-a", "fr-b")
                  .allMatch(zone -> scene.zone(zone).getMetadata().getFinalizers().isEmpty()));
    }
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      shop.close();
    }
  }

  /** Pods that others create wait, and their workload says why. */
  @Test
  void podsOfOthersWaitAndTheirWorkloadSaysWhy() {
    NightlyPods nightly = new NightlyPods(client, shop, scene);
    scene.create(NightlyPods.nightly(1, "zones: {allow: [fr-a]}"));
    nightly.awaitEntry();
    Denial denial = Denial.of(client, shop.name(), "pods");
    try {
      AdmissionPolicies.taken(client);
      shop.create(NightlyPods.bare("first", "app: nightly"));
      scene.until(
          "the workload says so",
          () -> nightly.reason("Available").equals("False DeliveryRefused"));
      assertTrue(PodAssignments.waits(client.pods().withName("first").get()));
      scene.until(
          "and an event",
          () -> Denial.isTold(client, scene.workload("nightly"), "DeliveryRefused"));
      scene.workload("web", 2, "{}");
      scene.until("others are decided", () -> scene.assigned("web").size() > 0);
    } finally {
      denial.end(client);
    }
    scene.until("it runs", () -> nightly.running().equals(Map.of("fr-a", 1)));
    scene.awaitReady("nightly");
  }

  /** The status of the zone is written all the same, and the finalizer as soon as it can be. */
  @Test
  void zoneWhoseFinalizerIsRefusedIsUsedAndSaysHowItIs() {
    Denial denial = Denial.of(client, shop.name(), "availabilityzones");
    try {
      AdmissionPolicies.taken(client);
      scene.workload("web", 2, "{}");
      scene.awaitReady("web");
      scene.until(
          "an event says so",
          () ->
              Denial.isTold(client, scene.zone("fr-a"), "FinalizerNotWritten")
                  || Denial.isTold(client, scene.zone("fr-b"), "FinalizerNotWritten"));
      for (String zone : scene.assigned("web").keySet()) {
        assertEquals(List.of(), scene.zone(zone).getMetadata().getFinalizers());
        scene.until(
            zone + " says that it is in use",
            () -> Integer.valueOf(1).equals(scene.zone(zone).getStatus().workloads()));
        assertEquals(
            "True",
            Conditions.find(scene.zone(zone).getStatus().conditions(), "Schedulable").getStatus());
      }
      scene.until(
          "it is counted",
          () ->
              Probe.of(operator.port(), "/metrics")
                  .body()
                  .lines()
                  .anyMatch(l -> l.matches("bleu_writes_refused\\{write=\"Finalizer\"} [1-9].*")));
    } finally {
      denial.end(client);
    }
    for (String zone : scene.assigned("web").keySet()) {
      scene.until(
          zone + " is held",
          () -> scene.zone(zone).getMetadata().getFinalizers().contains(Finalizers.IN_USE));
    }
  }

  /** The workload stays until its Deployment has its replicas back, and nobody waits for it. */
  @Test
  void workloadWhoseDeploymentCannotGetItsReplicasBackStays() {
    client.resource(LegacyDeployment.of(shop.name())).create();
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: taken-over}
        spec:
          replicas: 1
          dataClasses: [Ordinary]
          workload: {deploymentRef: {name: legacy, scaleDown: OnSuccess}}
        """);
    scene.until("it is taken over", () -> replicas() == 0);
    Denial denial = Denial.of(client, shop.name(), "deployments");
    try {
      AdmissionPolicies.taken(client);
      client.resources(BleuWorkload.class).withName("taken-over").delete();
      scene.until(
          "an event says so",
          () -> Denial.isTold(client, scene.workload("taken-over"), "DeliveryRefused"));
      assertTrue(scene.workload("taken-over") != null, "it stays");
      assertEquals(0, replicas());
      scene.workload("web", 1, "{}");
      scene.until("others are decided", () -> scene.assigned("web").size() == 1);
    } finally {
      denial.end(client);
    }
    // The namespace enforces: no pod of it starts any more.
    client
        .apps()
        .deployments()
        .withName("legacy")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"progressDeadlineSeconds\":3}}");
    scene.until("it is gone", () -> scene.workload("taken-over") == null);
    assertEquals(1, replicas());
  }

  private int replicas() {
    return client.apps().deployments().withName("legacy").get().getSpec().getReplicas();
  }
}

package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.OrdinalBlock;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.FakeVolumes;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What is created for each kind of workload, and what is never touched, on a real control plane.
 */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KindsPlaneTest {
  private static final String ARCHIVE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: archive}
      spec:
        replicas: %d
        dataClasses: [Ordinary]
        residency: {zones: {allow: %s}}
        resilience: {spread: [{over: Zone, min: 1, maxSkew: 1}]}
        workload:
          statefulSet:
            serviceName: archive
            template:
              metadata: {labels: {app: archive}}
              spec:
                containers:
                - name: main
                  image: none
                  resources: {requests: {cpu: 100m, memory: 64Mi}}
                  volumeMounts: [{name: data, mountPath: /data}]
            volumeClaimTemplates:
            - metadata: {name: data}
              spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            %s
      """;

  private KubernetesClient client;
  private OperatorUnderTest.@Nullable Running operator;
  private Scene scene;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    if (operator != null) {
      return;
    }
    this.client = client;
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    operator = OperatorUnderTest.running(account.client());
  }

  @AfterEach
  void clear() {
    if (operator != null) {
      scene.clear();
    }
  }

  @AfterAll
  void stop() {
    if (operator != null) {
      operator.close();
    }
  }

  @Test
  void statefulSetsOfZonesNeverShareAnOrdinal() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: db}
        spec:
          replicas: 3
          dataClasses: [Ordinary]
          workload:
            statefulSet:
              serviceName: db
              template:
                metadata: {labels: {app: db}}
                spec:
                  containers:
                  - {name: main, image: none, resources: {requests: {cpu: 100m, memory: 64Mi}}}
          resilience: {spread: [{over: Site, min: 3, maxSkew: 1}]}
        """);
    scene.awaitReady("db");
    Set<Integer> starts =
        scene.placement("db").getSpec().assignments().stream()
            .map(Assignment::ordinalsStart)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(3, starts.size());
    List<StatefulSet> children =
        client
            .apps()
            .statefulSets()
            .withLabel("placement.bleu.cloud/workload", "db")
            .list()
            .getItems();
    assertEquals(
        starts,
        children.stream()
            .map(s -> s.getSpec().getOrdinals().getStart())
            .collect(Collectors.toCollection(TreeSet::new)));
    assertTrue(
        children.stream()
            .allMatch(
                s ->
                    s.getSpec()
                        .getPersistentVolumeClaimRetentionPolicy()
                        .getWhenDeleted()
                        .equals("Retain")));
    scene.workload("db");
    client.resources(BleuWorkload.class).withName("db").scale(6);
    scene.awaitReady("db");
    assertEquals(
        starts,
        scene.placement("db").getSpec().assignments().stream()
            .map(Assignment::ordinalsStart)
            .collect(Collectors.toCollection(TreeSet::new)));
    assertEquals(
        6, scene.pods("db").stream().map(p -> ordinal(p)).distinct().count(), "ordinals overlap");
  }

  /** One that is silent runs on, and one that returns finds its volumes. */
  @Test
  void zoneThatIsLeftKeepsItsOrdinals() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: queue}
        spec:
          replicas: 2
          dataClasses: [Ordinary]
          residency: {zones: {allow: [fr-a, fr-b]}}
          workload:
            statefulSet:
              serviceName: queue
              template:
                metadata: {labels: {app: queue}}
                spec:
                  containers:
                  - {name: main, image: none, resources: {requests: {cpu: 100m, memory: 64Mi}}}
          resilience: {spread: [{over: Site, min: 1, maxSkew: 1}]}
        """);
    scene.awaitReady("queue");
    assertEquals(Map.of("fr-a", 0, "fr-b", 100_000), starts());
    patch("queue", "{\"spec\":{\"replicas\":1}}");
    scene.until("a zone is left", () -> starts().size() == 1);
    scene.awaitReady("queue");
    String stays = starts().keySet().iterator().next();
    patch(
        "queue",
        "{\"spec\":{\"replicas\":2,\"residency\":{\"zones\":{\"allow\":[\"%s\",\"fr-c\"]}}}}"
            .formatted(stays));
    scene.until("the next zone has come", () -> starts().size() == 2);
    scene.awaitReady("queue");
    assertEquals(200_000, starts().get("fr-c"));
    String left = stays.equals("fr-a") ? "fr-b" : "fr-a";
    // It has no volumes that anybody would wait for.
    assertEquals(
        List.of(new OrdinalBlock(left, left.equals("fr-a") ? 0 : 100_000, null)),
        scene.placement("queue").getSpec().formerOrdinals());
  }

  /** It starts again on the volume that it had, and not on an empty one in the first zone. */
  @Test
  void whatIsScaledToNothingComesBackToItsVolume() {
    try (FakeVolumes volumes = FakeVolumes.on(client)) {
      scene.create(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: BleuWorkload
          metadata: {name: records}
          spec:
            replicas: 1
            dataClasses: [Ordinary]
            residency: {zones: {allow: [fr-c]}}
            workload:
              statefulSet:
                serviceName: records
                template:
                  metadata: {labels: {app: records}}
                  spec:
                    containers:
                    - name: main
                      image: none
                      resources: {requests: {cpu: 100m, memory: 64Mi}}
                      volumeMounts: [{name: data, mountPath: /data}]
                volumeClaimTemplates:
                - metadata: {name: data}
                  spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
          """);
      scene.awaitReady("records");
      patch("records", "{\"spec\":{\"replicas\":0,\"residency\":{\"zones\":null}}}");
      scene.until(
          "nothing is decided",
          () ->
              scene.placement("records").getSpec().assignments().isEmpty()
                  && scene.pods("records").isEmpty());
      assertEquals(
          List.of(new OrdinalBlock("fr-c", 0, 1)),
          scene.placement("records").getSpec().formerOrdinals());
      patch("records", "{\"spec\":{\"replicas\":1}}");
      scene.until("it runs again", () -> !scene.pods("records").isEmpty());
      scene.awaitReady("records");
      assertEquals(Map.of("fr-c", 1), scene.bound("records"));
      assertEquals(1, client.persistentVolumeClaims().list().getItems().size());
      deleteWithItsPods("records");
      noClaimsAreLeft();
    }
  }

  /** The decision of before went with the object: who applies it again says what it had. */
  @Test
  void whatIsAppliedAgainComesToTheOrdinalsThatItStates() {
    try (FakeVolumes volumes = FakeVolumes.on(client)) {
      scene.create(ARCHIVE.formatted(2, "[fr-a, fr-b]", "podManagementPolicy: Parallel"));
      scene.awaitReady("archive");
      assertEquals(Map.of("fr-a", 0, "fr-b", 100_000), starts("archive"));
      deleteWithItsPods("archive");
      String stated = "formerOrdinals: [{zone: fr-b, ordinalsStart: 100000, ordinals: 1}]";
      scene.create(ARCHIVE.formatted(1, "[fr-a, fr-b, fr-c]", stated));
      scene.awaitReady("archive");
      assertEquals(Map.of("fr-b", 100_000), starts("archive"));
      assertEquals(2, client.persistentVolumeClaims().list().getItems().size());
      deleteWithItsPods("archive");
      scene.create(ARCHIVE.formatted(1, "[fr-b]", "formerOrdinals: []"));
      scene.awaitReady("archive");
      assertEquals(Map.of("fr-b", 0), starts("archive"));
      assertEquals(3, client.persistentVolumeClaims().list().getItems().size());
      deleteWithItsPods("archive");
      noClaimsAreLeft();
    }
  }

  private void deleteWithItsPods(String workload) {
    client.resources(BleuWorkload.class).withName(workload).delete();
    scene.until("nothing runs", () -> scene.pods(workload).isEmpty());
  }

  private void noClaimsAreLeft() {
    client.persistentVolumeClaims().delete();
    scene.until(
        "claims and volumes are gone",
        () ->
            client.persistentVolumeClaims().list().getItems().isEmpty()
                && client.persistentVolumes().list().getItems().isEmpty());
  }

  private Map<String, Integer> starts() {
    return starts("queue");
  }

  private Map<String, Integer> starts(String workload) {
    return scene.placement(workload).getSpec().assignments().stream()
        .filter(a -> a.replicas() > 0)
        .collect(Collectors.toMap(Assignment::zone, Assignment::ordinalsStart));
  }

  private void patch(String workload, String json) {
    client
        .resources(BleuWorkload.class)
        .withName(workload)
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  private static String ordinal(Pod pod) {
    String name = pod.getMetadata().getName();
    return name.substring(name.lastIndexOf('-') + 1);
  }

  /** What is told of edits of the Deployment that is taken over, with the object it is told of. */
  private List<String> undone() {
    return client.events().v1().events().list().getItems().stream()
        .filter(e -> "EditUndone".equals(e.getReason()))
        .filter(e -> e.getNote().contains("Deployment legacy "))
        .map(e -> e.getRegarding().getName() + ": " + e.getNote())
        .toList();
  }

  @Test
  void existingDeploymentIsTheTemplateScaledDownAndGivenBack() {
    scene.deployment("legacy", 2);
    scene.until("legacy runs", () -> ready("legacy") == 2);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web}
        spec:
          replicas: 3
          dataClasses: [Ordinary]
          workload: {deploymentRef: {name: legacy, scaleDown: OnSuccess}}
          resilience: {spread: [{over: Site, min: 3, maxSkew: 1}]}
        """);
    scene.awaitReady("web");
    assertEquals(Map.of("fr-a", 1, "fr-b", 1, "fr-c", 1), scene.bound("web"));
    scene.until("legacy is scaled down", () -> deployment("legacy").getSpec().getReplicas() == 0);
    assertEquals(List.of(), undone(), "that nobody scaled up again");
    // Level-based: whoever scales it up again finds it scaled down again, and is told why.
    client.apps().deployments().withName("legacy").scale(1);
    scene.until(
        "and again",
        () -> deployment("legacy").getSpec().getReplicas() == 0 && !undone().isEmpty());
    assertEquals(
        List.of(
            "web: Deployment legacy was changed by fabric8-kubernetes-client, and is as decided again: spec.replicas; scale the BleuWorkload instead. If Git states replicas of the Deployment, take them out, or have its tool ignore /spec/replicas"),
        undone());

    // Another one that refers to it gets nothing, and gives nothing back when it goes.
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: a-second}
        spec:
          replicas: 3
          dataClasses: [Ordinary]
          workload: {deploymentRef: {name: legacy, scaleDown: OnSuccess}}
        """);
    scene.until(
        "the second is refused", () -> scene.condition("a-second", "Ready").equals("False"));
    assertTrue(
        scene.message("a-second", "Ready").contains("\"web\" takes over this Deployment"),
        () -> scene.message("a-second", "Ready"));
    assertEquals(List.of(), scene.workload("a-second").getMetadata().getFinalizers());
    client.resources(BleuWorkload.class).withName("a-second").delete();
    scene.until("the second is gone", () -> scene.workload("a-second") == null);
    assertEquals(0, deployment("legacy").getSpec().getReplicas());
    assertEquals(3, scene.pods("web").size());

    client.resources(BleuWorkload.class).withName("web").delete();
    scene.until("legacy is given back", () -> deployment("legacy").getSpec().getReplicas() == 3);
    scene.until("the workload is gone", () -> scene.workload("web") == null);
    assertNull(
        deployment("legacy")
            .getMetadata()
            .getAnnotations()
            .get("placement.bleu.cloud/restore-replicas"));
  }

  @Test
  void externalWorkloadIsDecidedAndNothingIsCreated() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: vm}
        spec:
          replicas: 2
          dataClasses: [Ordinary]
          workload: {external: {kind: VM, requests: {cpu: "2"}}}
        """);
    scene.awaitReady("vm");
    assertEquals(2, scene.assigned("vm").values().stream().mapToInt(Integer::intValue).sum());
    assertTrue(scene.children("vm").isEmpty());
    assertTrue(client.policy().v1().podDisruptionBudget().list().getItems().isEmpty());
  }

  @Test
  void budgetLeavesWhatALossMustFindAndGivesWayToAnother() {
    // 6 replicas on 3 sites: 6 - 2 lost - 3 kept = 1 may be evicted.
    scene.workload(
        "web", 6, "{spread: [{over: Site, min: 3, maxSkew: 1}], tolerate: [{of: Site, keep: 3}]}");
    scene.awaitReady("web");
    PodDisruptionBudget ours = budget("web");
    assertEquals(new IntOrString(1), ours.getSpec().getMaxUnavailable());
    scene.create(
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: theirs}
        spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
        """);
    scene.until("ours is withdrawn", () -> budget("web") == null);
    client.policy().v1().podDisruptionBudget().withName("theirs").delete();
    scene.until("ours is back", () -> budget("web") != null);
  }

  @Test
  void objectOfSomebodyElseIsNeverTakenOver() {
    String taken = ChildName.of("web", "fr-b");
    scene.create(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %s}
        spec:
          replicas: 0
          selector: {matchLabels: {app: theirs}}
          template:
            metadata: {labels: {app: theirs}}
            spec: {containers: [{name: main, image: theirs}]}
        """
            .formatted(taken));
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.until("the conflict is told", () -> scene.condition("web", "Stalled").equals("True"));
    assertEquals("NameConflict", scene.reason("web", "Stalled"));
    assertEquals(
        "theirs",
        deployment(taken).getSpec().getTemplate().getSpec().getContainers().get(0).getImage());
    client.apps().deployments().withName(taken).delete();
    scene.awaitReady("web");
  }

  @Test
  void templateThatTheServerRefusesStallsItsWorkloadAndNoOther() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: bad}
        spec:
          replicas: 1
          dataClasses: [Ordinary]
          workload:
            deployment:
              template:
                spec:
                  restartPolicy: Sometimes
                  containers:
                  - {name: main, image: none, resources: {requests: {cpu: 100m, memory: 64Mi}}}
        """);
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.until("bad is stalled", () -> scene.condition("bad", "Stalled").equals("True"));
    assertEquals("TemplateRejected", scene.reason("bad", "Stalled"));
    scene.awaitReady("web");
    assertTrue(scene.children("bad").isEmpty());
    // Mended, it goes on.
    client
        .resources(BleuWorkload.class)
        .withName("bad")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"workload\":{\"deployment\":{\"template\":{\"spec\":{\"restartPolicy\":\"Always\"}}}}}}");
    scene.awaitReady("bad");
  }

  @Test
  void editOfAChildIsUndone() {
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("web");
    String child = ChildName.of("web", "fr-a");
    client.apps().deployments().withName(child).scale(3);
    scene.until("the count is back", () -> deployment(child).getSpec().getReplicas() == 1);
    client
        .apps()
        .deployments()
        .withName(child)
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"edited\"}]}}}}");
    scene.until(
        "the image is back",
        () ->
            deployment(child)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getImage()
                .equals("none"));
    client.apps().deployments().withName(child).delete();
    scene.until("the child is back", () -> deployment(child) != null && ready(child) == 1);
  }

  @Test
  void placementThatSomebodyEditsOrDeletesIsWrittenAgain() {
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("web");
    var decided = scene.placement("web").getSpec();
    client
        .resources(cloud.bleu.api.v1alpha1.WorkloadPlacement.class)
        .withName("web")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"assignments\":[]}}");
    scene.until("it is as decided", () -> decided.equals(scene.placement("web").getSpec()));
    client.resources(cloud.bleu.api.v1alpha1.WorkloadPlacement.class).withName("web").delete();
    scene.until(
        "it is there again",
        () -> scene.placement("web") != null && decided.equals(scene.placement("web").getSpec()));
    scene.awaitReady("web");
  }

  @Test
  void zoneInUseIsHeldUntilItIsEmpty() {
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("web");
    scene.until(
        "the zone is held", () -> !scene.zone("fr-a").getMetadata().getFinalizers().isEmpty());
    client.resources(AvailabilityZone.class).withName("fr-a").delete();
    scene.until(
        "it takes nothing new",
        () ->
            scene.zone("fr-a").getStatus().conditions().stream()
                .anyMatch(c -> c.getType().equals("Schedulable") && c.getStatus().equals("False")));
    client.resources(BleuWorkload.class).withName("web").delete();
    scene.until("the zone is gone", () -> scene.zone("fr-a") == null);
    scene.zoneOfItsNodes("acme", "fr-a").awaitAnswered(AvailabilityZone.class, "fr-a");
  }

  @Test
  void strongerPolicyShowsTheBreachAndMovesNothing() {
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("web");
    Map<String, Integer> before = scene.bound("web");
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: germany-only}
        spec:
          rules:
          - {name: location, rule: data-location, action: Enforce, parameters: {countries: [DE]}}
        """);
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"policies\":[\"germany-only\"]}}");
    scene.until(
        "the breach is told", () -> scene.condition("web", "PolicySatisfied").equals("False"));
    scene.awaitReady("web");
    assertEquals("", scene.condition("web", "Stalled"));
    assertEquals(before, scene.bound("web"));
    scene.until(
        "the policy counts it",
        () -> {
          var policy =
              client
                  .resources(cloud.bleu.api.v1alpha1.SovereigntyPolicy.class)
                  .withName("germany-only")
                  .get();
          return policy.getStatus() != null
              && Integer.valueOf(1).equals(policy.getStatus().violated());
        });
  }

  private Deployment deployment(String name) {
    return client.apps().deployments().withName(name).get();
  }

  private int ready(String name) {
    Deployment d = deployment(name);
    Integer ready = d == null || d.getStatus() == null ? null : d.getStatus().getReadyReplicas();
    return ready == null ? 0 : ready;
  }

  private PodDisruptionBudget budget(String name) {
    return client.policy().v1().podDisruptionBudget().withName(name).get();
  }
}

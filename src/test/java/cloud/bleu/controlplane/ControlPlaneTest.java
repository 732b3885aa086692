package cloud.bleu.controlplane;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The plane itself behaves as a cluster does. */
@RealControlPlane
class ControlPlaneTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** In which Kubernetes takes a silent node for lost and evicts what runs there: after 50 s. */
  private static final Duration LOST = Duration.ofSeconds(180);

  @Test
  void deploymentRunsOnSixNodesInThreeZonesAndSurvivesASilentOne(
      KubernetesClient client, FakeNodes nodes) {
    Set<String> names = PlaneObjects.addSixNodes(nodes);
    client.resource(PlaneObjects.deployment("web", 6)).create();

    await().atMost(SOON).until(() -> PlaneObjects.readyReplicas(client, "web") == 6);
    List<Pod> pods = client.pods().list().getItems();
    assertEquals(names, nodeNames(pods));
    for (Pod pod : pods) {
      assertEquals("Running", pod.getStatus().getPhase());
      assertTrue(pod.getStatus().getContainerStatuses().get(0).getReady());
    }
    podsOfASilentZoneAreEvictedAndEndWhenItReturns(client, nodes);
  }

  private static void podsOfASilentZoneAreEvictedAndEndWhenItReturns(
      KubernetesClient client, FakeNodes nodes) {
    nodes.silenceZone("fr-b");
    await().atMost(LOST).until(() -> terminating(client).equals(Set.of("fr-b-1", "fr-b-2")));
    assertTrue(tainted(client, "fr-b-1", "node.kubernetes.io/unreachable", "NoExecute"));

    nodes.resumeAll();
    await().atMost(SOON).until(() -> terminating(client).isEmpty());
    await().atMost(SOON).until(() -> PlaneObjects.readyReplicas(client, "web") == 6);
    await()
        .atMost(SOON)
        .until(() -> !tainted(client, "fr-b-1", "node.kubernetes.io/unreachable", "NoExecute"));
  }

  @Test
  void podsOfOneNodeRunGoAndWaitAsTheyAsk(KubernetesClient client, FakeNodes nodes) {
    nodes.add(FakeNode.inZone("fr-a", "fr-a-1").withCapacity("cpu", "1"));
    podThatAsksNeverToBeReadyRunsUnready(client);
    deletedPodGoes(client);
    podThatFitsNowhereStaysPending(client);
  }

  private static void podThatAsksNeverToBeReadyRunsUnready(KubernetesClient client) {
    Pod pod = PlaneObjects.pod("slow");
    pod.getMetadata().getAnnotations().put(FakeNodes.NEVER_READY, "true");
    client.resource(pod).create();

    await("slow runs")
        .atMost(SOON)
        .until(() -> "Running".equals(client.resource(pod).get().getStatus().getPhase()));
    assertEquals(
        false, client.resource(pod).get().getStatus().getContainerStatuses().get(0).getReady());
  }

  @Test
  void operatorUnderTestIsNobodyWhoMayDoEverything(ControlPlane plane, KubernetesClient client) {
    assertThrows(AssertionError.class, () -> OperatorUnderTest.of(client));
    try (KubernetesClient certified = plane.client(plane.adminKubeconfig())) {
      assertThrows(AssertionError.class, () -> OperatorUnderTest.of(certified));
    }
  }

  private static void deletedPodGoes(KubernetesClient client) {
    Pod pod = PlaneObjects.pod("short");
    client.resource(pod).create();
    await("short runs")
        .atMost(SOON)
        .until(() -> "Running".equals(client.resource(pod).get().getStatus().getPhase()));

    client.resource(pod).delete();
    await("short goes").atMost(SOON).until(() -> client.resource(pod).get() == null);
  }

  private static void podThatFitsNowhereStaysPending(KubernetesClient client) {
    Pod pod = PlaneObjects.pod("big");
    pod.getSpec().getContainers().get(0).setResources(PlaneObjects.requests("cpu", "2"));
    client.resource(pod).create();

    await("big waits")
        .atMost(SOON)
        .until(
            () ->
                client.resource(pod).get().getStatus().getConditions().stream()
                    .anyMatch(condition -> "Unschedulable".equals(condition.getReason())));
  }

  @Test
  void userHasTheRightsOfItsGroups(
      ControlPlane plane, TestNamespace namespace, KubernetesClient client) {
    client.resource(role("readers", "view", "Group", "auditors", null)).create();

    try (KubernetesClient auditor = plane.client(plane.kubeconfig("claire", "auditors"));
        KubernetesClient stranger = plane.client(plane.kubeconfig("claire"))) {
      may(() -> auditor.configMaps().inNamespace(namespace.name()).list());
      assertEquals(403, refusal(() -> stranger.configMaps().inNamespace(namespace.name()).list()));
    }
  }

  @Test
  void serviceAccountHasWhatItsRoleGrantsAndNoMore(
      ControlPlane plane, TestNamespace namespace, KubernetesClient client) {
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("operator")
                .endMetadata()
                .build())
        .create();
    client
        .resource(role("operator", "view", "ServiceAccount", "operator", namespace.name()))
        .create();

    try (KubernetesClient operator =
        plane.client(plane.serviceAccountKubeconfig(namespace.name(), "operator"))) {
      assertEquals(namespace.name(), operator.getNamespace());
      may(() -> operator.configMaps().inNamespace(namespace.name()).list());
      assertEquals(403, refusal(() -> operator.nodes().list()));
      assertEquals(403, refusal(() -> operator.resource(PlaneObjects.pod("mine")).create()));
    }
  }

  private static io.fabric8.kubernetes.api.model.rbac.RoleBinding role(
      String name, String clusterRole, String kind, String subject, String subjectNamespace) {
    return new RoleBindingBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", clusterRole)
        .addNewSubject(
            kind.equals("Group") ? "rbac.authorization.k8s.io" : "",
            kind,
            subject,
            subjectNamespace)
        .build();
  }

  /** Waits until a right that was just given is known to the server. */
  private static void may(Runnable call) {
    await()
        .atMost(SOON)
        .ignoreExceptionsMatching(
            e -> e instanceof KubernetesClientException refusal && refusal.getCode() == 403)
        .until(
            () -> {
              call.run();
              return true;
            });
  }

  private static int refusal(Runnable call) {
    return assertThrows(KubernetesClientException.class, call::run).getCode();
  }

  private static Set<String> nodeNames(List<Pod> pods) {
    return pods.stream().map(pod -> pod.getSpec().getNodeName()).collect(Collectors.toSet());
  }

  private static Set<String> terminating(KubernetesClient client) {
    return nodeNames(
        client.pods().list().getItems().stream()
            .filter(pod -> pod.getMetadata().getDeletionTimestamp() != null)
            .toList());
  }

  private static boolean tainted(KubernetesClient client, String name, String key, String effect) {
    Node node = client.nodes().withName(name).get();
    return node.getSpec().getTaints().stream()
        .anyMatch(taint -> taint.getKey().equals(key) && taint.getEffect().equals(effect));
  }
}

package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rollout that gets nowhere, of a kind whose controller has no word for that. */
@RealControlPlane
class RolloutDeadlinePlaneTest {

  private static final String REASON = "ProgressDeadlineExceeded";

  private final MovableClock clock = new MovableClock();

  @Test
  void rolloutOfAStatefulSetIsOverdueByTheClockOfTheOperator(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    try (OperatorUnderTest.Running first = start(account)) {
      scene.create(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: BleuWorkload
          metadata: {name: db}
          spec:
            replicas: 2
            dataClasses: [Ordinary]
            workload:
              statefulSet:
                serviceName: db
                template:
                  spec:
                    containers:
                    - {name: main, image: none, resources: {requests: {cpu: 100m, memory: 64Mi}}}
            resilience: {spread: [{over: Site, min: 2, maxSkew: 1}]}
          """);
      scene.awaitReady("db");
      client
          .resources(BleuWorkload.class)
          .withName("db")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"spec\":{\"workload\":{\"statefulSet\":{\"template\":{\"metadata\":{\"annotations\":{\""
                  + FakeNodes.NEVER_READY
                  + "\":\"true\"}}}}}}}");
      scene.until(
          "the new pod runs and is not ready", () -> rolling(client).equals(List.of("fr-a")));
      scene.until(
          "that is told",
          () ->
              scene.workload("db").getStatus().readyReplicas() == 1
                  && scene.condition("db", "Reconciling").equals("True"));
      assertTrue(!REASON.equals(scene.reason("db", "Available")), scene.message("db", "Available"));
    }
    // The next operator knows of no look of the first.
    clock.forward(Duration.ofMinutes(11));
    try (OperatorUnderTest.Running next = start(account)) {
      scene.until("it is told", () -> REASON.equals(scene.reason("db", "Available")));
      assertEquals(REASON, scene.reason("db", "Reconciling"));
      assertEquals("", scene.condition("db", "Stalled"));
      assertTrue(
          scene.message("db", "Available").startsWith("no progress within 600 seconds in fr-a"),
          scene.message("db", "Available"));
      assertEquals(List.of("fr-a"), rolling(client), "the other zone keeps what it has");
      client
          .resources(BleuWorkload.class)
          .withName("db")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"spec\":{\"workload\":{\"statefulSet\":{\"template\":{\"metadata\":null}}}}}");
      scene.until("the zone is asked for the old template", () -> !isAsked(client));
      // A StatefulSet waits for a pod that is not ready, whatever its template is by now.
      client.pods().withLabel("placement.bleu.cloud/zone", "fr-a").delete();
      scene.awaitReady("db");
    }
  }

  private OperatorUnderTest.Running start(OperatorAccount account) {
    KubernetesClient client = account.client();
    Operator operator = OperatorUnderTest.of(client, clock.alone(), () -> {});
    operator.start();
    return new OperatorUnderTest.Running(operator, client);
  }

  /** The zones whose StatefulSet has another revision than its pods had. */
  private static List<String> rolling(KubernetesClient client) {
    return client.apps().statefulSets().list().getItems().stream()
        .filter(
            set ->
                set.getStatus() != null
                    && set.getStatus().getUpdateRevision() != null
                    && !set.getStatus()
                        .getUpdateRevision()
                        .equals(set.getStatus().getCurrentRevision())
                    && set.getStatus().getUpdatedReplicas() != null
                    && set.getStatus().getUpdatedReplicas() == 1)
        .map(RolloutDeadlinePlaneTest::zone)
        .toList();
  }

  /** Whether any zone is to hold the template whose pods are never ready. */
  private static boolean isAsked(KubernetesClient client) {
    return client.apps().statefulSets().list().getItems().stream()
        .map(set -> set.getSpec().getTemplate().getMetadata().getAnnotations())
        .anyMatch(
            annotations -> annotations != null && annotations.containsKey(FakeNodes.NEVER_READY));
  }

  private static String zone(StatefulSet set) {
    return set.getMetadata().getLabels().get("placement.bleu.cloud/zone");
  }
}

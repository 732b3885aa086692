package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator asks of the API server as it starts. */
@RealControlPlane
class StartPlaneTest {

  /** Plurals of kinds, and the names of single objects. */
  private static final List<String> WATCHED =
      List.of(
          "availabilityzones",
          "bleuworkloads",
          "cloudproviders",
          "customresourcedefinitions grpcroutes.gateway.networking.k8s.io",
          "customresourcedefinitions httproutes.gateway.networking.k8s.io",
          "customresourcedefinitions referencegrants.gateway.networking.k8s.io",
          "customresourcedefinitions reports.openreports.io",
          "customresourcedefinitions tcproutes.gateway.networking.k8s.io",
          "customresourcedefinitions tlsroutes.gateway.networking.k8s.io",
          "customresourcedefinitions udproutes.gateway.networking.k8s.io",
          "deployments",
          "ingresses",
          "migrationplans",
          "namespaces",
          "networkpolicies",
          "nodes",
          "placementgates",
          "poddisruptionbudgets",
          "pods",
          "priorityclasses",
          "resiliencedrills",
          "services",
          "sovereigntypolicies",
          "sovereigntywaivers",
          "statefulsets",
          "validatingadmissionpolicies",
          "validatingadmissionpolicybindings",
          "workloadplacements");

  /** Lists are not counted here. */
  @Test
  void eachKindIsWatchedAndKeptOnce(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes).provider("acme").zone("acme", "fr-a");
    WatchCount watches = new WatchCount();
    try (KubernetesClient ours = SandboxClients.of(account.config());
        Operator operator = OperatorUnderTest.of(watches.over(ours))) {
      operator.start();
      scene.workload("web", 1, "{}");
      scene.awaitReady("web");
      // Those of the duties begin on threads of their own, and one that ends begins anew.
      await("each is open, and open once")
          .atMost(Scene.SOON)
          .untilAsserted(() -> assertEquals(WATCHED, watches.open()));
    }
  }
}

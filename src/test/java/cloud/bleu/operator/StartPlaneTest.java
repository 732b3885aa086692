package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
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

  @Test
  void eachKindIsWatchedOnce(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes).provider("acme").zone("acme", "fr-a");
    WatchCount watches = new WatchCount();
    try (KubernetesClient ours = watches.client(account.config());
        Operator operator = OperatorUnderTest.of(ours)) {
      operator.start();
      scene.workload("web", 1, "{}");
      scene.awaitReady("web");
      // Those of the duties begin on threads of their own.
      scene.until(
          "all are opened", () -> watches.opened().stream().distinct().toList().equals(WATCHED));
      assertEquals(WATCHED, watches.opened());
    }
  }
}

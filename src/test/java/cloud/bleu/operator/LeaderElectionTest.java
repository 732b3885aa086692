package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.chart.Helm;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.controlplane.UnlockedEdit;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two operators with the service account of the chart: one acts, the other stands by. */
@RealControlPlane
class LeaderElectionTest {

  @TempDir Path folder;

  private Helm helm;
  private KubernetesClient ofTheChart;

  @BeforeEach
  void install(ControlPlane plane, KubernetesClient client, TestNamespace namespace) {
    helm = Helm.on(plane, folder);
    helm.does(
        "install",
        "bleu",
        Helm.CHART,
        "--namespace=" + namespace.name(),
        "--set=replicas=0,crds.enabled=false");
    ReleasedRights.awaitKnown(client, namespace.name(), "bleu");
    ofTheChart = plane.client(plane.serviceAccountKubeconfig(namespace.name(), "bleu"));
  }

  @AfterEach
  void uninstall(TestNamespace namespace) {
    // Also where the test did not come to begin: what is in the cluster is in the way of the next.
    helm.does("uninstall", "bleu", "--namespace=" + namespace.name());
    ofTheChart.close();
  }

  @Test
  void oneLeadsAndTheOtherTakesOverWhenItEnds(
      KubernetesClient client, TestNamespace namespace, FakeNodes nodes) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    try (Operator first = operator(namespace, "first", () -> {});
        Operator second = operator(namespace, "second", () -> {})) {
      first.start();
      scene.until("the first leads", first::leading);
      second.start();
      scene.workload("web", 2, "{spread: [{over: Site, min: 2, maxSkew: 1}]}");
      scene.awaitReady("web");
      assertEquals("first", holder(client));
      assertFalse(second.leading());

      first.close();
      assertNotEquals("first", holder(client), "who ends gives the lease back");
      scene.until("the second leads", second::leading);
      assertEquals("second", holder(client));
      client.resources(cloud.bleu.api.v1alpha1.BleuWorkload.class).withName("web").scale(4);
      scene.until(
          "scaled by the second", () -> scene.bound("web").equals(Map.of("fr-a", 2, "fr-b", 2)));
    }
  }

  @Test
  void whoeverLosesTheLeaseIsToldOnce(KubernetesClient client, TestNamespace namespace) {
    AtomicInteger lost = new AtomicInteger();
    OperatorOptions options = OperatorRightsTest.elected(namespace, "first").withPort(0);
    try (Operator operator = OperatorUnderTest.of(ofTheChart, options, lost::incrementAndGet)) {
      operator.start();
      await().atMost(Scene.SOON).until(operator::leading);
      assertEquals(Probe.OK, Probe.of(operator.port(), "/readyz"));
      assertTrue(Probe.of(operator.port(), "/metrics").body().contains("bleu_leading 1.0"));
      // Who holds the lease is not asked by the API server: any writer of it can take over.
      UnlockedEdit.of(
          client.leases().withName(OperatorOptions.LEASE),
          lease -> {
            lease.getSpec().setHolderIdentity("somebody-else");
            return lease;
          });
      await().atMost(Scene.SOON).until(() -> lost.get() == 1);
      assertEquals(
          new Probe(503, "another process leads; this one ends"),
          Probe.of(operator.port(), "/readyz"));
      assertTrue(Probe.of(operator.port(), "/metrics").body().contains("bleu_leading 0.0"));
    }
    assertEquals(1, lost.get());
  }

  private Operator operator(TestNamespace namespace, String identity, Runnable lost) {
    return OperatorUnderTest.of(ofTheChart, OperatorRightsTest.elected(namespace, identity), lost);
  }

  private static String holder(KubernetesClient client) {
    return client.leases().withName(OperatorOptions.LEASE).require().getSpec().getHolderIdentity();
  }
}

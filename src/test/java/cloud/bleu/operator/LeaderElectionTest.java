package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.controlplane.UnlockedEdit;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two operators with the service account of the chart: one acts, the other stands by. */
@RealControlPlane
class LeaderElectionTest {

  private OperatorAccount account;
  private KubernetesClient ofTheChart;

  @BeforeEach
  void nobodyLeads(KubernetesClient client, OperatorAccount account) {
    this.account = account;
    client.leases().inNamespace(account.namespace()).withName(OperatorOptions.LEASE).delete();
    ofTheChart = account.client();
  }

  @AfterEach
  void close() {
    ofTheChart.close();
  }

  /** And whoever loses the lease is told once. */
  @Test
  void oneLeadsAndTheOtherTakesOverWhenItEnds(KubernetesClient client, FakeNodes nodes) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    AtomicInteger lost = new AtomicInteger();
    try (Operator first = operator(elected("first"), lost);
        Operator second = operator(elected("second").withPort(0), lost)) {
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
      assertEquals(0, lost.get(), "who ends is not told");
      isTakenFrom(client, second, lost);
    }
    assertEquals(1, lost.get());
  }

  private void isTakenFrom(KubernetesClient client, Operator second, AtomicInteger lost) {
    assertEquals(Probe.OK, Probe.of(second.port(), "/readyz"));
    assertTrue(Probe.of(second.port(), "/metrics").body().contains("bleu_leading 1.0"));
    // Who holds the lease is not asked by the API server: any writer of it can take over.
    UnlockedEdit.of(
        client.leases().inNamespace(account.namespace()).withName(OperatorOptions.LEASE),
        lease -> {
          lease.getSpec().setHolderIdentity("somebody-else");
          return lease;
        });
    await("the second is told").atMost(Scene.SOON).until(() -> lost.get() == 1);
    assertEquals(
        new Probe(503, "this process leads no longer, as its log says; it ends"),
        Probe.of(second.port(), "/readyz"));
    assertTrue(Probe.of(second.port(), "/metrics").body().contains("bleu_leading 0.0"));
  }

  /** Neither does the other release wait for a lease that it does not look at, nor does it lead. */
  @Test
  void operatorOfAnotherReleaseDoesNotStartBesideALeader(KubernetesClient client) {
    OperatorAccount other =
        account.elsewhere("bleu-again", "--set=crds.enabled=false,admission.enabled=false");
    try (KubernetesClient ofTheOther = other.client()) {
      try (Operator first = operator(elected("first"), new AtomicInteger())) {
        first.start();
        await("the first leads").atMost(Scene.SOON).until(first::leading);
        try (Operator second = again(ofTheOther, other, "second")) {
          StartException refused = assertThrows(StartException.class, second::start);
          assertFalse(second.leading());
          assertTrue(first.leading());
          String message = String.valueOf(refused.getMessage());
          assertTrue(
              message.startsWith(
                      "another operator leads in this cluster: first holds the Lease"
                          + " bleu-placement-operator in namespace bleu-system, renewed at ")
                  && message.contains("The Lease of this one is in namespace bleu-again, so"),
              message);
        }
      }
      // Who ends gives its lease back, and does not delete it.
      assertEquals("", holder(client));
      try (Operator third = again(ofTheOther, other, "third")) {
        third.start();
        await("the other leads").atMost(Scene.SOON).until(third::leading);
      }
    } finally {
      other.remove();
      client.namespaces().withName(other.namespace()).delete();
    }
  }

  private static Operator again(KubernetesClient client, OperatorAccount account, String identity) {
    return OperatorUnderTest.of(
        client,
        OperatorRightsTest.elected(new TestNamespace(account.namespace()), identity),
        () -> {});
  }

  private Operator operator(OperatorOptions options, AtomicInteger lost) {
    return OperatorUnderTest.of(ofTheChart, options, lost::incrementAndGet);
  }

  private OperatorOptions elected(String identity) {
    return OperatorRightsTest.elected(new TestNamespace(account.namespace()), identity);
  }

  private String holder(KubernetesClient client) {
    return client
        .leases()
        .inNamespace(account.namespace())
        .withName(OperatorOptions.LEASE)
        .require()
        .getSpec()
        .getHolderIdentity();
  }
}

package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.FOREIGN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.ProjectKinds;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kind that admission takes its parameters from is deleted, and made again. */
abstract class GateKindLife {
  @TempDir Path folder;
  private GovernedNamespace shop;
  private Operator operator;
  private Scene scene;

  @BeforeEach
  void start(
      ControlPlane plane,
      KubernetesClient client,
      TestNamespace namespace,
      FakeNodes nodes,
      OperatorAccount account) {
    shop = new GovernedNamespace(plane, client, namespace, folder);
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a");
    operator = shop.operated(account);
  }

  @AfterEach
  void stop(KubernetesClient client) {
    try {
      // However the life went: the next one needs it.
      ProjectKinds.restore(client);
    } finally {
      shop.close();
    }
  }

  /** Nothing is let in without it, what runs runs on, and with it all is as before by itself. */
  @Test
  void withoutTheKindNothingIsLetIn(KubernetesClient client) {
    scene.workload("web", 2, "{}");
    scene.awaitReady("web");
    var kinds = client.apiextensions().v1().customResourceDefinitions();
    String kind = "placementgates.placement.bleu.cloud";
    kinds.withName(kind).delete();
    scene.until("the kind is gone", () -> kinds.withName(kind).get() == null);
    scene.until("nothing is let in for want of it", this::wanted);
    Pod lost = scene.pods("web").get(0);
    client.pods().resource(lost).withGracePeriod(0).delete();
    scene.until("one pod is gone", () -> scene.pods("web").size() == 1);
    scene.until(
        "the workload says why", () -> scene.reason("web", "Available").equals("GateNotWritten"));
    assertTrue(wanted(), "still");
    assertEquals(1, scene.pods("web").size(), "no successor is let in, the other runs on");
    assertEquals(200, Probe.of(operator.port(), "/livez").code());

    kinds.load(Path.of("crds/placement.bleu.cloud_placementgates.yaml").toFile()).create();
    scene.until("there is a gate again", () -> shop.gate() != null);
    scene.until(
        "and admission asks it", () -> said().contains("no decision in force is for pod foreign"));
    // Kubernetes waits longer and longer between its attempts, unless more is asked for.
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .patch(GovernedNamespace.MERGE, "{\"spec\":{\"replicas\":3}}");
    scene.awaitReady("web");
    assertEquals(3, scene.pods("web").size());
  }

  /** Whether she is refused for want of the kind, or of the objects that went with it. */
  private boolean wanted() {
    String said = said();
    return said.contains("no params found for policy binding with `Deny`")
        || said.contains("failed to find resource referenced by paramKind");
  }

  /** What the server says to alice when she creates a pod that no decision is for. */
  private String said() {
    try {
      shop.create(FOREIGN);
      throw new AssertionError("it let her");
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getMessage());
    }
  }
}

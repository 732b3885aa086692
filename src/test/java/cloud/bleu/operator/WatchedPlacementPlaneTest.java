package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A later decision is written over the placement that the operator watches. */
@RealControlPlane
@Timeout(300)
class WatchedPlacementPlaneTest {

  /** Methods of the requests about the placement, as they are sent; not about its status. */
  private static final class Requests implements Fault {
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @Override
    public @Nullable Answer instead(Request request) {
      if (request.path().endsWith("/workloadplacements/web")) {
        asked.add(request.method());
      }
      return null;
    }
  }

  @Test
  void aLaterDecisionIsOneRequestAndLeavesOthersFieldsToThem(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    Requests requests = new Requests();
    Writes writes = new Writes();
    try (FaultProxy proxy = new FaultProxy(account.config(), requests);
        KubernetesClient ours = writes.client(proxy.client().getConfiguration());
        Operator operator = OperatorUnderTest.of(ours)) {
      operator.start();
      scene.workload("web", 2, "{}");
      scene.awaitReady("web");
      client
          .resources(WorkloadPlacement.class)
          .withName("web")
          .patch(
              new PatchContext.Builder()
                  .withPatchType(PatchType.JSON_MERGE)
                  .withFieldManager("somebody")
                  .build(),
              "{\"metadata\": {\"labels\": {\"team\": \"a\"}, \"annotations\":"
                  + " {\"kubectl.kubernetes.io/last-applied-configuration\": \"{}\"}}}");
      scene.settled(writes);
      WorkloadPlacement before = scene.placement("web");

      requests.asked.clear();
      client.resources(BleuWorkload.class).withName("web").scale(3);
      scene.until(
          "a later decision is written",
          () -> scene.placement("web").getMetadata().getGeneration() > 1);
      WorkloadPlacement after = scene.placement("web");
      assertEquals(List.of("PUT"), requests.asked);
      assertEquals(before.getMetadata().getUid(), after.getMetadata().getUid());
      assertEquals(before.getMetadata().getLabels(), after.getMetadata().getLabels());
      assertEquals(before.getMetadata().getAnnotations(), after.getMetadata().getAnnotations());
      assertNotNull(after.getStatus(), "it is not sent, and stays");
      assertEquals(owned(before), owned(after));
      assertEquals(Set.of("bleu-placement", "somebody"), owned(after).keySet());
    }
  }

  /** What each writer owns of all but the status. */
  private static Map<String, Object> owned(WorkloadPlacement placement) {
    return placement.getMetadata().getManagedFields().stream()
        .filter(entry -> entry.getSubresource() == null)
        .collect(
            Collectors.toMap(
                ManagedFieldsEntry::getManager,
                entry -> entry.getFieldsV1().getAdditionalProperties()));
  }
}

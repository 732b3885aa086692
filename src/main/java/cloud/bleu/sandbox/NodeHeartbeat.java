package cloud.bleu.sandbox;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** The signs of life of a kubelet: its lease, and a status that says Ready. */
final class NodeHeartbeat {
  private static final String LEASES = "kube-node-lease";
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;

  NodeHeartbeat(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Gives one for a node.
   *
   * @param node as it was seen last, null when it was not seen yet
   */
  void beat(String name, @Nullable Node node) {
    renewLease(name, node);
    if (node != null && !isReady(node)) {
      reportReady(node);
    }
  }

  private void renewLease(String name, @Nullable Node node) {
    var lease = client.leases().inNamespace(LEASES).withName(name);
    Lease renewal =
        new LeaseBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity(name)
            .withLeaseDurationSeconds(8)
            .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
            .endSpec()
            .build();
    try {
      lease.patch(MERGE, client.getKubernetesSerialization().asJson(renewal));
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404 || node == null) {
        throw e;
      }
      client
          .leases()
          .inNamespace(LEASES)
          .resource(
              new LeaseBuilder(renewal)
                  .editMetadata()
                  .addNewOwnerReference()
                  .withApiVersion("v1")
                  .withKind("Node")
                  .withName(name)
                  .withUid(node.getMetadata().getUid())
                  .endOwnerReference()
                  .endMetadata()
                  .build())
          .create();
    }
  }

  private static boolean isReady(Node node) {
    return node.getStatus().getConditions().stream()
        .anyMatch(
            condition ->
                condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  private void reportReady(Node node) {
    Node status =
        new NodeBuilder()
            .withNewMetadata()
            .withName(node.getMetadata().getName())
            .endMetadata()
            .withNewStatus()
            .withConditions(FakeNode.ready(Instant.now()))
            .endStatus()
            .build();
    client
        .nodes()
        .withName(node.getMetadata().getName())
        .subresource("status")
        .patch(MERGE, client.getKubernetesSerialization().asJson(status));
  }
}

package cloud.bleu.sandbox;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** The signs of life of a kubelet: its lease, and a status that says Ready. */
final class NodeHeartbeat {
  private static final String LEASES = "kube-node-lease";
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final int leaseSeconds;

  /**
   * @param rhythm after how long the next one follows
   */
  NodeHeartbeat(KubernetesClient client, Duration rhythm) {
    this.client = client;
    this.leaseSeconds = Math.toIntExact(rhythm.multipliedBy(4).toSeconds());
  }

  /** Gives the first one for a node that was just registered. */
  void begin(Node node) {
    try {
      createLease(node);
    } catch (KubernetesClientException e) {
      // That of an earlier node of this name is still there.
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      beat(node.getMetadata().getName(), node);
    }
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
    Lease renewal = lease(name);
    try {
      // Not by name: the client would read what is there first.
      leases().resource(renewal).patch(MERGE, client.getKubernetesSerialization().asJson(renewal));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND || node == null) {
        throw e;
      }
      createLease(node);
    }
  }

  private void createLease(Node node) {
    String name = node.getMetadata().getName();
    leases()
        .resource(
            new LeaseBuilder(lease(name))
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

  private NonNamespaceOperation<Lease, LeaseList, Resource<Lease>> leases() {
    return client.leases().inNamespace(LEASES);
  }

  private Lease lease(String name) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(name)
        .withLeaseDurationSeconds(leaseSeconds)
        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
        .endSpec()
        .build();
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
        .resource(status)
        .subresource("status")
        .patch(MERGE, client.getKubernetesSerialization().asJson(status));
  }
}

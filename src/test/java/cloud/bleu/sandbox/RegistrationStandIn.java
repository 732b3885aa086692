package cloud.bleu.sandbox;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Stands in for the registration agent of Open Cluster Management in one managed cluster, and for
 * what the hub says of it: the ManagedCluster, its condition and its lease. It is no such agent.
 */
public final class RegistrationStandIn implements AutoCloseable {

  private static final String CLUSTERS = "cluster.open-cluster-management.io/v1";

  private final KubernetesClient hub;
  private final String cluster;
  private final Rounds rounds;

  /**
   * Joins the cluster, and keeps its lease from now on.
   *
   * @param cluster name of the ManagedCluster, which is made here, and of its namespace
   */
  public RegistrationStandIn(KubernetesClient hub, String cluster) {
    this.hub = hub;
    this.cluster = cluster;
    apply("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}");
    apply(
        "{apiVersion: cluster.open-cluster-management.io/v1, kind: ManagedCluster, metadata:"
            + " {name: %s}, spec: {hubAcceptsClient: true}}");
    available("True", "ManagedClusterAvailable", "Managed cluster is available");
    // Four times for each look of an operator, which may just have put its clock forward.
    rounds = new Rounds(this::renew);
  }

  private void apply(String yaml) {
    hub.resource(
            Serialization.unmarshal(
                "---\n" + yaml.formatted(cluster), GenericKubernetesResource.class))
        .serverSideApply();
  }

  /** From now on the lease is not renewed, and the hub says so. */
  void goAway() {
    rounds.standStill();
    available(
        "Unknown",
        "ManagedClusterLeaseUpdateStopped",
        "Registration agent stopped updating its lease.");
  }

  /** The lease is renewed again, and the hub says so. */
  void comeBack() {
    rounds.goOn();
    available("True", "ManagedClusterAvailable", "Managed cluster is available");
  }

  private void available(String status, String reason, String message) {
    Map<String, Object> condition =
        Map.of(
            "type",
            "ManagedClusterConditionAvailable",
            "status",
            status,
            "reason",
            reason,
            "message",
            message,
            "lastTransitionTime",
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    hub.genericKubernetesResources(CLUSTERS, "ManagedCluster")
        .withName(cluster)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(Map.of("status", Map.of("conditions", List.of(condition)))));
  }

  private void renew() {
    hub.resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(cluster)
                .withName("managed-cluster-lease")
                .endMetadata()
                .withNewSpec()
                .withLeaseDurationSeconds(60)
                .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                .endSpec()
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  /** Takes the ManagedCluster away; its namespace stays. */
  @Override
  public void close() {
    rounds.close();
    hub.genericKubernetesResources(CLUSTERS, "ManagedCluster").withName(cluster).delete();
  }
}

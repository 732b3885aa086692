package cloud.bleu.operator.routing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.delivery.karmada.KarmadaCrds;
import cloud.bleu.delivery.ocm.ManagedClusterCrds;
import cloud.bleu.operator.MicroTime;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.cache.RoundThread;
import cloud.bleu.operator.karmada.KarmadaConnection;
import cloud.bleu.operator.member.ClusterClaims;
import cloud.bleu.operator.member.ClusterListener;
import cloud.bleu.operator.member.Members;
import cloud.bleu.operator.ocm.ManagedClusters;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Karmada, agents and the hub say of which cluster a zone is, compared with one another. */
@Tag("wiring")
class ZoneIdentitiesTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String UID = "3f2a9c1d-77aa-4a0e-9f00-5b1f0a6f2c11";

  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private EmbeddedApiServer server;
  private KubernetesClient client;
  private Caches caches;
  private KarmadaConnection karmada;
  private ManagedClusters managed;
  private ClusterClaims claims;

  @BeforeEach
  void start() {
    List<CustomResourceDefinition> engines = new ArrayList<>(KarmadaCrds.all());
    engines.addAll(ManagedClusterCrds.all());
    List<CustomResourceDefinition> kinds = new ArrayList<>(ProjectCrds.all());
    kinds.addAll(engines);
    server = EmbeddedApiServer.start(kinds);
    client = PatientClients.of(server);
    for (CustomResourceDefinition crd : engines) {
      crd.setStatus(
          Serialization.unmarshal(
              "---\nconditions: [{type: Established, status: \"True\"}]",
              CustomResourceDefinitionStatus.class));
      apply(crd);
    }
    apply("{apiVersion: v1, kind: Namespace, metadata: {name: kube-system}}");
    lease("karmada-system", "karmada-controller-manager");
    lease("m", "managed-cluster-lease");
    apply("{apiVersion: cluster.karmada.io/v1alpha1, kind: Cluster, metadata: {name: k}}");
    status("cluster.karmada.io/v1alpha1", "Cluster", "k", "Ready");
    apply(
        "{apiVersion: cluster.open-cluster-management.io/v1, kind: ManagedCluster,"
            + " metadata: {name: m}}");
    status(
        "cluster.open-cluster-management.io/v1",
        "ManagedCluster",
        "m",
        "ManagedClusterConditionAvailable");
    zone("carried", "karmada: {cluster: k}");
    zone("fetched", "openClusterManagement: {managedCluster: m}");
    caches = new Caches(client, (before, after) -> {});
    caches.start().join();
    connect();
  }

  private void connect() {
    Clock clock = Clock.systemUTC();
    Members members =
        new Members(null, null, () -> caches, zone -> null, null, null, clock, new Listener());
    karmada =
        new KarmadaConnection(
            client,
            () -> caches,
            (workload, zone) -> 0,
            members::reach,
            clock,
            System::nanoTime,
            new Listener(),
            RoundThread.thread("karmada"));
    managed =
        new ManagedClusters(
            client, () -> caches, namespace -> true, null, clock, System::nanoTime, new Listener());
    claims =
        new ClusterClaims(
            () -> caches.zones.getIndexer().list(),
            new ZoneIdentities(
                members, managed, cluster -> karmada.seen(cluster).id(), () -> caches.origin()),
            members::alike,
            used::contains);
    karmada.start();
    managed.start();
    await("both are reached")
        .atMost(SOON)
        .until(() -> karmada.reach("k").isReached() && managed.reach("m").isReached());
  }

  /** Told of zones whose clusters say something else than before. */
  private final class Listener implements ClusterListener {
    @Override
    public void reachChanged(Set<String> zones) {
      told.addAll(zones);
    }

    @Override
    public void remarked(Set<String> zones) {
      // Of no concern here.
    }

    @Override
    public void nodesChanged() {
      // Of no concern here.
    }

    @Override
    public void changed(WorkloadId workload) {
      // Of no concern here.
    }
  }

  @AfterEach
  void stop() {
    managed.close();
    karmada.close();
    caches.close();
    client.close();
    server.close();
  }

  private void lease(String namespace, String name) {
    apply(
        "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: %s, namespace: %s},"
                .formatted(name, namespace)
            + " spec: {leaseDurationSeconds: 600, renewTime: \"%s\"}}".formatted(MicroTime.now()));
  }

  private void zone(String name, String target) {
    apply(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: %s}
        spec: {provider: acme, region: north, site: s, capacity: {cpu: 4}, target: {%s}}
        """
            .formatted(name, target));
  }

  private void apply(String yaml) {
    apply((HasMetadata) Serialization.unmarshal("---\n" + yaml));
  }

  private void apply(HasMetadata object) {
    client.resource(object).forceConflicts().serverSideApply();
  }

  private void status(String version, String kind, String name, String condition) {
    client
        .genericKubernetesResources(version, kind)
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"conditions\":[{\"type\":\"%s\",\"status\":\"True\"}]}}"
                .formatted(condition));
  }

  /** Karmada has read this in the cluster. */
  private void karmadaSays(String id) {
    told.clear();
    client
        .genericKubernetesResources("cluster.karmada.io/v1alpha1", "Cluster")
        .withName("k")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"id\":\"" + id + "\"}}");
    await("it is told").atMost(SOON).until(() -> told.contains("carried"));
  }

  private void agentClaims(String id) {
    told.clear();
    client
        .genericKubernetesResources("cluster.open-cluster-management.io/v1", "ManagedCluster")
        .withName("m")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"clusterClaims\":[{\"name\":\"id.k8s.io\",\"value\":\"" + id + "\"}]}}");
    await("it is told").atMost(SOON).until(() -> told.contains("fetched"));
  }

  private @Nullable String closed(String zone) {
    AvailabilityZone declared = caches.zones.getIndexer().getByKey(zone);
    return claims.closed(declared);
  }

  @Test
  void oneClusterOfTwoEnginesIsSoldOnce() {
    assertNull(closed("carried"));
    assertNull(closed("fetched"), "nobody has said which cluster it is");
    karmadaSays(UID);
    assertNull(closed("fetched"));
    agentClaims(UID);
    used.add("fetched");
    assertNull(closed("fetched"));
    String why = closed("carried");
    assertTrue(
        why.startsWith(
            "it is in the same cluster (3f2a9c1d) as zone fetched, by cluster k of Karmada here and"
                + " ManagedCluster m there"),
        why);
    agentClaims("another");
    assertNull(closed("carried"));
  }

  /** Nodes of the hub are watched by the operator itself. */
  @Test
  void nodesOfTheHubComeBeforeItsOwnManagedCluster() {
    agentClaims(caches.origin());
    karmadaSays(caches.origin());
    used.addAll(Set.of("carried", "fetched"));
    assertNull(closed("carried"), "no zone has its nodes, and by name it is the first");
    zone("own", "nodeSelector: {zone: own}");
    await("the zone is seen")
        .atMost(SOON)
        .until(() -> caches.zones.getIndexer().getByKey("own") != null);
    assertNull(closed("own"));
    for (String zone : List.of("carried", "fetched")) {
      String why = closed(zone);
      assertTrue(why.contains("as zone own"), why);
      assertTrue(why.contains("nodes of the cluster of the operator there"), why);
    }
    assertEquals(3, caches.zones.getIndexer().list().size());
  }
}

package cloud.bleu.operator.ocm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.ocm.ManagedClusterCrds;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.operator.MicroTime;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.member.ClusterListener;
import cloud.bleu.operator.member.Members;
import cloud.bleu.operator.routing.ZoneClusters;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.translate.zone.ClusterContact;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the registration agent of a ManagedCluster reports of it: its version, and which it is. */
@Tag("wiring")
class ManagedVersionTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Set<String> remarked = ConcurrentHashMap.newKeySet();
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private EmbeddedApiServer server;
  private KubernetesClient client;
  private Caches caches;
  private ManagedClusters managed;

  /** Whether a round was begun. */
  private volatile boolean isLooked;

  @BeforeEach
  void start() {
    List<CustomResourceDefinition> kinds = new ArrayList<>(ProjectCrds.all());
    kinds.addAll(ManagedClusterCrds.all());
    server = EmbeddedApiServer.start(kinds);
    client = PatientClients.of(server);
    for (CustomResourceDefinition crd : ManagedClusterCrds.all()) {
      crd.setStatus(
          Serialization.unmarshal(
              "---\nconditions: [{type: Established, status: \"True\"}]",
              CustomResourceDefinitionStatus.class));
      apply(crd);
    }
    apply("{apiVersion: v1, kind: Namespace, metadata: {name: kube-system}}");
    apply(
        "{apiVersion: cluster.open-cluster-management.io/v1, kind: ManagedCluster,"
            + " metadata: {name: m}}");
    status(
        "{\"conditions\":[{\"type\":\"ManagedClusterConditionAvailable\",\"status\":\"True\"}]}");
    apply(
        "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: managed-cluster-lease,"
            + " namespace: m}, spec: {leaseDurationSeconds: 600, renewTime: \"%s\"}}"
                .formatted(MicroTime.now()));
    zone();
    caches = new Caches(client, (before, after) -> {});
    caches.start().join();
    managed = managed();
  }

  private ManagedClusters managed() {
    return new ManagedClusters(
        client,
        () -> {
          isLooked |= Thread.currentThread().getName().equals("managed clusters");
          return caches;
        },
        namespace -> true,
        null,
        Clock.systemUTC(),
        System::nanoTime,
        listener());
  }

  private ClusterListener listener() {
    return new ClusterListener() {
      @Override
      public void reachChanged(Set<String> zones) {
        changed.addAll(zones);
      }

      @Override
      public void remarked(Set<String> zones) {
        remarked.addAll(zones);
      }

      @Override
      public void nodesChanged() {
        // Of no concern here.
      }

      @Override
      public void changed(WorkloadId workload) {
        // Of no concern here.
      }
    };
  }

  private void zone() {
    apply(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: far}
        spec:
          provider: acme
          region: north
          site: s
          capacity: {cpu: 4}
          target: {openClusterManagement: {managedCluster: m}}
        """);
  }

  @AfterEach
  void stop() {
    managed.close();
    caches.close();
    client.close();
    server.close();
  }

  private void apply(String yaml) {
    apply((HasMetadata) Serialization.unmarshal("---\n" + yaml));
  }

  private void apply(HasMetadata object) {
    client.resource(object).forceConflicts().serverSideApply();
  }

  /** The hub has this of the cluster. */
  private void status(String json) {
    client
        .genericKubernetesResources("cluster.open-cluster-management.io/v1", "ManagedCluster")
        .withName("m")
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":" + json + "}");
  }

  private void awaitReason(String reason) {
    await(reason).atMost(SOON).until(() -> managed.reach("m").reason().equals(reason));
  }

  @Test
  void versionIsThatWhichTheAgentReports() {
    managed.start();
    awaitReason("ManagedClusterAvailable");
    assertNull(managed.version("far"), "none is reported");
    status("{\"version\":{\"kubernetes\":\"v1.30.2+k3s1\"}}");
    await("it is told").atMost(SOON).until(() -> remarked.remove("far"));
    assertEquals("v1.30.2+k3s1", managed.version("far"));
    assertTrue(
        managed
            .remark("far")
            .contains("it is Kubernetes v1.30.2+k3s1, older than 1.31: what its agent writes"),
        managed.remark("far"));
    status("{\"version\":{\"kubernetes\":\"v1.36.3\"}}");
    await("it is another one now").atMost(SOON).until(() -> remarked.remove("far"));
    assertNull(managed.remark("far"), "the one that was tried");
    status(
        "{\"conditions\":[{\"type\":\"ManagedClusterConditionAvailable\",\"status\":\"Unknown\"}]}");
    awaitReason("ManagedClusterUnavailable");
    assertEquals("v1.36.3", managed.version("far"), "what it said last");
    assertEquals(
        "v1.36.3",
        new ZoneClusters(null, managed, Clock.systemUTC()).version("far"),
        "among all clusters");
    assertNull(managed.version("nowhere"));
  }

  /** It is known by what its agent claims as soon as that is there, and not by the name alone. */
  @Test
  void clusterThatRegistersUnderTheNameOfAnotherIsNoticed() {
    Members members =
        new Members(
            null, null, () -> caches, zone -> null, null, null, Clock.systemUTC(), listener());
    ZoneClusters all = new ZoneClusters(members, managed, Clock.systemUTC());
    managed.start();
    awaitReason("ManagedClusterAvailable");
    String uid = managed.uid("m");
    BleuWorkload before = held(uid);
    known(all);

    claims("first");
    assertEquals(uid, managed.uid("m").substring(0, managed.uid("m").indexOf('.')));
    assertNull(all.barred(before, "far"), "it merely says more of itself");
    assertEquals("ManagedClusterAvailable", all.reach("far").reason());
    BleuWorkload since = held(managed.uid("m"));
    known(all);

    claims("second");
    for (BleuWorkload workload : List.of(before, since)) {
      assertEquals("AnotherCluster", all.barred(workload, "far").problem().code());
    }
    assertEquals("AnotherCluster", all.reach("far").reason());
    assertEquals(ClusterContact.State.Unknown, all.contact("far").state());
    claims("first");
    assertNull(all.barred(since, "far"));
    assertEquals("ManagedClusterAvailable", all.reach("far").reason());
  }

  /** Something of a workload may stand in the zone, in the cluster that is known by this. */
  private BleuWorkload held(String identity) {
    String name = "web-" + identity.length();
    apply(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s, namespace: kube-system, finalizers: [%s]}
        spec:
          dataClasses: [Ordinary]
          workload: {deployment: {template: {spec: {containers: [{name: main, image: none}]}}}}
        """
            .formatted(name, HeldZones.finalizer("far", identity)));
    WorkloadId id = new WorkloadId("kube-system", name);
    await("it is seen").atMost(SOON).until(() -> caches.workload(id) != null);
    return caches.workload(id);
  }

  /** What the zone is known by is recorded. */
  private void known(ZoneClusters all) {
    assertEquals(managed.uid("m"), all.settle("far"));
  }

  private void claims(String id) {
    changed.clear();
    status("{\"clusterClaims\":[{\"name\":\"id.k8s.io\",\"value\":\"" + id + "\"}]}");
    await("it is told").atMost(SOON).until(() -> changed.contains("far"));
  }

  /** While no zone names a managed cluster nobody looks: the zone itself begins that. */
  @Test
  void zoneThatComesLaterIsLookedAt() {
    client.resources(AvailabilityZone.class).withName("far").delete();
    await("no zone is left").atMost(SOON).until(() -> caches.zones.getIndexer().list().isEmpty());
    managed.start();
    await("a round").atMost(SOON).until(() -> isLooked);
    zone();
    awaitReason("ManagedClusterAvailable");
    client.resources(AvailabilityZone.class).withName("far").delete();
    await("no zone names it").atMost(SOON).until(() -> !managed.all().contains("m"));
    zone();
    awaitReason("ManagedClusterAvailable");
  }

  /** What a process before this one has heard is in the status of the zone. */
  @Test
  void versionThatWasRecordedStandsWhileNoneIsReported() {
    client
        .resources(AvailabilityZone.class)
        .withName("far")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"observedGeneration\":1,\"clusterVersion\":\"v1.33.4\"}}");
    await("it is seen")
        .atMost(SOON)
        .until(() -> caches.zones.getIndexer().getByKey("far").getStatus() != null);
    managed.start();
    awaitReason("ManagedClusterAvailable");
    assertEquals("v1.33.4", managed.version("far"));
    client
        .genericKubernetesResources("cluster.open-cluster-management.io/v1", "ManagedCluster")
        .withName("m")
        .delete();
    awaitReason("ManagedClusterMissing");
    await("a cluster that is gone is of no version")
        .atMost(SOON)
        .until(() -> managed.version("far") == null);
  }

  /** What was seen while the clusters were not known yet is told once they are. */
  @Test
  void versionSeenTooEarlyIsToldLater() {
    client.namespaces().withName("kube-system").delete();
    client
        .resources(AvailabilityZone.class)
        .withName("far")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"observedGeneration\":1,\"clusterVersion\":\"v1.33.4\"}}");
    await("both are seen")
        .atMost(SOON)
        .until(
            () ->
                caches.origin() == null
                    && caches.zones.getIndexer().getByKey("far").getStatus() != null);
    managed.start();
    await("it is looked").atMost(SOON).until(() -> "v1.33.4".equals(managed.version("far")));
    assertEquals(Set.of(), remarked, "which hub this is is not known");
    apply("{apiVersion: v1, kind: Namespace, metadata: {name: kube-system}}");
    await("it is known").atMost(SOON).until(() -> caches.origin() != null);
    await("it is told").atMost(SOON).until(() -> remarked.contains("far"));
  }
}

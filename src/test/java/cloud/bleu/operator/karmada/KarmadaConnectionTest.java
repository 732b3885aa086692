package cloud.bleu.operator.karmada;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.karmada.KarmadaCrds;
import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.operator.MicroTime;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.cache.HurriedThread;
import cloud.bleu.operator.member.ClusterListener;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.SandboxClients;
import cloud.bleu.translate.load.ReportedRoom;
import cloud.bleu.translate.zone.ClusterContact;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is known of Karmada while its API hangs, and what it has once that answers. */
@Tag("wiring")
class KarmadaConnectionTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String OLDER =
      "it is Kubernetes v1.33.4, and the tests of this release run on 1.36";

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger rooms = new AtomicInteger();
  private final Set<WorkloadId> changed = ConcurrentHashMap.newKeySet();
  private final Set<String> reached = ConcurrentHashMap.newKeySet();
  private final Set<String> remarked = ConcurrentHashMap.newKeySet();
  private final Hole hole = new Hole();
  private EmbeddedApiServer server;
  private KubernetesClient client;
  private KubernetesClient through;
  private Caches caches;
  private KarmadaConnection karmada;
  private final Map<String, Reach> barred = new ConcurrentHashMap<>();

  /** While it is open whoever asks for objects of a kind is connected and gets no answer. */
  private static final class Hole implements Interceptor, AutoCloseable {
    private volatile ServerSocket door;
    private volatile String kind;

    Hole() {
      open("resourcebindings");
    }

    private void open(String of) {
      kind = of;
      try {
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (!door.isClosed() && request.uri().getPath().endsWith("/" + kind)) {
        builder.uri(URI.create("http://127.0.0.1:" + door.getLocalPort() + "/"));
      }
    }

    @Override
    public void close() {
      try {
        door.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @BeforeEach
  void start() {
    List<CustomResourceDefinition> kinds = new ArrayList<>(ProjectCrds.all());
    kinds.addAll(KarmadaCrds.all());
    server = EmbeddedApiServer.start(kinds);
    client = PatientClients.of(server);
    served();
    create(
        """
        apiVersion: coordination.k8s.io/v1
        kind: Lease
        metadata: {name: karmada-controller-manager, namespace: karmada-system}
        spec: {leaseDurationSeconds: 600, renewTime: "%s"}
        """
            .formatted(MicroTime.now()));
    Stream.of("m", "x").forEach(this::cluster);
    zone("one");
    through =
        SandboxClients.builder(server.config())
            .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("hole", hole))
            .build();
    caches = new Caches(client, (before, after) -> {});
    caches.start().join();
    karmada =
        new KarmadaConnection(
            through,
            () -> caches,
            (workload, zone) -> {
              looks.incrementAndGet();
              return zone.equals("one") ? held.get() : 0;
            },
            barred::get,
            Clock.systemUTC(),
            nanos::get,
            new ClusterListener() {
              @Override
              public void reachChanged(Set<String> zones) {
                reached.addAll(zones);
              }

              @Override
              public void remarked(Set<String> zones) {
                remarked.addAll(zones);
              }

              @Override
              public void nodesChanged() {
                rooms.incrementAndGet();
              }

              @Override
              public void changed(WorkloadId workload) {
                changed.add(workload);
              }
            },
            new HurriedThread("karmada"));
  }

  @AfterEach
  void stop() {
    hole.close();
    karmada.close();
    caches.close();
    through.close();
    client.close();
    server.close();
  }

  /** The API server says that it serves bindings. */
  private void served() {
    CustomResourceDefinition binding = KarmadaCrds.binding();
    binding.setStatus(
        Serialization.unmarshal(
            "---\nconditions: [{type: Established, status: \"True\"}]",
            CustomResourceDefinitionStatus.class));
    client.resource(binding).create();
  }

  private void create(String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml);
    client.resource(object).create();
  }

  private void cluster(String name) {
    create(
        "---\n{apiVersion: cluster.karmada.io/v1alpha1, kind: Cluster, metadata: {name: "
            + name
            + "}}");
    client
        .genericKubernetesResources("cluster.karmada.io/v1alpha1", "Cluster")
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"conditions\":[" + ready(true) + "]}}");
  }

  private static String ready(boolean ready) {
    return "{\"type\":\"Ready\",\"status\":\"%s\"}".formatted(ready ? "True" : "False");
  }

  /** Karmada reports something of cluster m. */
  private void status(String json) {
    client
        .genericKubernetesResources("cluster.karmada.io/v1alpha1", "Cluster")
        .withName("m")
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":" + json + "}");
  }

  private void zone(String name) {
    zone(name, "m");
  }

  private void zone(String name, String cluster) {
    create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: %s}
        spec: {provider: acme, region: north, site: s, target: {karmada: {cluster: %s}}}
        """
            .formatted(name, cluster));
  }

  /** Declares the room of zone one, or no more. */
  private void capacity(String json) {
    client
        .resources(AvailabilityZone.class)
        .withName("one")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"capacity\":" + json + "}}");
  }

  /** A process has written the status of a zone, when that was of a generation. */
  private void recorded(String zone, long generation) {
    client
        .resources(AvailabilityZone.class)
        .withName(zone)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"observedGeneration\":%d,\"clusterVersion\":\"v1.33.4\"}}"
                .formatted(generation));
  }

  private void propagated(String namespace, String name, String deployment) {
    create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s, namespace: %s}
        spec:
          dataClasses: [Ordinary]
          workload: {karmada: {bindingOf: {kind: Deployment, name: %s}}}
        """
            .formatted(name, namespace, deployment));
  }

  private static BleuWorkload workload(String name, String created, @Nullable String deleted) {
    BleuWorkload workload = new BleuWorkload();
    workload.getMetadata().setName(name);
    workload.getMetadata().setCreationTimestamp(created);
    workload.getMetadata().setDeletionTimestamp(deleted);
    return workload;
  }

  private void awaitReason(String reason) {
    await(reason)
        .atMost(SOON)
        .untilAsserted(() -> assertEquals(reason, karmada.reach("m").reason()));
  }

  @Test
  void apiThatHangsHoldsUpNobodyAndIsTold() {
    karmada.start();
    assertTrue(karmada.isPending(), "it is being asked, and may answer any moment");
    await("for ten seconds that is no news")
        .atMost(SOON)
        .until(
            () -> {
              nanos.addAndGet(Duration.ofSeconds(11).toNanos());
              return karmada.reach("m").reason().equals("KarmadaNotWatched");
            });
    assertTrue(karmada.adopted().isUnseen("one"), "however long that takes");
    assertTrue(!karmada.adopted().isUnseen("two"), "no zone of Karmada");
    int told = rooms.get();
    assertEquals("KarmadaNotWatched", karmada.ofZone("one").reason());
    assertEquals(Reach.State.UNREACHED, karmada.ofZone("one").state());
    hole.close();
    awaitReason("ClusterReady");
    assertEquals(Reach.State.REACHED, karmada.ofZone("one").state());
    await("the loop is told").atMost(SOON).until(() -> rooms.get() > told);
    assertTrue(!karmada.adopted().isUnseen("one"), "all bindings are listed");
  }

  /** While no zone names Karmada nobody looks: the zone itself begins that. */
  @Test
  void zoneThatComesAfterTheLastOneHasGoneIsLookedAt() {
    hole.close();
    karmada.start();
    awaitReason("ClusterReady");
    client.resources(AvailabilityZone.class).withName("one").delete();
    await("no zone names it").atMost(SOON).until(() -> karmada.clusters().isEmpty());
    zone("one");
    await("it is looked at").atMost(SOON).until(() -> karmada.clusters().equals(Set.of("m")));
    awaitReason("ClusterReady");
  }

  /** What counts is that bindings are listed, not whether Karmada lives. */
  @Test
  void whatRunsIsKnownOnceBindingsAreListed() {
    client.leases().inNamespace("karmada-system").withName("karmada-controller-manager").delete();
    assertTrue(karmada.adopted().isUnseen("one"), "nobody has looked");
    hole.close();
    karmada.start();
    awaitReason("KarmadaLeaseMissing");
    await("the loop is told").atMost(SOON).until(() -> rooms.get() > 0);
    assertTrue(!karmada.adopted().isUnseen("one"));
  }

  @Test
  void clustersThatNoZoneNamesAreSeenAndZonesThatAreGoneDoNotCount() {
    hole.close();
    karmada.start();
    awaitReason("ClusterReady");
    assertTrue(karmada.reach("x").isReached(), "its replicas count, though no zone names it");
    assertEquals("ClusterMissing", karmada.reach("nowhere").reason());
    assertNull(karmada.zone("x"));
    assertEquals("one", karmada.zone("m"));
    zone("also");
    await("two name it, and the first by name has it")
        .atMost(SOON)
        .until(() -> "also".equals(karmada.zone("m")));
    client.resources(AvailabilityZone.class).withName("also").delete();
    await("one is left").atMost(SOON).until(() -> "one".equals(karmada.zone("m")));

    client
        .genericKubernetesResources("cluster.karmada.io/v1alpha1", "Cluster")
        .withName("m")
        .delete();
    awaitReason("ClusterMissing");
    assertEquals(Reach.State.UNREACHED, karmada.ofZone("one").state());
    client.resources(AvailabilityZone.class).withName("one").delete();
    await("no zone is left").atMost(SOON).until(() -> karmada.ofZone("one") == null);
  }

  /** As of a cluster that the operator asks itself: of each change its zone is told. */
  @Test
  void versionThatKarmadaReportsIsToldOfItsZone() {
    hole.close();
    karmada.start();
    awaitReason("ClusterReady");
    assertNull(karmada.version("one"));
    status("{\"kubernetesVersion\":\"v1.33.4\"}");
    await("its zone is told").atMost(SOON).until(() -> remarked.remove("one"));
    assertEquals("v1.33.4", karmada.version("one"));
    String remark = karmada.remark("one");
    assertTrue(remark.startsWith(OLDER + "; "), remark);
    assertTrue(remark.contains("reports no status.resourceSummary"), remark);
    capacity("{\"cpu\":\"8\",\"memory\":\"32Gi\"}");
    await("whoever declares the room is told of the version alone")
        .atMost(SOON)
        .until(() -> OLDER.equals(karmada.remark("one")));
    capacity("null");
    status("{\"kubernetesVersion\":\"v1.36.3\"}");
    await("and of the next one").atMost(SOON).until(() -> remarked.remove("one"));
    assertFalse(karmada.remark("one").contains("v1.3"), "that is the one that was tried");
    status("{\"conditions\":[" + ready(false) + "]}");
    awaitReason("ClusterNotReady");
    assertEquals("v1.36.3", karmada.version("one"), "what it said last");
    assertNull(karmada.remark("one"));
    assertNull(karmada.version("nowhere"));
  }

  /** Karmada empties the field when it asks for the version in vain, and goes on. */
  @Test
  void versionStandsUntilItsClusterIsGone() {
    hole.close();
    karmada.start();
    awaitReason("ClusterReady");
    status("{\"kubernetesVersion\":\"v1.33.4\"}");
    await("it is heard").atMost(SOON).until(() -> remarked.remove("one"));
    for (String said : List.of("\"\"", "\"unknown\"", "null", "\"v2.0.0\"")) {
      status("{\"kubernetesVersion\":" + said + ",\"conditions\":[" + ready(false) + "]}");
      awaitReason("ClusterNotReady");
      status("{\"conditions\":[" + ready(true) + "]}");
      awaitReason("ClusterReady");
      assertEquals("v1.33.4", karmada.version("one"), said);
    }
    assertEquals(Set.of(), remarked);
    client
        .genericKubernetesResources("cluster.karmada.io/v1alpha1", "Cluster")
        .withName("m")
        .delete();
    await("whoever is joined next is another one").atMost(SOON).until(() -> remarked.remove("one"));
    assertNull(karmada.version("one"));
  }

  /** The kinds of Karmada go and come: what is not listed whole says of nothing that it is gone. */
  @Test
  void versionStandsWhileKarmadaIsAway() {
    hole.close();
    karmada.start();
    awaitReason("ClusterReady");
    status("{\"kubernetesVersion\":\"v1.33.4\"}");
    await("it is heard").atMost(SOON).until(() -> remarked.remove("one"));
    client.resource(KarmadaCrds.binding()).delete();
    awaitReason("KarmadaNotServed");
    assertEquals("v1.33.4", karmada.version("one"));
    hole.open("clusters");
    served();
    awaitReason("NotAskedYet");
    assertEquals("v1.33.4", karmada.version("one"));
    hole.close();
    awaitReason("ClusterReady");
    assertEquals("v1.33.4", karmada.version("one"));
    assertEquals(Set.of(), remarked);
  }

  /** What a process before this one has heard is in the status of the zone. */
  @Test
  void versionThatWasRecordedStandsUntilKarmadaIsHeard() {
    zone("other", "x");
    recorded("one", 1);
    recorded("other", 0);
    await("both are seen")
        .atMost(SOON)
        .until(
            () ->
                caches.zones.getIndexer().list().stream()
                        .filter(zone -> zone.getStatus() != null)
                        .count()
                    == 2);
    karmada.start();
    await("it is of the cluster that the zone names")
        .atMost(SOON)
        .until(() -> "v1.33.4".equals(karmada.version("one")));
    assertNull(karmada.version("other"), "the zone may have named another one then");
    hole.close();
    awaitReason("ClusterReady");
    assertEquals("v1.33.4", karmada.version("one"), "Karmada says none");
    assertTrue(karmada.remark("one").startsWith(OLDER));
    await("what was recorded is told").atMost(SOON).until(() -> remarked.remove("one"));
    status("{\"kubernetesVersion\":\"v1.36.3\"}");
    await("it is another one now").atMost(SOON).until(() -> remarked.remove("one"));
    assertEquals("v1.36.3", karmada.version("one"));
  }

  @Test
  void bindingIsDecidedByTheOldestWorkloadThatNamesIt() {
    BleuWorkload a = workload("a", "2026-11-27T12:00:00Z", null);
    BleuWorkload b = workload("b", "2026-11-27T11:00:00Z", null);
    BleuWorkload c = workload("c", "2026-11-27T10:00:00Z", "2026-11-27T13:00:00Z");
    BleuWorkload d = workload("d", "2026-11-27T11:00:00Z", null);
    assertEquals("b", BindingWorkloads.oldest(List.of(a, d, b, c)));
    assertNull(BindingWorkloads.oldest(List.of(c)));
    assertNull(karmada.decider(ResourceBinding.subject("shop", "Deployment", "api")));
  }

  /** What has left a cluster may run on there: nobody else would tell its workload. */
  @Test
  void workloadThatIsNotOutOfAClusterIsToldWhenThatIsNotReached() {
    propagated("shop", "web", "api");
    propagated("shop", "other", "other");
    for (String of : List.of("api m", "other x")) {
      String[] words = of.split(" ");
      create(
          """
          apiVersion: work.karmada.io/v1alpha2
          kind: ResourceBinding
          metadata: {name: %1$s-deployment, namespace: shop}
          spec:
            resource: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: %1$s}
            schedulerName: bleu
          """
              .formatted(words[0]));
      client
          .genericKubernetesResources(ResourceBinding.KIND)
          .inNamespace("shop")
          .withName(words[0] + "-deployment")
          .subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"status\":{\"aggregatedStatus\":[{\"clusterName\":\"%s\"}]}}".formatted(words[1]));
    }
    hole.close();
    karmada.start();
    awaitReason("ClusterReady");
    await("both are seen").atMost(SOON).until(() -> changed.size() == 2);
    changed.clear();
    status("{\"conditions\":[" + ready(false) + "]}");
    awaitReason("ClusterNotReady");
    await("it is told")
        .atMost(SOON)
        .untilAsserted(() -> assertEquals(Set.of(new WorkloadId("shop", "web")), changed));
  }

  /** A policy may select by labels: whether it takes the cluster is another answer by then. */
  @Test
  void zoneIsToldWhenItsClusterGetsOtherLabels() {
    hole.close();
    karmada.start();
    awaitReason("ClusterReady");
    await("it is seen").atMost(SOON).until(() -> reached.contains("one"));
    reached.clear();
    client
        .genericKubernetesResources("cluster.karmada.io/v1alpha1", "Cluster")
        .withName("m")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"disk\":\"ssd\"}}}");
    await("it is told").atMost(SOON).until(() -> reached.contains("one"));
    assertEquals(Map.of("disk", "ssd"), karmada.seen("m").labels());
  }

  /** What pods of others ask is not free; a replica of a decision is not taken twice. */
  @Test
  void roomOfAClusterIsWhatItsSummaryLeavesToDecisions() {
    hole.close();
    karmada.start();
    awaitReason("ClusterReady");
    ClusterContact bare = karmada.contact("one");
    assertEquals(ClusterContact.State.Reached, bare.state());
    assertNull(bare.room(), "nothing is reported of it");
    assertTrue(karmada.remark("one").contains("reports no status.resourceSummary"));
    create(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api, namespace: shop}
        spec:
          selector: {matchLabels: {app: api}}
          template:
            metadata: {labels: {app: api}}
            spec:
              initContainers: [{name: i, image: i, resources: {requests: {cpu: 2}}}]
              containers: [{name: c, image: i, resources: {requests: {cpu: 1}}}]
        """);
    propagated("shop", "web", "api");
    int before = rooms.get();
    // 8 on two nodes, and 5 asked; who asks it is not known.
    String asked = "{allocatable: {cpu: '8'}, allocated: {cpu: 4500m}, allocating: {cpu: 500m}}";
    summary(asked, 2);
    awaitCpu(3_000);
    await("it is told").atMost(SOON).until(() -> rooms.get() > before);
    assertEquals(Capacity.Origin.Karmada, karmada.contact("one").room().origin());
    assertTrue(karmada.remark("one").contains("largest node is not known"));
    // Replicas that no decision counts are of others, by whichever scheduler they stand.
    binding("api", "bleu", 2);
    binding("alien", "default-scheduler", 2);
    String subject = ResourceBinding.subject("shop", "Deployment", "api");
    await("the workload, its template and what stands of it are seen")
        .atMost(SOON)
        .until(
            () ->
                karmada.decider(subject) != null
                    && caches.deployment("shop", "api") != null
                    && karmada.binding(subject) != null
                    && karmada.binding(subject).standing().equals(Map.of("m", 2)));
    later();
    awaitCpu(3_000);
    // Once one does, each counts as what Karmada sums up of it, which init containers are not in.
    held.set(2);
    awaitCpu(5_000);
    // Of two nodes one is not ready; none is, or as many as there cannot be.
    summary(asked, 1);
    awaitCpu(1_000);
    summary(asked, 0);
    awaitCpu(5_000);
    summary(asked, 1);
    awaitCpu(1_000);
    summary(asked, -1);
    awaitCpu(5_000);
    // What cannot be read is not taken for nothing.
    summary("{allocatable: {cpu: '8'}, allocated: {cpu: much}, allocating: {cpu: '0'}}", 2);
    awaitCpu(-1);
    summary(asked, 2);
    awaitCpu(5_000);
    // What is not reported is not asked, and no cluster has less than nothing.
    summary("{allocatable: {cpu: '8'}, allocated: null, allocating: {cpu: '6'}}", 2);
    awaitCpu(4_000);
    summary("{allocatable: {cpu: '8'}, allocated: {cpu: '7'}, allocating: null}", 2);
    awaitCpu(3_000);
    summary("{allocatable: {cpu: '8'}, allocated: {cpu: '30'}, allocating: null}", 2);
    awaitCpu(0);
    summary(asked.replace("'8'", "'40'"), 2);
    awaitCpu(12_000);
    later();
    awaitCpu(37_000);
    summary(asked, 2);
    awaitCpu(5_000);
    // Nobody decides any more: what stands is of others at once.
    client.resources(BleuWorkload.class).inNamespace("shop").withName("web").delete();
    awaitCpu(3_000);
    barred.put("one", new Reach(Reach.State.UNREACHED, Instant.EPOCH, "AnotherCluster", "moved"));
    assertEquals(ClusterContact.State.Unknown, karmada.contact("one").state());
    assertEquals("AnotherCluster", karmada.ofZone("one").reason());
    assertNull(karmada.remark("one"), "it is of another cluster");
    assertTrue(karmada.reach("m").isReached(), "what stands there counts all the same");
    barred.clear();
    status("{\"conditions\":[" + ready(false) + "]}");
    awaitReason("ClusterNotReady");
    assertEquals(ClusterContact.State.Unknown, karmada.contact("one").state());
    assertNull(karmada.contact("one").room(), "its word does not count");
    assertNull(karmada.remark("one"));
    assertNull(karmada.contact("two"), "no zone of Karmada");
  }

  /** Whoever takes over what runs waits until the room that is reported has it for sure. */
  @Test
  void whatRunsIsItsOwnOnceTheReportHasIt() {
    hole.close();
    karmada.start();
    awaitReason("ClusterReady");
    create(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api, namespace: shop}
        spec:
          selector: {matchLabels: {app: api}}
          template:
            metadata: {labels: {app: api}}
            spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 1}}}]}
        """);
    summary("{allocatable: {cpu: '8'}, allocated: {cpu: '5'}, allocating: {cpu: '0'}}", 2);
    binding("api", "bleu", 2);
    String subject = ResourceBinding.subject("shop", "Deployment", "api");
    await("its template and what stands of it are seen")
        .atMost(SOON)
        .until(
            () ->
                caches.deployment("shop", "api") != null
                    && karmada.binding(subject) != null
                    && karmada.binding(subject).standing().equals(Map.of("m", 2)));
    awaitCpu(3_000);
    propagated("shop", "web", "api");
    await("it is taken over").atMost(SOON).until(() -> karmada.decider(subject) != null);
    WorkloadId web = new WorkloadId("shop", "web");
    AdoptedBindings adopted = karmada.adopted();
    List<BleuWorkload> some = caches.workloads.getIndexer().list();
    assertEquals(Set.of(web), adopted.awaited(some));
    assertEquals(0, adopted.gain("one", Set.of(web)).get("cpu"));
    later();
    await("it is known").atMost(SOON).until(() -> adopted.awaited(some).isEmpty());
    assertEquals(2_000, adopted.gain("one", Set.of(web)).get("cpu"));
    assertEquals(0, adopted.gain("one", Set.of(new WorkloadId("shop", "api"))).get("cpu"));
    assertEquals(0, adopted.gain("nowhere", Set.of(web)).get("cpu"));
    awaitCpu(3_000);
    assertEquals(Map.of(web, Map.of("one", 0)), adopted.running(some), "how many is not known");
    propagated("shop", "later", "none");
    await("another one has no binding yet")
        .atMost(SOON)
        .until(() -> caches.workloads.getIndexer().list().size() == 2);
    assertEquals(
        Map.of(),
        adopted.running(caches.workloads.getIndexer().list()).get(new WorkloadId("shop", "later")));
    create(
        """
        apiVersion: work.karmada.io/v1alpha2
        kind: ResourceBinding
        metadata: {name: empty-deployment, namespace: shop}
        spec:
          resource: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: empty}
          schedulerName: bleu
        """);
    propagated("shop", "new", "empty");
    await("one of a binding that is empty takes over nothing")
        .atMost(SOON)
        .until(
            () ->
                caches.workloads.getIndexer().list().size() == 3
                    && adopted
                        .running(caches.workloads.getIndexer().list())
                        .keySet()
                        .equals(Set.of(web, new WorkloadId("shop", "later"))));
    assertTrue(adopted.concerns(web));
    assertTrue(!adopted.concerns(new WorkloadId("shop", "api")), "there is no such workload");
    int empty = rooms.get();
    client
        .genericKubernetesResources(ResourceBinding.KIND)
        .inNamespace("shop")
        .withName("empty-deployment")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"clusters\":[{\"name\":\"m\",\"replicas\":0}]}}");
    await("the loop is told of what is to run").atMost(SOON).until(() -> rooms.get() > empty);
    assertEquals(
        Map.of(),
        adopted.running(caches.workloads.getIndexer().list()).get(new WorkloadId("shop", "new")),
        "how many run is not known");
    assertEquals(Map.of("one", 2), adopted.standing(web));
    assertEquals(Map.of(), adopted.standing(new WorkloadId("shop", "api")));
    int before = rooms.get();
    reported("replicas: 2, availableReplicas: 2, updatedReplicas: 1");
    // Whoever asks what runs takes note of it: so the loop comes first.
    await("the loop is told").atMost(SOON).until(() -> rooms.get() > before);
    await("one runs as the template says")
        .atMost(SOON)
        .until(() -> adopted.running(some).equals(Map.of(web, Map.of("one", 1))));
    int told = rooms.get();
    reported("replicas: 2, availableReplicas: 2, updatedReplicas: 1, readyReplicas: 1");
    await("its workload is told").atMost(SOON).until(() -> changed.remove(web));
    assertEquals(told, rooms.get(), "as many run as before: the loop is not");
    client
        .apps()
        .deployments()
        .inNamespace("shop")
        .withName("api")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"template\":{\"spec\":{\"priority\":7}}}}");
    await("what runs is of the template before")
        .atMost(SOON)
        .until(() -> adopted.running(some).equals(Map.of(web, Map.of("one", 0))));
    held.set(2);
    awaitCpu(5_000);
    assertEquals(0, adopted.gain("one", Set.of(web)).get("cpu"), "a decision counts it");
  }

  private void reported(String counts) {
    long template =
        client
            .apps()
            .deployments()
            .inNamespace("shop")
            .withName("api")
            .get()
            .getMetadata()
            .getGeneration();
    changed.clear();
    client
        .genericKubernetesResources(ResourceBinding.KIND)
        .inNamespace("shop")
        .withName("api-deployment")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(
                Serialization.unmarshal(
                    "---\n{status: {aggregatedStatus: [{clusterName: m, status: {resourceTemplateGeneration: %d, %s}}]}}"
                        .formatted(template, counts),
                    Object.class)));
  }

  /** What stands has stood for so long that it is in the summary. */
  private void later() {
    int looked = looks.get();
    await("what stands is looked at").atMost(SOON).until(() -> looks.get() > looked + 1);
    nanos.addAndGet(Duration.ofSeconds(31).toNanos());
  }

  private void awaitCpu(long milli) {
    await(milli + " milli cpu")
        .atMost(SOON)
        .untilAsserted(
            () -> {
              ReportedRoom room = karmada.contact("one").room();
              assertEquals(milli, room == null ? -1 : room.free().get("cpu"));
            });
  }

  private void summary(String resources, int ready) {
    status(
        Serialization.asJson(
            Serialization.unmarshal(
                "---\n{resourceSummary: %s, nodeSummary: {totalNum: 2, readyNum: %d}}"
                    .formatted(resources, ready),
                Object.class)));
  }

  private void binding(String of, String scheduler, int replicas) {
    create(
        """
        apiVersion: work.karmada.io/v1alpha2
        kind: ResourceBinding
        metadata: {name: %1$s-deployment, namespace: shop}
        spec:
          resource: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: %1$s}
          schedulerName: %2$s
          clusters: [{name: m, replicas: %3$d}]
        """
            .formatted(of, scheduler, replicas));
    client
        .genericKubernetesResources(ResourceBinding.KIND)
        .inNamespace("shop")
        .withName(of + "-deployment")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"aggregatedStatus\":[{\"clusterName\":\"m\",\"status\":{\"replicas\":%d}}]}}"
                .formatted(replicas));
  }

  /** By an index, so in its own namespace and of its own kind only. */
  @Test
  void workloadsAreFoundByTheBindingThatTheyName() {
    for (String of : List.of("shop/b api", "shop/a other", "else/c api")) {
      String[] words = of.split("[/ ]");
      propagated(words[0], words[1], words[2]);
    }
    await("three are seen")
        .atMost(SOON)
        .until(() -> caches.workloads.getIndexer().list().size() == 3);
    assertEquals("b", karmada.decider(ResourceBinding.subject("shop", "Deployment", "api")));
    assertEquals("a", karmada.decider(ResourceBinding.subject("shop", "Deployment", "other")));
    assertEquals("c", karmada.decider(ResourceBinding.subject("else", "Deployment", "api")));
    assertNull(karmada.decider(ResourceBinding.subject("else", "Deployment", "other")));
  }
}

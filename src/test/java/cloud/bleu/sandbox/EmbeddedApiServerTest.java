package cloud.bleu.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.WritableOperation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("wiring")
class EmbeddedApiServerTest {
  private static final String PATH = "/api/v1/namespaces/default/configmaps/x";

  private EmbeddedApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  /** A creation whose answer is late would be sent again, and be refused because of the first. */
  @Test
  void clientOfTestsWaitsAndSendsOnce() {
    assertEquals(120_000, client.getConfiguration().getRequestTimeout());
    assertEquals(0, client.getConfiguration().getRequestRetryBackoffLimit());
  }

  /**
   * A client in Java asks for HTTP/2 with its first request. A long answer to that one comes
   * broken, one time in a thousand: the frames of HTTP/2 mix with its bytes.
   */
  @Test
  void staysWithTheProtocolThatItWasAskedIn() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(server.config().getMasterUrl()).resolve("/api/v1/namespaces"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode());
    assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
  }

  /** Most who start it never ask by kubectl, and it costs a port and threads. */
  @Test
  void kubectlIsServedOnceAKubeconfigIsAskedFor(@TempDir Path folder) throws IOException {
    assertNull(server.kubectl());
    Path kubeconfig = folder.resolve("kubeconfig");
    server.writeKubeconfig(kubeconfig);
    String written = Files.readString(kubeconfig);
    assertTrue(written.contains("server: \"" + server.kubectl() + "\""), written);
    server.writeKubeconfig(kubeconfig);
    assertEquals(written, Files.readString(kubeconfig), "one is enough");
  }

  @Test
  void applyCreatesWhatIsNotThere() {
    apply("one", map("a", "1"));
    assertEquals(Map.of("a", "1"), read().getData());
  }

  @Test
  void twoManagersKeepTheirFieldsAndAFieldNoLongerAppliedGoes() {
    apply("one", map("a", "1", "b", "2"));
    apply("two", map("c", "3"));
    apply("one", map("a", "9"));
    assertEquals(Map.of("a", "9", "c", "3"), read().getData());
  }

  @Test
  void whatAManagerCreatesCountsAsAppliedByIt() {
    client.raw(
        "/api/v1/namespaces/default/configmaps?fieldManager=one",
        "POST",
        configMap(map("a", "1", "b", "2")));
    apply("two", map("c", "3"));
    apply("one", map("a", "1"));
    assertEquals(Map.of("a", "1", "c", "3"), read().getData());
  }

  @Test
  void applyingTheSameAgainIsNoWrite() {
    apply("one", map("a", "1"));
    String version = read().getMetadata().getResourceVersion();
    apply("one", map("a", "1"));
    assertEquals(version, read().getMetadata().getResourceVersion());
    apply("one", map("a", "2"));
    assertNotEquals(version, read().getMetadata().getResourceVersion());
  }

  @Test
  void dryRunStoresNothing() {
    client
        .configMaps()
        .inNamespace("default")
        .resource(configMap(map("a", "1")))
        .dryRun()
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("one")
                .build());
    assertNull(client.configMaps().inNamespace("default").withName("x").get());
  }

  @Test
  void dryRunOfAnUpdateStoresNothing() {
    apply("one", map("a", "1"));
    ConfigMap read = read();
    ConfigMap changed = configMap(map("a", "2"));
    changed.setMetadata(read.getMetadata());
    String path = PATH + "?dryRun=All";
    client.raw(path, "PUT", changed);
    assertEquals(read.getData(), read().getData());
    apply("one", map("a", "3"));
    KubernetesClientException stale =
        assertThrows(KubernetesClientException.class, () -> client.raw(path, "PUT", changed));
    assertEquals(409, stale.getCode());
  }

  /** Of each kind of patch, and be it asked for in the query or in the body. */
  @Test
  void dryRunOfAPatchOrADeletionStoresNothing() {
    apply("one", map("a", "1"));
    ConfigMap before = read();
    WritableOperation<ConfigMap> dry =
        client.configMaps().inNamespace("default").resource(configMap(map())).dryRun();
    assertEquals(
        "2",
        dry.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\": {\"a\": \"2\"}}")
            .getData()
            .get("a"),
        "told");
    assertEquals(
        "2",
        dry.patch(
                PatchContext.of(PatchType.JSON),
                "[{\"op\": \"replace\", \"path\": \"/data/a\", \"value\": \"2\"}]")
            .getData()
            .get("a"));
    dry.delete();
    client.raw(PATH + "?dryRun=All", "DELETE", null);
    client.raw(PATH, "DELETE", new DeleteOptionsBuilder().withDryRun("All").build());
    assertEquals(before, read());
    KubernetesClientException taken =
        assertThrows(
            KubernetesClientException.class,
            () ->
                client.raw(
                    "/api/v1/namespaces/default/configmaps?dryRun=All",
                    "POST",
                    configMap(map("a", "1"))));
    assertEquals(409, taken.getCode());
    assertEquals(before, read());
  }

  @Test
  void informersSeeWhatIsApplied() {
    try (var informer = client.configMaps().inNamespace("default").inform()) {
      apply("one", map("a", "1"));
      await().atMost(Duration.ofSeconds(60)).until(() -> informer.getStore().list().size() == 1);
      client.configMaps().inNamespace("default").withName("x").delete();
      await().atMost(Duration.ofSeconds(60)).until(() -> informer.getStore().list().isEmpty());
    }
  }

  @Test
  void deliveredPodsBecomeReadyOnTheNodesOfTheirZoneAndGoWithTheirOwner() {
    try (SimulatedCluster cluster = SimulatedCluster.start(client)) {
      cluster.addNode(FakeNode.inZone("one", "n1").withLabel("zone", "one"));
      cluster.addNode(FakeNode.inZone("two", "n2").withLabel("zone", "two"));
      client
          .apps()
          .deployments()
          .inNamespace("default")
          .resource(deployment("web", "two"))
          .create();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                Deployment d =
                    client.apps().deployments().inNamespace("default").withName("web").get();
                return d.getStatus() != null
                    && Integer.valueOf(2).equals(d.getStatus().getReadyReplicas());
              });
      var pods = client.pods().inNamespace("default").list().getItems();
      assertEquals(2, pods.size());
      assertTrue(pods.stream().allMatch(p -> p.getSpec().getNodeName().equals("n2")));
      // As on a cluster they come from a ReplicaSet: who is asked whose they are finds out.
      for (Pod pod : pods) {
        String hash = pod.getMetadata().getLabels().get("pod-template-hash");
        var owner = pod.getMetadata().getOwnerReferences().get(0);
        assertEquals("ReplicaSet", owner.getKind());
        assertTrue(owner.getName().endsWith("-" + hash), owner.getName());
        assertTrue(pod.getMetadata().getName().startsWith(owner.getName() + "-"));
      }
      client.apps().deployments().inNamespace("default").withName("web").delete();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> client.pods().inNamespace("default").list().getItems().isEmpty());
    }
  }

  @Test
  void informersSeeAStatusThatIsApplied() {
    client.resources(BleuWorkload.class).inNamespace("default").resource(workload(null)).create();
    try (var informer = client.resources(BleuWorkload.class).inNamespace("default").inform()) {
      client
          .resources(BleuWorkload.class)
          .inNamespace("default")
          .resource(workload("z1=1"))
          .subresource("status")
          .patch(
              new PatchContext.Builder()
                  .withPatchType(PatchType.SERVER_SIDE_APPLY)
                  .withFieldManager("operator")
                  .withForce(true)
                  .build());
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                BleuWorkload seen = informer.getIndexer().getByKey("default/w");
                return seen != null
                    && seen.getStatus() != null
                    && "z1=1".equals(seen.getStatus().zones());
              });
    }
  }

  /** Those of the kinds' files, wherever in the object, and again after each write. */
  @Test
  void defaultsOfTheSchemaAreFilledIn() {
    GenericKubernetesResource written =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: w, namespace: default}
            spec:
              dataClasses: [Ordinary]
              suspend: null
              workload: {deploymentRef: {name: d}}
              resilience: {spread: [{over: Zone}], tolerate: [{of: Site}]}
            """,
            GenericKubernetesResource.class);
    GenericKubernetesResource answered = client.resource(written).create();
    for (GenericKubernetesResource seen : List.of(answered, generic())) {
      assertEquals(1, (int) seen.get("spec", "replicas"));
      assertEquals(false, seen.get("spec", "suspend"));
      assertEquals("OnSuccess", seen.get("spec", "workload", "deploymentRef", "scaleDown"));
      assertEquals("DoNotPlace", seen.get("spec", "resilience", "spread", 0, "whenUnsatisfiable"));
      assertEquals("60s", seen.get("spec", "resilience", "failover", "after"));
      assertEquals("0", seen.get("spec", "resilience", "tolerate", 0, "keep"));
      assertEquals("WhenNeeded", seen.get("spec", "placement", "rebalance", "mode"));
      // Nobody has looked at it yet: tools that wait for it must not take it for done.
      assertEquals(-1, (int) seen.get("status", "observedGeneration"));
    }
    patch("{\"spec\": {\"replicas\": null, \"dataClasses\": [\"Health\"]}}");
    assertEquals(1, (int) generic().get("spec", "replicas"));
    assertEquals(List.of("Health"), generic().get("spec", "dataClasses"));
  }

  @Test
  void anObjectGoesWithItsLastFinalizer() {
    BleuWorkload held = workload(null);
    held.getMetadata().setFinalizers(List.of("example.com/a", "example.com/b"));
    client.resource(held).create();
    client.resource(held).delete();
    assertNotNull(generic().getMetadata().getDeletionTimestamp());
    patch("{\"metadata\": {\"finalizers\": [\"example.com/b\"]}}");
    assertEquals(List.of("example.com/b"), generic().getMetadata().getFinalizers());
    // What somebody read before is not written over what is there now.
    KubernetesClientException stale =
        assertThrows(
            KubernetesClientException.class,
            () -> patch("{\"metadata\": {\"finalizers\": [], \"resourceVersion\": \"1\"}}"));
    assertEquals(409, stale.getCode());
    BleuWorkload gone =
        patch(
            "{\"metadata\": {\"finalizers\": [], \"resourceVersion\": \"%s\"}}"
                .formatted(generic().getMetadata().getResourceVersion()));
    assertNull(generic());
    assertAnsweredAsItWas(gone);
    client.resource(held).create();
    client.resource(held).delete();
    BleuWorkload freed = client.resources(BleuWorkload.class).withName("w").get();
    freed.getMetadata().setFinalizers(List.of());
    assertAnsweredAsItWas(client.resource(freed).update());
    assertNull(generic());
  }

  /** As it was written last, though it was never stored so. */
  @Test
  void writeThatEndsAnObjectIsAnsweredWithWhatWasWritten() {
    var object = client.configMaps().inNamespace("default").withName("x");
    List<UnaryOperator<ConfigMap>> writes =
        List.of(
            there -> {
              there.getMetadata().setFinalizers(List.of());
              there.setData(Map.of("a", "2"));
              return client.resource(there).update();
            },
            there ->
                object.patch(
                    PatchContext.of(PatchType.JSON_MERGE),
                    "{\"metadata\": {\"finalizers\": null}, \"data\": {\"a\": \"2\"}}"),
            there ->
                object.patch(
                    PatchContext.of(PatchType.JSON),
                    """
                    [{"op": "remove", "path": "/metadata/finalizers"},
                     {"op": "replace", "path": "/data/a", "value": "2"}]
                    """));
    for (UnaryOperator<ConfigMap> write : writes) {
      ConfigMap held = configMap(map("a", "1"));
      held.getMetadata().setFinalizers(List.of("example.com/a"));
      String uid = client.resource(held).create().getMetadata().getUid();
      object.delete();
      ConfigMap answered = write.apply(read());
      assertEquals(Map.of("a", "2"), answered.getData());
      assertEquals(List.of(), answered.getMetadata().getFinalizers());
      assertEquals(uid, answered.getMetadata().getUid());
      assertNotNull(answered.getMetadata().getDeletionTimestamp());
      assertNull(read());
    }
  }

  /** What another does right after a write is no matter of its answer. */
  @Test
  void writeIsAnsweredAsItWasThoughAnotherDeletesTheObject() {
    try (KubernetesClient another = PatientClients.of(server)) {
      for (int i = 0; i < 200; i++) {
        client.resource(configMap(map("a", "1"))).create();
        CompletableFuture<Void> deleted =
            CompletableFuture.runAsync(
                () -> another.configMaps().inNamespace("default").withName("x").delete());
        try {
          ConfigMap answered = client.resource(configMap(map("a", "2"))).update();
          assertEquals(Map.of("a", "2"), answered.getData());
        } catch (KubernetesClientException e) {
          assertEquals(404, e.getCode(), "it was deleted before");
        }
        deleted.join();
      }
    }
  }

  /** An API server answers a write that ends an object with the object. */
  private static void assertAnsweredAsItWas(BleuWorkload gone) {
    assertEquals("w", gone.getMetadata().getName());
    assertNotNull(gone.getMetadata().getDeletionTimestamp());
    assertEquals(List.of(), gone.getMetadata().getFinalizers());
  }

  private GenericKubernetesResource generic() {
    return client
        .genericKubernetesResources("placement.bleu.cloud/v1alpha1", "BleuWorkload")
        .inNamespace("default")
        .withName("w")
        .get();
  }

  private BleuWorkload patch(String patch) {
    return client
        .resources(BleuWorkload.class)
        .inNamespace("default")
        .withName("w")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private static BleuWorkload workload(String zones) {
    BleuWorkload workload = new BleuWorkload();
    workload.getMetadata().setName("w");
    workload.getMetadata().setNamespace("default");
    if (zones != null) {
      workload.setStatus(new BleuWorkloadStatus(1L, null, 1, 1, 0, null, zones, null, null));
    }
    return workload;
  }

  @Test
  void saysWhatItDoesNotCheck() {
    for (String limit : List.of("schema", "CEL", "RBAC", "admission policy", "field conflicts")) {
      assertTrue(EmbeddedApiServer.LIMITS.contains(limit), limit);
    }
    // And they are as it says: no schema refuses this.
    BleuWorkload nonsense = workload(null);
    assertEquals(
        "w", client.resource(nonsense).inNamespace("default").create().getMetadata().getName());
  }

  private void apply(String manager, Map<String, String> data) {
    client
        .configMaps()
        .inNamespace("default")
        .resource(configMap(data))
        .fieldManager(manager)
        .forceConflicts()
        .serverSideApply();
  }

  private ConfigMap read() {
    return client.configMaps().inNamespace("default").withName("x").get();
  }

  private static ConfigMap configMap(Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("x")
        .withNamespace("default")
        .endMetadata()
        .withData(data)
        .build();
  }

  private static Deployment deployment(String name, String zone) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .withReplicas(2)
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .addToNodeSelector("zone", zone)
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Map<String, String> map(String... pairs) {
    Map<String, String> map = new java.util.TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }
}

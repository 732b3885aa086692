package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An object goes or changes while a write on it is on the way: everyday life, not an error. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusRacePlaneTest {

  private final OperatorLog log = OperatorLog.whole();

  private final Before before = new Before();

  private Scene scene;
  private KubernetesClient operatorClient;
  private @Nullable Operator operator;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    if (operator != null) {
      return;
    }
    log.open();
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    operatorClient =
        SandboxClients.builder(account.config())
            .withHttpClientBuilderConsumer(b -> b.addOrReplaceInterceptor("first", before))
            .build();
    Operator first = OperatorUnderTest.of(operatorClient);
    first.start();
    operator = first;
  }

  /** Its end is quiet too. */
  @AfterAll
  void stop() {
    if (operator != null) {
      operator.close();
      operatorClient.close();
    }
    log.close();
    assertQuiet();
  }

  @Test
  void deletedWorkload(KubernetesClient client) {
    AtomicBoolean done =
        before.first(
            "/bleuworkloads/deleted/status",
            () -> client.resources(BleuWorkload.class).withName("deleted").delete());
    scene.workload("deleted", 3, OperatorPlaneTest.THREE_SITES);
    scene.until(
        "all of it gone",
        () ->
            done.get()
                && scene.workload("deleted") == null
                && scene.placement("deleted") == null
                && scene.pods("deleted").isEmpty());
    assertQuiet();
  }

  @Test
  void deletedPlacement(KubernetesClient client) {
    AtomicBoolean done =
        before.first(
            "/workloadplacements/unplaced/status",
            () -> client.resources(WorkloadPlacement.class).withName("unplaced").delete());
    scene.workload("unplaced", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("unplaced");
    scene.until(
        "the placement is back and has its status",
        () -> done.get() && hasStatus(scene.placement("unplaced")));
    assertQuiet();
  }

  private static boolean hasStatus(@Nullable WorkloadPlacement placement) {
    return placement != null
        && placement.getStatus() != null
        && !placement.getStatus().conditions().isEmpty();
  }

  @Test
  void changedWorkload(KubernetesClient client) {
    AtomicBoolean done =
        before.first(
            "/bleuworkloads/changed/status",
            () ->
                client
                    .resources(BleuWorkload.class)
                    .withName("changed")
                    .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"labels\":{\"edited\":\"meanwhile\"}}}"));
    scene.workload("changed", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("changed");
    assertTrue(done.get());
    assertEquals("meanwhile", scene.workload("changed").getMetadata().getLabels().get("edited"));
    assertQuiet();
  }

  @Test
  void changedReference(KubernetesClient client) {
    scene.deployment("legacy", 2);
    // Right before it is scaled down, somebody annotates it: news that no decision depends on.
    AtomicBoolean done =
        before.first(
            "/deployments/legacy",
            () ->
                client
                    .apps()
                    .deployments()
                    .withName("legacy")
                    .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"edited\":\"meanwhile\"}}}"));
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: taken-over}
        spec:
          replicas: 3
          dataClasses: [Ordinary]
          workload: {deploymentRef: {name: legacy, scaleDown: OnSuccess}}
        """);
    scene.awaitReady("taken-over");
    var template = client.apps().deployments().withName("legacy");
    // The first attempt meets the newer version, and the next one is another look's.
    scene.until("it is scaled down", () -> template.get().getSpec().getReplicas() == 0);
    assertTrue(done.get());
    var legacy = template.get();
    assertEquals("meanwhile", legacy.getMetadata().getAnnotations().get("edited"));
    assertQuiet();
  }

  private void assertQuiet() {
    List<String> loud =
        log.take().stream()
            // Said once in the life of a JVM, by whichever client is the first.
            .filter(e -> !e.getLoggerName().endsWith(".VersionUsageUtils"))
            .filter(e -> e.getLevel().isGreaterOrEqual(Level.WARN) || e.getThrowableProxy() != null)
            .map(e -> e.getLevel() + " " + e.getLoggerName() + " " + e.getFormattedMessage())
            .toList();
    assertEquals(List.of(), loud);
  }

  /** Does something once, right before the first write on a path. */
  private static final class Before implements Interceptor {
    private final Map<String, Runnable> actions = new ConcurrentHashMap<>();

    /** Whether it is done. */
    AtomicBoolean first(String path, Runnable action) {
      AtomicBoolean done = new AtomicBoolean();
      actions.put(
          path,
          () -> {
            done.set(true);
            action.run();
          });
      return done;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (!request.method().equals("PATCH")) {
        return;
      }
      for (String path : actions.keySet()) {
        Runnable action = request.uri().getPath().endsWith(path) ? actions.remove(path) : null;
        if (action != null) {
          action.run();
        }
      }
    }
  }
}

package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An object goes or changes while a write on it is on the way: everyday life, not an error. */
@RealControlPlane
class StatusRacePlaneTest {

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  private Scene scene;

  @BeforeEach
  void prepare(KubernetesClient client, FakeNodes nodes) {
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void detach() {
    root.detachAppender(log);
  }

  @Test
  void deletedWorkload(OperatorAccount account, KubernetesClient client) {
    Before first =
        new Before(
            "/bleuworkloads/web/status",
            () -> client.resources(BleuWorkload.class).withName("web").delete());
    run(
        account,
        first,
        () -> {
          scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
          scene.until(
              "all of it gone",
              () ->
                  first.done.get()
                      && scene.workload("web") == null
                      && scene.placement("web") == null
                      && scene.pods("web").isEmpty());
        });
    assertQuiet();
  }

  @Test
  void deletedPlacement(OperatorAccount account, KubernetesClient client) {
    Before first =
        new Before(
            "/workloadplacements/web/status",
            () -> client.resources(WorkloadPlacement.class).withName("web").delete());
    run(
        account,
        first,
        () -> {
          scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
          scene.awaitReady("web");
          scene.until(
              "the placement is back and has its status",
              () ->
                  first.done.get()
                      && scene.placement("web") != null
                      && !scene.placement("web").getStatus().conditions().isEmpty());
        });
    assertQuiet();
  }

  @Test
  void changedWorkload(OperatorAccount account, KubernetesClient client) {
    Before first =
        new Before(
            "/bleuworkloads/web/status",
            () ->
                client
                    .resources(BleuWorkload.class)
                    .withName("web")
                    .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"labels\":{\"edited\":\"meanwhile\"}}}"));
    run(
        account,
        first,
        () -> {
          scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
          scene.awaitReady("web");
        });
    assertTrue(first.done.get());
    assertEquals("meanwhile", scene.workload("web").getMetadata().getLabels().get("edited"));
    assertQuiet();
  }

  @Test
  void changedReference(OperatorAccount account, KubernetesClient client) {
    scene.deployment("legacy", 2);
    // Right before it is scaled down, somebody annotates it: news that no decision depends on.
    Before first =
        new Before(
            "/deployments/legacy",
            () ->
                client
                    .apps()
                    .deployments()
                    .withName("legacy")
                    .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"edited\":\"meanwhile\"}}}"));
    run(
        account,
        first,
        () -> {
          scene.create(
              """
              apiVersion: placement.bleu.cloud/v1alpha1
              kind: BleuWorkload
              metadata: {name: web}
              spec:
                replicas: 3
                dataClasses: [Ordinary]
                workload: {deploymentRef: {name: legacy, scaleDown: OnSuccess}}
              """);
          scene.awaitReady("web");
        });
    assertTrue(first.done.get());
    var legacy = client.apps().deployments().withName("legacy").get();
    assertEquals(0, legacy.getSpec().getReplicas());
    assertEquals("meanwhile", legacy.getMetadata().getAnnotations().get("edited"));
    assertQuiet();
  }

  private static void run(OperatorAccount account, Before first, Runnable story) {
    try (KubernetesClient operatorClient =
            SandboxClients.builder(account.config())
                .withHttpClientBuilderConsumer(b -> b.addOrReplaceInterceptor("first", first))
                .build();
        Operator operator = OperatorUnderTest.of(operatorClient)) {
      operator.start();
      story.run();
    }
  }

  private void assertQuiet() {
    List<ILoggingEvent> events;
    // Which is what holds other threads back that log.
    synchronized (log) {
      events = List.copyOf(log.list);
    }
    List<String> loud =
        events.stream()
            // Said once in the life of a JVM, by whichever client is the first.
            .filter(e -> !e.getLoggerName().endsWith(".VersionUsageUtils"))
            .filter(e -> e.getLevel().isGreaterOrEqual(Level.WARN) || e.getThrowableProxy() != null)
            .map(e -> e.getLevel() + " " + e.getLoggerName() + " " + e.getFormattedMessage())
            .toList();
    assertEquals(List.of(), loud);
  }

  /** Does something once, right before the first write on a path. */
  private static final class Before implements Interceptor {
    final AtomicBoolean done = new AtomicBoolean();
    private final String path;
    private final Runnable action;

    Before(String path, Runnable action) {
      this.path = path;
      this.action = action;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (request.method().equals("PATCH")
          && request.uri().getPath().endsWith(path)
          && done.compareAndSet(false, true)) {
        action.run();
      }
    }
  }
}

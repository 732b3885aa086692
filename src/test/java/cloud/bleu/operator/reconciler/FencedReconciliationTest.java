package cloud.bleu.operator.reconciler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.operator.leadership.Fence;
import cloud.bleu.operator.leadership.FencedHttpClient;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a leader says, the operator SDK included, while its lease may be somebody else's. */
@Tag("wiring")
class FencedReconciliationTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final AtomicLong nanos = new AtomicLong();
  private final Fence fence = new Fence(LIMIT, nanos::get, () -> 0);
  private final OperatorLog said = OperatorLog.whole();
  private final Logger sdk =
      (Logger)
          LoggerFactory.getLogger("io.javaoperatorsdk.operator.processing.event.EventProcessor");
  private final @Nullable Level sdkBefore = sdk.getLevel();
  private EmbeddedApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(List.of());
    client = PatientClients.of(server);
    // Another test may have hidden it, as the operator does.
    sdk.setLevel(Level.WARN);
    said.open();
  }

  @AfterEach
  void stop() {
    said.close();
    sdk.setLevel(sdkBefore);
    client.close();
    server.close();
  }

  @Test
  void isTriedAgainInSilenceUntilTheLeaseIsRenewed() {
    fence.renewed(fence.now());
    nanos.addAndGet(LIMIT.toNanos());
    client.resource(new ConfigMapBuilder().withMetadata(secret().getMetadata()).build()).create();
    Writing reconciler = new Writing(FencedHttpClient.fenced(client, fence));
    Operator operator = operator(reconciler);
    operator.start();
    try {
      await("tried, and tried again")
          .atMost(Duration.ofSeconds(60))
          .until(() -> reconciler.looks.get() >= 3);
      fence.renewed(fence.now());
      await("written").atMost(Duration.ofSeconds(60)).until(() -> written() != null);
    } finally {
      operator.stop();
    }
    assertNotNull(written());
    assertEquals(
        List.of(
            "the lease was not renewed in time: no write is sent until it is, since another"
                + " process may lead; see whether the API server is reached"),
        said.lines(Level.WARN));
  }

  private Operator operator(Writing reconciler) {
    Operator operator =
        new Operator(
            overrider -> overrider.withKubernetesClient(client).withCloseClientOnStop(false));
    operator.register(
        reconciler,
        config ->
            config
                .settingNamespace("default")
                .withGenerationAware(false)
                .withTriggerReconcilerOnAllEvents(true)
                .withRetry(new GenericRetry().setInitialInterval(100).withoutMaxAttempts()));
    return operator;
  }

  private @Nullable Secret written() {
    return client.resource(secret()).get();
  }

  private static Secret secret() {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName("web")
        .endMetadata()
        .build();
  }

  /** Writes a Secret for a ConfigMap. */
  private static final class Writing
      implements Reconciler<ConfigMap>, ResourceReconciler<ConfigMap> {
    private final KubernetesClient fenced;
    private final AtomicInteger looks = new AtomicInteger();

    Writing(KubernetesClient fenced) {
      this.fenced = fenced;
    }

    @Override
    public UpdateControl<ConfigMap> reconcileResource(
        ConfigMap resource, Context<ConfigMap> context) {
      looks.incrementAndGet();
      fenced.resource(secret()).create();
      return UpdateControl.noUpdate();
    }
  }
}
